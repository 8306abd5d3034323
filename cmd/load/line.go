package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// partial is what htmx says with every fragment it asks for.
var partial = []string{"HX-Request", "true", "HX-Request-Type", "partial"}

// seats opens a circle to tap on: every tap adds one, so a lost one and a
// doubled one both show.
func (h *house) seats(ctx context.Context, c *client) error {
	_, err := c.post(ctx, h.session+"/circle/seats", url.Values{"seats": {"10"}})
	return err
}

// turns are how often each seat was tapped, as the page says.
func (h *house) turns(ctx context.Context, c *client) (seats []int, sum int, err error) {
	page, err := c.get(ctx, h.session+"/circle")
	for _, part := range strings.Split(page, `data-turns="`)[1:] {
		n, _ := strconv.Atoi(part[:strings.IndexByte(part, '"')])
		seats, sum = append(seats, n), sum+n
	}
	return seats, sum, err
}

// sight is how long it takes from a tablet's word to every other tablet and wall.
func (l *load) sight() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	const watchers, walls = 20, 3
	ctx, hangUp := context.WithCancel(l.ctx)
	defer hangUp()
	seen := make(chan string, 4*watchers)
	var now atomic.Pointer[string]
	var ready sync.WaitGroup
	for i := range watchers {
		if i%4 == 0 {
			ready.Wait()
		}
		c, err := h.signIn(ctx, "facilitator")
		if err != nil {
			return err
		}
		page := h.session + "/priorities"
		if i < walls {
			page = h.session + "/screen"
		}
		ready.Add(1)
		go func() {
			_ = c.watch(ctx, h.session+"/live?page="+url.QueryEscape(page), "", func(id string, data []byte) {
				if data == nil {
					ready.Done()
					return
				}
				if words := now.Load(); words != nil && bytes.Contains(data, []byte(*words)) {
					seen <- *words
				}
			})
		}()
	}
	ready.Wait()
	time.Sleep(500 * time.Millisecond)
	c, err := h.signIn(ctx, "facilitator")
	if err != nil {
		return err
	}
	var took times
	missed := 0
	n := l.of(50)
	for k := range n {
		words := fmt.Sprintf("seen word %d!", k)
		now.Store(&words)
		began := time.Now()
		if _, err := c.post(ctx, h.session+"/statements", url.Values{"text": {words}}); err != nil {
			return err
		}
		late := time.After(3 * time.Second)
		for got := 0; got < watchers; {
			select {
			case w := <-seen:
				if w == words {
					got++
					took.add(time.Since(began))
				}
			case <-late:
				missed += watchers - got
				got = watchers
			}
		}
	}
	l.row(fmt.Sprintf("a statement from tablet to %d tablets and %d walls", watchers-walls, walls), "p95 ≤ 150 ms", missed == 0,
		"p95 %d ms, half within %d ms (%d × %d, %d missed)", took.at(95), took.at(50), n, watchers, missed)
	return nil
}

// cut taps through a line that breaks: before the request, in the answer, and
// after the server's commit without any answer. A tablet sends again under the same id.
func (l *load) cut() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	c, err := h.signIn(l.ctx, "facilitator")
	if err != nil {
		return err
	}
	if err := h.seats(l.ctx, c); err != nil {
		return err
	}
	line, err := breaking(h.addr)
	if err != nil {
		return err
	}
	defer line.close()
	far := *c
	far.base = "http://" + line.addr()
	far.http = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	n := l.of(2000)
	var tries atomic.Int64
	err = each(n, 8, func(i int) error {
		headers := append([]string{"X-Op-Id", ids.New()}, partial...)
		for l.ctx.Err() == nil {
			tries.Add(1)
			a, err := far.do(l.ctx, http.MethodPost, h.session+"/circle", url.Values{"seat": {strconv.Itoa(i%10 + 1)}}, headers...)
			if err != nil {
				continue
			}
			_, err = io.Copy(io.Discard, a.Body)
			_ = a.Body.Close()
			if err == nil && a.StatusCode < 300 {
				return nil
			}
			if a.StatusCode >= 400 {
				return fmt.Errorf("a tap: %d", a.StatusCode)
			}
		}
		return l.ctx.Err()
	})
	if err != nil {
		return err
	}
	_, sum, err := h.turns(l.ctx, c)
	if err != nil {
		return err
	}
	l.row(fmt.Sprintf("%d taps, the connection cut at random", n), "0 lost, 0 doubled", sum == n,
		"%d lost, %d doubled; sent %d times, %d cut before the server and %d after its answer", max(0, n-sum), max(0, sum-n), tries.Load(), line.before.Load(), line.after.Load())
	return nil
}

