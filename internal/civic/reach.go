package civic

// Reach is how far somebody who looks after a municipality may change a
// person. Whoever can renew a person's password can act as that person: so
// the whole of somebody is only theirs all of whose roles lie in that
// municipality.
type Reach int

const (
	Nobody Reach = iota // not of this municipality: as if they did not exist
	Seen                // an administrator or trainer who also has a role here: seen, not touched
	Here                // also works elsewhere: only their roles and devices here
	Whole               // all their roles are here
)

// ReachOf is how far an operation's scope, a municipality or the
// Installation, reaches a person who holds these roles.
func ReachOf(scope string, roles []Grant) Reach {
	if scope == Installation {
		return Whole
	}
	reach, here, high := Whole, false, false
	for _, g := range roles {
		switch {
		case g.Role == Administrator || g.Role == Trainer:
			high = true
			here = here || g.Municipality == scope
		case g.Municipality == scope:
			here = true
		default:
			reach = Here
		}
	}
	switch {
	case !here:
		return Nobody
	case high:
		return Seen
	}
	return reach
}

// MayGive lists the roles that can be given in a municipality by who looks
// after it; an administrator gives every role.
func MayGive(scope string) []Role {
	if scope == Installation {
		return Roles
	}
	return []Role{Coordinator, Facilitator, Deputy, Monitor, Member}
}

// Keeps is the scope in which a person may change another: the whole
// installation for an administrator, else the municipality of theirs as
// coordinator that reaches furthest, with how far.
func (u User) Keeps(other []Grant) (scope string, reach Reach) {
	for _, g := range u.Grants {
		if g.Role == Administrator {
			return Installation, Whole
		}
		if g.Role != Coordinator {
			continue
		}
		if r := ReachOf(g.Municipality, other); r > reach {
			scope, reach = g.Municipality, r
		}
	}
	return scope, reach
}
