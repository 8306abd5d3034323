package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ashar/handlers"
	"ashar/internal/lan"
)

// hallFlag serves everybody on this network.
type hallFlag struct {
	Hall bool `help:"Serve everybody on this network: tablets and phones in the hall."`
}

// hallCmd is serve for a hall: the same, reached by everybody there.
type hallCmd struct {
	dataFlag
	Port int      `help:"Port for everybody; 0 picks a free one." default:"8080"`
	Host []string `help:"Further host names this server may be called by." env:"ASHAR_HOST"`
	urlFlag
}

func (h hallCmd) Run() error {
	s := serveCmd{dataFlag: h.dataFlag, urlFlag: h.urlFlag}
	return s.serve(serving{addr: net.JoinHostPort("0.0.0.0", strconv.Itoa(h.Port)), hosts: h.Host, hall: true})
}

// everywhere is the port of addr on every network of this machine: an address
// that leads nowhere else cannot be a hall's.
func everywhere(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip, e := netip.ParseAddr(host); err == nil && e == nil && ip.IsLoopback() {
		return net.JoinHostPort("0.0.0.0", port)
	}
	return addr
}

// hallBox is this machine as a hall's tablets and phones see it.
type hallBox struct {
	handlers.Hall
	watch *lan.Watch
}

func newHallBox(at net.Addr) *hallBox {
	_, port, _ := net.SplitHostPort(at.String())
	w := lan.NewWatch(lan.Links)
	return &hallBox{handlers.Hall{Addrs: w.Addrs, Port: port}, w}
}

// url is the address to print first; without a network this machine alone can open it.
func (h *hallBox) url() string {
	if all := h.watch.Addrs(); len(all) > 0 {
		return lan.URL("http", all[0], h.Port)
	}
	return "http://127.0.0.1:" + h.Port
}

// greeting says how tablets and phones get in.
func (h *hallBox) greeting() string {
	all := h.watch.Addrs()
	if len(all) == 0 {
		return "This machine is on no network yet: switch on its hotspot, or join the hall's Wi-Fi. Its address will appear here.\n"
	}
	var s strings.Builder
	for i, a := range all[1:] {
		if i == 0 {
			s.WriteString("also, from other networks of this machine:\n")
		}
		s.WriteString("  " + lan.URL("http", a, h.Port) + "\n")
	}
	return s.String() + "Tablets and phones join the same Wi-Fi and open the address; no internet is needed.\n" +
		"The poster for the door, with codes for the camera: sign in and open " + h.url() + "/hall\n"
}

// lookEvery is how soon a new address is seen.
const lookEvery = 3 * time.Second

// follow prints the addresses again when they change.
func (h *hallBox) follow(ctx context.Context) {
	h.watch.Run(ctx, lookEvery, func(all []netip.Addr) {
		if len(all) > 0 {
			fmt.Println("the network changed: now " + h.url())
		}
		fmt.Print(h.greeting())
	})
}
