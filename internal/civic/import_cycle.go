package civic

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The tables of a cycle that go out into a file and come in again.
const (
	ScheduleTable = "schedule" // sessions of the schedule
	NeedsTable    = "needs"    // the consolidated list in its order
	PlanTable     = "plan"     // rows of the joint action plan
	CostsTable    = "costs"    // what each need of the list costs
	MoneyTable    = "envelope" // the money of the budget
)

// CycleTables in the order they are told apart: the first that lacks no column.
var CycleTables = []string{ScheduleTable, NeedsTable, PlanTable, CostsTable, MoneyTable}

// CycleColumns are the columns of each table, in the order of an export. "name" and "state" are for the reader's eye only.
var CycleColumns = map[string][]string{
	ScheduleTable: {"row", "village_code", "village", "audience", "date", "starts_at", "ends_at", "venue", "expected_min", "expected_max", "moderator", "recorder", "observer", "inviter", "inviter_phone",
		"language", "transport", "heating", "power", "accessible", "materials", "childcare", "reason", "state"},
	NeedsTable: {"need_code", "place", "title_ky", "title_ru", "title_en", "sector", "location", "competence", "issue", "beneficiaries", "programme", "order_reason"},
	PlanTable: {"row", "need_code", "title_ky", "title_ru", "title_en", "description", "sector", "issue", "village_code", "result", "steps", "responsible_ao", "responsible_dt", "starts", "ends", "estimate",
		"money_local", "money_national", "money_grant", "money_sponsor", "money_community", "ashar", "indicator", "baseline", "target", "beneficiaries", "monitoring_by"},
	CostsTable: {"need_code", "name", "cost", "cost_source", "dated", "note"},
	MoneyTable: {"row", "year", "source", "name", "amount"},
}

var cycleNeeded = map[string][]string{ScheduleTable: {"audience", "date", "starts_at"}, NeedsTable: {"need_code", "place"}, PlanTable: {"title_ky"}, CostsTable: {"need_code", "cost"}, MoneyTable: {"year", "source", "amount"}}

// cycleKeys are the columns that a row is known by.
var cycleKeys = map[string]string{ScheduleTable: "row", NeedsTable: "need_code", PlanTable: "row", CostsTable: "need_code", MoneyTable: "row"}

// LacksOf names the columns that a table cannot do without to be of a kind.
func (t ImportTable) LacksOf(kind string) (missing []string) {
	for _, column := range cycleNeeded[kind] {
		if !t.has(column) {
			missing = append(missing, column)
		}
	}
	return missing
}

// CycleKnown is what a cycle's tables hold before an import.
type CycleKnown struct {
	Plan      Plan
	Needs     []Need // in the order that stands
	Order     KnownOrder
	Schedule  Schedule
	Estimates map[string]Estimate // those that stand, by need
	Money     []Envelope
	Villages  map[string]string            // id → code
	Sectors   map[string]Text              // id → name
	Words     map[string]map[string]string // of "source", "competence", "language", "yes": folded, in every language → value
	Word      Wording                      // in the reader's language
	Mint      func(of string) string       // an id, the same every time
}

// Wording is how a value reads in a language; none is "".
type Wording func(of, value string) string

