package civic

import (
	"reflect"
	"slices"
)

// ListRule is a way to make one list of all groups' rankings.
type ListRule string

const (
	ListBorda      ListRule = "borda"      // points by place, every group alike
	ListPopulation ListRule = "population" // times the people the group stands for
	ListAttendance ListRule = "attendance" // times the people who came: rewards turnout
	ListCopeland   ListRule = "copeland"   // duels
	ListGuaranteed ListRule = "guaranteed" // each group's first need comes in, then points
	ListGroups     ListRule = "groups"     // how many groups and villages named it
)

// ListRuleNames in the order they are offered.
var ListRuleNames = []ListRule{ListBorda, ListPopulation, ListAttendance, ListCopeland, ListGuaranteed, ListGroups}

// ListRules say how a cycle's groups are made one list. They are declared
// before the first session, like the ranking, and printed wherever the list is.
type ListRules struct {
	Rule   ListRule       `json:"rule"`
	Depth  int            `json:"depth"`           // places that bring points: the first as many as Depth, the last one
	Order  []AudienceKind `json:"order,omitempty"` // guaranteed: whose first needs come in first
	Watch  []AudienceKind `json:"watch"`           // whose top three are watched
	Within int            `json:"within"`          // and must come into the first so many places
}

// Watched in a new cycle (domain §2.5d).
var Watched = []AudienceKind{Women, Youth, Vulnerable}

// DefaultListRules: Borda over five places, the top three of women, youth and
// the vulnerable within the first ten (domain §2.5).
func DefaultListRules() ListRules {
	return ListRules{Rule: ListBorda, Depth: 5, Watch: slices.Clone(Watched), Within: 10}
}

// ListRules are the declared ones, the usual where a cycle from before has none.
func (r CycleRules) ListRules() ListRules {
	if r.List == nil {
		return DefaultListRules()
	}
	return *r.List
}

// Same reports whether two sets make the same list.
func (l ListRules) Same(other ListRules) bool {
	a, b := l, other
	a.Order, a.Watch, b.Order, b.Watch = nil, nil, nil, nil
	return reflect.DeepEqual(a, b) && slices.Equal(l.Order, other.Order) && slices.Equal(l.Watch, other.Watch)
}

// Validate checks that a list could be made.
func (l ListRules) Validate() error {
	var es Errors
	if !slices.Contains(ListRuleNames, l.Rule) {
		es = append(es, Bad("list_rule", "error.choice"))
	}
	if l.Depth < 1 || l.Depth > 20 {
		es = append(es, Bad("list_depth", "error.between", "from", 1, "to", 20))
	}
	if l.Within < 3 || l.Within > 50 {
		es = append(es, Bad("list_within", "error.between", "from", 3, "to", 50))
	}
	if l.Rule == ListGuaranteed && len(l.Order) == 0 {
		es = append(es, Bad("list_order", "error.list_order_none"))
	}
	for _, named := range []struct {
		field string
		kinds []AudienceKind
	}{{"list_order", l.Order}, {"list_watch", l.Watch}} {
		field, seen := named.field, map[AudienceKind]bool{}
		for _, k := range named.kinds {
			switch {
			case !slices.Contains(AudienceKinds, k):
				es = append(es, Bad(field, "error.choice"))
			case seen[k]:
				es = append(es, Bad(field, "error.list_order_twice"))
			}
			seen[k] = true
		}
	}
	return es.Or()
}