// cutLine passes requests on, or does not.
type cutLine struct {
	net.Listener
	to            string
	before, after atomic.Int64
}

func breaking(to string) (*cutLine, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &cutLine{Listener: l, to: to}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go c.pass(conn)
		}
	}()
	return c, nil
}

func (c *cutLine) addr() string { return c.Addr().String() }
func (c *cutLine) close()       { _ = c.Close() }

// pass carries one request and its answer; a third of them breaks somewhere.
func (c *cutLine) pass(near net.Conn) {
	defer func() { _ = near.Close() }()
	chance := rand.N(9)
	if chance == 0 {
		c.before.Add(1)
		return
	}
	far, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	go func() { _, _ = io.Copy(far, near) }()
	answer, _ := io.ReadAll(far) // the server has committed, and said so
	if chance < 3 {
		c.after.Add(1)
		answer = answer[:len(answer)*(chance-1)/2] // nothing of it, or the half
	}
	_, _ = near.Write(answer)
}

// shuffle delivers ten thousand operations in two orders of chance, some of
// them twice, to two servers: both must stand alike.
func (l *load) shuffle() error {
	n := l.of(10_000)
	type op struct {
		id, path string
		form     url.Values
	}
	ops := make([]op, n)
	for i := range ops {
		ops[i] = op{ids.New(), "/circle", url.Values{"seat": {strconv.Itoa(rand.N(10) + 1)}}}
		if i%20 == 0 {
			ops[i].path, ops[i].form = "/statements", url.Values{"text": {fmt.Sprintf("word number %d.", i)}}
		}
	}
	var states []string
	sent, sum := 0, 0
	began := time.Now()
	for range 2 {
		h, err := l.open()
		if err != nil {
			return err
		}
		defer h.end()
		c, err := h.signIn(l.ctx, "facilitator")
		if err != nil {
			return err
		}
		if err := h.seats(l.ctx, c); err != nil {
			return err
		}
		list := append(slices.Clone(ops), ops[:n/3]...)
		rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		sent += len(list)
		err = each(len(list), 16, func(i int) error {
			own := *c // cookies of an answer stay with it
			_, err := own.post(l.ctx, h.session+list[i].path, list[i].form, "X-Op-Id", list[i].id)
			return err
		})
		if err != nil {
			return err
		}
		turns, all, err := h.turns(l.ctx, c)
		if err != nil {
			return err
		}
		board, err := c.get(l.ctx, h.session+"/priorities")
		if err != nil {
			return err
		}
		words := find(board, `(word number [0-9]+\.)`)
		slices.Sort(words)
		states, sum = append(states, fmt.Sprint(turns, words)), all+len(words)
	}
	l.row(fmt.Sprintf("%d operations, shuffled and a third of them twice, to two servers", n), "same state, every time", states[0] == states[1] && sum == n,
		"equal: %t; %d of %d there; %d requests in %.0f s", states[0] == states[1], sum, n, sent, time.Since(began).Seconds())
	return nil
}

// road sends what a tablet did in half an hour without a line, as its outbox does: in order, one by one.
func (l *load) road() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	c, err := h.signIn(l.ctx, "facilitator")
	if err != nil {
		return err
	}
	if err := h.seats(l.ctx, c); err != nil {
		return err
	}
	const n = 100
	began := time.Now()
	for i := range n {
		headers := append([]string{"X-Op-Id", ids.New(), "X-Op-Age", strconv.Itoa(1800 - i)}, partial...)
		if _, err := c.post(l.ctx, h.session+"/circle", url.Values{"seat": {strconv.Itoa(i%10 + 1)}}, headers...); err != nil {
			return err
		}
	}
	took := time.Since(began)
	_, sum, err := h.turns(l.ctx, c)
	l.row("100 operations after 30 minutes offline", "sent within 10 s", err == nil && sum == n, "%.1f s, %d there", took.Seconds(), sum)
	return err
}

