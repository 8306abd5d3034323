package views

import (
	"slices"
	"strings"

	"ashar/internal/civic"
)

// MostCriteria that the form of a cycle has room for.
const MostCriteria = 8

// AudienceRow is a group in the form of a cycle. One that is not asked is
// offered, or was asked once and is retired.
type AudienceRow struct {
	ID    string
	Kind  civic.AudienceKind
	Name  civic.Text
	Asked bool
}

// PutAudiences writes the rows into a form, in their order.
func PutAudiences(f *Form, rows []AudienceRow) {
	for _, name := range []string{"audience", "audience_kind", "audience_ky", "audience_ru", "audience_en", "asked"} {
		f.Values.Del(name)
	}
	for _, r := range rows {
		f.Values.Add("audience", r.ID)
		f.Values.Add("audience_kind", string(r.Kind))
		f.Values.Add("audience_ky", r.Name.KY)
		f.Values.Add("audience_ru", r.Name.RU)
		f.Values.Add("audience_en", r.Name.EN)
		if r.Asked {
			f.Values.Add("asked", r.ID)
		}
	}
}

// Audiences reads the rows back. A new row without any name is nothing.
func Audiences(f *Form) []AudienceRow {
	at := func(name string, i int) string {
		if vs := f.Values[name]; i < len(vs) {
			return strings.TrimSpace(vs[i])
		}
		return ""
	}
	var rows []AudienceRow
	for i, id := range f.Values["audience"] {
		r := AudienceRow{ID: id, Kind: civic.AudienceKind(at("audience_kind", i)), Asked: f.Has("asked", id),
			Name: civic.Text{KY: at("audience_ky", i), RU: at("audience_ru", i), EN: at("audience_en", i)}}
		if r.Name.Empty() && r.Kind == civic.Other {
			r.Asked = false
		}
		rows = append(rows, r)
	}
	return rows
}

// StepAudiences does what a button of the list asks, "more", "up:ID" or
// "down:ID", and reports whether there was one: then nothing is saved yet.
func StepAudiences(f *Form, step string, newID func() string) bool {
	what, id, _ := strings.Cut(step, ":")
	rows := Audiences(f)
	i := slices.IndexFunc(rows, func(r AudienceRow) bool { return r.ID == id })
	switch {
	case what == "more":
		rows = append(rows, AudienceRow{ID: newID(), Kind: civic.Other, Asked: true})
	case what == "up" && i > 0:
		rows[i-1], rows[i] = rows[i], rows[i-1]
	case what == "down" && i >= 0 && i+1 < len(rows):
		rows[i], rows[i+1] = rows[i+1], rows[i]
	case what != "up" && what != "down":
		return false
	}
	// A new row keeps its tick although it has no name yet.
	for j := range rows {
		rows[j].Asked = rows[j].Asked || f.Has("asked", rows[j].ID)
	}
	PutAudiences(f, rows)
	return true
}
