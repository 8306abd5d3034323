package handlers

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
)

// Outbox is what a tablet saved to a file because no server answered it
// (static/js/outbox.js): one person's operations, in their order.
type Outbox struct {
	Format     string
	Version    int
	User       string
	Operations []SavedOperation
}

// SavedOperation is a form that was sent and not answered.
type SavedOperation struct {
	Op, URL, User, Words string
	Body                 []savedField
	AtMillis             int64 `json:"at"` // milliseconds since 1970, by the tablet's clock
}

// At is when the person did it, by the tablet's clock.
func (o SavedOperation) At() time.Time { return time.UnixMilli(o.AtMillis).In(civic.Zone) }

// savedField is [name, text] or [name, {name, data}], data being a data: address.
type savedField struct {
	name, text string
	file       *struct{ Name, Data string }
}

func (f *savedField) UnmarshalJSON(b []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	if err := json.Unmarshal(pair[0], &f.name); err != nil {
		return err
	}
	if json.Unmarshal(pair[1], &f.text) == nil {
		return nil
	}
	return json.Unmarshal(pair[1], &f.file)
}

// keptForm is a form that a browser keeps until it is answered: a session's, an act's of the monitoring
// group, a visit's of a survey or an interviewer's answers (keeps in static/js/htmx/outbox.js).
var keptForm = regexp.MustCompile(`^/(sessions/[\w-]+|cycles/[\w-]+/monitoring/acts|surveys/[\w-]+/(interview|visits))/[\w/.-]+$`)

// ReadOutbox reads such a file, and refuses what is not one.
func ReadOutbox(r io.Reader) (o Outbox, err error) {
	if err := json.NewDecoder(io.LimitReader(r, 256<<20)).Decode(&o); err != nil || o.Format != "ashar-outbox" {
		return o, errors.New("not an outbox saved by Ashar")
	}
	if o.Version != 1 {
		return o, fmt.Errorf("saved by a newer Ashar (version %d of the file)", o.Version)
	}
	for _, op := range o.Operations {
		if op.User != o.User || !civic.ValidID(op.Op) || !keptForm.MatchString(op.URL) {
			return o, fmt.Errorf("an operation of it is not one: %s", op.Words)
		}
	}
	return o, nil
}

// replay goes with a request that is made of a saved operation.
type replay struct {
	user civic.User
	err  error // why it was refused
}

type replayKey struct{}

func replayOf(ctx context.Context) *replay {
	r, _ := ctx.Value(replayKey{}).(*replay)
	return r
}

// Replay does a saved operation as the person who did it, by the way every
// form goes: same checks, same rights, and the same operation again changes
// nothing. The error is the sentence that the person would have read.
func (a *App) Replay(ctx context.Context, op SavedOperation) error {
	user, err := a.store.User(ctx, op.User)
	if err != nil {
		return err
	}
	if user.Disabled {
		return civic.E(civic.Forbidden, "error.forbidden")
	}
	body, kind, err := op.encode()
	if err != nil {
		return err
	}
	r := &replay{user: user}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, replayKey{}, r), http.MethodPost, op.URL, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("HX-Request-Type", "partial")
	req.Header.Set("X-Op-Id", op.Op)
	req.Header.Set("X-Op-Age", strconv.Itoa(int(max(0, time.Since(op.At()).Seconds()))))
	w := &unread{header: http.Header{}, status: http.StatusOK}
	a.router.ServeHTTP(w, req)
	if w.status < 400 {
		return nil
	}
	if r.err == nil {
		r.err = errors.New(http.StatusText(w.status))
	}
	return r.err
}

// unread takes an answer of which only the status matters.
type unread struct {
	header http.Header
	status int
}

func (u *unread) Header() http.Header         { return u.header }
func (u *unread) WriteHeader(status int)      { u.status = status }
func (u *unread) Write(b []byte) (int, error) { return len(b), nil }

// encode makes the body a browser would have sent.
func (o SavedOperation) encode() (io.Reader, string, error) {
	form := url.Values{}
	files := false
	for _, f := range o.Body {
		form.Add(f.name, f.text)
		files = files || f.file != nil
	}
	if !files {
		return strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", nil
	}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for _, f := range o.Body {
		if f.file == nil {
			if err := w.WriteField(f.name, f.text); err != nil {
				return nil, "", err
			}
			continue
		}
		_, data, _ := strings.Cut(f.file.Data, ",")
		part, err := w.CreateFormFile(f.name, f.file.Name)
		if err != nil {
			return nil, "", err
		}
		if _, err := io.Copy(part, base64.NewDecoder(base64.StdEncoding, strings.NewReader(data))); err != nil {
			return nil, "", err
		}
	}
	return &buf, w.FormDataContentType(), w.Close()
}