// slow lets clients drip a byte at a time while others work.
func (l *load) slow() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	c, err := h.signIn(l.ctx, "facilitator")
	if err != nil {
		return err
	}
	if err := h.seats(l.ctx, c); err != nil {
		return err
	}
	work := func() (*times, error) {
		var took times
		return &took, each(l.of(1000), 4, func(i int) error {
			own := *c
			began := time.Now()
			_, err := own.post(l.ctx, h.session+"/circle", url.Values{"seat": {strconv.Itoa(i%10 + 1)}}, append([]string{"X-Op-Id", ids.New()}, partial...)...)
			took.add(time.Since(began))
			return err
		})
	}
	alone, err := work()
	if err != nil {
		return err
	}
	n := l.of(500)
	var drips []net.Conn
	for range n {
		d, err := net.Dial("tcp", h.addr)
		if err != nil {
			return err
		}
		defer func() { _ = d.Close() }()
		drips = append(drips, d)
		_, _ = fmt.Fprintf(d, "POST /login HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin=", h.addr)
	}
	ctx, stop := context.WithCancel(l.ctx)
	defer stop()
	go func() {
		for ctx.Err() == nil {
			for _, d := range drips {
				_, _ = d.Write([]byte("a"))
			}
			time.Sleep(200 * time.Millisecond)
		}
	}()
	beside, err := work()
	if err != nil {
		return err
	}
	_, sum, err := h.turns(l.ctx, c)
	l.row(fmt.Sprintf("%d slow clients, bytes dripped", n), "others' p95 ≤ 300 ms", err == nil && sum == 2*l.of(1000), "p95 %d ms, without them %d ms", beside.at(95), alone.at(95))
	return nil
}

// restart kills the server under two hundred watchers; somebody goes on at once,
// and every watcher must come back and see it.
func (l *load) restart() error {
	h, err := l.open()
	if err != nil {
		return err
	}
	defer h.end()
	ctx, hangUp := context.WithCancel(l.ctx)
	defer hangUp()
	n := max(20, l.of(200))
	var there, back atomic.Int64
	var began atomic.Pointer[time.Time]
	var took times
	const words = "said after the server came back"
	var tablet *client
	for i := range n {
		if i%4 == 0 {
			if tablet, err = h.signIn(ctx, "facilitator"); err != nil {
				return err
			}
		}
		c := *tablet
		go func() {
			last, seen := "", false
			for ctx.Err() == nil {
				first := true
				_ = c.watch(ctx, h.session+"/live?page="+url.QueryEscape(h.session+"/priorities"), last, func(id string, data []byte) {
					if first {
						there.Add(1)
						first = false
					}
					if id != "" {
						last = id
					}
					if at := began.Load(); at != nil && !seen && strings.Contains(string(data), words) {
						seen = true
						back.Add(1)
						took.add(time.Since(*at))
					}
				})
				time.Sleep(500*time.Millisecond + rand.N(time.Second))
			}
		}()
	}
	for there.Load() < int64(n) && ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
	if err := h.cmd.Process.Kill(); err != nil {
		return err
	}
	_ = h.cmd.Wait()
	now := time.Now()
	began.Store(&now)
	transport.CloseIdleConnections()
	if err := h.start(); err != nil {
		return err
	}
	if _, err := tablet.post(ctx, h.session+"/statements", url.Values{"text": {words}}); err != nil {
		return err
	}
	for range 150 {
		if back.Load() == int64(n) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	l.row(fmt.Sprintf("the server killed and started under %d watchers", n), "≥ 99 % back within 15 s, nothing missed", back.Load()*100 >= int64(n)*99,
		"%d of %d back with what happened meanwhile, p99 %.1f s", back.Load(), n, float64(took.at(99))/1000)
	return nil
}
