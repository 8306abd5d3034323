package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/picture"
	"ashar/internal/survey"
	"ashar/views"
)

// asking is the interview of the path: answers under way and the questionnaire they answer.
func (a *App) asking(c *Ctx, x *asker) (*views.Asking, *civic.ResponseDraft, error) {
	ctx := c.Request().Context()
	draft, err := a.store.Draft(ctx, x.survey.ID, c.Param("response"))
	if civic.KindOf(err) == civic.NotFound {
		return nil, nil, civic.E(civic.NotFound, "error.ask_gone")
	}
	if err != nil {
		return nil, nil, err
	}
	q, err := a.asked(ctx, x.survey.ID, draft.Number)
	if err != nil {
		return nil, nil, err
	}
	d := a.askingOf(c, x, q, draft.ID)
	d.Unit, d.Place, d.Answers, d.Began = draft.Unit, draft.Place, draft.Answers, draft.BeganAt.UnixMilli()
	var given survey.Answers
	if err := json.Unmarshal(draft.Answers, &given); err != nil {
		return nil, nil, err
	}
	env := c.surveyEnv(q.Program, draft.BeganAt)
	env.Username = c.User.Login
	d.Iv = q.Program.Begin(env, given)
	return d, &draft, nil
}

func (a *App) askingOf(c *Ctx, x *asker, q *asked, id string) *views.Asking {
	return &views.Asking{Survey: x.survey, Program: q.Program, Number: q.Number, Lang: q.Program.Language(string(c.Lang), languageNames(c.Lang)...),
		Base: x.prefix + "/" + id, Files: views.AskPath(x.survey.Code) + "/files/" + strconv.Itoa(q.Number) + "/", ID: id, Mode: x.mode, Username: c.User.Login, Pictures: q.Names, Numbers: survey.Numbers(q.Form), Form: c.emptyForm()}
}

// Ask shows the screen that a person is at.
func (a *App) Ask(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	switch _, err := a.store.Response(c.Request().Context(), x.survey.ID, c.Param("response")); {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, x.prefix+"/"+c.Param("response")+"/end")
	case civic.KindOf(err) != civic.NotFound:
		return err
	}
	d, _, err := a.asking(c, x)
	if err != nil {
		return err
	}
	if at := c.QueryParam("at"); at != "" {
		d.Place = at
	}
	return a.showAsking(c, x, http.StatusOK, d)
}

func (a *App) showAsking(c *Ctx, x *asker, status int, d *views.Asking) error {
	p := c.askFrame("survey.one")
	x.handedRound(&p)
	p.Title, p.Scripts = d.Survey.Title.In(string(c.Lang)), []string{"ask.js"}
	return c.write(status, views.AskLayout(p, views.AskContent(d)))
}

// AnswerScreen takes the answers of one screen, from a browser without a script, and goes on.
func (a *App) AnswerScreen(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	d, draft, err := a.asking(c, x)
	if err != nil {
		return err
	}
	if err := c.Request().ParseMultipartForm(photoBytes); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return civic.E(civic.TooLarge, "error.too_large").Because(err)
	}
	posted := c.Request().PostForm
	d.Place = posted.Get("place")
	asked := posted["asked"]
	for _, path := range asked {
		d.Iv.Set(path, saidAt(d, posted, path))
	}
	if err := a.takePhotos(c, d, asked); err != nil {
		d.Form.Problems = civic.Problems(err)
		if len(d.Form.Problems) == 0 {
			return err
		}
	}
	screens := d.Iv.Screens()
	at := slices.IndexFunc(screens, func(s survey.Screen) bool { return s.Path == d.Place })
	if d.Place == "end" || at < 0 {
		at = len(screens)
	}
	next := at
	switch go_ := posted.Get("go"); {
	case go_ == "back":
		next = max(0, at-1)
	case go_ == "add" && at < len(screens):
		if instance, ok := d.Iv.Add(d.Place); ok {
			screens = d.Iv.Screens()
			next = slices.IndexFunc(screens, func(s survey.Screen) bool { return strings.HasPrefix(s.Path, instance) })
		}
	case go_ == "remove" && at < len(screens):
		d.Iv.Remove(d.Place + "[" + strconv.Itoa(d.Iv.Instances(d.Place)) + "]")
		screens = d.Iv.Screens()
		next = slices.IndexFunc(screens, func(s survey.Screen) bool { return s.Path == d.Place })
	case go_ == "send":
		return a.sendScreens(c, x, d, draft)
	default:
		d.Form.Problems = append(d.Form.Problems, wrongOf(d.Iv, asked)...)
		grown := at < len(screens) && slices.ContainsFunc(screens[at].Asks, func(p string) bool { return !slices.Contains(asked, p) })
		if len(d.Form.Problems) == 0 && !grown {
			next = at + 1
		}
	}
	d.Place = "end"
	if next >= 0 && next < len(screens) {
		d.Place = screens[next].Path
	}
	if err := a.keepDraft(c.Request().Context(), d, draft); err != nil {
		return err
	}
	if len(d.Form.Problems) > 0 {
		return a.showAsking(c, x, http.StatusUnprocessableEntity, d)
	}
	return c.Redirect(http.StatusSeeOther, d.Base)
}

