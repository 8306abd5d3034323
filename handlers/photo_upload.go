package handlers

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/internal/picture"
	"ashar/views"
)

const (
	photoBytes  = 12 << 20       // of one photo; the tablet sends far less, see static/js/photo.js
	photosBytes = 2 * photoBytes // of all photos of a form
	photoText   = 64 << 10       // of a text beside it
	photoBody   = 40 << 20       // that is read of a form at all: a photo too large is read to its end, so that the browser hears why

	receiving = 12 // forms with photos at once: with photosBytes, what they hold in memory is bounded
	decoding  = 2  // photos at once; one may take 200 MB
	photoWait = 20 * time.Second
)

// gate lets so many through at once.
type gate chan struct{}

// pass waits for its turn, for a while.
func (g gate) pass(c *Ctx) error {
	late := time.NewTimer(photoWait)
	defer late.Stop()
	select {
	case g <- struct{}{}:
		return nil
	case <-late.C:
		return civic.E(civic.Unavailable, "error.photo_busy")
	case <-c.Request().Context().Done():
		return c.Request().Context().Err()
	}
}

func (g gate) leave() { <-g }

// addPhotos reads a form with photos and adds them all, or none. Without a
// form nothing can be shown again.
func (a *App) addPhotos(c *Ctx, change func(form *views.Form, id string, kept picture.Kept, hidden picture.Hidden) civic.Change) (*views.Form, error) {
	if err := a.receiving.pass(c); err != nil {
		return nil, err
	}
	defer a.receiving.leave()
	form, files, err := c.photoForm()
	if form == nil {
		return nil, err
	}
	if err == nil && len(files) == 0 {
		err = civic.Bad("photo", "error.photo_none")
	}
	if err == nil && len(files) > civic.PhotosMax {
		err = civic.Bad("photo", "error.photo_many", "n", civic.PhotosMax)
	}
	if err != nil {
		return form, err
	}
	first := c.opID()
	var ops []civic.Operation
	for i, file := range files {
		hidden, err := hiddenIn(form, i)
		if err != nil {
			return form, err
		}
		kept, err := a.clean(c, file, hidden)
		files[i] = nil
		if err != nil {
			return form, err
		}
		id := first
		if i > 0 {
			id = civic.ChildID(first, "photo/"+strconv.Itoa(i))
		}
		ops = append(ops, c.operation(id, c.Scope.ID(), change(form, id, kept, hidden)))
	}
	return form, a.store.ApplyAll(c.Request().Context(), ops)
}

// clean makes a photo fit to be kept, when it is its turn.
func (a *App) clean(c *Ctx, file []byte, hidden picture.Hidden) (picture.Kept, error) {
	if err := a.decoding.pass(c); err != nil {
		return picture.Kept{}, err
	}
	defer a.decoding.leave()
	return picture.Blurred(file, hidden)
}

// photoForm reads a form part by part: a photo that is too large costs its
// sending, but no memory, and what was typed beside it is kept.
func (c *Ctx) photoForm() (*views.Form, [][]byte, error) {
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return nil, nil, civic.Bad("photo", "error.photo_none").Because(err)
	}
	values := url.Values{}
	var files [][]byte
	var refused error
	held := 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, cut(err)
		}
		most := photoText
		if part.FileName() != "" {
			most = photoBytes
		}
		data, err := io.ReadAll(io.LimitReader(part, int64(most)+1))
		switch {
		case err != nil:
			return nil, nil, cut(err)
		case part.FileName() == "":
			values.Add(part.FormName(), string(data[:min(most, len(data))]))
		case len(data) > most || held+len(data) > photosBytes:
			refused = civic.Bad("photo", "error.photo_large", "n", photoBytes>>20)
		case len(data) > 0:
			files, held = append(files, data), held+len(data)
		}
	}
	c.Request().Form, c.Request().PostForm = values, values
	return &views.Form{Values: values, Op: c.app.ids.New()}, files, refused
}

// cut tells a form that was too large from one that broke off.
func cut(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return err
	}
	return civic.E(civic.Invalid, "error.photo_cut").Because(err)
}