// yesCell is what a Wording of "yes" is asked.
func yesCell(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// CycleCells are the tables of a cycle as texts, by column: what an export
// writes and an import compares with.
func (k *CycleKnown) CycleCells(kind, lang string, word Wording) (rows []map[string]string) {
	switch kind {
	case ScheduleTable:
		for i := range k.Schedule.Rows {
			rows = append(rows, k.scheduleCells(&k.Schedule.Rows[i], lang, word))
		}
	case NeedsTable:
		reasons := k.Order.reasons()
		for i := range k.Needs {
			rows = append(rows, k.needCells(&k.Needs[i], i+1, reasons[k.Needs[i].ID], lang, word))
		}
	case PlanTable:
		for i := range k.Plan.Actions {
			rows = append(rows, k.planCells(&k.Plan.Actions[i], lang))
		}
	case CostsTable:
		for i := range k.Needs {
			n := &k.Needs[i]
			cells := costCells(k.Estimates[n.ID])
			cells["need_code"], cells["name"] = n.Code, n.Title.In(lang)
			rows = append(rows, cells)
		}
	case MoneyTable:
		for _, e := range k.Money {
			rows = append(rows, map[string]string{"row": e.ID, "year": strconv.Itoa(e.Year), "source": word("source", string(e.Source)), "name": e.Name, "amount": amountCell(e.Amount)})
		}
	}
	return rows
}

// amountCell is an amount as a cell has it; nothing is an empty cell.
func amountCell(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func costCells(e Estimate) map[string]string {
	return map[string]string{"cost": amountCell(e.Cost), "cost_source": e.Source, "dated": e.Dated, "note": e.Note}
}

func (k *CycleKnown) planCells(a *Action, lang string) map[string]string {
	cells := map[string]string{"row": a.ID, "need_code": a.NeedCode, "title_ky": a.Title.KY, "title_ru": a.Title.RU, "title_en": a.Title.EN, "description": a.Description, "sector": k.Sectors[a.Sector].In(lang),
		"issue": a.Issue, "village_code": k.Villages[a.Village], "result": a.Result, "steps": stepsCell(a.Steps), "responsible_ao": a.ResponsibleAO, "responsible_dt": a.ResponsibleDT,
		"starts": a.Starts, "ends": a.Ends, "estimate": amountCell(a.Estimate), "ashar": a.Ashar(), "indicator": a.Indicator, "baseline": a.Baseline, "target": a.Target,
		"beneficiaries": amountCell(int64(a.Beneficiaries)), "monitoring_by": a.MonitoringBy}
	for _, s := range MoneySources {
		cells["money_"+string(s)] = moneyCell(a.Costs, s)
	}
	return cells
}

// stepsCell is a step a line, each with its day where it has one.
func stepsCell(steps []ActionStep) string {
	lines := make([]string, len(steps))
	for i, s := range steps {
		lines[i] = s.Text
		if s.Due != "" {
			lines[i] += " (" + s.Due + ")"
		}
	}
	return strings.Join(lines, "\n")
}

// moneyCell is what a source gives, year by year: "2017: 850000; 2018: 60000".
func moneyCell(costs []ActionCost, s MoneySource) string {
	var years []string
	for _, c := range costs {
		if c.Source == s && c.Amount > 0 {
			years = append(years, fmt.Sprintf("%d: %d", c.Year, c.Amount))
		}
	}
	return strings.Join(years, "; ")
}

// PlanCycleImport says what tables of a cycle would do to what is known. It changes nothing.
func PlanCycleImport(tables []ImportTable, known CycleKnown) ImportPlan {
	im := cycleImport{CycleKnown: known, taken: map[string]bool{}, seen: map[string]int{}, reasons: known.Order.reasons(), met: map[string]bool{}}
	for i := range known.Plan.Actions {
		im.taken[known.Plan.Actions[i].Need] = true
	}
	for _, t := range tables {
		exact := im.exactRows(t)
		for _, r := range t.Rows {
			p := im.begin(t, r)
			if p.State != ImportBad {
				switch t.Kind {
				case ScheduleTable:
					im.scheduleRow(t, &p, exact[r.Line])
				case NeedsTable:
					im.needRow(t, &p)
				case PlanTable:
					im.planRow(t, &p)
				case CostsTable:
					im.costRow(t, &p)
				case MoneyTable:
					im.moneyRow(t, &p)
				}
			}
			if p.change != nil && p.State != ImportBad {
				im.plan.Changes = append(im.plan.Changes, p.change)
			}
			if cycleKeys[t.Kind] == "row" { // a mark says nothing to a reader
				p.Code = p.texts["need_code"]
			}
			im.plan.Rows = append(im.plan.Rows, p)
		}
	}
	im.orderNeeds()
	if im.plan.Count(ImportBad) > 0 {
		im.plan.Changes = nil
	}
	return im.plan
}

type cycleImport struct {
	CycleKnown
	taken   map[string]bool   // needs that have a row in the plan
	met     map[string]bool   // sessions that a row of the file is about
	seen    map[string]int    // line by kind and code
	reasons map[string]string // of the order by hand, by need
	placed  []placedNeed
	plan    ImportPlan
}

// begin reads the cells of a row; what it is known by may stand in a file once.
func (im *cycleImport) begin(t ImportTable, r ImportRow) PlannedRow {
	p := PlannedRow{Sheet: t.Sheet, Line: r.Line, State: ImportSame, texts: map[string]string{}}
	for i, column := range t.Columns {
		if column != "" && i < len(r.Cells) {
			p.texts[column] = Said(r.Cells[i])
		}
	}
	if len(r.Cells) != len(t.Columns) {
		p.bad("", "error.import_ragged", "cells", len(r.Cells), "columns", len(t.Columns))
	}
	key := cycleKeys[t.Kind]
	if p.Code = p.texts[key]; p.Code != "" {
		if line, twice := im.seen[t.Kind+p.Code]; twice {
			p.bad(key, "error.import_duplicate", "line", line)
		}
		im.seen[t.Kind+p.Code] = r.Line
	}
	return p
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

// settle makes the row's change where cells differ, and says what is wrong with it.
func (p *PlannedRow) settle(added bool, change Change) {
	switch {
	case p.State == ImportBad || !added && len(p.Cells) == 0:
		return
	case added:
		p.State = ImportNew
	default:
		p.State = ImportChanged
	}
	p.change = change
	p.refused(change.Validate())
}

func (p *PlannedRow) amount(column string, into *int64) func(string) {
	return func(is string) {
		n, ok := Som(is)
		if !ok && is != "" {
			p.bad(column, "error.som")
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

func (im *cycleImport) moneyRow(t ImportTable, p *PlannedRow) {
	save, added := SaveEnvelope{ID: p.Code}, p.Code == ""
	if added {
		save.ID = im.Mint("money/" + strconv.Itoa(p.Line) + t.Sheet)
	} else {
		i := slices.IndexFunc(im.Money, func(e Envelope) bool { return e.ID == p.Code })
		if i < 0 {
			p.bad("row", "error.import_row_unknown")
			return
		}
		e := im.Money[i]
		save = SaveEnvelope{ID: e.ID, Year: e.Year, Source: e.Source, Name: e.Name, Amount: e.Amount, Base: e.Version}
	}
	p.edit(t, "year", amountCell(int64(save.Year)), func(is string) {
		n, err := strconv.Atoi(is)
		if err != nil {
			p.bad("year", "error.year")
		}
		save.Year = n
	})
	if source := MoneySource(im.Words["source"][Fold(p.texts["source"])]); source != save.Source { // in whatever language
		p.differ("source", im.Word("source", string(save.Source)), p.texts["source"])
		save.Source = source
	}
	p.edit(t, "name", save.Name, into(&save.Name))
	p.edit(t, "amount", amountCell(save.Amount), p.amount("amount", &save.Amount))
	p.Name = Text{KY: cmp.Or(save.Name, p.texts["source"])}
	p.settle(added, save)
}

func (im *cycleImport) costRow(t ImportTable, p *PlannedRow) {
	i := slices.IndexFunc(im.Needs, func(n Need) bool { return n.Code == p.Code })
	if i < 0 {
		p.bad("need_code", "error.import_need")
		return
	}
	n := &im.Needs[i]
	p.Name = n.Title
	e := im.Estimates[n.ID]
	set := SetEstimate{ID: im.Mint("cost/" + n.ID), Need: n.ID, Cost: e.Cost, Source: e.Source, Dated: e.Dated, Note: e.Note}
	p.edit(t, "cost", amountCell(e.Cost), p.amount("cost", &set.Cost))
	p.edit(t, "cost_source", e.Source, into(&set.Source))
	p.day(t, "dated", &set.Dated)
	p.edit(t, "note", e.Note, into(&set.Note))
	if set.Cost == 0 { // taken back: of nothing there is no source
		set.Source, set.Dated = "", ""
		if e.Cost == 0 && len(p.Cells) > 0 {
			p.bad("cost", "error.som")
		}
	}
	p.settle(false, set)
	p.rename("source", "cost_source")
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

func (im *cycleImport) planRow(t ImportTable, p *PlannedRow) {
	var old Action
	save, added := SaveAction{ID: p.Code}, p.Code == ""
	if added {
		save.ID = im.Mint("action/" + strconv.Itoa(p.Line) + t.Sheet)
	} else {
		found := im.Plan.Find(p.Code)
		if found == nil {
			p.bad("row", "error.import_row_unknown")
			return
		}
		old = *found
		save = SaveAction{ID: old.ID, ActionText: old.Text(), Base: old.Version}
		save.Steps, save.Costs = slices.Clone(save.Steps), slices.Clone(save.Costs)
	}
	was := im.planCells(&old, "ky")
	p.edit(t, "need_code", was["need_code"], func(is string) { im.needCell(p, is, added, &save) })
	for column, text := range map[string]*string{"title_ky": &save.Title.KY, "title_ru": &save.Title.RU, "title_en": &save.Title.EN, "description": &save.Description, "issue": &save.Issue, "result": &save.Result,
		"responsible_ao": &save.ResponsibleAO, "responsible_dt": &save.ResponsibleDT, "indicator": &save.Indicator, "baseline": &save.Baseline, "target": &save.Target, "monitoring_by": &save.MonitoringBy} {
		p.edit(t, column, was[column], into(text))
	}
	p.day(t, "starts", &save.Starts)
	p.day(t, "ends", &save.Ends)
	im.sectorCell(t, p, &save.Sector)
	p.edit(t, "village_code", was["village_code"], func(is string) { im.villageCell(p, is, &save.Village) })
	p.edit(t, "estimate", was["estimate"], p.amount("estimate", &save.Estimate))
	people := int64(save.Beneficiaries)
	p.edit(t, "beneficiaries", was["beneficiaries"], p.amount("beneficiaries", &people))
	save.Beneficiaries = int(people)
	p.edit(t, "steps", was["steps"], func(is string) { save.Steps = im.stepsOf(is, old.Steps, save.ID) })
	for _, s := range MoneySources {
		column := "money_" + string(s)
		p.edit(t, column, was[column], func(is string) { p.moneyOf(column, is, s, &save) })
	}
	p.edit(t, "ashar", was["ashar"], func(is string) { save.ashar(is, &im.Plan) })
	slices.SortFunc(p.Cells, func(a, b CellChange) int { // as the columns stand
		return slices.Index(CycleColumns[PlanTable], a.Column) - slices.Index(CycleColumns[PlanTable], b.Column)
	})
	p.Name = save.Title
	if (added || len(p.Cells) > 0) && im.Plan.Status != PlanDraft {
		p.bad("", "error.import_plan_closed")
	}
	p.settle(added, save)
}

func (im *cycleImport) needCell(p *PlannedRow, code string, added bool, save *SaveAction) {
	i := slices.IndexFunc(im.Needs, func(n Need) bool { return n.Code == code })
	switch {
	case !added:
		p.bad("need_code", "error.import_need_stays")
	case i < 0:
		p.bad("need_code", "error.import_need")
	case im.taken[im.Needs[i].ID]:
		p.bad("need_code", "error.action_taken")
	default:
		save.Need = im.Needs[i].ID
		im.taken[save.Need] = true
	}
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

var stepDue = regexp.MustCompile(`^(.*\S)\s*\((\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})\)$`)

// stepsOf reads a step a line; one whose words stood there before stays the same step.
func (im *cycleImport) stepsOf(cell string, old []ActionStep, action string) (steps []ActionStep) {
	kept := slices.Clone(old)
	for i, line := range Lines(cell) {
		s := ActionStep{Text: line, ID: im.Mint("step/" + action + "/" + strconv.Itoa(i))}
		if m := stepDue.FindStringSubmatch(line); m != nil {
			s.Text = m[1]
			s.Due, _ = importDate(m[2]) // what is no day is refused with the step
		}
		if j := slices.IndexFunc(kept, func(x ActionStep) bool { return Said(x.Text) == s.Text }); j >= 0 {
			s.ID = kept[j].ID
			kept = slices.Delete(kept, j, j+1)
		}
		steps = append(steps, s)
	}
	return steps
}

var yearSum = regexp.MustCompile(`^(\d{4})\s*:\s*(.+)$`)

// moneyOf reads what a source gives, year by year.
func (p *PlannedRow) moneyOf(column, cell string, s MoneySource, save *SaveAction) {
	had := map[int]string{} // labour in words stays with its year
	save.Costs = slices.DeleteFunc(save.Costs, func(c ActionCost) bool {
		if c.Source == s && c.InKind != "" {
			had[c.Year] = c.InKind
		}
		return c.Source == s
	})
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
		m := yearSum.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			p.bad(column, "error.import_money")
			return
		}
		year, _ := strconv.Atoi(m[1]) // four digits
		sum, ok := Som(m[2])
		if !ok {
			p.bad(column, "error.import_money")
			return
		}
		save.Costs = append(save.Costs, ActionCost{Source: s, Year: year, Amount: sum, InKind: had[year]})
		delete(had, year)
	}
	for year, words := range had {
		save.Costs = append(save.Costs, ActionCost{Source: s, Year: year, InKind: words})
	}
	sortCosts(save.Costs)
}

// sortCosts puts them by source, then year.
func sortCosts(costs []ActionCost) {
	slices.SortStableFunc(costs, func(a, b ActionCost) int {
		return cmp.Or(slices.Index(MoneySources, a.Source)-slices.Index(MoneySources, b.Source), a.Year-b.Year)
	})
}

// ashar puts labour in words to the community's part.
func (s *SaveAction) ashar(words string, plan *Plan) {
	at := -1
	for i, c := range s.Costs {
		if c.Source == CommunityMoney && (at < 0 || c.InKind != "" && s.Costs[at].InKind == "") {
			at = i
		}
	}
	switch {
	case at >= 0:
		s.Costs[at].InKind = words
		if words == "" && s.Costs[at].Amount == 0 {
			s.Costs = slices.Delete(s.Costs, at, at+1)
		}
	case words != "":
		s.Costs = append(s.Costs, ActionCost{Source: CommunityMoney, Year: plan.Years()[0], InKind: words})
	}
}
