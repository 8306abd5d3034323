package handlers

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"time"

	"ashar/internal/civic"
	"ashar/internal/push"
	"ashar/views"
)

type bundleStore interface {
	Pack(ctx context.Context, scope civic.Scope, by string) (civic.Bundle, error)
	Schema(ctx context.Context) (int64, error)
	HoldBundle(ctx context.Context, h civic.HeldBundle, file []byte) error
	HeldBundle(ctx context.Context, id string) (civic.HeldBundle, error)
	HeldBundles(ctx context.Context, scope string) ([]civic.HeldBundle, error)
	BundleFile(ctx context.Context, scope, id string) ([]byte, error)
	PlanBundle(ctx context.Context, scope, id string) (civic.BundlePlan, error)
	DropBundle(ctx context.Context, scope, id string) error
	BeginBundle(ctx context.Context, h civic.HeldBundle) (civic.HeldBundle, error)
	AddChunk(ctx context.Context, scope, id string, start int64, b []byte) (int64, error)
	AddBundleKey(ctx context.Context, hash, municipality, user string, until time.Time) error
	BundleKey(ctx context.Context, hash string) (municipality, user string, err error)
	BundleKeys(ctx context.Context, municipality string) ([]civic.BundleKey, error)
	EndBundleKey(ctx context.Context, municipality, hash string) error
	BundlesToSend(ctx context.Context) ([]civic.HeldBundle, error)
	SentBundle(ctx context.Context, id string, got int64, done bool, problem string) error
}

// bundleType is what a bundle's file is called among types: never shown, always kept.
const bundleType = "application/vnd.ashar.bundle"

// WriteBundle makes the file of a session or cycle, signed by this installation.
func WriteBundle(ctx context.Context, store interface {
	Pack(ctx context.Context, scope civic.Scope, by string) (civic.Bundle, error)
	Schema(ctx context.Context) (int64, error)
}, key []byte, scope civic.Scope, by, version string) (name string, file []byte, err error) {
	b, err := store.Pack(ctx, scope, by)
	if err != nil {
		return "", nil, err
	}
	schema, err := store.Schema(ctx)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	err = civic.NewSeal(key).Write(&out, b, schema, version)
	return civic.BundleName(b), out.Bytes(), err
}

// packPage is the page, of the session or of the cycle, with a form that may have been refused.
func (a *App) packPage(c *Ctx, form *views.Form) (views.Page, *views.PackData, error) {
	d := &views.PackData{Form: form, Signer: civic.NewSeal(a.key).Signer(), List: views.BundlesPath(c.Scope.Municipality)}
	if c.Scope.Session == "" {
		cycle, place, err := a.store.Cycle(c.Request().Context(), c.Scope.Cycle)
		d.Path = cyclePath(c.Scope.Cycle) + "/bundle"
		p := c.cyclePage("bundle.title", cycle, place)
		p.Styles = []string{"hallbox.css"}
		return p, d, err
	}
	f, err := a.frame(c, "minutes")
	if err != nil {
		return views.Page{}, d, err
	}
	d.Path, d.Session = views.SessionPath(c.Scope.Session, "bundle"), true
	p := c.sessionPage(f)
	p.Title, p.Styles = c.Lang.T("bundle.title"), append(p.Styles, "hallbox.css")
	p.Live = false // a form is filled here
	return p, d, nil
}

// Bundle is where a session or cycle leaves for another installation.
func (a *App) Bundle(c *Ctx) error {
	p, d, err := a.packPage(c, c.emptyForm())
	if err != nil {
		return err
	}
	return c.show(p, views.PackContent(d))
}

// TakeFile is the file, to be carried.
func (a *App) TakeFile(c *Ctx) error {
	name, file, err := WriteBundle(c.Request().Context(), a.store, a.key, c.Scope, c.User.Name, a.version)
	if err == nil {
		_, err = c.applyIn(c.Scope.Municipality, civic.PackBundle{Scope: c.Scope.ID()})
	}
	if err != nil {
		return err
	}
	return c.attach(name, file)
}

func (c *Ctx) attach(name string, file []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, bundleType, file)
}

// SendBundle puts the file where it is sent from as soon as there is a line, for as long as it takes.
func (a *App) SendBundle(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	h := civic.HeldBundle{ID: a.ids.New(), Scope: c.Scope.Municipality, Way: civic.BundleOut, User: c.User.ID, Key: civic.CleanCode(c.text("key")), At: a.timeNow()}
	var es civic.Errors
	if h.To, err = push.Address(c.text("address")); err != nil {
		es = append(es, civic.Bad("address", "error.push_address"))
	}
	if h.Key == "" {
		es = append(es, civic.Bad("key", "error.push_key_none"))
	}
	err = es.Or()
	var file []byte
	if err == nil {
		h.Name, file, err = WriteBundle(ctx, a.store, a.key, c.Scope, c.User.Name, a.version)
	}
	if err == nil {
		err = a.store.HoldBundle(ctx, h, file)
	}
	if err == nil {
		to, _ := url.Parse(h.To)
		_, err = c.applyIn(c.Scope.Municipality, civic.PackBundle{Scope: c.Scope.ID(), To: to.Host})
	}
	if err != nil {
		p, d, e := a.packPage(c, form)
		if e != nil {
			return e
		}
		return c.refuse(err, p, form, views.PackContent(d))
	}
	a.sendNow()
	return c.goTo(views.BundlesPath(c.Scope.Municipality))
}
