package handlers

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/views"
)

// publicStore is what everybody may see without signing in.
type publicStore interface {
	Decisions(ctx context.Context, cycle string) ([]civic.Decision, error)
	Actions(ctx context.Context, cycle string) ([]civic.Action, error)
	PublicPlaces(ctx context.Context) ([]civic.Place, error)
	PublicPlace(ctx context.Context, code string) (civic.PublicPlace, error)
	Published(ctx context.Context, cycle string) (civic.PublicCode, error)
	PublicCode(ctx context.Context, code string) (civic.PublicCode, error)
	PublicStatements(ctx context.Context, need string) ([]civic.PublicStatement, error)
	PublicActs(ctx context.Context, cycle string) (map[string][]civic.PublicAct, error)
	PublicPhoto(ctx context.Context, id string) (hash string, err error)
	CycleBefore(ctx context.Context, cycle string) (civic.Cycle, civic.Place, error)
}

// PublicPlaces are the municipalities that show something.
func (a *App) PublicPlaces(c *Ctx) error {
	places, err := a.store.PublicPlaces(c.Request().Context())
	if err != nil {
		return err
	}
	return a.publicPage(c, nil, "public.title", views.PublicPlacesContent(places, c.emptyForm()))
}

// PublicPlace is one municipality with its cycles.
func (a *App) PublicPlace(c *Ctx) error {
	place, err := a.store.PublicPlace(c.Request().Context(), c.Param("place"))
	if err != nil {
		return err
	}
	surveys, err := a.publicSurveys(c.Request().Context(), place.ID)
	if err != nil {
		return err
	}
	return a.publicPage(c, nil, "public.title", views.PublicPlaceContent(place, surveys))
}

// PublicCycle is a cycle as everybody sees it: the list, what was decided, what is done.
func (a *App) PublicCycle(c *Ctx) error {
	if a.fromPublicCache(c) {
		return nil
	}
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err == nil {
		err = a.tellActs(c.Request().Context(), v)
	}
	if err != nil {
		return err
	}
	d := views.PublicCycleData{View: v, Audience: civic.AudienceKind(c.QueryParam("audience")), Village: c.QueryParam("village"), Today: civic.Today(a.now())}
	if d.Rows, err = chosenOrder(v.List, d.Audience, d.Village); err != nil {
		return err
	}
	d.Audiences, d.Villages, d.Whole = v.List.MoneyBy(v.Given())
	return a.publicPage(c, depsOf(v), "public.title", views.PublicCycleContent(d))
}

// depsOf are the journal scopes that a page of a cycle is made of. A session
// that is closed, corrected or taken in tells its cycle.
func depsOf(v *civic.PublicView) []string {
	return []string{v.List.Cycle.ID, v.List.Cycle.Municipality}
}

// publicView reads what of a cycle is published; NotFound when nothing is.
func (a *App) publicView(ctx context.Context, cycle string) (*civic.PublicView, error) {
	of, err := a.store.Published(ctx, cycle)
	if err != nil {
		return nil, err
	}
	return a.viewBy(ctx, of)
}

// viewBy reads what is published of the cycle that a code or an address opens.
func (a *App) viewBy(ctx context.Context, of civic.PublicCode) (*civic.PublicView, error) {
	v, err := a.viewOf(ctx, of.Cycle, of.Place, of.Published)
	if err == nil && of.Published.Has("decisions") {
		v.Division = of.Division
	}
	return v, err
}

