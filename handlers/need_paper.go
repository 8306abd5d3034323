package handlers

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// NeedsPDF is the consolidated list on paper.
func (a *App) NeedsPDF(c *Ctx) error {
	list, letters, err := a.needsToPrint(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	l := c.paperLang()
	d := needListPaper(l, list, letters, civic.Today(a.now()), a.timeNow())
	surveys, err := a.surveyNeeds(c.Request().Context(), l, c.Scope.Cycle)
	if err != nil {
		return err
	}
	for _, s := range surveys {
		s.Part.Title = l.T("paper.list.survey", "survey", s.Title.In(string(l)), "question", s.Part.Title)
		d.Surveys = append(d.Surveys, s.Part)
	}
	if err := paper.NeedList(&out, l, d); err != nil {
		return err
	}
	return c.pdf(a.needFile(list)+"-"+string(l)+".pdf", &out)
}

// NeedsSheet is the same as a workbook, or the list alone as CSV: the list, who named what, divergence.
func (a *App) NeedsSheet(c *Ctx) error {
	list, letters, err := a.needsToPrint(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	return c.sheetFile(needWorkbook(l, needListPaper(l, list, letters, civic.Today(a.now()), a.timeNow())), a.needFile(list))
}

func (a *App) needsToPrint(c *Ctx) (*civic.NeedList, []civic.Letter, error) {
	ctx := c.Request().Context()
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return nil, nil, err
	}
	letters, err := a.store.Letters(ctx, c.Scope.Cycle)
	return list, letters, err
}

func (a *App) needFile(l *civic.NeedList) string {
	name := "tizme"
	if place := civic.FileName(l.Place.Name.KY); place != "" {
		name += "-" + place
	}
	return name + "-" + civic.Today(a.now())
}

// needListPaper puts the list into the fields of the paper.
func needListPaper(l i18n.Lang, list *civic.NeedList, letters []civic.Letter, today string, at time.Time) paper.NeedListData {
	name := func(t civic.Text) string { return t.In(string(l)) }
	d := paper.NeedListData{Oblast: name(list.Place.Oblast), Raion: name(list.Place.Raion), Municipality: name(list.Place.Name), Cycle: name(list.Cycle.Title),
		Rule: views.ListRuleText(l, list.Rules), Why: views.ListRuleWhy(l, list.Rules), Watch: views.ListWatchText(l, list.Rules), Groups: len(list.Groups), At: at}
	if list.Rules.Rule == civic.ListAttendance {
		d.Why += " " + l.T("list.turnout")
	}
	kinds := list.Kinds()
	for _, k := range kinds {
		d.Audiences = append(d.Audiences, l.T("audience.short."+string(k)))
	}
	for _, h := range list.Hands() {
		d.Hands = append(d.Hands, paper.NeedListHand{Reason: h.Reason, By: h.By, At: h.At})
	}
	for _, r := range list.Rows {
		row := paper.NeedListRow{Place: views.PlaceText(r.Place, r.Shared), Ruled: strconv.Itoa(r.Ruled), Title: name(r.Title), Sector: name(r.SectorName), Issue: r.Issue,
			Groups: r.Groups, Points: r.Points, People: int64(r.Beneficiaries), Cost: r.Cost, Programme: r.Programme, Code: r.Code}
		if r.Competence != "" {
			row.Competence = l.T("competence." + string(r.Competence))
		}
		for _, k := range kinds {
			row.Ranks = append(row.Ranks, views.PlaceText(r.Ranks[k], false))
		}
		row.Villages, row.Sources = needSources(l, list, r.Need)
		d.Rows = append(d.Rows, row)
	}
	for _, f := range list.Flags {
		flag := paper.NeedListFlag{Text: views.FlagText(l, list, f)}
		if n := list.Find(f.Need); n != nil {
			flag.Need = name(n.Title)
		}
		if f.Answer != nil {
			flag.Answer, flag.By, flag.At = f.Answer.Answer, f.Answer.By, f.Answer.At
		}
		d.Flags = append(d.Flags, flag)
	}
	for _, g := range list.Groups {
		who := name(g.VillageName) + ", " + strings.ToLower(name(g.AudienceName))
		if list.Small(g) {
			d.Small = append(d.Small, who+": "+l.T("need.came", "n", g.Attendance)+", "+l.T("need.few", "least", list.Cycle.Rules.MinAttendance))
		}
		if g.Population == 0 {
			d.Unknown = append(d.Unknown, who)
		}
	}
	for _, x := range letters {
		d.Letters = append(d.Letters, paper.NeedListLetter{Need: name(x.NeedTitle), Addressee: x.Addressee, Number: x.Number, State: views.LetterStateText(l, x, today)})
	}
	return d
}

// needSources are the villages and the groups that named a need, each with its place and its minutes.
func needSources(l i18n.Lang, list *civic.NeedList, n *civic.Need) (villages string, sources []string) {
	var names []string
	for _, card := range n.Cards {
		g := list.Group(card.Session)
		if g == nil {
			continue
		}
		village := g.VillageName.In(string(l))
		if !slices.Contains(names, village) {
			names = append(names, village)
		}
		source := village + ", " + strings.ToLower(g.AudienceName.In(string(l)))
		if card.Place > 0 {
			source += " – " + views.PlaceText(card.Place, card.Shared)
		}
		sources = append(sources, source+" ("+g.Code+")")
	}
	return strings.Join(names, ", "), sources
}

func needWorkbook(l i18n.Lang, d paper.NeedListData) *workbook {
	w := newWorkbook()
	list, named, flags := l.T("need.view.list"), l.T("need.view.board"), l.T("divergence.one")
	w.keep(w.SetSheetName("Sheet1", list))
	head := []any{l.T("paper.list.place"), l.T("need.place_ruled"), l.T("paper.list.need"), l.T("need.sector"), l.T("need.issue"), l.T("paper.list.villages"), l.T("paper.list.groups_short"), l.T("paper.list.points")}
	for _, a := range d.Audiences {
		head = append(head, a)
	}
	w.row(list, 1, append(head, l.T("paper.list.people"), l.T("paper.list.competence"), l.T("paper.list.cost"), l.T("paper.list.programme"), l.T("paper.list.code"))...)
	for i, r := range d.Rows {
		cells := []any{r.Place, number(r.Ruled), r.Title, r.Sector, r.Issue, r.Villages, r.Groups, number(r.Points)}
		for _, rank := range r.Ranks {
			cells = append(cells, number(rank))
		}
		programme := ""
		if r.Programme {
			programme = l.T("paper.list.yes")
		}
		w.row(list, i+2, append(cells, some(r.People), r.Competence, some(r.Cost), programme, r.Code)...)
	}
	// the rule is printed wherever the list is
	below := len(d.Rows) + 3
	w.row(list, below, l.T("paper.list.rule"), d.Rule)
	w.row(list, below+1, "", strings.TrimSpace(d.Why+" "+d.Watch))
	below += 2
	for _, h := range d.Hands {
		w.row(list, below, l.T("need.reason"), h.Reason, h.By, onDay(h.At.In(civic.Zone).Format(time.DateOnly)))
		below++
	}
	for i, text := range slices.Concat(d.Small, d.Unknown) {
		title := l.T("paper.list.small")
		if i >= len(d.Small) {
			title = l.T("paper.list.unknown")
		}
		w.row(list, below+i, title, text)
	}
	for _, sheet := range []string{named, flags} {
		_, err := w.NewSheet(sheet)
		w.keep(err)
	}
	w.row(named, 1, l.T("paper.list.need"), l.T("paper.list.code"), l.T("paper.list.named"))
	n := 2
	for _, r := range d.Rows {
		for _, source := range r.Sources {
			w.row(named, n, r.Title, r.Code, source)
			n++
		}
	}
	w.row(flags, 1, l.T("paper.list.need"), l.T("paper.list.what"), l.T("paper.list.answer"))
	for i, f := range d.Flags {
		w.row(flags, i+2, f.Need, f.Text, f.Answer)
	}
	w.keep(w.SetColWidth(list, "C", "C", 44))
	w.keep(w.SetColWidth(list, "D", "F", 22))
	w.keep(w.SetColWidth(named, "A", "C", 44))
	w.keep(w.SetColWidth(flags, "A", "C", 44))
	w.keep(w.SetPanes(list, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	return w
}

// number is a text as a whole number where it is one, so that it can be sorted.
func number(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	if text == "–" {
		return nil
	}
	return text
}

// some leaves a number out where it is not known.
func some(n int64) any {
	if n == 0 {
		return nil
	}
	return int(n)
}
