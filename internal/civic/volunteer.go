package civic

import "slices"

// VolunteerGroups are what people offer themselves for at the end of a
// session: the delegate to the gathering, the initiative group (ДТ), the
// joint monitoring and evaluation group (БМжБ).
var VolunteerGroups = []string{"delegate", "initiative", "monitoring"}

// Volunteer is a person who offered. Without consent there is no name: only
// that somebody did counts.
type Volunteer struct {
	ID        string
	Group     string
	Name      string // "" without consent
	Phone     string // never printed
	KeepUntil string // date after which name and phone are deleted
}

// SaveVolunteer adds a person, or with Gone deletes them for good. Its scope is the session.
type SaveVolunteer struct {
	ID        string `json:"id"`
	Group     string `json:"group"`
	Name      string `json:"name,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Consent   bool   `json:"consent,omitempty"`
	KeepUntil string `json:"keep_until,omitempty"`
	Gone      bool   `json:"gone,omitempty"`
}

func (SaveVolunteer) Kind() string      { return "volunteer.save" }
func (v SaveVolunteer) Subject() string { return v.ID }

// Validate wants consent where there is a name (Law № 58 of 14 April 2008).
func (v SaveVolunteer) Validate() error {
	if v.Gone {
		return nil
	}
	var es Errors
	if !ValidID(v.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(VolunteerGroups, v.Group) {
		es = append(es, Bad("group", "error.choice"))
	}
	if v.Name != "" && !named(v.Name) || v.Name == "" && v.Phone != "" {
		es = append(es, Bad("name", "error.name_length"))
	}
	if !dialable(v.Phone) {
		es = append(es, Bad("phone", "error.phone"))
	}
	if v.Name != "" && !v.Consent {
		es = append(es, Bad("consent", "error.consent_needed"))
	}
	if v.Name != "" && !ValidDate(v.KeepUntil) {
		es = append(es, Bad("keep_until", "error.date"))
	}
	return es.Or()
}

// Journaled counts the person and leaves out who it is.
func (v SaveVolunteer) Journaled() any {
	return map[string]any{"id": v.ID, "group": v.Group, "named": v.Name != "", "gone": v.Gone}
}