// wrongOf are the problems of some questions.
func wrongOf(iv *survey.Interview, paths []string) (problems []*civic.Error) {
	for _, path := range paths {
		if s, ok := iv.State(path); ok && s.Relevant && s.Wrong != "" {
			problems = append(problems, civic.Bad(path, views.AnswerProblems[s.Wrong]))
		}
	}
	return problems
}

func (a *App) keepDraft(ctx context.Context, d *views.Asking, draft *civic.ResponseDraft) (err error) {
	if draft.Answers, err = json.Marshal(d.Iv.All()); err != nil {
		return err
	}
	draft.Place = d.Place
	return a.store.SaveDraft(ctx, *draft)
}

// saidAt is what a form says at a question, as the engine takes it.
func saidAt(d *views.Asking, posted url.Values, path string) string {
	s, ok := d.Iv.State(path)
	if !ok {
		return ""
	}
	e := &d.Program.Elements[s.Element]
	said := posted["a:"+path]
	switch e.Type {
	case "select_multiple":
		return strings.Join(said, " ")
	case "rank":
		return rankOf(d, posted, path)
	case "integer", "decimal", "range":
		if len(said) > 0 {
			return strings.ReplaceAll(strings.NewReplacer(" ", "", "\u00a0", "").Replace(said[0]), ",", ".")
		}
	}
	if len(said) == 0 {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(said[0], "\r\n", "\n"))
}

// rankOf puts choices into the order of the places given to them; a place given twice leaves both out, so that the
// question is asked again.
func rankOf(d *views.Asking, posted url.Values, path string) string {
	s, _ := d.Iv.State(path)
	e := &d.Program.Elements[s.Element]
	places := map[int][]string{}
	for _, row := range d.Iv.Choices(path) {
		name, _ := d.Iv.Choice(e.List, row)
		if n, err := strconv.Atoi(posted.Get("a:" + path + "#" + name)); err == nil && n > 0 {
			places[n] = append(places[n], name)
		}
	}
	var order []string
	for n := 1; n <= len(d.Iv.Choices(path)); n++ {
		if len(places[n]) == 1 {
			order = append(order, places[n][0])
		}
	}
	return strings.Join(order, " ")
}

// takePhotos keeps the pictures that came with a screen; the answer is the picture's name.
func (a *App) takePhotos(c *Ctx, d *views.Asking, asked []string) error {
	for _, path := range asked {
		if s, ok := d.Iv.State(path); !ok || d.Iv.Element(s).Type != "image" {
			continue
		}
		photo, err := a.photoAt(c, path)
		if err != nil {
			return err
		}
		if photo == nil {
			continue
		}
		if err := a.store.AddDraftFile(c.Request().Context(), d.Survey.ID, d.ID, photoName(path), photo); err != nil {
			return err
		}
		d.Iv.Set(path, photoName(path))
	}
	return nil
}

