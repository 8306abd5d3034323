package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"ashar/internal/civic"
	"ashar/internal/picture"
	"ashar/views"
)

type photoStore interface {
	ApplyAll(ctx context.Context, ops []civic.Operation) error
	Photos(ctx context.Context, session string) (civic.Photos, error)
	Photo(ctx context.Context, session, id string) (civic.Photo, error)
	thumbnailStore
	Picture(ctx context.Context, hash string, small bool) ([]byte, error)
}

// toSession makes photos those of what to says.
func toSession(to civic.AddPhoto) func(*views.Form, string, picture.Kept, picture.Hidden) civic.Change {
	return func(form *views.Form, id string, kept picture.Kept, _ picture.Hidden) civic.Change {
		add := to
		add.ID, add.Item, add.Caption = id, form.Value("item"), civic.Said(form.Value("caption"))
		add.Hash, add.Width, add.Height, add.JPEG, add.Small = kept.Hash, kept.Width, kept.Height, kept.JPEG, kept.Small
		return add
	}
}

// AddCheckPhotos adds photos to an item of the checklist.
func (a *App) AddCheckPhotos(c *Ctx) error {
	number, _ := strconv.Atoi(c.Param("number"))
	form, err := a.addPhotos(c, toSession(civic.AddPhoto{Session: c.Scope.Session, Check: number}))
	if err != nil && form == nil {
		return err
	}
	d, e := a.checkItem(c)
	if e != nil {
		return e
	}
	if err != nil {
		d.Photos.Form = form
		return c.photosRefused(err, d.Photos, form, views.CheckItemContent(d))
	}
	return c.photosAdded(d.Photos, views.CheckHistoryPart(d))
}

// AddCardPhotos adds photos to a card.
func (a *App) AddCardPhotos(c *Ctx) error {
	form, err := a.addPhotos(c, toSession(civic.AddPhoto{Session: c.Scope.Session, Priority: c.Param("priority")}))
	if err != nil && form == nil {
		return err
	}
	d, e := a.card(c)
	if civic.KindOf(e) == civic.NotFound && err == nil { // part of another by now, or taken apart: the photo is on the board
		c.flash(false, "photo.kept")
		return c.goTo(views.SessionPath(c.Scope.Session, "priorities"))
	}
	if e != nil {
		return e
	}
	if err != nil {
		d.PhotoForm = form
		return c.photosRefused(err, d.Photos(), form, c.part(d.Frame, "said", views.CardBody(d)))
	}
	return c.photosAdded(d.Photos())
}

// photosRefused shows the form again: for htmx with the photos alone, else in its page.
func (c *Ctx) photosRefused(err error, d *views.PhotosData, form *views.Form, whole templ.Component) error {
	if c.partial() {
		whole = views.PhotoSection(d)
	}
	return c.refuse(err, c.photoPage(d.Frame), form, whole)
}

// photoPage is a page of a session where photos are taken.
func (c *Ctx) photoPage(f *views.SessionFrame) views.Page {
	p := c.sessionPage(f)
	p.Scripts = []string{"photo.js"}
	return p
}

// photosAdded answers with the photos as they are now.
func (c *Ctx) photosAdded(d *views.PhotosData, more ...templ.Component) error {
	if !c.partial() {
		c.flash(false, "photo.kept")
		return c.goTo(d.Back + "#photos")
	}
	kept := views.FlashPart(views.Flash{Text: c.Lang.T("photo.kept")})
	return c.parts(append([]templ.Component{views.PhotoSection(d), kept}, more...)...)
}

// Picture is the photo itself. It never changes, and it is of people: only
// this browser keeps it, and only for who is signed in now.
func (a *App) Picture(c *Ctx) error { return a.picture(c, false) }

// Thumbnail is a small one.
func (a *App) Thumbnail(c *Ctx) error { return a.picture(c, true) }

func (a *App) picture(c *Ctx, small bool) error {
	p, err := a.store.Photo(c.Request().Context(), c.Scope.Session, c.Param("photo"))
	if err != nil {
		return err
	}
	return a.servePicture(c, p.Hash, small)
}

