package handlers

import (
	"context"
	"io"
	"net/url"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

type priorityStore interface {
	Priorities(ctx context.Context, session string) (civic.Priorities, error)
	Edits(ctx context.Context, session, subject string) ([]civic.Edit, error)
}

// opID is the id of the operation this request carries: a new thing takes it
// as its own, so that a form sent twice makes it once.
func (c *Ctx) opID() string {
	if id := c.Request().Header.Get("X-Op-Id"); id != "" {
		return id
	}
	if id := c.FormValue("op"); id != "" {
		return id
	}
	return c.app.ids.New()
}

// part is the content of a page about what people said: for htmx its body
// alone, else, and for a stream, with the agenda and the tabs.
func (c *Ctx) part(f *views.SessionFrame, tab string, body templ.Component) templ.Component {
	if c.partial() && c.glance() == nil {
		return body
	}
	return views.PriorityPart(f, tab, body)
}

func (a *App) board(c *Ctx) (*views.BoardData, error) {
	f, err := a.frame(c, "priorities")
	if err != nil {
		return nil, err
	}
	list, err := a.store.Priorities(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return nil, err
	}
	return &views.BoardData{Frame: f, List: list, Form: c.emptyForm("last", list.Last().Location)}, nil
}

// Priorities is where statements are captured and become cards.
func (a *App) Priorities(c *Ctx) error {
	d, err := a.board(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), c.part(d.Frame, "said", views.PrioritiesBody(d)))
}

// boardAnswer shows the board as it is after a change.
func (a *App) boardAnswer(c *Ctx, more ...templ.Component) error {
	next := views.SessionPath(c.Scope.Session, "priorities")
	if !c.partial() {
		return c.goTo(next)
	}
	d, err := a.board(c)
	if err != nil {
		return err
	}
	return c.parts(append([]templ.Component{views.Board(d), views.RailCountPart("priorities", d.Frame.Count["priorities"])}, more...)...)
}

// Similar offers the cards that a text still being typed probably belongs to.
func (a *App) Similar(c *Ctx) error {
	body, err := io.ReadAll(c.Request().Body) // ParseForm reads that of a POST only
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return civic.Bad("text", "error.choice").Because(err)
	}
	list, err := a.store.Priorities(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	return c.parts(views.SimilarBox(similar(civic.Said(form.Get("text")), list)))
}

func similar(text string, list civic.Priorities) *views.SimilarData {
	return &views.SimilarData{Cards: civic.Similar(text, list.Active), Lines: len(civic.Lines(text))}
}
