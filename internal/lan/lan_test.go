package lan

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func addrs(list ...string) (out []netip.Addr) {
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

func TestTheHallsAddressComesFirst(t *testing.T) {
	links := []Link{
		{Name: "lo", Up: true, Loopback: true, Addrs: addrs("127.0.0.1", "::1")},
		{Name: "docker0", Up: true, Addrs: addrs("172.17.0.1")},
		{Name: "br-0a1b2c3d4e5f", Up: true, Addrs: addrs("172.18.0.1")},
		{Name: "vethernet (WSL)", Up: true, Addrs: addrs("172.29.0.1")},
		{Name: "wg0", Up: true, Direct: true, Addrs: addrs("10.9.0.2")},
		{Name: "eth1", Addrs: addrs("192.168.9.9")},
		{Name: "eth0", Up: true, Addrs: addrs("212.112.100.7", "192.168.0.20", "fd00::5", "fe80::1")},
		{Name: "wlan0", Up: true, Addrs: addrs("169.254.7.7", "10.42.0.1")},
		{Name: "br-lan", Up: true, Addrs: addrs("192.168.1.1")},
	}
	want := addrs("10.42.0.1", "192.168.0.20", "192.168.1.1", "212.112.100.7", "169.254.7.7")
	if got := Pick(links); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Pick([]Link{{Name: "eth0", Up: true, Addrs: addrs("fe80::1", "fd00::5")}}); !slices.Equal(got, addrs("fd00::5")) {
		t.Errorf("IPv6 alone: %v", got)
	}
	if got := Pick(links[:6]); got != nil {
		t.Errorf("no network at all: %v", got)
	}
}

func TestAddressesFollowTheNetwork(t *testing.T) {
	var now atomic.Value
	now.Store([]Link{})
	w := NewWatch(func() ([]Link, error) {
		links := now.Load().([]Link)
		if links == nil {
			return nil, errors.New("cannot look")
		}
		return links, nil
	})
	if len(w.Addrs()) != 0 {
		t.Fatal("an address before there is a network")
	}
	ctx, stop := context.WithCancel(context.Background())
	told := make(chan []netip.Addr, 9)
	ended := make(chan struct{})
	go func() { defer close(ended); w.Run(ctx, time.Millisecond, func(a []netip.Addr) { told <- a }) }()
	now.Store([]Link{{Name: "wlan0", Up: true, Addrs: addrs("10.42.0.1")}})
	if got := <-told; !slices.Equal(got, addrs("10.42.0.1")) {
		t.Errorf("told %v", got)
	}
	now.Store([]Link(nil)) // what cannot be read changes nothing
	time.Sleep(20 * time.Millisecond)
	if !w.Has(netip.MustParseAddr("::ffff:10.42.0.1")) {
		t.Error("the address was forgotten")
	}
	stop()
	<-ended
	if len(told) != 0 {
		t.Error("told twice of the same")
	}
}

func TestWiFiCodeEscapesWhatMeansSomething(t *testing.T) {
	for _, c := range []struct {
		name, password string
		hidden         bool
		want           string
	}{
		{"Айыл өкмөтү", "ашар", false, "WIFI:T:WPA;S:Айыл өкмөтү;P:ашар;;"},
		{"Hall", "", false, "WIFI:T:nopass;S:Hall;;"},
		{`a;b,c:d"e\f`, `p;q,r:s"t\u`, true, `WIFI:T:WPA;S:a\;b\,c\:d\"e\\f;P:p\;q\,r\:s\"t\\u;H:true;;`},
	} {
		if got := WiFiCode(c.name, c.password, c.hidden); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestURLsAsTyped(t *testing.T) {
	for want, got := range map[string]string{
		"http://10.42.0.1:8080":  URL("http", netip.MustParseAddr("10.42.0.1"), "8080"),
		"http://10.42.0.1":       URL("http", netip.MustParseAddr("10.42.0.1"), "80"),
		"https://[fd00::5]:8443": URL("https", netip.MustParseAddr("fd00::5"), "8443"),
		"https://192.168.1.5":    URL("https", netip.MustParseAddr("192.168.1.5"), "443"),
		"http://192.168.1.5:443": URL("http", netip.MustParseAddr("192.168.1.5"), "443"),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
