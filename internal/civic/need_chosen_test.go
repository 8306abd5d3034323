package civic

import (
	"fmt"
	"testing"
)

func TestPlacesThatAGroupSharedAreMarked(t *testing.T) {
	l := NeedList{Rows: make([]NeedRow, 5)}
	for i, place := range []int{2, 1, 1, 0, 0} {
		l.Rows[i] = NeedRow{Need: &Need{ID: string(rune('a' + i)), Cards: []NeedCard{{Session: "s", Place: place}}}}
	}
	said := ""
	for _, n := range l.NamedBy("s") {
		said += fmt.Sprintf("%s%d%t ", n.Row.ID, n.Own, n.Shared)
	}
	if want := "b1true c1true a2false d0false e0false "; said != want {
		t.Errorf("%s, not %s", said, want)
	}
}
