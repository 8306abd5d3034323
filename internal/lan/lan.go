// Package lan finds the addresses by which a hall's tablets and phones reach
// this machine, and asks nobody outside of it.
package lan

import (
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Link is a network interface as far as it matters here.
type Link struct {
	Name     string
	Up       bool // switched on and plugged in
	Loopback bool
	Direct   bool // leads to one other machine: a tunnel
	Addrs    []netip.Addr
}

// inner are networks between this machine and programs on it: containers, virtual machines, tunnels.
var inner = regexp.MustCompile(`^(docker|veth|virbr|vmnet|vboxnet|cni|flannel|cali|podman|lxcbr|lxdbr|tailscale|zt|wg|tun|utun|ham)|^br-[0-9a-f]{12}$|(?i)^(vethernet|vmware|virtualbox|hyper-v)`)

// wireless is where phones are.
var wireless = regexp.MustCompile(`(?i)^(wl|ap|ath|ra)[a-z]*[0-9]|wi-?fi|wlan|local area connection\*`)

// Pick orders the addresses worth printing, the best first: private IPv4, of
// wireless links before wired ones; then other IPv4; IPv6 only where there is nothing else.
func Pick(links []Link) []netip.Addr {
	type found struct {
		addr netip.Addr
		rank int
	}
	var all []found
	for _, l := range links {
		if !l.Up || l.Loopback || l.Direct || inner.MatchString(l.Name) {
			continue
		}
		wired := 1
		if wireless.MatchString(l.Name) {
			wired = 0
		}
		for _, a := range l.Addrs {
			a = a.Unmap()
			switch {
			case a.IsLoopback() || a.IsMulticast() || a.IsUnspecified():
			case a.Is4() && a.IsPrivate():
				all = append(all, found{a, wired})
			case a.Is4() && !a.IsLinkLocalUnicast():
				all = append(all, found{a, 2 + wired})
			case a.Is4():
				all = append(all, found{a, 4 + wired}) // two machines on a cable, no router
			case !a.IsLinkLocalUnicast(): // one of those would need the name of the reader's own interface
				all = append(all, found{a.WithZone(""), 6 + wired})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.rank - b.rank })
	var out []netip.Addr
	for _, f := range all {
		if f.rank >= 6 && len(out) > 0 && out[0].Is4() {
			break
		}
		if !slices.Contains(out, f.addr) {
			out = append(out, f.addr)
		}
	}
	return out
}

// Links asks the machine for its interfaces.
func Links() ([]Link, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	links := make([]Link, 0, len(all))
	for _, i := range all {
		l := Link{Name: i.Name, Up: i.Flags&net.FlagUp != 0 && i.Flags&net.FlagRunning != 0,
			Loopback: i.Flags&net.FlagLoopback != 0, Direct: i.Flags&net.FlagPointToPoint != 0}
		addrs, err := i.Addrs()
		if err != nil { // it went away meanwhile
			continue
		}
		for _, a := range addrs {
			if prefix, err := netip.ParsePrefix(a.String()); err == nil {
				l.Addrs = append(l.Addrs, prefix.Addr())
			}
		}
		links = append(links, l)
	}
	return links, nil
}

// URL is an address as people type it.
func URL(scheme string, a netip.Addr, port string) string {
	host := a.String()
	if a.Is6() {
		host = "[" + host + "]"
	}
	if scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return scheme + "://" + host
	}
	return scheme + "://" + host + ":" + port
}

// escaped are the characters that mean something in a code for a Wi-Fi.
var escaped = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, `:`, `\:`, `"`, `\"`)

// WiFiCode is what a phone's camera reads to join a Wi-Fi. Without a password it is open.
func WiFiCode(name, password string, hidden bool) string {
	code := "WIFI:T:nopass;S:" + escaped.Replace(name) + ";"
	if password != "" {
		code = "WIFI:T:WPA;S:" + escaped.Replace(name) + ";P:" + escaped.Replace(password) + ";"
	}
	if hidden {
		code += "H:true;"
	}
	return code + ";"
}
