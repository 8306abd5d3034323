package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/push"
	"ashar/views"
)

const (
	bundleKeyLife = 30 * 24 * time.Hour
	sendEvery     = 20 * time.Second // while the line is away
	sendPatience  = 5 * time.Minute  // before what was refused is tried again
)

// sender is whom a key lets in.
func (a *App) sender(c *Ctx) (municipality, user string, err error) {
	address := c.RealIP()
	if wait := a.throttle.waitCode(address); wait > 0 {
		c.Response().Header().Set("Retry-After", seconds(wait))
		return "", "", civic.E(civic.TooMany, "error.login_wait", "seconds", seconds(wait))
	}
	key, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
	if !ok {
		return "", "", civic.E(civic.SignedOut, "error.signed_out")
	}
	municipality, user, err = a.store.BundleKey(c.Request().Context(), HashToken(civic.CleanCode(key)))
	if civic.KindOf(err) == civic.NotFound {
		a.throttle.failedCode(address)
		return "", "", civic.E(civic.SignedOut, "error.signed_out")
	}
	return municipality, user, err
}

// BeginPush says how much of a file is here already: nothing, or what came before the line broke.
func (a *App) BeginPush(c *Ctx) error {
	m, user, err := a.sender(c)
	if err != nil {
		return err
	}
	var f push.File
	if err := c.Bind(&f); err != nil || f.Size <= 0 || len(f.Digest) != 64 || f.Name == "" {
		return civic.E(civic.Invalid, "error.bundle_none")
	}
	if f.Size > bundleBytes {
		return civic.E(civic.TooLarge, "error.too_large")
	}
	name := path.Base(civic.Said(f.Name))
	if rs := []rune(name); len(rs) > 100 {
		name = string(rs[:100])
	}
	held, err := a.store.BeginBundle(c.Request().Context(), civic.HeldBundle{ID: a.ids.New(), Scope: m, Way: civic.BundleIn, User: user, Name: name, Size: f.Size, Digest: f.Digest, At: a.timeNow()})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, push.Held{ID: held.ID, Got: held.Got})
}

// PushPiece puts a piece of a file where it belongs.
func (a *App) PushPiece(c *Ctx) error {
	m, _, err := a.sender(c)
	if err != nil {
		return err
	}
	from, err := strconv.ParseInt(c.QueryParam("from"), 10, 64)
	if err != nil || from < 0 {
		return civic.E(civic.Invalid, "error.bundle_none")
	}
	piece, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return civic.E(civic.Invalid, "error.bundle_none").Because(err) // the line broke in its middle: it is sent again
	}
	got, err := a.store.AddChunk(c.Request().Context(), m, c.Param("bundle"), from, piece)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, push.Held{ID: c.Param("bundle"), Got: got})
}

// RetryBundle tries at once to send what waits.
func (a *App) RetryBundle(c *Ctx) error {
	h, err := a.heldHere(c)
	if err != nil {
		return err
	}
	if err := a.store.SentBundle(c.Request().Context(), h.ID, h.Got, false, ""); err != nil {
		return err
	}
	a.sendNow()
	return c.goTo(views.BundlesPath(h.Scope))
}

// sendNow wakes who sends; asleep or awake already, once is enough.
func (a *App) sendNow() {
	select {
	case a.sending <- struct{}{}:
	default:
	}
}

// SendBundles sends what is to go out whenever there is a line, until ctx ends.
// While nothing waits, nothing leaves this machine.
func (a *App) SendBundles(ctx context.Context) {
	tick := time.NewTicker(sendEvery)
	defer tick.Stop()
	for {
		waiting, err := a.store.BundlesToSend(ctx)
		if err != nil && ctx.Err() == nil {
			a.log.Error("bundles to send", "error", err)
		}
		for _, h := range waiting {
			if ctx.Err() == nil && (h.Problem == "" || h.Problem == "push.no_line" || a.now().Sub(h.Tried) > sendPatience) {
				a.send(ctx, h)
			}
		}
		select {
		case <-tick.C:
		case <-a.sending:
		case <-ctx.Done():
			return
		}
	}
}

// send sends one file as far as the line holds, and notes how far and why no further.
func (a *App) send(ctx context.Context, h civic.HeldBundle) {
	file, err := a.store.BundleFile(ctx, h.Scope, h.ID)
	if err == nil {
		err = push.To{Address: h.To, Key: h.Key}.Send(ctx, push.File{Name: h.Name, Size: h.Size, Digest: h.Digest}, bytes.NewReader(file), func(got int64) error {
			h.Got = got
			return a.store.SentBundle(ctx, h.ID, got, false, "")
		})
	}
	if err != nil && ctx.Err() == nil {
		a.log.Info("a bundle waits for a line", "to", h.To, "got", h.Got, "of", h.Size, "error", err)
	}
	if e := a.store.SentBundle(context.WithoutCancel(ctx), h.ID, h.Got, err == nil, pushProblem(err)); e != nil {
		a.log.Error("bundle", "error", e)
	}
}

// pushProblem is why a file has not arrived, as a key of the catalogue.
func pushProblem(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, push.ErrKey):
		return "push.key"
	case errors.Is(err, push.ErrRefused), errors.Is(err, push.ErrAddress):
		return "push.refused"
	default:
		return "push.no_line"
	}
}
