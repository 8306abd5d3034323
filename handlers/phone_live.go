package handlers

import (
	"context"
	"encoding/json"
	"time"
)

// phoneBeat is how often a phone's stream shows that it lives.
const phoneBeat = 25 * time.Second

// phoneCall is the one event of all phones of a session: what the hall does,
// who speaks next, and over how many milliseconds the phones spread their asking.
type phoneCall struct {
	Stage  string `json:"stage"`
	Next   int    `json:"next"`
	Spread int    `json:"spread"`
}

// spread is how long phones take to come for their page all together: 400 a second.
func spread(phones int) int { return min(5000, phones*5/2) }

// PhoneLive tells a phone that its page is another one now. The event is made
// once for all phones; a phone whose stage it names does not even ask.
func (a *App) PhoneLive(c *Ctx) error {
	session, err := a.joined(c)
	if err != nil {
		return err
	}
	notice, leave := a.notices.Read(session, func(post func([]byte)) func() { return a.callPhones(session, post) })
	defer leave()
	s := newStream(c)
	beat := time.NewTicker(phoneBeat)
	defer beat.Stop()
	if s.raw([]byte(": here\n\n")) != nil {
		return nil
	}
	for {
		if len(notice.Text) > 0 && s.raw(notice.Text) != nil {
			return nil
		}
		for waiting := true; waiting; {
			select {
			case <-notice.Next:
				notice, waiting = notice.After, false
			case <-beat.C:
				if s.raw([]byte(": here\n\n")) != nil {
					return nil
				}
			case <-a.ending:
				return nil
			case <-c.Request().Context().Done():
				return nil
			}
		}
	}
}

// callPhones posts the event whenever it differs from the one before.
func (a *App) callPhones(session string, post func([]byte)) (stop func()) {
	ctx, stop := context.WithCancel(context.Background())
	w := a.hub.Watch(session, "phones of "+session)
	go func() {
		defer w.Close()
		said := phoneCall{}
		for {
			call, err := a.phoneCall(ctx, session)
			if err != nil && ctx.Err() == nil {
				a.log.Error("calling phones", "error", err)
			}
			if err == nil && (call.Stage != said.Stage || call.Next != said.Next) {
				said = call
				text, _ := json.Marshal(call) // of words and numbers: never fails
				post([]byte("data: " + string(text) + "\n\n"))
			}
			select {
			case <-w.Changed:
			case <-w.Rest:
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	return stop
}

func (a *App) phoneCall(ctx context.Context, session string) (phoneCall, error) {
	s, err := a.stage(ctx, session)
	if err != nil {
		return phoneCall{}, err
	}
	hands, err := a.store.Hands(ctx, session)
	if err != nil {
		return phoneCall{}, err
	}
	call := phoneCall{Stage: s.Key, Spread: spread(a.notices.Readers(session))}
	if len(hands) > 0 {
		call.Next = hands[0].Number
	}
	return call, nil
}
