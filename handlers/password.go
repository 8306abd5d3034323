package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"ashar/internal/civic"
)

// argon2id, second recommendation of RFC 9106 scaled to a small laptop:
// 19 MiB, 2 passes, 1 lane (OWASP's first choice).
const (
	argonTime   = 2
	argonMemory = 19 * 1024
	argonLanes  = 1
	argonKey    = 32
)

// hashing bounds how many passwords are hashed at once, so that a rush of
// sign-ins cannot take a small machine's memory.
var hashing = make(chan struct{}, 2)

// HashPassword makes the PHC string that is stored.
func HashPassword(password string) string { return HashAt(password, argonTime, argonMemory) }

// HashAt is the same with another cost: passes, and KiB of memory. The string says what it was made with.
func HashAt(password string, passes, memory uint32) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(derive(password, salt, passes, memory, argonLanes)))
}

var b64 = base64.RawStdEncoding

func derive(password string, salt []byte, time, memory uint32, lanes uint8) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, time, memory, lanes, argonKey)
}

// checkPassword compares in constant time; a malformed or empty hash costs as
// much as a real one and never matches.
func checkPassword(hash, password string) bool {
	var version int
	var memory, time uint32
	var lanes uint8
	parts := strings.Split(hash, "$")
	if len(parts) == 6 && parts[1] == "argon2id" {
		if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &lanes); err == nil {
			salt, err1 := b64.DecodeString(parts[4])
			want, err2 := b64.DecodeString(parts[5])
			if err1 == nil && err2 == nil && len(want) == argonKey {
				return subtle.ConstantTimeCompare(want, derive(password, salt, time, memory, lanes)) == 1
			}
		}
	}
	derive(password, make([]byte, 16), argonTime, argonMemory, argonLanes)
	return false
}

// newToken is an unguessable text for a cookie or link, and the hash that is stored of it.
func newToken() (token, hash string) {
	b := make([]byte, 24)
	_, _ = rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, HashToken(token)
}

// HashToken is how tokens are stored: a stolen copy of the database opens nothing.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// codeLetters leaves out what looks alike on paper: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const codeLetters = "34679ACDEFGHJKMNPQRTWXY"

// invitationLetters are so many as a code has, without its hyphens.
const invitationLetters = 16

// NewInvitation is a one-time code and the hash to store. It is short enough
// to type off a card, ABCD-EFGH-JKMN-PQRT, and has 72 bits: out of reach of
// guessing, even with a stolen copy of the database, for the week it lives.
func NewInvitation() (code, hash string) {
	var b strings.Builder
	for n := 0; n < invitationLetters; {
		var r [1]byte
		_, _ = rand.Read(r[:])
		if int(r[0]) >= 256/len(codeLetters)*len(codeLetters) {
			continue // would favour the first letters
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[int(r[0])%len(codeLetters)])
		n++
	}
	return b.String(), hashInvitation(b.String())
}

// hashInvitation is how an invitation's code is stored, however it was typed.
func hashInvitation(code string) string { return HashToken(civic.CleanCode(code)) }
