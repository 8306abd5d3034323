package handlers

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"ashar/internal/civic"
)

type hookStore interface {
	AddWebhook(ctx context.Context, id, municipality, url, user string) error
	EndWebhook(ctx context.Context, municipality, id string) error
	WebhookSecret(id string) string
	Webhooks(ctx context.Context, municipality string) ([]civic.Webhook, error)
	HooksDue(ctx context.Context, most int) ([]civic.HookEvent, error)
	HookTried(ctx context.Context, e civic.HookEvent, problem string) error
	RetryHook(ctx context.Context, municipality, event string) error
}

const (
	hookEvery   = 20 * time.Second
	hookTimeout = 15 * time.Second
	hookMost    = 20 // sent in one go
)

// SendHooks tells the addresses what was published, until ctx ends. What has
// not arrived is tried again, with longer and longer waits.
func (a *App) SendHooks(ctx context.Context) {
	tick := time.NewTicker(hookEvery)
	defer tick.Stop()
	for {
		due, err := a.store.HooksDue(ctx, hookMost)
		if err != nil && ctx.Err() == nil {
			a.log.Error("webhooks to send", "error", err)
		}
		for _, e := range due {
			if ctx.Err() != nil {
				return
			}
			problem := a.tell(ctx, e)
			if err := a.store.HookTried(context.WithoutCancel(ctx), e, problem); err != nil {
				a.log.Error("webhook", "error", err)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// tell sends one event and returns what went wrong, "" when it arrived. The
// receiver checks X-Ashar-Signature: the HMAC-SHA256 of the body, in hex.
func (a *App) tell(ctx context.Context, e civic.HookEvent) string {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, strings.NewReader(e.Body))
	if err != nil {
		return "hook.address"
	}
	m := hmac.New(sha256.New, []byte(a.store.WebhookSecret(e.Webhook)))
	m.Write([]byte(e.Body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Ashar-Signature", "sha256="+hex.EncodeToString(m.Sum(nil)))
	req.Header.Set("X-Ashar-Event", e.ID)
	res, err := a.hooks.Do(req)
	if errors.Is(err, errInside) {
		return "hook.inside"
	}
	if err != nil {
		return "hook.no_line"
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<14))
	_ = res.Body.Close()
	if res.StatusCode/100 != 2 {
		return "hook.refused"
	}
	return ""
}

var errInside = errors.New("an address of the machine's own network")

// hookClient follows nobody elsewhere, and reaches neither this machine nor one
// of the network that it stands in, unless inside is allowed: who types an
// address must not see through it what is there. What is looked at is the
// address that the line is opened to, after the name was looked up.
func hookClient(inside bool) *http.Client {
	dialer := net.Dialer{Timeout: hookTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err == nil && !inside && isInside(at.Addr()) {
			return errInside
		}
		return err
	}}
	return &http.Client{
		Timeout:       hookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{TLSHandshakeTimeout: hookTimeout, DialContext: dialer.DialContext},
	}
}

// innerRanges are those that no public machine has, beside what netip knows:
// shared and reserved ranges (RFC 6890), and ways to write an IPv4 address as an IPv6 one.
var innerRanges = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("::/96"),
}

// isInside reports whether an address is of this machine or of a network of its own.
func isInside(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(innerRanges, func(r netip.Prefix) bool { return r.Contains(ip) })
}

// hookURL is an address as it was typed: https; where an address inside is
// allowed, http to it too.
func (a *App) hookURL(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	u, err := url.Parse(typed)
	if err != nil || u.Host == "" || u.User != nil || len(typed) > 500 {
		return "", civic.Bad("url", "error.hook_url").Because(err)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	inside := u.Hostname() == "localhost" || err == nil && isInside(ip)
	switch {
	case inside && !a.hooksInside:
		return "", civic.Bad("url", "hook.inside")
	case u.Scheme != "https" && (u.Scheme != "http" || !inside):
		return "", civic.Bad("url", "error.hook_url")
	}
	return typed, nil
}
