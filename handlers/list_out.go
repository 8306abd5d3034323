package handlers

import (
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// listOut is a list as a workbook or CSV: heads are catalogue keys, cells what workbook.row takes.
// What is signed or voted on goes out only: nothing of it comes in from a file.
func (a *App) listOut(c *Ctx, name, title string, heads []string, rows [][]any) error {
	l := c.paperLang()
	sheet := []rune(l.T(title))
	head := make([]any, len(heads))
	for i, key := range heads {
		head[i] = key
		if l.Has(key) {
			head[i] = strings.ReplaceAll(l.T(key), "\u00ad", "")
		}
	}
	w := newWorkbook()
	w.sheet(string(sheet[:min(len(sheet), 31)]), head, rows) // no more fits a sheet's name
	return c.sheetFile(w, civic.Today(a.now())+"-"+name)
}

// someCount is a number where it was counted.
func someCount(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// wordOf is a word for a value; none for none.
func wordOf(l i18n.Lang, key, value string) string {
	if value == "" {
		return ""
	}
	return l.T(key + value)
}

// LettersSheet are the letters of a cycle.
func (a *App) LettersSheet(c *Ctx) error {
	letters, err := a.store.Letters(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	l, today := c.paperLang(), civic.Today(a.now())
	var rows [][]any
	for _, x := range civic.LettersByUrgency(letters, today) {
		rows = append(rows, []any{x.NeedCode, x.NeedTitle.In(string(l)), x.Number, x.Addressee, x.SignedBy, dayOrNone(x.SentOn), views.LetterStateText(l, x, today), dayOrNone(x.AnswerDue), dayOrNone(x.AnsweredOn), x.Answer, x.Text.KY, x.Text.RU})
	}
	return a.listOut(c, "letters", "letter.title", []string{"import.column.need_code", "paper.list.need", "letter.number", "letter.addressee", "letter.signed_by", "letter.sent_on", "schedule.state", "letter.answer_due", "letter.answered_on", "letter.answer_text", "letter.text_ky", "letter.text_ru"}, rows)
}

// ActsSheet are the acts that the monitoring group has filed; who took part stays on the paper.
func (a *App) ActsSheet(c *Ctx) error {
	acts, err := a.store.Acts(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var rows [][]any
	for i := range acts {
		x := &acts[i]
		if !x.Filed() {
			continue
		}
		rows = append(rows, []any{x.Number, dayOrNone(x.VisitedOn), x.ActionTitle.In(string(l)), views.StatusText(l, x.Status, x.Percent), views.StatusText(l, x.AOStatus, x.AOPercent), x.FoundWork, wordOf(l, "act.quality.", x.Quality),
			x.Violations, x.Recommendations, x.Pleased, x.Neither, x.Displeased, dayOrNone(x.AnswerDue), dayOrNone(x.AnsweredOn), x.Answer})
	}
	return a.listOut(c, "acts", "act.list", []string{"№", "act.visited_on", "paper.act.action", "act.status", "act.ao_then", "act.found", "act.quality", "act.violations", "act.recommendations", "act.pleased", "act.neither", "act.displeased",
		"act.answer_until", "act.answered_on", "act.answer"}, rows)
}

// DecisionsSheet are the council's decisions, the newest first, with those that were replaced.
func (a *App) DecisionsSheet(c *Ctx) error {
	council, err := a.council(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var rows [][]any
	for i := range council.Items {
		item := &council.Items[i]
		if item.Decision == nil {
			continue
		}
		code, title := "", ""
		if item.Row != nil {
			code, title = item.Row.Code, item.Row.Title.In(string(l))
		} else {
			title = item.Proposal.Text
		}
		for j, d := range append([]civic.Decision{*item.Decision}, item.Earlier...) {
			stands, by := l.T("common.yes"), d.By
			if j > 0 {
				stands = l.T("common.no")
			}
			if by == "" {
				by = l.T("decision.by_council")
			}
			rows = append(rows, []any{code, title, wordOf(l, "decision.outcome.", string(d.Outcome)), stands, d.Reason.KY, d.Reason.RU, dayOrNone(d.On), by, d.ResolutionNumber, some(d.Amount), d.BudgetLine,
				someCount(d.For), someCount(d.Against), someCount(d.Abstained), dayOrNone(d.AnswerDue), dayOrNone(d.AnsweredOn), d.Answer})
		}
	}
	return a.listOut(c, "decisions", "decision.title", []string{"import.column.need_code", "paper.list.need", "decision.outcome", "decision.stands", "decision.reason_ky", "decision.reason_ru", "decision.on", "decision.by", "resolution.number", "decision.amount", "decision.budget_line",
		"decision.deputies.for", "decision.deputies.against", "decision.deputies.abstained", "decision.due", "decision.answered_on", "decision.answer_text"}, rows)
}

// ProposalsSheet is what was said and proposed at a gathering, without who said it.
func (a *App) ProposalsSheet(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	var rows [][]any
	for _, p := range d.Of(civic.Motion, civic.Question, civic.Suggestion) {
		row := []any{p.Number, wordOf(l, "proposal.sort.", string(p.Sort)), p.Text, p.NeedTitle.In(string(l)), p.BudgetLine, nil, nil, nil, p.Answer, dayOrNone(p.AnswerDue), p.Reason}
		if v := p.Votes; v != nil {
			row[5], row[6], row[7] = v.For, v.Against, v.Abstained
		}
		rows = append(rows, row)
	}
	return a.listOut(c, "proposals", "gathering.proposals", []string{"№", "proposal.sort", "proposal.text", "proposal.need", "proposal.budget_line", "proposal.for", "proposal.against", "proposal.abstained", "proposal.answer", "proposal.answer_due", "proposal.withdraw_reason"}, rows)
}

// PresenceSheet is how many of each village came to a gathering.
func (a *App) PresenceSheet(c *Ctx) error {
	d, err := a.presenceAsked(c)
	if err != nil {
		return err
	}
	var rows [][]any
	l := c.paperLang()
	for _, r := range d.PresenceRows(i18n.With(c.Request().Context(), l)) {
		rows = append(rows, []any{r.Name.In(string(l)), r.F, r.M})
	}
	return a.listOut(c, "presence", "gathering.presence", []string{"gathering.village", "sex.f", "sex.m"}, rows)
}

// filePeople is more than an installation has.
const filePeople = 1_000_000

// UsersSheet are the people that the list shows, under the same filter; nothing that lets anybody in.
func (a *App) UsersSheet(c *Ctx) error {
	ctx := c.Request().Context()
	d := views.UsersData{Scope: c.Scope.ID()}
	var err error
	if d.Places, err = a.store.Places(ctx, c.User.ID); err != nil {
		return err
	}
	d.Filter = peopleFilter(c, d.Scope)
	d.Filter.From, d.Filter.Most = 0, filePeople
	if d.People, err = a.store.People(ctx, d.Filter); err != nil {
		return err
	}
	l := c.paperLang()
	in := i18n.With(ctx, l)
	var rows [][]any
	for _, p := range d.People {
		phone := p.Phone
		if _, reach := c.User.Keeps(p.Grants); reach != civic.Whole { // who also works elsewhere
			phone = ""
		}
		var seen any
		if !p.Seen.IsZero() {
			seen = onDay(civic.Today(p.Seen))
		}
		rows = append(rows, []any{p.Login, p.Name, wordOf(l, "user.sex.", p.Sex), phone, wordOf(l, "spoken.", p.Lang), views.RolesText(in, d, p), views.PersonStateText(l, p), seen})
	}
	return a.listOut(c, "people", "users.title", []string{"login.login", "users.find", "user.sex", "schedule.phone", "user.lang", "users.roles", "schedule.state", "users.seen"}, rows)
}
