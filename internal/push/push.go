// Package push sends a bundle's file to another installation, piece by piece:
// what arrived before the line broke is not sent again.
package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Piece is how much goes in one request, in bytes: on a village's line some seconds.
const Piece = 256 << 10

// Errors that a person can do something about. Everything else is the line's: try again later.
var (
	ErrAddress = errors.New("not an address that can be sent to: https://…, or http:// on this machine")
	ErrKey     = errors.New("the key does not let in there: its time is over, or it was typed wrong")
	ErrRefused = errors.New("what answers there does not take bundles: look at the address, and whether that Ashar is new enough")
)

// File is what is sent.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Digest string `json:"digest"` // SHA-256, hex
}

// Held is how much of a file is on the other side.
type Held struct {
	ID  string `json:"id"`
	Got int64  `json:"got"` // bytes
}

// Address is where to send to, as it was typed. Over plain http names would
// travel readable: it is refused, but for this machine itself.
func Address(typed string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(typed))
	if err != nil || u.Host == "" || u.User != nil {
		return "", ErrAddress
	}
	ip, err := netip.ParseAddr(u.Hostname())
	here := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return "", ErrAddress
	}
	return u.Scheme + "://" + u.Host, nil
}

// To is the other installation.
type To struct {
	Address string // as Address made it
	Key     string
	Client  *http.Client // nil for one that gives a stalled line up
}

// Send sends what is missing there, and tells how much has arrived after each piece.
func (t To) Send(ctx context.Context, f File, content io.ReaderAt, told func(got int64) error) error {
	if t.Client == nil {
		t.Client = &http.Client{Timeout: 2 * time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	held, err := t.do(ctx, http.MethodPost, "/push", "application/json", body)
	if err != nil {
		return err
	}
	piece := make([]byte, Piece)
	for held.Got < f.Size {
		n, err := content.ReadAt(piece[:min(Piece, f.Size-held.Got)], held.Got)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		next, err := t.do(ctx, http.MethodPut, "/push/"+url.PathEscape(held.ID)+"?from="+strconv.FormatInt(held.Got, 10), "application/octet-stream", piece[:n])
		if err != nil {
			return err
		}
		if next.Got <= held.Got {
			return fmt.Errorf("%s stays at %d of %d bytes", t.Address, next.Got, f.Size)
		}
		held.Got = next.Got
		if err := told(held.Got); err != nil {
			return err
		}
	}
	return nil
}

func (t To) do(ctx context.Context, method, path, kind string, body []byte) (h Held, err error) {
	req, err := http.NewRequestWithContext(ctx, method, t.Address+path, bytes.NewReader(body))
	if err != nil {
		return h, ErrAddress
	}
	req.Header.Set("Authorization", "Bearer "+t.Key)
	req.Header.Set("Content-Type", kind)
	res, err := t.Client.Do(req)
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	switch {
	case res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden:
		return h, ErrKey
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= http.StatusInternalServerError:
		return h, fmt.Errorf("%s answers %s", t.Address, res.Status)
	case res.StatusCode != http.StatusOK:
		return h, ErrRefused
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&h); err != nil || h.ID == "" {
		return h, ErrRefused
	}
	return h, nil
}
