package civic

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// BundleFormat is the newest shape of a bundle that this program reads and the one it writes.
const BundleFormat = 1

// Bundle is a session, or a cycle with its sessions, on its way to another
// installation: the rows as they stand and the journal that led to them.
// Secrets, phones' tokens and uncounted votes never travel.
type Bundle struct {
	Made   time.Time      `json:"made"`
	By     string         `json:"by"` // name of who packed it
	Place  Text           `json:"place"`
	Units  []BundleUnit   `json:"units"`  // that the rows name, with those above them, the highest first
	People []BundlePerson `json:"people"` // that the rows name
	Parts  []BundlePart   `json:"parts"`  // the cycle first
}

// BundleUnit is a unit of the territory as the other installation may know it: by its code.
type BundleUnit struct {
	ID     string   `json:"id"`
	Parent string   `json:"parent,omitempty"`
	Level  Level    `json:"level"`
	Code   string   `json:"code"`
	Name   Text     `json:"name"`
	Also   []string `json:"also,omitempty"`
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
}

// BundlePerson is somebody that rows name; the other installation may know them by their login.
type BundlePerson struct {
	ID    string `json:"id"`
	Login string `json:"login"`
	Name  string `json:"name"`
	Sex   string `json:"sex,omitempty"`
}

// Sorts of a part.
const (
	BundleCycle   = "cycle"
	BundleSession = "session"
)

// BundlePart is a cycle or a session.
type BundlePart struct {
	Sort    string        `json:"sort"`
	ID      string        `json:"id"`
	Title   BundleTitle   `json:"title"`
	Journal []BundleEntry `json:"journal"` // oldest first
	Tables  []BundleTable `json:"tables"`  // in an order in which they can be written
}

// BundleTitle is how people tell one part from another.
type BundleTitle struct {
	Cycle    Text          `json:"cycle"`
	Village  Text          `json:"village,omitempty"`
	Audience Text          `json:"audience,omitempty"`
	Date     string        `json:"date,omitempty"`
	Status   SessionStatus `json:"status,omitempty"`
	Number   int           `json:"number,omitempty"`
}

// BundleEntry is an entry of the journal, without what is an installation's own.
type BundleEntry struct {
	ID       string `json:"id"`
	Actor    string `json:"actor,omitempty"`
	Device   string `json:"device,omitempty"`
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	Data     string `json:"data"`      // JSON as it was hashed, to the letter
	ClientAt int64  `json:"client_at"` // unix microseconds
	ServerAt int64  `json:"server_at"`
	Outcome  string `json:"outcome,omitempty"` // JSON
	Prev     string `json:"prev,omitempty"`
	Hash     string `json:"hash"`
}

// BundleTable is the rows of a table; a value is a number, a text, null or {"base64": …}.
type BundleTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    [][]any  `json:"rows"`
}

// head is the first line of a bundle's file: what can be read before anything is trusted.
type head struct {
	Ashar   string `json:"ashar"` // "bundle"
	Format  int    `json:"format"`
	Schema  int64  `json:"schema"` // of the database that the rows come from
	Version string `json:"version"`
	Key     string `json:"key"` // ed25519, base64
	Sign    string `json:"sign"`
}

// says is what is signed: the head and the content.
func (h head) says(content []byte) []byte {
	sum := sha256.Sum256(content)
	return fmt.Appendf(nil, "ashar bundle\n%d\n%d\n%s\n%x", h.Format, h.Schema, h.Version, sum)
}

// Seal is what an installation signs with, made of its secret.
type Seal struct{ key ed25519.PrivateKey }

// NewSeal makes the seal of an installation: always the same of the same secret.
func NewSeal(secret []byte) Seal {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte("ashar bundle seal 1"))
	return Seal{ed25519.NewKeyFromSeed(m.Sum(nil))}
}

// Signer is who signed a bundle: a public key, hex.
type Signer string

// Signer is the public half of the seal.
func (s Seal) Signer() Signer {
	return Signer(hex.EncodeToString(s.key.Public().(ed25519.PublicKey)))
}

// Mark is the signer as two people compare it aloud: 16 characters in fours.
func (s Signer) Mark() string {
	sum := sha256.Sum256([]byte(s))
	m := strings.ToUpper(hex.EncodeToString(sum[:8]))
	return m[:4] + " " + m[4:8] + " " + m[8:12] + " " + m[12:]
}

// Write writes a bundle's file: a line that says what it is and who signed it, then the content, compressed.
func (s Seal) Write(w io.Writer, b Bundle, schema int64, version string) error {
	var content bytes.Buffer
	z := gzip.NewWriter(&content)
	if err := json.NewEncoder(z).Encode(b); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	h := head{Ashar: "bundle", Format: BundleFormat, Schema: schema, Version: version}
	h.Key = base64.StdEncoding.EncodeToString(s.key.Public().(ed25519.PublicKey))
	h.Sign = base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, h.says(content.Bytes())))
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	_, err = w.Write(append(append(line, '\n'), content.Bytes()...))
	return err
}

// mostBundle bounds what a bundle may unpack to, in bytes.
const mostBundle = 1 << 30

// ReadBundle reads a bundle's file and proves its signature. What is no bundle,
// was changed on its way or comes from a newer Ashar is refused in words.
func ReadBundle(file []byte, schema int64) (b Bundle, by Signer, err error) {
	in := bufio.NewReader(bytes.NewReader(file))
	line, err := in.ReadSlice('\n')
	var h head
	if err != nil || json.Unmarshal(line, &h) != nil || h.Ashar != "bundle" {
		return b, "", Bad("file", "error.bundle_none")
	}
	if h.Format > BundleFormat || h.Schema > schema {
		return b, "", Bad("file", "error.bundle_newer", "version", h.Version)
	}
	content := file[len(line):]
	key, e1 := base64.StdEncoding.DecodeString(h.Key)
	sign, e2 := base64.StdEncoding.DecodeString(h.Sign)
	if e1 != nil || e2 != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, h.says(content), sign) {
		return b, "", Bad("file", "error.bundle_changed")
	}
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err == nil {
		dec := json.NewDecoder(io.LimitReader(z, mostBundle))
		dec.UseNumber()
		err = dec.Decode(&b)
	}
	if err != nil {
		return b, "", Bad("file", "error.bundle_changed").Because(err)
	}
	return b, Signer(hex.EncodeToString(key)), nil
}

