package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ashar/internal/civic"
)

// house is a server of our own with the demo's data.
type house struct {
	bin, data, addr string
	session         string // the live one's path
	cmd             *exec.Cmd
}

var ids = civic.NewIDs(time.Now)

// transport lets a thousand phones keep their connections.
var transport = &http.Transport{MaxIdleConnsPerHost: 2000}

func (l *load) open() (*house, error) {
	data, err := os.MkdirTemp("", "ashar-load-")
	if err != nil {
		return nil, err
	}
	h := &house{bin: l.Bin, data: data, addr: "127.0.0.1:0"}
	if err := h.start(); err != nil {
		return nil, err
	}
	out, err := exec.Command(l.Bin, "sessions", "--status", "live", "--json", "--data", data).Output()
	var sessions []struct{ ID string }
	if err = errors.Join(err, json.Unmarshal(out, &sessions)); err != nil || len(sessions) == 0 {
		return nil, errors.Join(errors.New("no live session"), err)
	}
	h.session = "/sessions/" + sessions[0].ID
	return h, nil
}

func (h *house) start() error {
	h.cmd = exec.Command(h.bin, "demo", "--addr", h.addr, "--data", h.data)
	h.cmd.Stderr = os.Stderr
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := h.cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at, found := strings.CutPrefix(lines.Text(), "listening on http://"); found {
			h.addr = at
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return nil
		}
	}
	return errors.New("the server did not start")
}

// end stops the server and forgets its data.
func (h *house) end() {
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
	_ = os.RemoveAll(h.data)
}

// forget makes peak begin anew: seeding the demo's data is no part of a hall.
func (h *house) forget() {
	_ = os.WriteFile("/proc/"+strconv.Itoa(h.cmd.Process.Pid)+"/clear_refs", []byte("5"), 0)
}

// peak is the most memory the server held, MB.
func (h *house) peak() int {
	status, _ := os.ReadFile("/proc/" + strconv.Itoa(h.cmd.Process.Pid) + "/status")
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return kb / 1000
}

// client is a browser: a tablet that signed in, or a phone that joined.
type client struct {
	base    string
	cookies []*http.Cookie
	http    *http.Client
}

func (h *house) client() *client {
	return &client{base: "http://" + h.addr, http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do asks once; headers come in pairs.
func (c *client) do(ctx context.Context, method, path string, form url.Values, headers ...string) (*http.Response, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for _, k := range c.cookies {
		r.AddCookie(k)
	}
	return c.http.Do(r)
}

// ask is do with the whole answer read.
func (c *client) ask(ctx context.Context, method, path string, form url.Values, headers ...string) (status int, body, location string, err error) {
	a, err := c.do(ctx, method, path, form, headers...)
	if err != nil {
		return 0, "", "", err
	}
	text, err := io.ReadAll(a.Body)
	err = errors.Join(err, a.Body.Close())
	for _, k := range a.Cookies() {
		c.cookies = append(slices.DeleteFunc(c.cookies, func(old *http.Cookie) bool { return old.Name == k.Name }), k)
	}
	return a.StatusCode, string(text), a.Header.Get("Location"), err
}

func (c *client) get(ctx context.Context, path string) (string, error) {
	status, body, _, err := c.ask(ctx, http.MethodGet, path, nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s: %d", path, status)
	}
	return body, err
}

// post sends a form and fails where it is refused.
func (c *client) post(ctx context.Context, path string, form url.Values, headers ...string) (location string, err error) {
	status, body, location, err := c.ask(ctx, http.MethodPost, path, form, headers...)
	if err == nil && status >= 400 {
		err = fmt.Errorf("%s: %d %q", path, status, find(body, `(?s)role="alert">(.{0,300})`))
	}
	return location, err
}

// signIn is a tablet of a demo's person.
func (h *house) signIn(ctx context.Context, login string) (*client, error) {
	c := h.client()
	_, err := c.post(ctx, "/login", url.Values{"login": {login}, "password": {"ashar2016"}})
	return c, err
}

// watch reads a stream of events until it ends.
func (c *client) watch(ctx context.Context, path, last string, on func(id string, data []byte)) error {
	headers := []string{"Accept", "text/event-stream"}
	if last != "" {
		headers = append(headers, "Last-Event-ID", last)
	}
	a, err := c.do(ctx, http.MethodGet, path, nil, headers...)
	if err != nil {
		return err
	}
	defer func() { _ = a.Body.Close() }()
	if a.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %d", path, a.StatusCode)
	}
	r := bufio.NewReaderSize(a.Body, 64<<10)
	var id string
	var data bytes.Buffer
	on("", nil) // connected
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		line = strings.TrimRight(line, "\r\n")
		if v, found := strings.CutPrefix(line, "id: "); found {
			id = v
		} else if v, found := strings.CutPrefix(line, "data: "); found {
			data.WriteString(v)
		} else if line == "" && data.Len() > 0 {
			on(id, data.Bytes())
			data.Reset()
		}
	}
}

// each does n things, at most so many at a time; the first error ends it.
func each(n, atOnce int, do func(i int) error) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	next := make(chan int)
	for range atOnce {
		wg.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					mu.Lock()
					first = errors.Join(first, err)
					mu.Unlock()
				}
			}
		})
	}
	for i := range n {
		mu.Lock()
		failed := first != nil
		mu.Unlock()
		if failed {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return first
}

// times are durations that several measure.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, d)
}

func (t *times) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.all)
}

// at is a percentile in milliseconds.
func (t *times) at(p int) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.all) == 0 {
		return -1
	}
	slices.Sort(t.all)
	return t.all[min(len(t.all)-1, len(t.all)*p/100)].Milliseconds()
}

// find is what a pattern's group holds in a page.
func find(page, pattern string) (all []string) {
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(page, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}
