package civic

import "time"

// PhotosMax is how many photos one checklist item or one card may have.
const PhotosMax = 6

const captionMax = 500

// Photo shows what a checklist item or a card speaks of: Check is the item's
// number, Priority the card's id; with neither it lies with the session and
// waits for a card. A removed one is only the record that it was there.
type Photo struct {
	ID            string
	Check         int
	Priority      string
	Hash          string // SHA-256 of the picture; empty when it was removed
	Width, Height int
	Caption       string // in people's own words
	Version       int64
	Rivals        int
	By            string // name
	At            time.Time
	RemovedBy     string // name
	RemovedAt     time.Time
	Reason        string
}

// Removed reports whether the picture is gone.
func (p Photo) Removed() bool { return p.Hash == "" }

// Of names in the journal what the photo belongs to.
func (p Photo) Of(session string) string { return photoOf(session, p.Check, p.Priority) }

func photoOf(session string, check int, priority string) string {
	switch {
	case check > 0:
		return CheckSubject(session, check)
	case priority != "":
		return priority
	}
	return session + "/photos"
}

// Photos are those of a session, in the order they were taken.
type Photos []Photo

// Split parts what is there to be seen from what was removed.
func (ps Photos) Split() (there, removed Photos) {
	for _, p := range ps {
		if p.Removed() {
			removed = append(removed, p)
		} else {
			there = append(there, p)
		}
	}
	return there, removed
}

// OfID is the photo of an id, if it is among them.
func (ps Photos) OfID(id string) Photos {
	for i := range ps {
		if ps[i].ID == id {
			return ps[i : i+1]
		}
	}
	return nil
}

// OfCheck are the photos of a checklist item.
func (ps Photos) OfCheck(number int) (out Photos) {
	for _, p := range ps {
		if p.Check == number {
			out = append(out, p)
		}
	}
	return out
}

// OfPriority are the photos of one card itself; with "" those on no card.
func (ps Photos) OfPriority(id string) (out Photos) {
	for _, p := range ps {
		if p.Check == 0 && p.Priority == id {
			out = append(out, p)
		}
	}
	return out
}

// AddPhoto adds a photo to a checklist item or a card. The pictures go into
// the table of files, the journal keeps the hash; the caption may name who is
// seen and stays out of the journal.
type AddPhoto struct {
	ID       string `json:"id"`
	Session  string `json:"session"`
	Check    int    `json:"check,omitempty"`
	Item     string `json:"item,omitempty"` // key of the checklist's item that was seen at that number
	Priority string `json:"priority,omitempty"`
	Caption  string `json:"caption,omitempty"`
	Hash     string `json:"hash"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	JPEG     []byte `json:"-"`
	Small    []byte `json:"-"`
}

func (AddPhoto) Kind() string      { return "photo.add" }
func (a AddPhoto) Subject() string { return photoOf(a.Session, a.Check, a.Priority) }

// Journaled leaves the caption out.
func (a AddPhoto) Journaled() any {
	a.Caption = ""
	return a
}

// Validate checks that the picture is the one the hash names.
func (a AddPhoto) Validate() error {
	if !ValidID(a.ID) {
		return Bad("", "error.id")
	}
	return validPicture(a.Hash, a.JPEG, a.Small, a.Caption)
}

// CaptionPhoto sets the words under a photo; Base is the version that was read.
type CaptionPhoto struct {
	ID      string `json:"id"`
	Base    int64  `json:"base"`
	Caption string `json:"caption,omitempty"`
}

func (CaptionPhoto) Kind() string      { return "photo.caption" }
func (c CaptionPhoto) Subject() string { return c.ID }

// Journaled leaves the caption out.
func (c CaptionPhoto) Journaled() any {
	c.Caption = ""
	return c
}

// Validate bounds the text.
func (c CaptionPhoto) Validate() error {
	if tooLong(c.Caption, captionMax) {
		return Bad("caption", "error.text_long", "n", captionMax)
	}
	return nil
}

// PlacePhoto puts a photo onto a card: from another, or from none.
type PlacePhoto struct {
	ID       string `json:"id"`
	Priority string `json:"priority"`
}

func (PlacePhoto) Kind() string      { return "photo.place" }
func (p PlacePhoto) Subject() string { return p.ID }

// Validate wants a card.
func (p PlacePhoto) Validate() error {
	if p.Priority == "" {
		return Bad("priority", "error.choice")
	}
	return nil
}

// RemovePhoto deletes a picture for good, with its caption; who did it, when
// and why stays, here and in the journal. Of is what it belongs to.
type RemovePhoto struct {
	ID     string `json:"id"`
	Of     string `json:"of"`
	Reason string `json:"reason"`
}

func (RemovePhoto) Kind() string      { return "photo.remove" }
func (r RemovePhoto) Subject() string { return r.Of }

// Validate wants a reason.
func (r RemovePhoto) Validate() error { return validReason(true, r.Reason) }
