package handlers

import (
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/picture"
	"ashar/views"
)

// AddActPhotos adds photos to a draft, what was pointed at made unrecognisable.
func (a *App) AddActPhotos(c *Ctx) error {
	form, err := a.addPhotos(c, func(form *views.Form, id string, kept picture.Kept, hidden picture.Hidden) civic.Change {
		blurred := len(hidden.Spots)
		if hidden.Upper {
			blurred++
		}
		return civic.AddActPhoto{ID: id, Act: c.Param("act"), Action: form.Value("action"), Visit: form.Value("visit"), Caption: civic.Said(form.Value("caption")),
			Hash: kept.Hash, Width: kept.Width, Height: kept.Height, JPEG: kept.JPEG, Small: kept.Small, Blurred: blurred}
	})
	if err != nil && form == nil {
		return err
	}
	d, e := a.act(c)
	if civic.KindOf(e) == civic.NotFound && err != nil { // nothing is there yet that could be shown
		d, e = a.newAct(c, c.Param("act"), form.Value("action"), form.Value("visit"), "")
	}
	if e != nil {
		return e
	}
	if err != nil {
		d.Photo = form
		if c.partial() {
			return c.refuse(err, c.actPage(d), form, views.ActPhotos(d))
		}
		return c.refuse(err, c.actPage(d), form, views.ActContent(d))
	}
	if !c.partial() {
		c.flash(false, "photo.kept")
		return c.goTo(views.ActPath(c.Scope.Cycle, d.Act.ID, "#photos"))
	}
	return c.parts(views.ActPhotos(d), views.FlashPart(views.Flash{Text: c.Lang.T("photo.kept")}))
}

// hiddenIn says what of the n-th photo of a form is to be hidden: lines "n x y r"
// of the field blur, and the upper half of all.
func hiddenIn(form *views.Form, n int) (picture.Hidden, error) {
	h := picture.Hidden{Upper: form.Value("upper") == "1"}
	for line := range strings.Lines(strings.Join(form.Values["blur"], "\n")) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != strconv.Itoa(n) {
			continue
		}
		var v [3]float64
		ok := len(fields) == 4
		for i := range v {
			if ok {
				var err error
				v[i], err = strconv.ParseFloat(fields[i+1], 64)
				ok = err == nil
			}
		}
		s := picture.Spot{X: v[0], Y: v[1], R: v[2]}
		if !ok || !s.Whole() { // kept as it is, a face would be seen that somebody wanted hidden
			return h, civic.Bad("photo", "error.photo_spots")
		}
		h.Spots = append(h.Spots, s)
	}
	if len(h.Spots) > picture.SpotsMost {
		return h, civic.Bad("photo", "error.photo_spots_many", "n", picture.SpotsMost)
	}
	return h, nil
}

// ActPicture is a photo of an act.
func (a *App) ActPicture(c *Ctx) error { return a.actPicture(c, false) }

// ActThumbnail is a small one.
func (a *App) ActThumbnail(c *Ctx) error { return a.actPicture(c, true) }

func (a *App) actPicture(c *Ctx, small bool) error {
	act, err := a.store.Act(c.Request().Context(), c.Scope.Cycle, c.Param("act"))
	if err != nil {
		return err
	}
	if !act.Filed() && !c.User.Holds(c.Scope.Municipality, watchers...) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	i := slices.IndexFunc(act.Photos, func(p civic.ActPhoto) bool { return p.ID == c.Param("photo") })
	if i < 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return a.servePicture(c, act.Photos[i].Hash, small)
}

// actPhoto is the act of the path with the photo of the path.
func (a *App) actPhoto(c *Ctx) (views.ActData, error) {
	d, err := a.act(c)
	if err != nil {
		return d, err
	}
	i := slices.IndexFunc(d.Act.Photos, func(p civic.ActPhoto) bool { return p.ID == c.Param("photo") })
	if i < 0 {
		return d, civic.E(civic.NotFound, "error.not_found")
	}
	d.Shown = &d.Act.Photos[i]
	return d, nil
}

// ActPhotoRemoval shows a photo of an act in full and asks why it is deleted.
func (a *App) ActPhotoRemoval(c *Ctx) error {
	d, err := a.actPhoto(c)
	if err != nil {
		return err
	}
	return c.show(c.actPage(d), views.ActPhotoRemoval(d))
}

// RemoveActPhoto deletes a photo, with a reason that stays.
func (a *App) RemoveActPhoto(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.actPhoto(c)
	if err != nil {
		return err
	}
	if _, err := c.Apply(civic.RemoveActPhoto{ID: d.Shown.ID, Act: d.Act.ID, Reason: c.text("reason")}); err != nil {
		d.Removal = form
		return c.refuse(err, c.actPage(d), form, views.ActPhotoRemoval(d))
	}
	c.flash(false, "photo.is_removed")
	return c.goTo(views.ActPath(c.Scope.Cycle, d.Act.ID, "#photos"))
}