// photoAt reads the picture that came for a question, nil for none, and makes it fit to be kept, without place and program.
func (a *App) photoAt(c *Ctx, path string) ([]byte, error) {
	kept, err := a.pictureIn(c, "photo:"+path, path, "error.answer_photo")
	if kept == nil {
		return nil, err
	}
	return kept.JPEG, nil
}

// pictureIn is the picture sent in a field of a form, nil for none. What is none is said at a field by a key.
func (a *App) pictureIn(c *Ctx, field, at, none string) (*picture.Kept, error) {
	form := c.Request().MultipartForm
	if form == nil || len(form.File[field]) == 0 || form.File[field][0].Size == 0 {
		return nil, nil
	}
	_, data, err := c.uploaded(field, photoBytes, "error.photo_large")
	if err != nil {
		return nil, err
	}
	if err := a.decoding.pass(c); err != nil {
		return nil, err
	}
	defer a.decoding.leave()
	kept, err := picture.Photo(data)
	if err != nil {
		return nil, civic.Bad(at, none).Because(err)
	}
	return &kept, nil
}

// photoName is the answer that stands for the picture of a question.
func photoName(path string) string {
	return strings.NewReplacer("/", "-", "[", "-", "]", "").Replace(path) + ".jpg"
}

// sendScreens takes a response that was answered screen by screen.
func (a *App) sendScreens(c *Ctx, x *asker, d *views.Asking, draft *civic.ResponseDraft) error {
	ctx := c.Request().Context()
	if x.late(civic.Response{BeganAt: draft.BeganAt}) {
		return c.askPage(http.StatusGone, "survey.one", views.AskClosed(x.survey))
	}
	answers, err := json.Marshal(d.Iv.Answers())
	if err != nil {
		return err
	}
	r := civic.Response{ID: draft.ID, Survey: x.survey.ID, Number: draft.Number, Mode: x.mode, Unit: draft.Unit, Lang: string(c.Lang), Answers: answers, BeganAt: draft.BeganAt,
		Seconds: max(0, int(a.now().Sub(draft.BeganAt).Seconds()))}
	if x.mode == civic.ByInterview {
		r.Interviewer = c.User.ID
	}
	err = a.accept(ctx, r, nil, x.spends(draft))
	if civic.KindOf(err) == civic.Invalid {
		d.Place = "end"
		return a.showAsking(c, x, http.StatusUnprocessableEntity, d)
	}
	if err != nil {
		return err
	}
	if err := a.store.DropDraft(ctx, x.survey.ID, draft.ID); err != nil {
		return err
	}
	a.markSent(c, x, draft.ID)
	return c.Redirect(http.StatusSeeOther, d.Base+"/end")
}

// spends is what a response uses up: the phone's one turn, or a slip's.
func (x *asker) spends(draft *civic.ResponseDraft) string {
	if x.byDevice() || x.bySlip() {
		return draft.Mark
	}
	return ""
}

// sentAnswer is what the script is told of what it sent.
type sentAnswer struct {
	Says     string            `json:"says,omitempty"`
	Problems map[string]string `json:"problems,omitempty"` // by path
}

// SendAnswers takes a whole response from the script of a phone.
func (a *App) SendAnswers(c *Ctx) error {
	x, err := a.asker(c)
	if err == nil {
		err = a.sendAnswers(c, x)
	}
	if err == nil {
		return c.JSON(http.StatusOK, sentAnswer{})
	}
	return a.refuseAnswers(c, err)
}

// refuseAnswers tells a script what is wrong with what it sent, and at which questions.
func (a *App) refuseAnswers(c *Ctx, err error) error {
	problems := civic.Problems(err)
	if len(problems) == 0 {
		return a.answer(c, err)
	}
	out := sentAnswer{Says: c.Lang.T(problems[0].Key, problems[0].Args...), Problems: map[string]string{}}
	for _, p := range problems {
		if p.Field != "" {
			out.Problems[p.Field] = c.Lang.T(p.Key, p.Args...)
		}
	}
	return c.JSON(statusOf(problems[0].Kind), out)
}

