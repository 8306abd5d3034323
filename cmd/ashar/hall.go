package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"ashar/handlers"
	"ashar/internal/authority"
	"ashar/internal/lan"
)

// tlsFlags say where the certificate for https comes from; without any of them there is no https.
type tlsFlags struct {
	Cert    string `help:"Certificate file (PEM) for https, read again when it is renewed." type:"existingfile"`
	Key     string `help:"Key file (PEM) of the certificate." type:"existingfile"`
	LocalCA bool   `help:"Serve https by an authority of this hall's own, kept in the data folder: the council's tablets trust it once." name:"local-ca"`
}

func (f tlsFlags) Validate() error {
	switch {
	case (f.Cert == "") != (f.Key == ""):
		return errors.New("--cert and --key belong together")
	case f.Cert != "" && f.LocalCA:
		return errors.New("--local-ca makes certificates itself: leave --cert and --key out")
	}
	return nil
}

// hallFlag serves everybody on this network.
type hallFlag struct {
	Hall    bool   `help:"Serve everybody on this network: tablets and phones in the hall."`
	TLSAddr string `help:"Address for https, beside plain http on the other; the host of --addr when left out." name:"tls-addr" default:":8443"`
	tlsFlags
}

// secureAddr is where https listens: on the host of the plain address unless one is named.
func (h hallFlag) secureAddr(addr string) string {
	host, port, err := net.SplitHostPort(h.TLSAddr)
	if plain, _, e := net.SplitHostPort(addr); err == nil && e == nil && host == "" {
		return net.JoinHostPort(plain, port)
	}
	return h.TLSAddr
}

// hallCmd is serve for a hall: the same, reached by everybody there.
type hallCmd struct {
	dataFlag
	Port    int      `help:"Port for everybody; 0 picks a free one." default:"8080"`
	TLSPort int      `help:"Port for https, with --local-ca or --cert; 0 picks a free one." name:"tls-port" default:"8443"`
	Host    []string `help:"Further host names this server may be called by." env:"ASHAR_HOST"`
	urlFlag
	tlsFlags
}

func (h hallCmd) Run() error {
	s := serveCmd{dataFlag: h.dataFlag, urlFlag: h.urlFlag}
	return s.serve(serving{folder: h.Data, url: h.or(""), addr: net.JoinHostPort("0.0.0.0", strconv.Itoa(h.Port)), hosts: h.Host, hall: true,
		secureAddr: net.JoinHostPort("0.0.0.0", strconv.Itoa(h.TLSPort)), tls: h.tlsFlags})
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

// secure is the listener for https; nil where no certificate was asked for.
// With an authority of its own it is told too.
func secure(how serving, now func() time.Time, addrs func() []netip.Addr) (net.Listener, *authority.Authority, error) {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	var own *authority.Authority
	switch {
	case how.tls.LocalCA:
		var err error
		if own, err = authority.Open(how.folder, now, addrs()); err != nil {
			return nil, nil, err
		}
		host, _ := os.Hostname()
		cfg.GetCertificate = authority.NewKeeper(own, host, addrs).Certificate
	case how.tls.Cert != "":
		files, err := authority.OpenFiles(how.tls.Cert, how.tls.Key)
		if err != nil {
			return nil, nil, err
		}
		cfg.GetCertificate = files.Certificate
	default:
		return nil, nil, nil
	}
	addr := how.secureAddr
	if how.hall {
		addr = everywhere(addr)
	}
	l, err := tls.Listen("tcp", addr, cfg)
	return l, own, err
}

// hallBox is this machine as a hall's tablets and phones see it.
type hallBox struct {
	handlers.Hall
	watch *lan.Watch
}

func newHallBox(at net.Addr, w *lan.Watch) *hallBox {
	_, port, _ := net.SplitHostPort(at.String())
	return &hallBox{handlers.Hall{Addrs: w.Addrs, Port: port}, w}
}

// secured says where https is, and whom tablets are to trust.
func (h *hallBox) secured(at net.Listener, own *authority.Authority) {
	if at == nil {
		return
	}
	_, h.Secure, _ = net.SplitHostPort(at.Addr().String())
	if own != nil {
		h.Authority = &handlers.Authority{Name: own.Name(), DER: own.DER(), Fingerprint: own.Fingerprint(), Until: own.Until()}
	}
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
	if h.Secure != "" {
		s.WriteString("secure, for the council's own tablets: " + lan.URL("https", all[0], h.Secure) + "\n")
		if h.Authority != nil {
			s.WriteString("  trusted once, as " + lan.URL("http", all[0], h.Port) + "/trust shows; certificate SHA-256 " + h.Authority.Fingerprint + "\n")
		}
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
