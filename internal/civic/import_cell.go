package civic

import (
	"strconv"
)

// yesCell is what a Wording of "yes" is asked.
func yesCell(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// amountCell is an amount as a cell has it; nothing is an empty cell.
func amountCell(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// edit takes over a cell that the file changes; a column that it lacks stays.
func (p *PlannedRow) edit(t ImportTable, column, was string, into func(is string)) {
	if is := p.texts[column]; t.has(column) && !unchanged(is, was) {
		p.differ(column, was, is)
		into(is)
	}
}

// unchanged reports whether a cell reads as it was written out.
func unchanged(is, was string) bool { return is == Said(was) || is == WrittenOut(Said(was)) }

func (p *PlannedRow) amount(column string, into *int64) func(string) {
	return func(is string) {
		n, ok := Som(is)
		if !ok && is != "" {
			p.bad(column, "error.som")
		}
		*into = n
	}
}

// people takes how many people something is for.
func (p *PlannedRow) people(column string, into *int64) func(string) {
	return func(is string) {
		n, ok := Som(is)
		if !ok && is != "" {
			p.bad(column, "error.import_people")
		}
		*into = n
	}
}

func into(text *string) func(string) { return func(is string) { *text = is } }

// day takes a date as people and spreadsheets write it.
func (p *PlannedRow) day(t ImportTable, column string, date *string) {
	is, ok := importDate(p.texts[column])
	if t.has(column) && !ok {
		p.bad(column, "error.import_date")
	}
	p.texts[column] = is
	p.edit(t, column, *date, into(date))
}

// rename has problems with a field of the change name the column that it came from.
func (p *PlannedRow) rename(field, column string) {
	for _, problem := range p.Problems {
		if problem.Field == field {
			problem.Field = column
		}
	}
}

// wordCell takes one of a few words, in whatever language.
func (im *cycleImport) wordCell(t ImportTable, p *PlannedRow, column, of, was string, into func(is string)) {
	cell := p.texts[column]
	if !t.has(column) || cell == was {
		return
	}
	is, known := im.Words[of][Fold(cell)]
	if cell != "" && !known {
		p.bad(column, "error.choice")
	}
	if is != was {
		p.differ(column, im.Word(of, was), cell)
		into(is)
	}
}

// yesCell takes yes or no; an empty cell is no.
func (im *cycleImport) yesCell(t ImportTable, p *PlannedRow, column string, flag *bool) {
	if p.texts[column] == "" {
		p.texts[column] = im.Word("yes", yesCell(false))
	}
	im.wordCell(t, p, column, "yes", yesCell(*flag), func(is string) { *flag = is == yesCell(true) })
}

// sectorCell compares names in every language: the file may be in another than the reader's.
func (im *cycleImport) sectorCell(t ImportTable, p *PlannedRow, sector *string) {
	is := p.texts["sector"]
	of := im.Sectors[*sector]
	if !t.has("sector") || is == "" && of.Empty() || is != "" && (of.says(is) || is == *sector) {
		return
	}
	p.differ("sector", of.KY, is)
	*sector = ""
	for id, name := range im.Sectors {
		if is != "" && (name.folds(is) || is == id) {
			*sector = max(*sector, id) // names of two sectors can be alike: the same one every time
		}
	}
	if *sector == "" && is != "" {
		p.bad("sector", "error.choice")
	}
}

// says reports whether the text reads so in one of its languages, folds whether it is meant.
func (t Text) says(cell string) bool {
	return cell == Said(t.KY) || cell == Said(t.RU) || cell == Said(t.EN)
}

func (t Text) folds(cell string) bool {
	f := Fold(cell)
	return f != "" && (f == Fold(t.KY) || f == Fold(t.RU) || f == Fold(t.EN))
}

func (im *cycleImport) villageCell(p *PlannedRow, code string, village *string) {
	*village = ""
	for id, c := range im.Villages {
		if c == code {
			*village = id
		}
	}
	if *village == "" && code != "" {
		p.bad("village_code", "error.import_village")
	}
}
