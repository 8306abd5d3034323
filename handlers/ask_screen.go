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
	if _, err := a.store.Response(c.Request().Context(), x.survey.ID, c.Param("response")); err == nil {
		return c.Redirect(http.StatusSeeOther, x.prefix+"/"+c.Param("response")+"/end")
	}
	d, _, err := a.asking(c, x)
	if err != nil {
		return err
	}
	if at := c.QueryParam("at"); at != "" {
		d.Place = at
	}
	return a.showAsking(c, http.StatusOK, d)
}

func (a *App) showAsking(c *Ctx, status int, d *views.Asking) error {
	p := c.askFrame("survey.one")
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
	d.Place, d.Typed = posted.Get("place"), map[string]string{}
	asked := posted["asked"]
	for _, path := range asked {
		d.Typed[path] = a.answerOf(d, posted, path)
		d.Iv.Set(path, d.Typed[path])
	}
	if err := a.takePhotos(c, d, asked); err != nil {
		d.Form.Problems = civic.Problems(err)
		if len(d.Form.Problems) == 0 {
			return err
		}
	}
	d.Typed = nil
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
		last := 0
		for d.Iv.Has(d.Place + "[" + strconv.Itoa(last+1) + "]") {
			last++
		}
		d.Iv.Remove(d.Place + "[" + strconv.Itoa(last) + "]")
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
		return a.showAsking(c, http.StatusUnprocessableEntity, d)
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

// answerOf is what a form says at a question, as the engine takes it.
func (a *App) answerOf(d *views.Asking, posted url.Values, path string) string {
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
	if c.Request().MultipartForm == nil {
		return nil
	}
	for _, path := range asked {
		head := c.Request().MultipartForm.File["photo:"+path]
		if len(head) == 0 || head[0].Size == 0 {
			continue
		}
		_, data, err := c.uploaded("photo:"+path, photoBytes, "error.photo_large")
		if err != nil {
			return err
		}
		name, err := a.keepPhoto(c, d.Survey.ID, d.ID, path, data)
		if err != nil {
			return civic.Bad(path, "error.photo_none").Because(err)
		}
		d.Iv.Set(path, name)
	}
	return nil
}

// keepPhoto makes a picture fit to be kept, without place and program, and gives the name that stands as the answer.
func (a *App) keepPhoto(c *Ctx, surveyID, response, path string, data []byte) (string, error) {
	if err := a.decoding.pass(c); err != nil {
		return "", err
	}
	defer a.decoding.leave()
	kept, err := picture.Photo(data)
	if err != nil {
		return "", err
	}
	name := photoName(path)
	return name, a.store.AddResponseFile(c.Request().Context(), surveyID, response, name, kept.JPEG)
}

// photoName is the answer that stands for the picture of a question.
func photoName(path string) string {
	return strings.NewReplacer("/", "-", "[", "-", "]", "").Replace(path) + ".jpg"
}

// sendScreens takes a response that was answered screen by screen.
func (a *App) sendScreens(c *Ctx, x *asker, d *views.Asking, draft *civic.ResponseDraft) error {
	ctx := c.Request().Context()
	if !x.takes() {
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
	err = a.accept(ctx, r, x.spends(draft))
	if civic.KindOf(err) == civic.Invalid {
		d.Place = "end"
		return a.showAsking(c, http.StatusUnprocessableEntity, d)
	}
	if err != nil {
		return err
	}
	if err := a.store.DropDraft(ctx, x.survey.ID, draft.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, d.Base+"/end")
}

// spends is what a response uses up: the phone's one turn, or a slip's.
func (x *asker) spends(draft *civic.ResponseDraft) string {
	if x.mode == civic.ByLink && x.survey.Access == civic.AccessDevice || x.mode != civic.ByInterview && x.survey.Access == civic.AccessSlip {
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
	r, err := a.readResponse(c, x, c.Param("response"))
	if err != nil {
		return err
	}
	draft, err := a.store.Draft(ctx, x.survey.ID, r.ID)
	switch {
	case civic.KindOf(err) == civic.NotFound: // sent already, or left for longer than drafts are kept
		draft = civic.ResponseDraft{Mark: x.mark(c)}
	case err != nil:
		return err
	}
	if x.late(r) {
		return civic.E(civic.Gone, "ask.closed")
	}
	if err := a.accept(ctx, r, x.spends(&draft)); err != nil {
		return err
	}
	return a.store.DropDraft(ctx, x.survey.ID, r.ID)
}

// late reports whether answers come when none are taken any more; what was begun before the close still counts.
func (x *asker) late(r civic.Response) bool {
	return !x.takes() && (x.survey.Status != civic.SurveyClosed || !r.BeganAt.Before(x.survey.ClosedAt))
}

// readResponse reads what a script sends of one response: answers as JSON, pictures beside them.
func (a *App) readResponse(c *Ctx, x *asker, id string) (r civic.Response, err error) {
	if err := c.Request().ParseMultipartForm(photoBytes); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return r, civic.E(civic.TooLarge, "error.too_large").Because(err)
	}
	age := atoi(c.Request().Header.Get("X-Op-Age"))
	took := max(0, atoi(c.FormValue("seconds")))
	r = civic.Response{ID: id, Survey: x.survey.ID, Number: atoi(c.FormValue("number")), Mode: x.mode, Unit: c.FormValue("unit"), Answers: json.RawMessage(c.FormValue("answers")),
		Seconds: min(took, 24*3600), BeganAt: a.beganAgo(age + took)}
	if l, ok := i18n.Parse(c.FormValue("lang")); ok {
		r.Lang = string(l)
	}
	if x.mode == civic.ByInterview {
		r.Interviewer = c.User.ID
	}
	if !civic.ValidID(id) {
		return r, civic.E(civic.Invalid, "error.id")
	}
	if r.Unit != "" {
		options, err := a.villages(c, x.survey.Municipality)
		if err != nil {
			return r, err
		}
		if !hasOption(options, r.Unit) {
			r.Unit = ""
		}
	}
	if form := c.Request().MultipartForm; form != nil {
		for field := range form.File {
			path, is := strings.CutPrefix(field, "photo:")
			if !is {
				continue
			}
			_, data, err := c.uploaded(field, photoBytes, "error.photo_large")
			if err != nil {
				return r, err
			}
			if _, err := a.keepPhoto(c, x.survey.ID, id, path, data); err != nil {
				return r, civic.Bad(path, "error.photo_none").Because(err)
			}
		}
	}
	return r, nil
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
	return a.showAsking(c, http.StatusOK, d)
}

// atoi is a number that a script or an address wrote; 0 where it is none.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
