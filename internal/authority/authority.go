// Package authority is a small certificate authority of one hall: it can speak
// for a local network's addresses and names and for nothing else, and signs
// certificates that live days. Tablets of the council trust it once.
package authority

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	certFile = "authority.crt"
	keyFile  = "authority.key"

	life  = 2 * 365 * 24 * time.Hour
	fresh = 30 * 24 * time.Hour // with less left a new one is made: tablets must trust that again
	early = 48 * time.Hour      // clocks of tablets are wrong
)

// names and networks are all that it may speak for: what no public authority
// gives anybody, so nobody can be impersonated on the internet with its key.
var (
	names    = []string{"local", "lan"}
	networks = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10"}
)

// Authority signs certificates for this machine's addresses.
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	now  func() time.Time
}

// Open reads the folder's authority, or makes one: the key readable by nobody
// else. A hall whose network has public addresses has those permitted too, one by one.
func Open(folder string, now func() time.Time, own []netip.Addr) (*Authority, error) {
	a, err := read(folder, now)
	if err == nil && a.cert.NotAfter.Sub(now()) > fresh && a.permits(own) {
		return a, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return create(folder, now, own)
}

func read(folder string, now func() time.Time) (*Authority, error) {
	cert, err := readPEM(filepath.Join(folder, certFile), "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	key, err := readPEM(filepath.Join(folder, keyFile), "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	a := &Authority{now: now}
	if a.cert, err = x509.ParseCertificate(cert); err != nil {
		return nil, fmt.Errorf("%s: %w", certFile, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", keyFile, err)
	}
	var ok bool
	if a.key, ok = parsed.(*ecdsa.PrivateKey); !ok || !a.key.PublicKey.Equal(a.cert.PublicKey) {
		return nil, fmt.Errorf("%s does not belong to %s: delete both to make new ones", keyFile, certFile)
	}
	return a, nil
}

func readPEM(path, kind string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("%s holds no %s: delete it to make a new one", path, strings.ToLower(kind))
	}
	return block.Bytes, nil
}

func create(folder string, now func() time.Time, own []netip.Addr) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	host, _ := os.Hostname()
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: "Ashar hall " + host, Organization: []string{"Ashar"}},
		NotBefore:             now().Add(-early),
		NotAfter:              now().Add(life),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         names,
		// nothing of these kinds is ever signed; an authority that says nothing about a kind may sign all of it
		PermittedEmailAddresses: []string{".local"},
		PermittedURIDomains:     []string{".local"},
	}
	for _, n := range networks {
		_, ipnet, err := net.ParseCIDR(n)
		if err != nil {
			return nil, err
		}
		template.PermittedIPRanges = append(template.PermittedIPRanges, ipnet)
	}
	for _, addr := range own {
		if !within(template.PermittedIPRanges, addr) {
			template.PermittedIPRanges = append(template.PermittedIPRanges, &net.IPNet{IP: addr.AsSlice(), Mask: net.CIDRMask(addr.BitLen(), addr.BitLen())})
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := write(filepath.Join(folder, keyFile), "PRIVATE KEY", pkcs8, 0o600); err != nil {
		return nil, err
	}
	if err := write(filepath.Join(folder, certFile), "CERTIFICATE", der, 0o644); err != nil {
		return nil, err
	}
	return read(folder, now)
}

// write replaces a file whole or not at all.
func write(path, kind string, der []byte, mode fs.FileMode) error {
	var b bytes.Buffer
	if err := pem.Encode(&b, &pem.Block{Type: kind, Bytes: der}); err != nil {
		return err
	}
	_ = os.Remove(path + ".new")
	if err := os.WriteFile(path+".new", b.Bytes(), mode); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func serial() *big.Int {
	n, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // never fails (crypto/rand)
	return n.Add(n, big.NewInt(1))
}

func within(ranges []*net.IPNet, addr netip.Addr) bool {
	for _, r := range ranges {
		if r.Contains(addr.AsSlice()) {
			return true
		}
	}
	return false
}

func (a *Authority) permits(own []netip.Addr) bool {
	for _, addr := range own {
		if !within(a.cert.PermittedIPRanges, addr) {
			return false
		}
	}
	return true
}

// DER is the certificate that tablets are to trust.
func (a *Authority) DER() []byte { return a.cert.Raw }

// Until is how long it can be trusted.
func (a *Authority) Until() time.Time { return a.cert.NotAfter }

// Name is what tablets show it as.
func (a *Authority) Name() string { return a.cert.Subject.CommonName }

// Fingerprint is the SHA-256 of the certificate as tablets show it: AB:CD:….
func (a *Authority) Fingerprint() string {
	sum := sha256.Sum256(a.cert.Raw)
	parts := make([]string, len(sum))
	for i, b := range sum {
		parts[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(parts, ":")
}
