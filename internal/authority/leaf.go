package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// leafLife is how long a server's certificate lives; it is renewed with a third left.
const leafLife = 7 * 24 * time.Hour

// Keeper has a certificate for the present addresses at hand. Its key lives in
// memory only.
type Keeper struct {
	by    *Authority
	addrs func() []netip.Addr
	host  string // of this machine, without a domain

	mu   sync.Mutex
	leaf *tls.Certificate
	of   []netip.Addr
}

// NewKeeper signs for the addresses that addrs tells and for host.local and host.lan.
func NewKeeper(by *Authority, host string, addrs func() []netip.Addr) *Keeper {
	host, _, _ = strings.Cut(strings.ToLower(host), ".")
	return &Keeper{by: by, host: host, addrs: addrs}
}

// Certificate is for tls.Config.GetCertificate: it is made anew when the
// addresses have changed or its time runs out.
func (k *Keeper) Certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.addrs()
	if k.leaf != nil && slices.Equal(k.of, now) && k.leaf.Leaf.NotAfter.Sub(k.by.now()) > leafLife/3 {
		return k.leaf, nil
	}
	leaf, err := k.by.sign(k.host, now)
	if err == nil {
		k.leaf, k.of = leaf, slices.Clone(now)
	}
	return leaf, err
}

// sign makes a certificate; addresses that the authority may not speak for are left out.
func (a *Authority) sign(host string, addrs []netip.Addr) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	until := a.now().Add(leafLife)
	if until.After(a.cert.NotAfter) {
		until = a.cert.NotAfter
	}
	template := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: "Ashar"},
		NotBefore:    a.now().Add(-early),
		NotAfter:     until,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if label(host) {
		for _, n := range names {
			template.DNSNames = append(template.DNSNames, host+"."+n)
		}
	}
	for _, addr := range append(slices.Clone(addrs), netip.MustParseAddr("127.0.0.1")) {
		if within(a.cert.PermittedIPRanges, addr) {
			template.IPAddresses = append(template.IPAddresses, addr.AsSlice())
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	return &tls.Certificate{Certificate: [][]byte{der, a.cert.Raw}, PrivateKey: key, Leaf: leaf}, err
}

// label reports whether a host name can stand in a certificate.
func label(host string) bool {
	if host == "" || len(host) > 63 {
		return false
	}
	return strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
