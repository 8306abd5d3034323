package civic

import (
	"cmp"
	"slices"
	"strconv"
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

func costCells(e Estimate) map[string]string {
	return map[string]string{"cost": amountCell(e.Cost), "cost_source": e.Source, "dated": e.Dated, "note": e.Note}
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
			slices.SortStableFunc(p.Cells, func(a, b CellChange) int { // as the columns stand
				return slices.Index(CycleColumns[t.Kind], a.Column) - slices.Index(CycleColumns[t.Kind], b.Column)
			})
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
	p := planned(t, r)
	key := cycleKeys[t.Kind]
	if p.Code = p.texts[key]; p.Code != "" {
		if line, twice := im.seen[t.Kind+p.Code]; twice {
			p.bad(key, "error.import_duplicate", "line", line)
		}
		im.seen[t.Kind+p.Code] = r.Line
	}
	return p
}

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
