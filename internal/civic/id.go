package civic

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"
)

// IDs mints UUIDv7 (RFC 9562): time-ordered, so that tables stay in order of
// arrival. The clock is injected; two ids of one millisecond keep their order.
type IDs struct {
	mu   sync.Mutex
	now  func() time.Time
	rand interface{ Uint64() uint64 } // nil: crypto/rand
	last uint64                       // milliseconds<<12 | counter
}

// NewIDs uses the clock now.
func NewIDs(now func() time.Time) *IDs { return &IDs{now: now} }

// NewIDsFrom takes the randomness from a source that repeats: for the demo,
// which must be the same every time.
func NewIDsFrom(now func() time.Time, source interface{ Uint64() uint64 }) *IDs {
	return &IDs{now: now, rand: source}
}

// New is a fresh id in its text form.
func (g *IDs) New() string {
	g.mu.Lock()
	t := uint64(g.now().UnixMilli()) << 12
	if t <= g.last {
		t = g.last + 1
	}
	g.last = t
	var b [16]byte
	if g.rand != nil {
		binary.BigEndian.PutUint64(b[8:], g.rand.Uint64())
	} else {
		_, _ = rand.Read(b[8:]) // never fails (crypto/rand)
	}
	g.mu.Unlock()
	binary.BigEndian.PutUint64(b[:8], t>>12<<16|0x7000|t&0xfff)
	b[8] = b[8]&0x3f | 0x80
	return FormatID(b)
}

// FormatID writes 16 bytes as a UUID.
func FormatID(b [16]byte) string {
	var s [36]byte
	hex.Encode(s[:8], b[:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:], b[10:])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

// ValidID reports whether s has the form of a UUID in lower case.
func ValidID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
		default:
			return false
		}
	}
	return true
}
