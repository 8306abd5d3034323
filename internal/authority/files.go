package authority

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// Files is a certificate that somebody else renews on the disk.
type Files struct {
	cert, key string
	mu        sync.Mutex
	have      *tls.Certificate
	at        time.Time // of the file that was read
	looked    time.Time
}

// OpenFiles reads a certificate with its key, and again whenever they are renewed.
func OpenFiles(cert, key string) (*Files, error) {
	f := &Files{cert: cert, key: key}
	_, err := f.Certificate(nil)
	return f, err
}

// Certificate is for tls.Config.GetCertificate. While a renewal is half
// written the certificate from before serves on.
func (f *Files) Certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.have != nil && time.Since(f.looked) < time.Second {
		return f.have, nil
	}
	f.looked = time.Now()
	info, err := os.Stat(f.cert)
	if err == nil && f.have != nil && info.ModTime().Equal(f.at) {
		return f.have, nil
	}
	if err == nil {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(f.cert, f.key); err == nil {
			f.have, f.at = &pair, info.ModTime()
		}
	}
	if f.have != nil {
		return f.have, nil
	}
	return nil, err
}
