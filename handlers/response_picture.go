package handlers

import (
	"archive/zip"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// picturesFile is the name under which all pictures leave together.
const picturesFile = "pictures"

// picturesOf are the names of a response's pictures that its answers still speak of, by the question.
func (a *App) picturesOf(ctx context.Context, lk *looked) (map[string]string, error) {
	names, err := a.store.ResponseFiles(ctx, lk.Survey, lk.ID)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	all := map[string]string{}
	for _, path := range picturesIn(lk.iv) {
		if name := photoName(path); slices.Contains(names, name) {
			all[path] = name
		}
	}
	return all, nil
}

// ResponsePicture is a picture that a respondent took, for who may read responses; nothing keeps it on the way.
func (a *App) ResponsePicture(c *Ctx) error {
	ctx := c.Request().Context()
	name, err := url.PathUnescape(c.Param("name"))
	if err != nil {
		return civic.E(civic.NotFound, "error.not_found")
	}
	r, err := a.store.Response(ctx, c.Scope.Survey, c.Param("response"))
	if err != nil {
		return err
	}
	lk, err := a.look(c, r)
	if err != nil {
		return err
	}
	kept, err := a.picturesOf(ctx, lk)
	if err != nil {
		return err
	}
	for _, there := range kept {
		if there != name {
			continue
		}
		content, err := a.store.ResponseFile(ctx, r.Survey, r.ID, name)
		if err != nil {
			return err
		}
		c.Response().Header().Set("Cache-Control", "private, no-store") // gone once the answers are taken back
		return c.Blob(http.StatusOK, "image/jpeg", content)
	}
	return civic.E(civic.NotFound, "error.not_found")
}

// pictures writes the pictures of the responses that count, each named by its response's number, one by one.
func (e *exported) pictures(c *Ctx) error {
	ctx := c.Request().Context()
	out := zip.NewWriter(c.Response())
	err := e.each(ctx, func(r *civic.Response, _ map[string]any) error {
		lk, err := e.app.look(c, *r)
		if err != nil {
			return err
		}
		kept, err := e.app.picturesOf(ctx, lk)
		if err != nil {
			return err
		}
		for _, path := range picturesIn(lk.iv) {
			name, there := kept[path]
			if !there {
				continue
			}
			content, err := e.app.store.ResponseFile(ctx, r.Survey, r.ID, name)
			if err != nil {
				return err
			}
			day, err := time.ParseInLocation(time.DateOnly, r.ReceivedAt.In(civic.Zone).Format(time.DateOnly), civic.Zone) // no time finer than in the other files
			if err != nil {
				return err
			}
			w, err := out.CreateHeader(&zip.FileHeader{Name: strconv.Itoa(r.Nth) + "-" + name, Method: zip.Store, Modified: day})
			if err != nil {
				return err
			}
			if _, err := w.Write(content); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// asksForPictures reports whether any version up to the newest has a question that is answered by one.
func (a *App) asksForPictures(ctx context.Context, surveyID string, newest int) (bool, error) {
	for number := 1; number <= newest; number++ {
		q, err := a.asked(ctx, surveyID, number)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(q.Program.Elements, func(e survey.Element) bool { return e.Type == "image" }) {
			return true, nil
		}
	}
	return false, nil
}