// BundleState is what a part is to the installation that it came to.
type BundleState string

// States of a part, by the two journals.
const (
	BundleNew      BundleState = "new"      // it is not here
	BundleMore     BundleState = "more"     // it goes on where ours ends
	BundleKnown    BundleState = "known"    // it is here, or here it went on already
	BundleConflict BundleState = "conflict" // both went on, each their own way
	BundleForeign  BundleState = "foreign"  // of another municipality, or of none that is here
)

// BundleStates in the order of how much they matter.
var BundleStates = []BundleState{BundleConflict, BundleForeign, BundleNew, BundleMore, BundleKnown}

// CompareJournals tells what a journal is to ours: hashes, oldest first. has says whether the thing itself is here.
func CompareJournals(has bool, ours, theirs []string) (s BundleState, common int) {
	for common < min(len(ours), len(theirs)) && ours[common] == theirs[common] {
		common++
	}
	switch {
	case !has:
		s = BundleNew
	case common == len(theirs):
		s = BundleKnown
	case common == len(ours):
		s = BundleMore
	default:
		s = BundleConflict
	}
	return s, common
}

// PlannedPart is what taking a bundle in would do with one of its parts.
type PlannedPart struct {
	BundlePart
	State        BundleState
	Ours, Theirs []BundleEntry // of either alone, where the ways part
}

// BundlePlan is what taking a bundle in would do.
type BundlePlan struct {
	Bundle Bundle
	Signer Signer
	Known  bool // somebody said before that this signer is to be trusted; or it is this installation itself
	Parts  []PlannedPart
	Units  []BundleUnit   // that are not here yet
	People []BundlePerson // likewise
}

// Count is how many parts are in a state.
func (p BundlePlan) Count(s BundleState) (n int) {
	for _, part := range p.Parts {
		if part.State == s {
			n++
		}
	}
	return n
}

// Takes is how many parts are written; those in conflict only if a person settles them for the file.
func (p BundlePlan) Takes() int { return p.Count(BundleNew) + p.Count(BundleMore) }

// Digest tells one plan from another: what is confirmed must be what was shown.
func (p BundlePlan) Digest() string {
	var said []byte
	for _, part := range p.Parts {
		said = fmt.Appendf(said, "%s %s %d %d\n", part.ID, part.State, len(part.Ours), len(part.Theirs))
	}
	return FileDigest(fmt.Appendf(said, "%d %d", len(p.Units), len(p.People)))
}

// HeldBundle is a bundle's file that lies here: come in and not settled, on its way out, or kept because it was replaced.
type HeldBundle struct {
	ID      string
	Scope   string // a municipality, or the Installation
	Way     string // BundleIn, BundleOut, BundleKept
	User    string // who brought it; "" one that was sent here
	Name    string // of the file
	Size    int64  // bytes
	Got     int64  // bytes that are there, or that the other side has
	Digest  string // SHA-256 of the file
	At      time.Time
	Done    time.Time
	To      string // address that it goes to
	Key     string // that it is let in by there
	Problem string // key of a sentence: why it has not arrived yet
	Tried   time.Time
}

// Whole says that every byte is here.
func (h HeldBundle) Whole() bool { return h.Got == h.Size }

// BundleKey lets a hall send bundles to a municipality for a while.
type BundleKey struct {
	Hash  string
	By    string // name of who made it
	Until time.Time
}

// FileDigest is the SHA-256 of a file, hex.
func FileDigest(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// BundleName is what a bundle's file is called: the day of the session, or the cycle, and when it was packed.
func BundleName(b Bundle) string {
	last := b.Parts[len(b.Parts)-1]
	what := "cycle"
	if len(b.Parts) == 2 {
		what = last.Title.Date
	}
	return "ashar-" + what + "-" + last.ID[len(last.ID)-6:] + "-" + b.Made.In(Zone).Format("20060102-1504") + ".ashar"
}

// Ways of a bundle.
const (
	BundleIn   = "in"
	BundleOut  = "out"
	BundleKept = "kept"
)

// TakeBundle takes a bundle in, as its plan was shown. Theirs names the parts
// in conflict that are taken from the file; what stood here is kept as a bundle.
type TakeBundle struct {
	Bundle string   `json:"bundle"`
	Digest string   `json:"digest"`
	Theirs []string `json:"theirs,omitempty"`
	Trust  bool     `json:"trust,omitempty"` // the signer is known from now on

	Version string `json:"-"` // of the program, for the bundle of what is replaced
}

func (TakeBundle) Kind() string      { return "bundle.take" }
func (t TakeBundle) Subject() string { return t.Bundle }
func (t TakeBundle) Validate() error {
	if !ValidID(t.Bundle) {
		return E(NotFound, "error.not_found")
	}
	return nil
}

// PackBundle notes that a session or cycle left in a file: names may have gone with it.
type PackBundle struct {
	Scope string `json:"scope"`
	To    string `json:"to,omitempty"` // host it is sent to; "" a file
}

func (PackBundle) Kind() string      { return "bundle.pack" }
func (p PackBundle) Subject() string { return p.Scope }
func (p PackBundle) Validate() error { return nil }
