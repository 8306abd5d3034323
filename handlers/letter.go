package handlers

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

type letterStore interface {
	Letters(ctx context.Context, cycle string) ([]civic.Letter, error)
}

// Letters are all of a cycle, those that wait longest for an answer first.
func (a *App) Letters(c *Ctx) error {
	ctx := c.Request().Context()
	cy, place, err := a.store.Cycle(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	letters, err := a.store.Letters(ctx, c.Scope.Cycle)
	if err != nil {
		return err
	}
	d := views.LettersData{Cycle: cy.ID, Letters: civic.LettersByUrgency(letters, civic.Today(a.now())), Today: civic.Today(a.now())}
	p := c.cyclePage("letter.title", cy, place)
	p.Way = &views.Way{Cycle: cy.ID, Part: "needs"}
	p.Back = &views.Link{Href: views.NeedsPath(cy.ID, ""), Text: c.Lang.T("need.title")}
	return c.show(p, views.LettersContent(d))
}

// letterPage reads the letter of the path with its need.
func (a *App) letterPage(c *Ctx) (views.LetterData, error) {
	ctx := c.Request().Context()
	d := views.LetterData{Plans: c.plans(), Today: civic.Today(a.now())}
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return d, err
	}
	if d.Letters, err = a.store.Letters(ctx, c.Scope.Cycle); err != nil {
		return d, err
	}
	d.List = list
	i := slices.IndexFunc(d.Letters, func(l civic.Letter) bool { return l.ID == c.Param("letter") })
	if i < 0 {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	d.Letter = d.Letters[i]
	d.Form = c.emptyForm("base", strconv.FormatInt(d.Letter.Version, 10), "answered_on", civic.Today(a.now()))
	return d, nil
}

func (c *Ctx) letterFrame(d views.LetterData, key string) views.Page {
	p := c.needFrame(d.List, nil)
	p.Title = c.Lang.T(key)
	p.Back = &views.Link{Href: views.LettersPath(d.List.Cycle.ID, ""), Text: c.Lang.T("letter.title")}
	return p
}

// Letter is a letter with its answer.
func (a *App) Letter(c *Ctx) error {
	d, err := a.letterPage(c)
	if err != nil {
		return err
	}
	return c.show(c.letterFrame(d, "letter.one"), views.LetterContent(d))
}

// NewLetter is the form of a letter about a need, with a draft to begin from.
func (a *App) NewLetter(c *Ctx) error {
	d, err := a.newLetter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	need := d.List.Find(d.Letter.Need)
	voices, err := a.store.NeedVoices(ctx, d.Letter.Need)
	if err != nil {
		return err
	}
	d.Form = c.emptyForm("reminds", d.Letter.Reminds, "addressee", addressee(d.List, need), "text_ky", letterDraft(i18n.KY, d, need, voices),
		"text_ru", letterDraft(i18n.RU, d, need, voices))
	if n := len(d.Letters); n > 0 {
		d.Form.Values.Set("signed_by", d.Letters[n-1].SignedBy)
	}
	if last := d.Reminded(); last != nil {
		d.Form.Values.Set("addressee", last.Addressee)
	}
	return c.show(c.letterFrame(d, "letter.new"), views.LetterForm(d))
}

// newLetter is what the form of a letter to come stands on.
func (a *App) newLetter(c *Ctx) (views.LetterData, error) {
	ctx := c.Request().Context()
	d := views.LetterData{Plans: true, Today: civic.Today(a.now()), New: true}
	list, err := a.needList(ctx, c.Scope.Cycle)
	if err != nil {
		return d, err
	}
	d.List = list
	need := list.Find(c.Param("need"))
	if need == nil {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	d.Letter = civic.Letter{Cycle: c.Scope.Cycle, Need: need.ID, NeedTitle: need.Title, NeedCode: need.Code, Reminds: c.FormValue("reminds")}
	if d.Letters, err = a.store.Letters(ctx, c.Scope.Cycle); err != nil {
		return d, err
	}
	if d.Letter.Reminds != "" && d.Reminded() == nil {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	return d, nil
}

// AddLetter keeps a new letter.
func (a *App) AddLetter(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.newLetter(c)
	if err != nil {
		return err
	}
	save := letterFrom(c, form)
	save.ID, save.Need, save.Reminds, save.Base = c.opID(), d.Letter.Need, d.Letter.Reminds, 0
	if _, err := c.Apply(save); err != nil {
		d.Form = form
		return c.refuse(err, c.letterFrame(d, "letter.new"), form, views.LetterForm(d))
	}
	return c.saved(views.LettersPath(c.Scope.Cycle, "/"+save.ID))
}

// EditLetter is the form of a letter as it stands.
func (a *App) EditLetter(c *Ctx) error {
	d, err := a.letterPage(c)
	if err != nil {
		return err
	}
	l := d.Letter
	d.Form = c.emptyForm("base", strconv.FormatInt(l.Version, 10), "number", l.Number, "addressee", l.Addressee, "text_ky", l.Text.KY, "text_ru", l.Text.RU,
		"signed_by", l.SignedBy, "sent_on", l.SentOn, "answer_due", l.AnswerDue)
	return c.show(c.letterFrame(d, "letter.edit"), views.LetterForm(d))
}

// SaveLetter changes a letter; what was sent keeps its words.
func (a *App) SaveLetter(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.letterPage(c)
	if err != nil {
		return err
	}
	save := letterFrom(c, form)
	save.ID, save.Need = d.Letter.ID, d.Letter.Need
	if d.Letter.Sent() {
		save.Addressee, save.Text = d.Letter.Addressee, d.Letter.Text
	}
	if _, err := c.Apply(save); err != nil {
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(d.Letter.Version, 10))
		}
		d.Form = form
		return c.refuse(err, c.letterFrame(d, "letter.edit"), form, views.LetterForm(d))
	}
	return c.saved(views.LettersPath(c.Scope.Cycle, "/"+save.ID))
}

// letterFrom reads the form. Where the day of sending is known and no other is
// said, an answer is due after the usual time.
func letterFrom(c *Ctx, form *views.Form) civic.SaveLetter {
	save := civic.SaveLetter{Number: c.text("number"), Addressee: c.text("addressee"), Text: civic.Text{KY: c.text("text_ky"), RU: c.text("text_ru")},
		SignedBy: c.text("signed_by"), SentOn: form.Value("sent_on"), AnswerDue: form.Value("answer_due"), Base: max(1, base(form))}
	if save.AnswerDue == "" && civic.ValidDate(save.SentOn) {
		save.AnswerDue = civic.AddDays(save.SentOn, civic.AnswerDays)
	}
	return save
}

// AnswerLetter keeps what the authority answered.
func (a *App) AnswerLetter(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.letterPage(c)
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.AnswerLetter{ID: d.Letter.ID, AnsweredOn: form.Value("answered_on"), Answer: c.text("answer"), Base: max(1, base(form))}); err != nil {
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(d.Letter.Version, 10))
		}
		d.Form = form
		return c.refuse(err, c.letterFrame(d, "letter.one"), form, views.LetterContent(d))
	}
	return c.saved(views.LettersPath(c.Scope.Cycle, "/"+d.Letter.ID))
}

