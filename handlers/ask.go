package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

// askStore is what people who answer need beside a survey itself.
type askStore interface {
	DraftOf(ctx context.Context, survey, mark string) (id string, err error)
	SurveySlip(ctx context.Context, survey, hash string) (unit string, used bool, err error)
	AddContact(ctx context.Context, survey, op string, c civic.Contact) error
	SurveyContacts(ctx context.Context, survey string) ([]civic.Contact, error)
	AddDraftFile(ctx context.Context, survey, response, name string, content []byte) error
}

// People who answer by themselves have no account. What their browser keeps is a random mark, of
// which the store knows the hash: enough to answer once and to go on later.
const (
	askCookie = "ask"
	askKiosk  = "ask_kiosk"
	askSent   = "ask_sent" // the response that was sent last, under which the code is shown
	askDays   = 365
)

// asker is who is asked, and where their pages are.
type asker struct {
	survey civic.Survey
	mode   civic.ResponseMode
	prefix string // address of the first page; responses are below it
}

// asker finds the survey of the path: by its code, which hangs on posters and is no secret, or as an interviewer by its id.
func (a *App) asker(c *Ctx) (*asker, error) {
	ctx := c.Request().Context()
	if c.Scope.Survey != "" {
		s, err := a.store.Survey(ctx, c.Scope.Survey)
		return &asker{s, civic.ByInterview, views.SurveyPath(s.ID, "interview")}, err
	}
	s, err := a.store.SurveyByCode(ctx, civic.CleanJoinCode(c.Param("code")))
	if civic.KindOf(err) == civic.NotFound {
		return nil, civic.E(civic.NotFound, "error.ask_unknown")
	}
	if err != nil {
		return nil, err
	}
	x := &asker{s, civic.ByLink, views.AskPath(s.Code)}
	if cookie, err := c.Cookie(askKiosk); err == nil && cookie.Value == a.kioskMark(s.ID) {
		x.mode = civic.ByKiosk
	}
	return x, nil
}

// takes reports whether the survey takes answers in this way now.
func (x *asker) takes() bool {
	if x.mode == civic.ByLink {
		return x.survey.BySelf()
	}
	return x.survey.Asks()
}

// mark is what this phone is known by in the survey: hashed, "" where it has none or must leave none.
func (x *asker) mark(c *Ctx) string {
	cookie, err := c.Cookie(askCookie)
	if err != nil || len(cookie.Value) < 32 || x.mode != civic.ByLink {
		return ""
	}
	return x.deviceMark(cookie.Value)
}

// deviceMark is how what a phone keeps is known in this survey, and in no other.
func (x *asker) deviceMark(token string) string {
	return HashToken("device~" + token + "~" + x.survey.ID)
}

// bySlip reports whether only who holds a printed code answers.
func (x *asker) bySlip() bool {
	return x.mode != civic.ByInterview && x.survey.Access == civic.AccessSlip
}

// byDevice reports whether each phone answers once.
func (x *asker) byDevice() bool {
	return x.mode == civic.ByLink && x.survey.Access == civic.AccessDevice
}

// slipOf is how the code of a printed slip is kept.
func slipOf(code string) string { return HashToken("survey~" + code) }

// AskCode asks for the code of a survey.
func (a *App) AskCode(c *Ctx) error {
	return c.askPage(http.StatusOK, "survey.one", views.AskCodeContent(c.emptyForm("code", c.QueryParam("code"))))
}

// TypeAskCode leads from a typed code to its survey.
func (a *App) TypeAskCode(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if code := civic.CleanJoinCode(form.Value("code")); code != "" {
		return c.Redirect(http.StatusSeeOther, views.AskPath(code))
	}
	return c.askCodeAgain(form, http.StatusUnprocessableEntity)
}

// askCodeAgain asks for the code once more, with what was typed.
func (c *Ctx) askCodeAgain(form *views.Form, status int) error {
	form.Problems = []*civic.Error{civic.Bad("code", "error.ask_unknown")}
	return c.askPage(status, "survey.one", views.AskCodeContent(form))
}

