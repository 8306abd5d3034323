package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
	"strings"
	"time"
)

// ScheduleStatus is where a schedule stands. It is not stored: it follows from
// the newest version and from whether the rows still are as that version has them.
type ScheduleStatus string

const (
	ScheduleDraft     ScheduleStatus = "draft"     // nothing agreed yet
	ScheduleAgreed    ScheduleStatus = "agreed"    // by the head of the aiyl okmotu
	SchedulePublished ScheduleStatus = "published" // hung out in the villages
	ScheduleChanged   ScheduleStatus = "changed"   // differs from the newest version
)

// ScheduleVersion is a schedule as it was agreed or published. A version that
// is agreed first and published unchanged stays one version with both stamps.
type ScheduleVersion struct {
	Number      int
	Status      ScheduleStatus // agreed or published
	Digest      string
	AgreedBy    string // the head of the aiyl okmotu, as written
	MadeBy      string // name of who recorded it
	MadeAt      time.Time
	PublishedBy string
	PublishedAt time.Time
	Warnings    int // that stood when it was agreed or published
	Plan        PlanSnapshot
}

// PlanSnapshot is the content of a version: rows with the names they had.
type PlanSnapshot struct {
	Rows []PlanRow `json:"rows"`
}

// PlanRow is a row of a version.
type PlanRow struct {
	ID            string `json:"id"`
	Village       string `json:"village"`
	VillageName   Text   `json:"village_name"`
	Audience      string `json:"audience"`
	AudienceName  Text   `json:"audience_name"`
	Date          string `json:"date"`
	Starts        string `json:"starts"`
	Ends          string `json:"ends"`
	Venue         string `json:"venue,omitempty"`
	Moderator     string `json:"moderator,omitempty"`
	ModeratorName string `json:"moderator_name,omitempty"`
	Recorder      string `json:"recorder,omitempty"`
	RecorderName  string `json:"recorder_name,omitempty"`
	Min           int    `json:"min"`
	Max           int    `json:"max"`
	Cancelled     bool   `json:"cancelled,omitempty"`
	Reason        string `json:"reason,omitempty"` // of moving or cancelling
}

// Snapshot is the plan as it stands now.
func (s Schedule) Snapshot() PlanSnapshot {
	p := PlanSnapshot{Rows: make([]PlanRow, 0, len(s.Rows))}
	for _, r := range s.Rows {
		p.Rows = append(p.Rows, PlanRow{ID: r.ID, Village: r.Village, VillageName: s.VillageName(r.Village),
			Audience: r.Audience, AudienceName: s.AudienceOf(r.Audience).Name, Date: r.Date, Starts: r.Starts, Ends: r.Ends,
			Venue: r.Venue, Moderator: r.Moderator, ModeratorName: r.ModeratorName, Recorder: r.Recorder, RecorderName: r.RecorderName,
			Min: r.ExpectedMin, Max: r.ExpectedMax, Cancelled: r.Status == Cancelled, Reason: r.Reason})
	}
	return p
}

