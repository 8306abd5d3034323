package civic

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

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
	p.edit(t, "beneficiaries", was["beneficiaries"], p.people("beneficiaries", &people))
	save.Beneficiaries = int(people)
	p.edit(t, "steps", was["steps"], func(is string) { save.Steps = im.stepsOf(is, old.Steps, save.ID) })
	for _, s := range MoneySources {
		column := "money_" + string(s)
		p.edit(t, column, was[column], func(is string) { p.moneyOf(column, is, s, &save) })
	}
	p.edit(t, "ashar", was["ashar"], func(is string) { save.ashar(is, &im.Plan) })
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