// AskIntro asks for consent before the first question.
func (a *App) AskIntro(c *Ctx) error {
	x, err := a.asker(c)
	if civic.KindOf(err) == civic.NotFound {
		return c.askCodeAgain(c.emptyForm("code", c.Param("code")), http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return a.askIntro(c, x, http.StatusOK, c.emptyForm("slip", c.QueryParam("slip")))
}

func (a *App) askIntro(c *Ctx, x *asker, status int, form *views.Form) error {
	ctx := c.Request().Context()
	if x.mode == civic.ByKiosk {
		x.forgetSent(c)
	}
	if !x.takes() {
		return c.askPage(http.StatusGone, "survey.one", views.AskClosed(x.survey))
	}
	d := &views.AskIntro{Survey: x.survey, Base: x.prefix, Form: form, Slip: x.bySlip(), Mode: x.mode}
	var err error
	if d.Villages, err = a.villages(c, x.survey.Municipality); err != nil {
		return err
	}
	if mark := x.mark(c); mark != "" {
		if x.byDevice() {
			if d.Answered, err = a.spent(ctx, x, mark); err != nil {
				return err
			}
		}
		id, err := a.store.DraftOf(ctx, x.survey.ID, mark)
		if err != nil {
			return err
		}
		if id != "" {
			d.Resume = x.prefix + "/" + id
		}
	}
	return c.askPage(status, "survey.one", views.AskIntroContent(d))
}

// villages of a municipality to choose from.
func (a *App) villages(c *Ctx, municipality string) (options []views.Option, err error) {
	all, err := a.store.CycleVillages(c.Request().Context(), "", municipality)
	for _, v := range all {
		options = append(options, views.Option{Value: v.ID, Text: v.Name.In(string(c.Lang))})
	}
	return options, err
}

// BeginAsking takes the consent and begins a response.
func (a *App) BeginAsking(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	if !x.takes() {
		return a.askIntro(c, x, http.StatusGone, form)
	}
	d := civic.ResponseDraft{ID: a.ids.New(), Survey: x.survey.ID, Number: x.survey.Published, Mode: x.mode, Unit: form.Value("village"), Lang: string(c.Lang), Answers: json.RawMessage("{}"), BeganAt: a.now()}
	if !c.checked("agree") {
		form.Problems = append(form.Problems, civic.Bad("agree", "error.ask_agree"))
	}
	if x.bySlip() {
		unit, err := a.slip(c, x, form.Value("slip"))
		if err != nil {
			form.Problems = append(form.Problems, civic.Problems(err)...)
		} else {
			d.Mark = slipOf(civic.CleanJoinCode(form.Value("slip")))
			if d.Unit == "" {
				d.Unit = unit
			}
		}
	}
	if len(form.Problems) > 0 {
		return a.askIntro(c, x, http.StatusUnprocessableEntity, form)
	}
	if d.Unit, err = a.askedVillage(c, x, d.Unit); err != nil {
		return err
	}
	if x.mode == civic.ByLink && d.Mark == "" {
		if d.Mark = x.mark(c); d.Mark == "" {
			token, _ := newToken()
			c.SetCookie(&http.Cookie{Name: askCookie, Value: token, Path: "/q", MaxAge: askDays * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
			d.Mark = x.deviceMark(token)
		}
		if x.byDevice() {
			used, err := a.spent(c.Request().Context(), x, d.Mark)
			if err != nil {
				return err
			}
			if used {
				return a.askIntro(c, x, http.StatusOK, form)
			}
		}
	}
	if err := a.store.SaveDraft(c.Request().Context(), d); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, x.prefix+"/"+d.ID)
}

// spent reports whether a phone has answered.
func (a *App) spent(ctx context.Context, x *asker, mark string) (bool, error) {
	_, used, err := a.store.SurveySlip(ctx, x.survey.ID, mark)
	return used, unless(civic.NotFound, err)
}

// askedVillage is a village of the survey's municipality, "" for any other.
func (a *App) askedVillage(c *Ctx, x *asker, unit string) (string, error) {
	if unit == "" {
		return "", nil
	}
	options, err := a.villages(c, x.survey.Municipality)
	if !slices.ContainsFunc(options, func(o views.Option) bool { return o.Value == unit }) {
		unit = ""
	}
	return unit, err
}

// slip finds a printed code that has not been used.
func (a *App) slip(c *Ctx, x *asker, typed string) (unit string, err error) {
	code := civic.CleanJoinCode(typed)
	if len(code) != civic.SlipLength {
		return "", civic.Bad("slip", "error.ask_slip")
	}
	var used bool
	err = a.guess(c, func() (err error) {
		unit, used, err = a.store.SurveySlip(c.Request().Context(), x.survey.ID, slipOf(code))
		return err
	})
	switch kind := civic.KindOf(err); {
	case kind == civic.NotFound:
		return "", civic.Bad("slip", "error.response_code")
	case kind == civic.TooMany:
		p := civic.Problems(err)[0]
		return "", civic.Bad("slip", p.Key, p.Args...)
	case err == nil && used:
		return "", civic.Bad("slip", "error.survey_answered")
	}
	return unit, err
}

// AskThanks says that the answers were taken, and how they are taken back.
func (a *App) AskThanks(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	return a.askThanks(c, x, c.Param("response"), http.StatusOK, c.emptyForm("response", c.Param("response")), c.QueryParam("left") != "")
}

func (a *App) askThanks(c *Ctx, x *asker, response string, status int, form *views.Form, left bool) error {
	if _, err := a.store.Response(c.Request().Context(), x.survey.ID, response); err != nil {
		return err
	}
	d := &views.AskIntro{Survey: x.survey, Mode: x.mode}
	p := c.askFrame("survey.one")
	x.handedRound(&p)
	code := ""
	if cookie, err := c.Cookie(askSent); err == nil && cookie.Value == a.sentMark(response) {
		code = civic.WithdrawCode(response)
	}
	return c.write(status, views.AskLayout(p, views.AskThanks(d, code, form, left)))
}

// sentMark is what the browser that has just sent a response keeps for an hour: only there is its code shown. It is made of
// the installation's secret, and nobody learns the response from it.
func (a *App) sentMark(response string) string {
	return HashToken(string(a.key) + "~ask-sent~" + response)
}

func (a *App) markSent(c *Ctx, x *asker, response string) { x.keepSent(c, a.sentMark(response), 3600) }

// forgetSent is for a tablet that the next person takes in hand.
func (x *asker) forgetSent(c *Ctx) {
	if _, err := c.Cookie(askSent); err == nil {
		x.keepSent(c, "", -1)
	}
}

func (x *asker) keepSent(c *Ctx, mark string, seconds int) {
	path := "/q"
	if x.mode == civic.ByInterview {
		path = "/surveys"
	}
	c.SetCookie(&http.Cookie{Name: askSent, Value: mark, Path: path, MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
}

// LeaveContact keeps how somebody can be reached, apart from what they answered.
func (a *App) LeaveContact(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	response := form.Value("response")
	if !x.survey.Contact || !civic.ValidID(response) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	if _, err := a.store.Response(c.Request().Context(), x.survey.ID, response); err != nil { // who has answered may leave it
		return err
	}
	err = a.store.AddContact(c.Request().Context(), x.survey.ID, form.Value("op"), civic.Contact{Name: c.text("name"), Phone: c.text("phone")})
	if civic.KindOf(err) == civic.Invalid {
		form.Problems, form.Op = civic.Problems(err), form.Value("op")
		return a.askThanks(c, x, response, http.StatusUnprocessableEntity, form, false)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, x.prefix+"/"+response+"/end?left=1")
}

// SurveyContacts are who wanted to be reached, in an order of chance.
func (a *App) SurveyContacts(c *Ctx) error {
	p, f, err := a.surveyPage(c, "responses", "contacts.title")
	if err != nil {
		return err
	}
	all, err := a.store.SurveyContacts(c.Request().Context(), f.ID)
	if err != nil {
		return err
	}
	return c.show(p, views.SurveyContactsContent(f, all))
}

// AskWithdrawal is where answers are taken back.
func (a *App) AskWithdrawal(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	return c.askPage(http.StatusOK, "ask.withdraw", views.AskWithdrawal(x.survey, c.emptyForm("code", c.QueryParam("code")), false))
}

// WithdrawResponse takes them back by their code.
func (a *App) WithdrawResponse(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	err = a.guess(c, func() error {
		return a.store.WithdrawResponse(c.Request().Context(), x.survey.ID, civic.CleanJoinCode(form.Value("code")))
	})
	if problems := civic.Problems(err); len(problems) > 0 {
		form.Problems = []*civic.Error{civic.Bad("code", problems[0].Key, problems[0].Args...)}
		return c.askPage(http.StatusUnprocessableEntity, "ask.withdraw", views.AskWithdrawal(x.survey, form, false))
	}
	if err != nil {
		return err
	}
	return c.askPage(http.StatusOK, "ask.withdraw", views.AskWithdrawal(x.survey, form, true))
}

// AskFile is a picture of the questionnaire.
func (a *App) AskFile(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	name, err := url.PathUnescape(c.Param("name"))
	if err != nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	content, err := a.store.QuestionnaireFile(c.Request().Context(), x.survey.ID, atoi(c.Param("number")), name)
	if err != nil {
		return err
	}
	kind := http.DetectContentType(content)
	if strings.HasSuffix(strings.ToLower(name), ".svg") {
		kind = "image/svg+xml"
		c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox") // opened by itself it may hold a script
	}
	if !strings.HasPrefix(kind, "image/") {
		return civic.E(civic.NotFound, "error.not_found")
	}
	c.Response().Header().Set("Cache-Control", "private, max-age=86400")
	return c.Blob(http.StatusOK, kind, content)
}

// StartAskKiosk signs this tablet out and makes it one on which one person after another answers.
func (a *App) StartAskKiosk(c *Ctx) error {
	s, err := a.store.Survey(c.Request().Context(), c.Scope.Survey)
	if err != nil {
		return err
	}
	if err := a.forget(c); err != nil {
		return err
	}
	c.SetCookie(&http.Cookie{Name: askKiosk, Value: a.kioskMark(s.ID), Path: "/q", MaxAge: 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
	return c.goTo(views.AskPath(s.Code))
}

// EndAskKiosk makes it a tablet like any other.
func (a *App) EndAskKiosk(c *Ctx) error {
	c.SetCookie(&http.Cookie{Name: askKiosk, Path: "/q", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.IsTLS()})
	return c.Redirect(http.StatusSeeOther, "/login")
}

// kioskMark is what such a tablet keeps: made of the installation's secret, so that nobody makes one.
func (a *App) kioskMark(survey string) string {
	return HashToken(string(a.key) + "~ask-kiosk~" + survey)
}

// handedRound has a page of a kiosk go back to the beginning when nobody touches it (static/js/phone.js).
func (x *asker) handedRound(p *views.Page) {
	if x.mode == civic.ByKiosk {
		p.Next = views.AskPath(x.survey.Code)
	}
}

func (c *Ctx) askFrame(titleKey string) views.Page {
	p := views.Page{Title: c.Lang.T(titleKey), Lang: c.Lang, Here: c.here()}
	if c.Request().Method != http.MethodGet { // a refused form stands where it came from
		p.Here = c.Request().URL.Path
	}
	return p
}

// askPage answers a whole page of the small frame in which people answer.
func (c *Ctx) askPage(status int, titleKey string, content templ.Component) error {
	return c.write(status, views.AskLayout(c.askFrame(titleKey), content))
}
