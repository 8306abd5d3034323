package civic

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

// Validate checks what can be checked without the store.
func (u SaveUnit) Validate() error {
	var es Errors
	if !ValidID(u.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if u.Name.KY == "" {
		es = append(es, Bad("name_ky", "error.unit_name"))
	}
	if u.Code == "" {
		es = append(es, Bad("code", "error.unit_code"))
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
	return es.Or()
}
