package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func hall(list ...string) (out []netip.Addr) {
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

func open(t *testing.T, folder string, now *time.Time, own ...string) *Authority {
	t.Helper()
	a, err := Open(folder, func() time.Time { return *now }, hall(own...))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestATabletThatTrustsTheHallReachesIt(t *testing.T) {
	now := time.Now()
	a := open(t, t.TempDir(), &now)
	k := NewKeeper(a, "Hall-PC.home", func() []netip.Addr { return hall("10.42.0.1") })
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{GetCertificate: k.Certificate})
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: log.New(io.Discard, "", 0)}
	go srv.Serve(listener)
	defer srv.Close()
	url := "https://" + listener.Addr().String()
	trust := x509.NewCertPool()
	trust.AddCert(a.cert)
	for _, name := range []string{"", "10.42.0.1", "hall-pc.local", "hall-pc.lan"} {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust, ServerName: name}}}
		res, err := client.Get(url)
		if err != nil {
			t.Errorf("as %q: %v", name, err)
			continue
		}
		res.Body.Close()
	}
	if _, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}}).Get(url); err == nil {
		t.Error("a tablet that does not trust it was let in")
	}
}

// Whoever steals the key can still not be a bank to these tablets.
func TestTheAuthoritySpeaksForTheHallOnly(t *testing.T) {
	now := time.Now()
	folder := t.TempDir()
	a := open(t, folder, &now, "192.0.2.2")
	trust := x509.NewCertPool()
	trust.AddCert(a.cert)
	stolen := func(dns []string, ips ...string) *x509.Certificate {
		key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		c := &x509.Certificate{SerialNumber: serial(), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), DNSNames: dns, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		for _, ip := range ips {
			c.IPAddresses = append(c.IPAddresses, net.ParseIP(ip))
		}
		der, err := x509.CreateCertificate(rand.Reader, c, a.cert, key.Public(), a.key)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return leaf
	}
	openssl, _ := exec.LookPath("openssl")
	for _, c := range []struct {
		leaf *x509.Certificate
		good bool
	}{
		{stolen([]string{"zal.local", "zal.lan"}, "192.168.1.5", "10.1.2.3", "172.20.0.1", "fd00::1", "192.0.2.2"), true},
		{stolen([]string{"gov.kg"}), false},
		{stolen([]string{"zal.local", "bank.kg"}), false},
		{stolen([]string{"zallocal"}), false},
		{stolen(nil, "8.8.8.8"), false},
		{stolen(nil, "192.0.2.3"), false},
		{stolen(nil, "172.32.0.1"), false},
		{stolen(nil, "2001:4860:4860::8888"), false},
	} {
		_, err := c.leaf.Verify(x509.VerifyOptions{Roots: trust, CurrentTime: now})
		if (err == nil) != c.good {
			t.Errorf("%v %v: %v", c.leaf.DNSNames, c.leaf.IPAddresses, err)
		}
		if openssl == "" {
			continue
		}
		file := filepath.Join(folder, "leaf.pem")
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.leaf.Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(openssl, "verify", "-CAfile", filepath.Join(folder, certFile), file).CombinedOutput()
		if (err == nil) != c.good {
			t.Errorf("openssl on %v %v: %s", c.leaf.DNSNames, c.leaf.IPAddresses, out)
		}
	}
	if !a.cert.PermittedDNSDomainsCritical || !a.cert.MaxPathLenZero {
		t.Error("the limits may be ignored, or another authority made below it")
	}
}

func TestTheKeyIsKeptAndNobodyElseReadsIt(t *testing.T) {
	now := time.Now()
	folder := t.TempDir()
	first := open(t, folder, &now, "10.0.0.1")
	info, err := os.Stat(filepath.Join(folder, keyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	if again := open(t, folder, &now, "192.168.7.7"); again.Fingerprint() != first.Fingerprint() {
		t.Error("another hall's private address made a new authority: tablets would have to trust it again")
	}
	if odd := open(t, folder, &now, "212.112.100.7"); odd.Fingerprint() == first.Fingerprint() {
		t.Error("a public address of the hall is not permitted")
	}
	now = now.Add(life - fresh + time.Hour)
	if renewed := open(t, folder, &now); !renewed.Until().After(now.Add(fresh)) {
		t.Error("the authority runs out")
	}
	if err := os.WriteFile(filepath.Join(folder, keyFile), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder, time.Now, nil); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("a broken key: %v", err)
	}
}

func TestACertificateRenewsItselfAndFollowsTheNetwork(t *testing.T) {
	now := time.Now()
	a := open(t, t.TempDir(), &now)
	addrs := hall("10.42.0.1", "212.1.1.1")
	k := NewKeeper(a, "Залдын ноутбугу", func() []netip.Addr { return addrs })
	get := func() *x509.Certificate {
		c, err := k.Certificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	first := get()
	if len(first.IPAddresses) != 2 || len(first.DNSNames) != 0 || first.NotAfter.Sub(now) > leafLife {
		t.Errorf("%v %v until %s", first.IPAddresses, first.DNSNames, first.NotAfter)
	}
	if get() != first {
		t.Error("a new certificate for nothing")
	}
	now = now.Add(leafLife*2/3 + time.Hour)
	second := get()
	if second.SerialNumber.Cmp(first.SerialNumber) == 0 {
		t.Error("not renewed with a third of its life left")
	}
	addrs = hall("192.168.1.9")
	if third := get(); third.VerifyHostname("192.168.1.9") != nil {
		t.Error("the new address is missing")
	}
}

func TestACertificateFromFilesIsReadAgain(t *testing.T) {
	now := time.Now()
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "c.pem"), filepath.Join(folder, "k.pem")
	put := func(at time.Time) {
		a := open(t, t.TempDir(), &now)
		leaf, err := a.sign("hall", nil)
		if err != nil {
			t.Fatal(err)
		}
		der, _ := x509.MarshalPKCS8PrivateKey(leaf.PrivateKey)
		if err := write(cert, "CERTIFICATE", leaf.Certificate[0], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := write(key, "PRIVATE KEY", der, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(cert, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenFiles(cert, key); err == nil {
		t.Error("nothing there, no error")
	}
	put(now.Add(-time.Hour))
	f, err := OpenFiles(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	first := f.have
	put(now)
	f.looked = time.Time{}
	if second, err := f.Certificate(nil); err != nil || second == first {
		t.Errorf("the renewed certificate is not served: %v", err)
	}
	f.looked, f.at = time.Time{}, time.Time{}
	if err := os.WriteFile(key, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := f.Certificate(nil); err != nil || c == nil {
		t.Errorf("a half written renewal: %v", err)
	}
}
