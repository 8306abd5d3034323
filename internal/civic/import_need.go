package civic

import (
	"slices"
	"strconv"
	"strings"
)

// KnownOrder is the order of a cycle's list as it stands.
type KnownOrder struct {
	Cycle string
	Rules ListRules
	Ruled []string   // needs as the rule has them
	Hand  *NeedOrder // that stands, nil when the rule's does
	Base  int        // number of the newest order by hand
}

// reasons are those of the order by hand, by the needs that it moved.
func (o *KnownOrder) reasons() map[string]string {
	reasons := map[string]string{}
	if o.Hand != nil {
		for _, m := range o.Hand.Moves() {
			reasons[m.Need] = o.Hand.Reason
		}
	}
	return reasons
}

func (k *CycleKnown) needCells(n *Need, place int, reason, lang string, word Wording) map[string]string {
	cells := map[string]string{"need_code": n.Code, "place": strconv.Itoa(place), "title_ky": n.Title.KY, "title_ru": n.Title.RU, "title_en": n.Title.EN, "sector": k.Sectors[n.Sector].In(lang),
		"location": n.Location, "issue": n.Issue, "beneficiaries": amountCell(int64(n.Beneficiaries)), "programme": word("yes", yesCell(n.Programme)), "order_reason": reason}
	if n.Competence != "" {
		cells["competence"] = word("competence", string(n.Competence))
	}
	return cells
}

// placedNeed is a row that says where its need stands.
type placedNeed struct {
	row    int // of the plan
	need   int // of the list as it stands
	wanted int // place, from 1
	reason string
}

func (im *cycleImport) needRow(t ImportTable, p *PlannedRow) {
	i := slices.IndexFunc(im.Needs, func(n Need) bool { return n.Code == p.Code })
	if i < 0 {
		key := "error.import_need"
		if p.Code == "" {
			key = "error.import_need_new"
		}
		p.bad("need_code", key)
		return
	}
	n := &im.Needs[i]
	p.Name = n.Title
	save := SaveNeed{ID: n.ID, Title: n.Title, Sector: n.Sector, Location: n.Location, Competence: n.Competence, Issue: n.Issue, Beneficiaries: n.Beneficiaries, Programme: n.Programme, Base: n.Version}
	p.edit(t, "title_ky", n.Title.KY, into(&save.Title.KY))
	p.edit(t, "title_ru", n.Title.RU, into(&save.Title.RU))
	p.edit(t, "title_en", n.Title.EN, into(&save.Title.EN))
	im.sectorCell(t, p, &save.Sector)
	p.edit(t, "location", n.Location, into(&save.Location))
	im.wordCell(t, p, "competence", "competence", string(n.Competence), func(is string) { save.Competence = Competence(is) })
	p.edit(t, "issue", n.Issue, into(&save.Issue))
	people := int64(n.Beneficiaries)
	p.edit(t, "beneficiaries", amountCell(people), p.people("beneficiaries", &people))
	save.Beneficiaries = int(people)
	im.yesCell(t, p, "programme", &save.Programme)
	p.settle(false, save)
	im.placeCell(t, p, i)
}

// placeCell notes where a row wants its need, and why.
func (im *cycleImport) placeCell(t ImportTable, p *PlannedRow, need int) {
	at := placedNeed{row: len(im.plan.Rows), need: need}
	var err error
	if at.wanted, err = strconv.Atoi(p.texts["place"]); err != nil || at.wanted < 1 || at.wanted > len(im.Needs) {
		p.bad("place", "error.import_place", "n", len(im.Needs))
		return
	}
	if why := p.texts["order_reason"]; why != "" && !unchanged(why, im.reasons[im.Needs[need].ID]) {
		at.reason = why
	}
	im.placed = append(im.placed, at)
}

// orderNeeds puts the list into the order that the rows want. A need whose
// place stays as it was gives way to those that were moved, so that one may be
// moved without numbering all the others anew.
func (im *cycleImport) orderNeeds() {
	moved := slices.DeleteFunc(slices.Clone(im.placed), func(p placedNeed) bool { return p.wanted == p.need+1 })
	slices.SortStableFunc(moved, func(a, b placedNeed) int { return a.wanted - b.wanted })
	var now, order []string
	for i, n := range im.Needs {
		now = append(now, n.ID)
		if !slices.ContainsFunc(moved, func(p placedNeed) bool { return p.need == i }) {
			order = append(order, n.ID)
		}
	}
	for i, p := range moved {
		if i > 0 && moved[i-1].wanted == p.wanted {
			im.plan.Rows[p.row].bad("place", "error.import_place_twice", "line", im.plan.Rows[moved[i-1].row].Line)
		}
		order = slices.Insert(order, min(p.wanted-1, len(order)), now[p.need])
	}
	var why []string
	for _, p := range im.placed {
		if p.reason != "" && !slices.Contains(why, p.reason) {
			why = append(why, p.reason)
		}
		row := &im.plan.Rows[p.row]
		if is := slices.Index(order, now[p.need]); is != p.need {
			row.differ("place", strconv.Itoa(p.need+1), strconv.Itoa(is+1))
			if row.State == ImportSame {
				row.State = ImportChanged
			}
		} else if p.reason != "" && slices.Equal(order, now) {
			row.bad("order_reason", "error.import_order_same")
		}
	}
	if len(moved) == 0 {
		return
	}
	change := OrderNeeds{Cycle: im.Order.Cycle, Rule: im.Order.Rules, Computed: im.Order.Ruled, Reason: strings.Join(why, "\n"), Base: im.Order.Base}
	if !slices.Equal(order, im.Order.Ruled) { // else the rule's order is taken up again
		change.Ordered = order
	}
	first := slices.MinFunc(moved, func(a, b placedNeed) int { return a.row - b.row })
	row := &im.plan.Rows[first.row] // that somebody moved: the others made way
	row.refused(change.Validate())
	row.rename("reason", "order_reason")
	im.plan.Changes = append(im.plan.Changes, change)
}
