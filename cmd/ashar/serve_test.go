package main

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"ashar/db"
)

// A form that stops half-way and a connection that asks for nothing: the server
// stops all the same, soon and without complaint.
func TestAServerStopsThoughSomebodyDoesNotLetGo(t *testing.T) {
	t.Parallel()
	store, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	there, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve(ctx, store, serving{folder: t.TempDir(), addr: "127.0.0.1:0"}, func(_ io.Writer, url string) error {
			there <- strings.TrimPrefix(url, "http://")
			return nil
		})
	}()
	addr := <-there
	for _, sent := range []string{"", "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"} {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		if _, err := io.WriteString(c, sent); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond) // the form is being read
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(stopWithin + 3*time.Second):
		t.Fatal("it goes on")
	}
}