// viewOf reads the named parts of a cycle: its list, what was decided, what is
// planned and how that goes. Pages that tell more read tellActs and tellLetters.
func (a *App) viewOf(ctx context.Context, cycle civic.Cycle, place civic.Place, parts civic.Published) (v *civic.PublicView, err error) {
	v = &civic.PublicView{Published: parts, Decisions: map[string]*civic.Decision{}, Actions: map[string][]*civic.Action{}}
	if v.List, err = a.needListOf(ctx, cycle, place); err != nil {
		return nil, err
	}
	if !parts.Has("list") {
		v.List.Rows, v.List.Flags = nil, nil
	}
	if parts.Has("decisions") {
		decisions, err := a.store.Decisions(ctx, cycle.ID)
		if err != nil {
			return nil, err
		}
		for i := range decisions {
			if d := &decisions[i]; d.Need != "" && d.ReplacedBy == "" {
				v.Decisions[d.Need] = d
			}
		}
	}
	if parts.Has("plan") {
		if v.Plan, err = a.store.Actions(ctx, cycle.ID); err != nil {
			return nil, err
		}
		for i := range v.Plan {
			act := &v.Plan[i]
			if !parts.Has("monitoring") {
				act.GroupStatus, act.GroupPercent, act.GroupOn = "", 0, ""
			}
			if act.Need != "" {
				v.Actions[act.Need] = append(v.Actions[act.Need], act)
			}
		}
	}
	return v, nil
}

// tellActs adds the filed acts with their photos.
func (a *App) tellActs(ctx context.Context, v *civic.PublicView) (err error) {
	if v.Published.Has("monitoring") {
		v.Acts, err = a.store.PublicActs(ctx, v.List.Cycle.ID)
	}
	return err
}

// tellLetters adds the letters that were sent about needs of the state's competence.
func (a *App) tellLetters(ctx context.Context, v *civic.PublicView) error {
	if !v.Published.Has("decisions") {
		return nil
	}
	letters, err := a.store.Letters(ctx, v.List.Cycle.ID)
	v.Letters = map[string][]civic.Letter{}
	for _, l := range letters {
		if l.Sent() {
			v.Letters[l.Need] = append(v.Letters[l.Need], l)
		}
	}
	return err
}

// tellAll adds both.
func (a *App) tellAll(ctx context.Context, v *civic.PublicView) error {
	if err := a.tellActs(ctx, v); err != nil {
		return err
	}
	return a.tellLetters(ctx, v)
}

// PublicPhoto is a photo of an act.
func (a *App) PublicPhoto(c *Ctx) error { return a.publicPhoto(c, false) }

// PublicThumbnail is its small one.
func (a *App) PublicThumbnail(c *Ctx) error { return a.publicPhoto(c, true) }

// publicPhotoAge is how long a phone may show a photo that was taken back meanwhile.
const publicPhotoAge = "public, max-age=600"

func (a *App) publicPhoto(c *Ctx, small bool) error {
	hash, err := a.store.PublicPhoto(c.Request().Context(), c.Param("photo"))
	if err != nil {
		return err
	}
	jpeg, err := a.store.Picture(c.Request().Context(), hash, small)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", publicPhotoAge)
	return c.Blob(http.StatusOK, "image/jpeg", jpeg)
}

// publicPage answers a page of the frame that everybody gets. With scopes it is
// kept until one of them changes; fromPublicCache has noted when reading began.
func (a *App) publicPage(c *Ctx, deps []string, titleKey string, content templ.Component) error {
	return a.publicTitled(c, deps, c.Lang.T(titleKey), content)
}

func (a *App) publicTitled(c *Ctx, deps []string, title string, content templ.Component) error {
	page := views.Page{Title: title, Lang: c.Lang, Here: c.here()}
	var b bytes.Buffer
	if err := views.PublicLayout(page, content).Render(c.Request().Context(), &b); err != nil {
		return err
	}
	kept := newPublicKept(b.Bytes(), deps, a.now())
	if deps != nil {
		a.public.put(publicKey(c), kept, c.read)
	}
	return kept.answer(c)
}

// publicKey names a page: what it is of, in which language.
func publicKey(c *Ctx) string { return string(c.Lang) + " " + c.Request().Host + c.here() }

// fromPublicCache answers with a page that is kept, if it is.
func (a *App) fromPublicCache(c *Ctx) bool {
	c.read = a.public.now()
	kept := a.public.get(publicKey(c), a.now())
	return kept != nil && kept.answer(c) == nil
}

// isPublicPage reports whether a route's pages come compressed from there.
func isPublicPage(path string) bool {
	return path == "/open" || strings.HasPrefix(path, "/open/") || path == "/n" || strings.HasPrefix(path, "/n/")
}