// servePicture answers a kept photo by its hash; "" is one that was removed.
func (a *App) servePicture(c *Ctx, hash string, small bool) error {
	if hash == "" {
		return civic.E(civic.NotFound, "error.photo_removed")
	}
	tag := `"` + hash + `"`
	if small {
		tag = `"small-` + hash + `"`
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("ETag", tag)
	h.Set("Vary", "Cookie")
	h.Set("Content-Disposition", `inline; filename="photo.jpg"`)
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	jpeg, err := a.store.Picture(c.Request().Context(), hash, small)
	if err != nil {
		h.Del("ETag")
		h.Set("Cache-Control", "no-store")
		return err
	}
	return c.Blob(http.StatusOK, "image/jpeg", jpeg)
}

// photo reads what a photo's own pages show.
func (a *App) photo(c *Ctx) (*views.PhotoData, error) {
	ctx := c.Request().Context()
	list, err := a.store.Priorities(ctx, c.Scope.Session)
	if err != nil {
		return nil, err
	}
	found := list.Photos.OfID(c.Param("photo"))
	if len(found) == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	p, part := found[0], "priorities"
	if p.Check > 0 {
		part = "checks"
	}
	d := &views.PhotoData{Photo: p, List: list, Form: c.emptyForm("base", strconv.FormatInt(p.Version, 10), "caption", p.Caption),
		Place: c.emptyForm("priority", p.Priority), Removal: c.emptyForm()}
	if d.Frame, err = a.frame(c, part); err != nil {
		return nil, err
	}
	d.Edits, err = a.store.Edits(ctx, c.Scope.Session, p.ID)
	return d, err
}

// Photo is a photo in full, with its words.
func (a *App) Photo(c *Ctx) error {
	d, err := a.photo(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), views.PhotoContent(d))
}

// CaptionPhoto writes what is seen.
func (a *App) CaptionPhoto(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	r, err := c.Apply(civic.CaptionPhoto{ID: c.Param("photo"), Base: base(form), Caption: civic.Said(form.Value("caption"))})
	if err != nil {
		return a.photoRefused(c, err, func(d *views.PhotoData) { d.Form = form }, form)
	}
	next := views.PhotoPagePath(c.Scope.Session, c.Param("photo"))
	if hasRivals(r) { // both texts stand on the page
		return c.goTo(next)
	}
	return c.saved(next)
}

// PlacePhoto puts a photo onto a card.
func (a *App) PlacePhoto(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.PlacePhoto{ID: c.Param("photo"), Priority: form.Value("priority")}); err != nil {
		return a.photoRefused(c, err, func(d *views.PhotoData) { d.Place = form }, form)
	}
	c.flash(false, "photo.placed")
	return c.goTo(views.PriorityPath(c.Scope.Session, form.Value("priority")) + "/card#photos")
}

// PhotoRemoval asks why a photo is deleted.
func (a *App) PhotoRemoval(c *Ctx) error {
	d, err := a.photo(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(d.Frame), views.PhotoRemovalContent(d))
}

// RemovePhoto deletes a photo, with a reason that stays.
func (a *App) RemovePhoto(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.photo(c)
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.RemovePhoto{ID: d.Photo.ID, Of: d.Photo.Of(c.Scope.Session), Reason: civic.Said(form.Value("reason"))})
	if err != nil {
		d.Removal = form
		return c.refuse(err, c.sessionPage(d.Frame), form, views.PhotoRemovalContent(d))
	}
	c.flash(false, "photo.is_removed")
	return c.goTo(d.Back())
}

// photoRefused shows a photo's page again, with what was entered.
func (a *App) photoRefused(c *Ctx, err error, keep func(*views.PhotoData), form *views.Form) error {
	d, e := a.photo(c)
	if e != nil {
		return e
	}
	keep(d)
	return c.refuse(err, c.sessionPage(d.Frame), form, views.PhotoContent(d))
}