// LetterPDF is the letter on paper, in Kyrgyz or with the Russian text.
func (a *App) LetterPDF(c *Ctx) error {
	d, err := a.letterPage(c)
	if err != nil {
		return err
	}
	lang, l := i18n.KY, d.Letter
	if c.paperLang() == i18n.RU && l.Text.RU != "" {
		lang = i18n.RU
	}
	name := func(t civic.Text) string { return t.In(string(lang)) }
	data := paper.LetterData{Oblast: name(d.List.Place.Oblast), Raion: name(d.List.Place.Raion), Municipality: name(d.List.Place.Name), Number: l.Number, Date: civic.Day(l.SentOn),
		Addressee: l.Addressee, Need: name(l.NeedTitle), Code: l.NeedCode, Cycle: name(d.List.Cycle.Title), Text: name(l.Text), SignedBy: l.SignedBy,
		Draft: !l.Sent(), Reminds: l.Reminds != "", At: a.timeNow()}
	var out bytes.Buffer
	if err := paper.Letter(&out, lang, data); err != nil {
		return err
	}
	return c.pdf("kat-"+l.NeedCode+"-"+string(lang)+".pdf", &out)
}

// addressee is who usually decides, as far as it can be known.
func addressee(l *civic.NeedList, n *civic.Need) string {
	if n.Competence == "raion" {
		return i18n.KY.T("letter.to_raion", "raion", l.Place.Raion.KY)
	}
	return ""
}

// letterDraft is a text to begin from: what people asked for, who named it, in their words, and what is wanted.
func letterDraft(l i18n.Lang, d views.LetterData, n *civic.Need, voices map[string][]string) string {
	name := func(t civic.Text) string { return t.In(string(l)) }
	if last := d.Reminded(); last != nil {
		return strings.Join([]string{
			l.T("letter.draft.remind", "number", dashed(last.Number), "date", l.Date(civic.Day(last.SentOn)), "need", name(n.Title)),
			l.T("letter.draft.due", "date", l.Date(civic.Day(last.AnswerDue))),
			l.T("letter.draft.ask_again"),
		}, "\n")
	}
	parts := []string{l.T("letter.draft.asked", "municipality", name(d.List.Place.Name), "cycle", name(d.List.Cycle.Title), "need", name(n.Title))}
	if r := d.List.Row(n.ID); r != nil {
		parts = append(parts, l.T("letter.draft.named", "groups", r.Groups, "all", len(d.List.Groups), "villages", r.Villages, "place", r.Place))
	}
	if n.Beneficiaries > 0 {
		parts = append(parts, l.T("letter.draft.people", "n", l.Number(int64(n.Beneficiaries))))
	}
	if said := quotes(n, voices); len(said) > 0 {
		parts = append(parts, l.T("letter.draft.words", "words", strings.Join(said, "; ")))
	}
	return strings.Join(append(parts, l.T("letter.draft.ask")), "\n")
}

func dashed(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// quotes are a few sentences of different groups, in guillemets.
func quotes(n *civic.Need, voices map[string][]string) (said []string) {
	for _, card := range n.Cards {
		for _, text := range voices[card.Card] {
			quoted := "«" + text + "»"
			if len(said) < 3 && !slices.Contains(said, quoted) && len([]rune(text)) <= 200 {
				said = append(said, quoted)
				break
			}
		}
	}
	return said
}