func (a *App) sendAnswers(c *Ctx, x *asker) error {
	ctx := c.Request().Context()
	r, err := a.readResponse(c, x)
	if err != nil {
		return err
	}
	spend, err := a.turn(c, x, r.ID)
	if err != nil {
		return err
	}
	if x.late(r) {
		return civic.E(civic.Gone, "ask.closed")
	}
	if err := a.accept(ctx, r, func(path string) ([]byte, error) { return a.photoAt(c, path) }, spend); err != nil {
		return err
	}
	if sentHere(c) {
		a.markSent(c, x, r.ID)
	}
	return a.store.DropDraft(ctx, x.survey.ID, r.ID)
}

// sentHere reports whether who answered still has the page before them: what was kept without a network may go when
// the tablet is with somebody else.
func sentHere(c *Ctx) bool { return c.FormValue("here") == "1" }

// turn is what a response uses up. Where each answers once, only who was let in does: there are answers under way
// with a slip's mark or the phone's own, or the response was taken already and is sent again.
func (a *App) turn(c *Ctx, x *asker, response string) (string, error) {
	ctx := c.Request().Context()
	draft, err := a.store.Draft(ctx, x.survey.ID, response)
	if err == nil {
		return x.spends(&draft), nil
	}
	if civic.KindOf(err) != civic.NotFound || !x.byDevice() && !x.bySlip() {
		return "", unless(civic.NotFound, err)
	}
	if _, err := a.store.Response(ctx, x.survey.ID, response); err == nil || civic.KindOf(err) != civic.NotFound {
		return "", err
	}
	if mark := x.mark(c); x.byDevice() && mark != "" { // left for longer than drafts are kept
		return mark, nil
	}
	return "", civic.E(civic.Gone, "error.ask_gone")
}

// unless passes an error on that is of another kind.
func unless(kind civic.Kind, err error) error {
	if civic.KindOf(err) == kind {
		return nil
	}
	return err
}

// late reports whether answers come when none are taken any more; what was begun before the close still counts.
func (x *asker) late(r civic.Response) bool {
	return !x.takes() && (x.survey.Status != civic.SurveyClosed || !r.BeganAt.Before(x.survey.ClosedAt))
}

// readResponse reads what a script sends of one response: answers as JSON; the pictures beside them are photoAt's.
func (a *App) readResponse(c *Ctx, x *asker) (r civic.Response, err error) {
	if err := c.Request().ParseMultipartForm(photoBytes); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return r, civic.E(civic.TooLarge, "error.too_large").Because(err)
	}
	age := atoi(c.Request().Header.Get("X-Op-Age"))
	took := max(0, atoi(c.FormValue("seconds")))
	since := max(took, atoi(c.FormValue("since"))) // it may have lain aside meanwhile
	r = civic.Response{ID: c.Param("response"), Survey: x.survey.ID, Number: atoi(c.FormValue("number")), Mode: x.mode, Unit: c.FormValue("unit"), Answers: json.RawMessage(c.FormValue("answers")),
		Seconds: min(took, 24*3600), BeganAt: a.beganAgo(age + since)}
	if l, ok := i18n.Parse(c.FormValue("lang")); ok {
		r.Lang = string(l)
	}
	if x.mode == civic.ByInterview {
		r.Interviewer = c.User.ID
	}
	r.Unit, err = a.askedVillage(c, x, r.Unit)
	return r, err
}

// AskPreview is a version as people will see it: nothing is sent.
func (a *App) AskPreview(c *Ctx) error {
	x, err := a.asker(c)
	if err != nil {
		return err
	}
	q, err := a.asked(c.Request().Context(), x.survey.ID, atoi(c.QueryParam("number")))
	if err != nil {
		return err
	}
	d := a.askingOf(c, x, q, "preview")
	d.Preview, d.Base = true, views.SurveyPath(x.survey.ID, "preview")
	d.Iv = q.Program.Begin(c.surveyEnv(q.Program, a.now()), nil)
	return a.showAsking(c, x, http.StatusOK, d)
}

// atoi is a number that a script or an address wrote; 0 where it is none.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
