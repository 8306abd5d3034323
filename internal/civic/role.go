package civic

// Role is what a person may be in a municipality. A person may hold several,
// in several municipalities; an administrator holds it for the installation.
type Role string

const (
	Administrator Role = "administrator" // whole installation
	Trainer       Role = "trainer"       // sees several municipalities, owns templates
	Coordinator   Role = "coordinator"   // aiyl okmotu: plans the cycle
	Facilitator   Role = "facilitator"   // moderator or recorder of sessions
	Deputy        Role = "deputy"        // aiyl kenesh
	Monitor       Role = "monitor"       // joint monitoring and evaluation group, БМжБ
	Member        Role = "member"        // initiative group, ДТ
)

// Roles in the order people meet them.
var Roles = []Role{Administrator, Trainer, Coordinator, Facilitator, Deputy, Monitor, Member}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool {
	for _, x := range Roles {
		if r == x {
			return true
		}
	}
	return false
}

// Grant is a role held in a municipality; Municipality is empty for an
// administrator, and for a trainer of the whole installation.
type Grant struct {
	Role         Role   `json:"role"`
	Municipality string `json:"municipality,omitempty"`
}

// User is a person who signs in. The password lives in the store only.
type User struct {
	ID       string  `json:"id"`
	Login    string  `json:"login"`
	Name     string  `json:"name"`
	Sex      string  `json:"sex,omitempty"` // "f", "m" or unknown: a women's group wants a woman moderator
	Lang     string  `json:"lang"`
	Disabled bool    `json:"disabled,omitempty"`
	Grants   []Grant `json:"grants,omitempty"`
}

// In lists the roles a person holds in a municipality, installation-wide ones included.
func (u User) In(municipality string) []Role {
	var roles []Role
	for _, g := range u.Grants {
		if g.Municipality == "" || g.Municipality == municipality {
			roles = append(roles, g.Role)
		}
	}
	return roles
}

// Holds reports whether the person holds one of the roles in the municipality;
// with municipality "" the role must be installation-wide.
func (u User) Holds(municipality string, roles ...Role) bool {
	for _, have := range u.In(municipality) {
		if have == Administrator {
			return true
		}
		for _, want := range roles {
			if have == want {
				return true
			}
		}
	}
	return false
}

// Anywhere reports whether the person holds one of the roles somewhere.
func (u User) Anywhere(roles ...Role) bool {
	for _, g := range u.Grants {
		if g.Role == Administrator {
			return true
		}
		for _, want := range roles {
			if g.Role == want {
				return true
			}
		}
	}
	return false
}

// Municipalities where the person holds any role, without the installation-wide.
func (u User) Municipalities() []string {
	var ids []string
	seen := map[string]bool{}
	for _, g := range u.Grants {
		if g.Municipality != "" && !seen[g.Municipality] {
			seen[g.Municipality] = true
			ids = append(ids, g.Municipality)
		}
	}
	return ids
}

// Everywhere reports whether the person sees every municipality.
func (u User) Everywhere() bool {
	for _, g := range u.Grants {
		if g.Municipality == "" {
			return true
		}
	}
	return false
}
