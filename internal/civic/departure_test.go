package civic

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDepartures(t *testing.T) {
	need := func(id string, place int, of Competence) NeedRow {
		return NeedRow{Need: &Need{ID: id, Competence: of}, Place: place}
	}
	rows := []NeedRow{need("water", 1, "ao"), need("road", 2, ""), need("lights", 2, "ao"), need("clinic", 4, "raion"), need("ditch", 5, "community")}
	costs := map[string]int64{"water": 1000, "ditch": 500}
	for _, c := range []struct {
		name, decided, want string
	}{
		{"nothing decided", "", ""},
		{"in order", "water accepted, road accepted, lights partly, ditch rejected", ""},
		{"passed over", "water postponed, ditch accepted", "water<ditch"},
		{"rejected is no less than postponed", "water rejected, ditch postponed", ""},
		{"a part against the whole", "water partly, road accepted", "water<road"},
		{"two parts", "water partly, road partly", ""},
		{"nothing against a part", "lights rejected, ditch partly", "lights<ditch"},
		{"a shared place has no order", "road rejected, lights accepted", ""},
		{"the undecided is not passed over", "ditch accepted", ""},
		{"in the raion's power", "clinic forwarded, ditch accepted", ""},
		{"the raion's, but rejected here", "clinic rejected, ditch accepted", "clinic<ditch"},
		{"own power forwarded is a way out", "water forwarded, road accepted", "water<road"},
		{"power not said", "road forwarded, ditch accepted", "road<ditch"},
		{"less money than it costs is a part", "water accepted 400, road accepted", "water<road"},
		{"all the money", "water accepted 1000, road accepted 1", ""},
		{"no sum is no part", "water accepted, road accepted 5", ""},
		{"a part further down too", "water accepted 400, ditch accepted 400", ""},
		{"two passed by one", "water rejected, road postponed, ditch accepted", "water<ditch road<ditch"},
		{"either says why", "water rejected, ditch accepted why", "water<ditch!"},
		{"the passed one says why", "water rejected why, road accepted, ditch accepted", "water<road! water<ditch!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []Decision
			for _, s := range strings.Split(c.decided, ", ") {
				words := strings.Fields(s)
				if len(words) == 0 {
					continue
				}
				d := Decision{ID: "d" + words[0], Need: words[0], Outcome: DecisionOutcome(words[1])}
				if words[len(words)-1] == "why" {
					d.Departs.KY = "себеби"
				} else if len(words) > 2 {
					if _, err := fmt.Sscan(words[2], &d.Amount); err != nil {
						t.Fatal(err)
					}
				}
				all = append(all, d)
			}
			// what was replaced counts no more
			all = append(all, Decision{ID: "old", Need: "ditch", Outcome: Accepted, ReplacedBy: "dditch"}, Decision{ID: "older", Need: "water", Outcome: Rejected, ReplacedBy: "x"})
			var got []string
			for _, d := range Departures(rows, Standing(all), costs) {
				s := d.Passed.ID + "<" + d.Preferred.ID
				if d.Explained {
					s += "!"
				}
				got = append(got, s)
			}
			if want := strings.Fields(c.want); !slices.Equal(got, want) {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

func TestDeparturesOfANeed(t *testing.T) {
	a, b, c := &NeedRow{Need: &Need{ID: "a"}}, &NeedRow{Need: &Need{ID: "b"}}, &NeedRow{Need: &Need{ID: "c"}}
	all := []Departure{{Passed: a, Preferred: b}, {Passed: b, Preferred: c}, {Passed: a, Preferred: c}}
	if own := DeparturesOf(all, "b"); len(own) != 2 {
		t.Errorf("%+v", own)
	}
}
