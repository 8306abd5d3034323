package handlers

import (
	"net/http"

	"ashar/internal/civic"
	"ashar/views"
)

// bundleBytes is how large a bundle may be that comes in by a form.
const bundleBytes = 128 << 20

func (a *App) bundlesPage(c *Ctx) views.Page {
	p := c.officePage("bundle.list")
	p.Styles = []string{"hallbox.css"}
	if m := c.Scope.Municipality; m != "" {
		p.Back = &views.Link{Href: "/municipalities/" + m, Text: c.Lang.T("common.municipality")}
	}
	return p
}

// bundles is what came in, what is on its way out, and who may send.
func (a *App) bundles(c *Ctx) (*views.BundlesData, error) {
	ctx, scope := c.Request().Context(), c.Scope.ID()
	d := &views.BundlesData{Form: c.emptyForm(), Path: views.BundlesPath(scope), Takes: c.User.Holds(c.Scope.Municipality, keepers...), Own: civic.NewSeal(a.key).Signer(), Address: c.base()}
	held, err := a.store.HeldBundles(ctx, scope)
	if err != nil {
		return nil, err
	}
	d.Held = held
	if d.Keys = scope != civic.Installation && d.Takes; d.Keys {
		d.Key = a.once.take(c.secretOf(d.Path))
		d.KeyList, err = a.store.BundleKeys(ctx, scope)
	}
	return d, err
}

// Bundles is where files of other installations come in, and where those on their way out are seen.
func (a *App) Bundles(c *Ctx) error {
	d, err := a.bundles(c)
	if err != nil {
		return err
	}
	return c.show(a.bundlesPage(c), views.BundlesContent(d))
}

// BundlesSent is the list of what is on its way, as it is now.
func (a *App) BundlesSent(c *Ctx) error {
	d, err := a.bundles(c)
	if err != nil {
		return err
	}
	return c.show(a.bundlesPage(c), views.BundlesOut(d))
}

// UploadBundle reads a file and leads to its preview; nothing is written into the work yet.
func (a *App) UploadBundle(c *Ctx) error {
	name, file, err := c.uploaded("file", bundleBytes, "error.bundle_too_large")
	ctx := c.Request().Context()
	h := civic.HeldBundle{ID: a.ids.New(), Scope: c.Scope.ID(), Way: civic.BundleIn, User: c.User.ID, Name: name, At: a.timeNow()}
	if err == nil {
		var schema int64
		if schema, err = a.store.Schema(ctx); err == nil {
			_, _, err = civic.ReadBundle(file, schema)
		}
	}
	if err == nil {
		err = a.store.HoldBundle(ctx, h, file)
	}
	if err != nil {
		d, e := a.bundles(c)
		if e != nil {
			return e
		}
		return c.refuse(err, a.bundlesPage(c), d.Form, views.BundlesContent(d))
	}
	return c.goTo(views.BundlePath(h.Scope, h.ID))
}

// heldHere is the file of the path, of this scope.
func (a *App) heldHere(c *Ctx) (civic.HeldBundle, error) {
	h, err := a.store.HeldBundle(c.Request().Context(), c.Param("bundle"))
	if err == nil && h.Scope != c.Scope.ID() {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return h, err
}

// HeldFile gives a file out again as it came.
func (a *App) HeldFile(c *Ctx) error {
	h, err := a.heldHere(c)
	if err != nil {
		return err
	}
	file, err := a.store.BundleFile(c.Request().Context(), h.Scope, h.ID)
	if err != nil {
		return err
	}
	return c.attach(h.Name, file)
}

// BundlePreview says what taking a file in would do: new, known, conflicting.
func (a *App) BundlePreview(c *Ctx) error {
	return a.bundlePreview(c, c.emptyForm(), nil)
}

func (a *App) bundlePreview(c *Ctx, form *views.Form, refused error) error {
	h, err := a.heldHere(c)
	if err != nil {
		return err
	}
	p := a.bundlesPage(c)
	p.Title = c.Lang.T("bundle.preview")
	p.Back = &views.Link{Href: views.BundlesPath(h.Scope), Text: c.Lang.T("bundle.list")}
	d := &views.BundleData{Held: h, Form: form}
	if h.Way == civic.BundleIn && h.Done.IsZero() && h.Whole() {
		d.Plan, err = a.store.PlanBundle(c.Request().Context(), h.Scope, h.ID)
		if kind := civic.KindOf(err); kind == civic.Invalid {
			d.Problem = civic.Problems(err)[0]
		} else if err != nil {
			return err
		}
	}
	content := views.BundleContent(d)
	if refused != nil {
		return c.refuse(refused, p, form, content)
	}
	return c.show(p, content)
}

// TakeBundle takes a file in as it was shown.
func (a *App) TakeBundle(c *Ctx) error {
	h, err := a.heldHere(c)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	take := civic.TakeBundle{Bundle: h.ID, Digest: c.FormValue("digest"), Trust: c.checked("trust"), Version: a.version}
	for _, id := range c.Request().PostForm["part"] {
		if c.FormValue("part-"+id) == "theirs" {
			take.Theirs = append(take.Theirs, id)
		}
	}
	if _, err := c.Apply(take); err != nil {
		return a.bundlePreview(c, form, err)
	}
	c.flash(false, "bundle.taken")
	return c.goTo(views.BundlePath(h.Scope, h.ID))
}

// DropBundle lets go of a file.
func (a *App) DropBundle(c *Ctx) error {
	h, err := a.heldHere(c)
	if err != nil {
		return err
	}
	if err := a.store.DropBundle(c.Request().Context(), h.Scope, h.ID); err != nil {
		return err
	}
	c.flash(false, "bundle.dropped")
	return c.goTo(views.BundlesPath(h.Scope))
}

// MakeBundleKey lets a hall send here; the page shows the key, once.
func (a *App) MakeBundleKey(c *Ctx) error {
	code, _ := NewInvitation()
	m := c.Scope.Municipality
	if err := a.store.AddBundleKey(c.Request().Context(), HashToken(civic.CleanCode(code)), m, c.User.ID, a.now().Add(bundleKeyLife)); err != nil {
		return err
	}
	a.once.put(c.secretOf(views.BundlesPath(m)), code)
	return c.Redirect(http.StatusSeeOther, views.BundlesPath(m)+"#keys")
}

// EndBundleKey takes a key back.
func (a *App) EndBundleKey(c *Ctx) error {
	m := c.Scope.Municipality
	if err := a.store.EndBundleKey(c.Request().Context(), m, c.Param("key")); err != nil {
		return err
	}
	return c.saved(views.BundlesPath(m))
}