// Digest tells two plans apart by what was planned. Names, which may be
// mended, and what happened later (a session held) do not count.
func (p PlanSnapshot) Digest() string {
	rows := append([]PlanRow{}, p.Rows...)
	sort.Slice(rows, func(i, j int) bool { return rows[i].ID < rows[j].ID })
	h := sha256.New()
	for _, r := range rows {
		r.VillageName, r.AudienceName, r.ModeratorName, r.RecorderName, r.Reason = Text{}, Text{}, "", "", ""
		b, _ := json.Marshal(r) // a struct of texts and numbers cannot fail
		h.Write(append(b, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Status is where the schedule stands.
func (s Schedule) Status() ScheduleStatus {
	switch {
	case s.Last == nil:
		return ScheduleDraft
	case s.Last.Digest != s.Snapshot().Digest():
		return ScheduleChanged
	}
	return s.Last.Status
}

// HangsOut reports whether the newest version hangs in the villages, for everybody to see.
func (s Schedule) HangsOut() bool { return s.Last != nil && s.Last.Status == SchedulePublished }

// Next lists what may be done with the schedule: a draft is agreed, an agreed
// one published, a changed one either agreed again or published at once.
func (s ScheduleStatus) Next() []ScheduleStatus {
	switch s {
	case ScheduleDraft:
		return []ScheduleStatus{ScheduleAgreed}
	case ScheduleAgreed:
		return []ScheduleStatus{SchedulePublished}
	case ScheduleChanged:
		return []ScheduleStatus{SchedulePublished, ScheduleAgreed}
	}
	return nil
}

// May reports whether one of the next steps is to.
func (s ScheduleStatus) May(to ScheduleStatus) bool {
	for _, n := range s.Next() {
		if n == to {
			return true
		}
	}
	return false
}

// LastChange are the two versions, newest first, that tell what changed last:
// the newest one and the plan as it is now (0), or when nothing changed since,
// the newest one and the last before it that had another plan.
func LastChange(versions []ScheduleVersion, now string) (before, after int) {
	if len(versions) == 0 {
		return 0, 0
	}
	newest := versions[0]
	if newest.Digest != now {
		return newest.Number, 0
	}
	for _, v := range versions[1:] {
		if v.Digest != newest.Digest {
			return v.Number, newest.Number
		}
	}
	return newest.Number, 0
}

// DifferenceKind says in a word what happened to a row between two versions.
type DifferenceKind string

const (
	RowAdded     DifferenceKind = "added"
	RowRemoved   DifferenceKind = "removed"
	RowCancelled DifferenceKind = "cancelled"
	RowRestored  DifferenceKind = "restored"
	RowMoved     DifferenceKind = "moved"   // another day or hour
	RowChanged   DifferenceKind = "changed" // another place, person or size
	RowSame      DifferenceKind = "same"
)

// Difference is one row of two versions side by side. Before is zero for an
// added row, After for a removed one. Fields are what differs: "date",
// "time", "village", "audience", "venue", "moderator", "recorder", "expected".
type Difference struct {
	Kind          DifferenceKind
	Before, After PlanRow
	Fields        []string
}

// Has reports whether a field differs.
func (d Difference) Has(field string) bool {
	for _, f := range d.Fields {
		if f == field {
			return true
		}
	}
	return false
}

// Compare sets two versions side by side, in the order of the later one; rows
// that only the earlier one has stand where their day is.
func Compare(before, after PlanSnapshot) []Difference {
	had := map[string]PlanRow{}
	for _, r := range before.Rows {
		had[r.ID] = r
	}
	var ds []Difference
	for _, r := range after.Rows {
		old, ok := had[r.ID]
		delete(had, r.ID)
		if !ok {
			ds = append(ds, Difference{Kind: RowAdded, After: r})
			continue
		}
		ds = append(ds, difference(old, r))
	}
	for _, r := range before.Rows {
		if _, left := had[r.ID]; left {
			ds = append(ds, Difference{Kind: RowRemoved, Before: r})
		}
	}
	sort.SliceStable(ds, func(i, j int) bool { return ds[i].when() < ds[j].when() })
	return ds
}

func (d Difference) when() string {
	r := d.After
	if d.Kind == RowRemoved {
		r = d.Before
	}
	return r.Date + r.Starts
}

func difference(a, b PlanRow) Difference {
	d := Difference{Kind: RowSame, Before: a, After: b}
	for _, f := range []struct {
		name    string
		differs bool
	}{
		{"date", a.Date != b.Date}, {"time", a.Starts != b.Starts || a.Ends != b.Ends}, {"village", a.Village != b.Village},
		{"audience", a.Audience != b.Audience}, {"venue", strings.TrimSpace(a.Venue) != strings.TrimSpace(b.Venue)},
		{"moderator", a.Moderator != b.Moderator}, {"recorder", a.Recorder != b.Recorder}, {"expected", a.Min != b.Min || a.Max != b.Max},
	} {
		if f.differs {
			d.Fields = append(d.Fields, f.name)
		}
	}
	switch {
	case b.Cancelled && !a.Cancelled:
		d.Kind = RowCancelled
	case a.Cancelled && !b.Cancelled:
		d.Kind = RowRestored
	case d.Has("date") || d.Has("time"):
		d.Kind = RowMoved
	case len(d.Fields) > 0:
		d.Kind = RowChanged
	}
	return d
}

// FixSchedule agrees or publishes the schedule of a cycle as it stands. Seen
// is the digest of the plan the person looked at: if somebody changed a row
// meanwhile, it is refused. Warnings is how many the person saw and accepted.
type FixSchedule struct {
	Cycle    string         `json:"cycle"`
	Status   ScheduleStatus `json:"status"`
	Seen     string         `json:"seen"`
	AgreedBy string         `json:"agreed_by,omitempty"`
	Warnings int            `json:"warnings"`
	Accepted bool           `json:"accepted"`
}

func (FixSchedule) Kind() string      { return "schedule.fix" }
func (f FixSchedule) Subject() string { return f.Cycle }

// Validate wants a known status and, with warnings, the conscious tap.
func (f FixSchedule) Validate() error {
	var es Errors
	if f.Status != ScheduleAgreed && f.Status != SchedulePublished {
		es = append(es, Bad("status", "error.choice"))
	}
	if f.Status == ScheduleAgreed && strings.TrimSpace(f.AgreedBy) == "" {
		es = append(es, Bad("agreed_by", "error.agreed_by"))
	}
	if f.Warnings > 0 && !f.Accepted {
		es = append(es, Bad("accepted", "error.warnings_unseen", "n", f.Warnings))
	}
	return es.Or()
}
