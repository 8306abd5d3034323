package civic

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Level of a territorial unit.
type Level string

const (
	Oblast       Level = "oblast"
	Raion        Level = "raion"
	Municipality Level = "municipality" // айыл аймагы
	Village      Level = "village"
)

// Levels from the widest to the narrowest.
var Levels = []Level{Oblast, Raion, Municipality, Village}

// Child is the level below; empty for a village.
func (l Level) Child() Level {
	for i, x := range Levels {
		if x == l && i+1 < len(Levels) {
			return Levels[i+1]
		}
	}
	return ""
}

// Parent is the level above; empty for an oblast.
func (l Level) Parent() Level {
	for i, x := range Levels {
		if x == l && i > 0 {
			return Levels[i-1]
		}
	}
	return ""
}

// Unit is an oblast, raion, municipality or village. Names repeat between
// units (there are three Ак-Башат in two oblasts), so people tell them apart
// by Code and by the unit above. Municipalities merge and split: a unit is
// valid From–To (dates "2006-01-02", empty = open) and old results stay on
// old units; Predecessors names the units it came from.
type Unit struct {
	ID           string
	Parent       string // unit id; empty for an oblast
	Level        Level
	Code         string // SOATE, 14 digits; villages may carry a shorter local one
	Name         Text
	Aliases      []string // other spellings people search for
	From, To     string
	Predecessors []string // unit ids
	Version      int64
}

// Place is a unit with the units above it: what a heading needs.
type Place struct {
	Unit
	Raion  Text
	Oblast Text
}

// AgeBand of participants; youth in Kyrgyz law is 14–28.
type AgeBand string

// AgeBands of the attendance list (domain: катышуучулардын тизмеси).
var AgeBands = []AgeBand{"14-17", "18-28", "29-45", "46-59", "60+"}

// Sexes as the papers count them.
var Sexes = []string{"f", "m"}

// SaveUnit creates a unit, or changes it when Version is the one last read (0 creates).
type SaveUnit struct {
	ID           string   `json:"id"`
	Parent       string   `json:"parent,omitempty"`
	Level        Level    `json:"level"`
	Code         string   `json:"code"`
	Name         Text     `json:"name"`
	Aliases      []string `json:"aliases,omitempty"`
	From         string   `json:"from,omitempty"`
	To           string   `json:"to,omitempty"`
	Predecessors []string `json:"predecessors,omitempty"`
	Version      int64    `json:"version"`
}

func (SaveUnit) Kind() string      { return "unit.save" }
func (u SaveUnit) Subject() string { return u.ID }

var codeForm = regexp.MustCompile(`^[0-9A-Za-z-]{1,20}$`)

// Validate checks what can be checked without the store.
func (u SaveUnit) Validate() error {
	var es Errors
	if !ValidID(u.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if u.Name.KY == "" {
		es = append(es, Bad("name_ky", "error.unit_name"))
	}
	for field, name := range map[string]string{"name_ky": u.Name.KY, "name_ru": u.Name.RU, "name_en": u.Name.EN} {
		if utf8.RuneCountInString(name) > 120 {
			es = append(es, Bad(field, "error.text_long", "n", 120))
		}
	}
	if u.Code == "" {
		es = append(es, Bad("code", "error.unit_code"))
	} else if !codeForm.MatchString(u.Code) {
		es = append(es, Bad("code", "error.unit_code_form"))
	}
	switch u.Level {
	case Oblast, Raion, Municipality, Village:
		if (u.Parent == "") != (u.Level == Oblast) {
			es = append(es, Bad("parent", "error.unit_parent"))
		}
	default:
		es = append(es, Bad("level", "error.choice"))
	}
	for field, date := range map[string]string{"from": u.From, "to": u.To} {
		if date != "" && !ValidDate(date) {
			es = append(es, Bad(field, "error.date"))
		}
	}
	if ValidDate(u.From) && ValidDate(u.To) && u.To < u.From {
		es = append(es, Bad("to", "error.ends_before_start"))
	}
	if len(u.Aliases) > 30 || utf8.RuneCountInString(strings.Join(u.Aliases, "")) > 600 {
		es = append(es, Bad("aliases", "error.text_long", "n", 600))
	}
	if slices.Contains(u.Predecessors, u.ID) {
		es = append(es, Bad("predecessors", "error.unit_own_predecessor"))
	}
	return es.Or()
}

// Ref names a unit above another.
type Ref struct {
	ID   string
	Code string
	Name Text
}

// UnitRow is a unit as lists show it: with the units above it, because names repeat.
type UnitRow struct {
	Unit
	Above  []Ref // widest first
	Below  int   // units one level below that exist today
	People int   // of a village: by its newest count; 0 when unknown
}

// Past reports whether the unit no longer exists on a day.
func (u Unit) Past(day string) bool { return u.To != "" && u.To < day }

// Save is the change that would leave the unit as it is.
func (u Unit) Save() SaveUnit {
	return SaveUnit(u)
}
