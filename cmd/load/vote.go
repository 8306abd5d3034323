package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"ashar/internal/i18n"
)

// voting is how long a hall takes to vote.
const voting = 10 * time.Second

// phones are browsers that joined, each with its stream.
type phones struct {
	all    []*client
	lines  atomic.Int64 // streams that are open
	events times        // from began until a phone was told
	began  atomic.Pointer[time.Time]
	stage  atomic.Pointer[string] // what they wait for
}

// vote has a thousand phones vote within ten seconds while all watch: their own
// streams, and twenty tablets on the round.
func (l *load) vote() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	n := l.of(1000)
	tablet, err := h.signIn(l.ctx, "facilitator")
	if err != nil {
		return err
	}
	for _, sex := range []string{"f", "m"} {
		if _, err := tablet.post(l.ctx, h.session+"/attendance", url.Values{"what": {"came"}, "sex": {sex}, "band": {"29-45"}, "people": {strconv.Itoa(n/2 - 10)}}); err != nil {
			return err
		}
	}
	if _, err := tablet.post(l.ctx, h.session+"/phones", url.Values{"open": {"1"}}); err != nil {
		return err
	}
	page, err := tablet.get(l.ctx, h.session+"/phones")
	codes := find(page, `class="huge">([0-9 ]+)<`)
	if err != nil || len(codes) == 0 {
		return errors.Join(errors.New("no code to join with"), err)
	}
	h.forget()
	ctx, hangUp := context.WithCancel(l.ctx)
	defer hangUp()
	p, err := h.join(ctx, strings.ReplaceAll(codes[0], " ", ""), n)
	if err != nil {
		return err
	}

	page, err = tablet.get(l.ctx, h.session+"/rounds/new")
	if err != nil {
		return err
	}
	form := url.Values{"session_form": {"1"}, "option": find(page, `name="option" value="([^"]+)"`), "by": {"sex"}, "reason": {"load"}}
	if replaces := find(page, `name="replaces" value="([^"]+)"`); len(replaces) > 0 {
		form.Set("replaces", replaces[0])
	}
	p.expect("-vote")
	round, err := tablet.post(l.ctx, h.session+"/rounds", form)
	if err != nil {
		return err
	}
	p.wait(n)
	_, page, round, err = tablet.ask(l.ctx, http.MethodGet, round, nil) // which leads on to the round that is open
	opened := find(round+page, `/rounds/([0-9a-f]{8}-[0-9a-f-]{27})`)
	if err != nil || len(opened) == 0 {
		return errors.Join(errors.New("no round is open"), err)
	}
	id := opened[len(opened)-1]
	round = h.session + "/rounds/" + id
	for range 5 { // four streams a tablet
		watcher, err := h.signIn(l.ctx, "facilitator")
		if err != nil {
			return err
		}
		for range 4 {
			go func() {
				_ = watcher.watch(ctx, h.session+"/live?page="+url.QueryEscape(round), "", func(string, []byte) {})
			}()
		}
	}
	time.Sleep(time.Second)

	var votes times
	var refused atomic.Int64
	err = each(n, n, func(i int) error {
		time.Sleep(rand.N(voting))
		page, err := p.all[i].get(ctx, "/p/vote")
		if err != nil {
			return err
		}
		ballot := url.Values{"round": {id}, "group": {[]string{"f", "m"}[i%2]}}
		ballot.Set(find(page, `name="(m-[^"]+)"`)[rand.N(len(form["option"]))], "1")
		for again := range 1 + i%5/4 { // every fifth presses twice
			began := time.Now()
			status, _, _, err := p.all[i].ask(ctx, http.MethodPost, "/p/vote", ballot)
			if err != nil {
				return err
			}
			if again == 0 {
				votes.add(time.Since(began))
			}
			if status >= 400 {
				refused.Add(1)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	page, err = tablet.get(l.ctx, round)
	if err != nil {
		return err
	}
	told := i18n.KY.T("round.phones.now", "n", n) // as the page says it, if it is so
	p.expect("")                                  // the next stage, whatever it is called
	if _, err := tablet.post(l.ctx, round+"/phones", url.Values{}); err != nil {
		return err
	}
	p.wait(2 * n)
	once := strings.Contains(page, told+"<") && refused.Load() == 0
	l.row(strconv.Itoa(n)+" phones vote within 10 s while all watch", "every vote once; vote p99 ≤ 1 s", once,
		"all counted: %t, %d refused; p99 %d ms, half within %d ms", once, refused.Load(), votes.at(99), votes.at(50))
	l.row("the phones are told: voting begins, voting is over", "p99 ≤ 500 ms", p.events.count() == 2*n,
		"p99 %d ms, half within %d ms (%d of %d events)", p.events.at(99), p.events.at(50), p.events.count(), 2*n)
	l.row("memory of the server meanwhile", "≤ 300 MB", true, "%d MB", h.peak())
	return nil
}

// join lets phones in and opens their streams.
func (h *house) join(ctx context.Context, code string, n int) (*phones, error) {
	p := &phones{all: make([]*client, n)}
	err := each(n, 32, func(i int) error {
		c := h.client()
		if _, err := c.post(ctx, "/j/"+code, url.Values{"agree": {"1"}}); err != nil {
			return err
		}
		p.all[i] = c
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, c := range p.all {
		go func() {
			said := ""
			_ = c.watch(ctx, "/p/live", "", func(_ string, data []byte) {
				if data == nil {
					p.lines.Add(1)
					return
				}
				stage, began := p.stage.Load(), p.began.Load()
				if now := string(data); now != said && stage != nil && strings.Contains(now, *stage) {
					p.events.add(time.Since(*began))
				}
				said = string(data)
			})
		}()
	}
	for p.lines.Load() < int64(n) && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(time.Second) // their first event is where the session stands
	return p, ctx.Err()
}

func (p *phones) expect(stage string) {
	now := time.Now()
	p.began.Store(&now)
	p.stage.Store(&stage)
}

// wait is until so many words have come, or three seconds.
func (p *phones) wait(n int) {
	for range 300 {
		if p.events.count() >= n {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.stage.Store(nil)
}
