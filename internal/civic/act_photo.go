package civic

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// ActPhoto shows what an act speaks of. Blurred is how many places of it were
// made unrecognisable before it was kept. A removed one is only the record that
// it was there.
type ActPhoto struct {
	ID            string
	Hash          string // SHA-256 of the picture; empty when it was removed
	Width, Height int
	Caption       string
	Blurred       int
	By            string // name
	At            time.Time
	RemovedBy     string // name
	RemovedAt     time.Time
	Reason        string
	Image         []byte // for paper
}

// Removed reports whether the picture is gone.
func (p *ActPhoto) Removed() bool { return p.Hash == "" }

// AddActPhoto adds a photo to a draft; where the photo arrives before the
// words, the draft begins with it. The caption may name who is seen and stays
// out of the journal.
type AddActPhoto struct {
	ID      string `json:"id"`
	Act     string `json:"act"`
	Action  string `json:"action"`
	Visit   string `json:"visit,omitempty"`
	Caption string `json:"caption,omitempty"`
	Hash    string `json:"hash"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Blurred int    `json:"blurred,omitempty"`
	JPEG    []byte `json:"-"`
	Small   []byte `json:"-"`
}

func (AddActPhoto) Kind() string      { return "act.photo" }
func (a AddActPhoto) Subject() string { return a.Act }

// Journaled leaves the caption out.
func (a AddActPhoto) Journaled() any {
	a.Caption = ""
	return a
}

// Validate checks that the picture is the one the hash names.
func (a AddActPhoto) Validate() error {
	if !ValidID(a.ID) || !ValidID(a.Act) {
		return Bad("", "error.id")
	}
	return validPicture(a.Hash, a.JPEG, a.Small, a.Caption)
}

// validPicture wants the JPEG that the hash names, with a thumbnail and no long caption.
func validPicture(hash string, jpeg, small []byte, caption string) error {
	if sum := sha256.Sum256(jpeg); len(small) == 0 || hash != hex.EncodeToString(sum[:]) || !bytes.HasPrefix(jpeg, []byte("\xFF\xD8")) {
		return Bad("photo", "error.photo_unreadable")
	}
	if tooLong(caption, captionMax) {
		return Bad("caption", "error.text_long", "n", captionMax)
	}
	return nil
}

// RemoveActPhoto deletes a picture for good; who, when and why stays. Whoever is seen may ask for it, after filing too.
type RemoveActPhoto struct {
	ID     string `json:"id"`
	Act    string `json:"act"`
	Reason string `json:"reason"`
}

func (RemoveActPhoto) Kind() string      { return "act.photo_remove" }
func (r RemoveActPhoto) Subject() string { return r.Act }

// Validate wants a reason.
func (r RemoveActPhoto) Validate() error { return validReason(true, r.Reason) }
