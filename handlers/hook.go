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
	"strings"
	"syscall"
	"time"

	"ashar/internal/civic"
	"ashar/internal/push"
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
	res, err := hookClient.Do(req)
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

// hookClient follows nobody elsewhere, and reaches no machine of the network
// that the server stands in: who types an address must not see through it what
// is inside. This machine itself is for trying (push.Address lets http there alone).
var hookClient = &http.Client{
	Timeout:       hookTimeout,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{TLSHandshakeTimeout: hookTimeout, DialContext: (&net.Dialer{Timeout: hookTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if ip := at.Addr().Unmap(); err == nil && (ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast()) {
			return errInside
		}
		return err
	}}).DialContext},
}

// hookURL is an address as it was typed: https, or http on this machine.
func hookURL(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if len(typed) > 500 {
		return "", civic.Bad("url", "error.hook_url")
	}
	if _, err := push.Address(typed); err != nil {
		return "", civic.Bad("url", "error.hook_url").Because(err)
	}
	return typed, nil
}
