package civic

import (
	"reflect"
	"testing"
)

func TestACircleIsSeatedByTheTallyWomenFirst(t *testing.T) {
	c := CircleOf(HeadCount{{Came, "m", AgeBands[2]}: 1, {Came, "f", AgeBands[1]}: 2, {Came, "f", AgeBands[3]}: 1, {Invited, "f", ""}: 9})
	want := Circle{{Sex: "f", Young: true}, {Sex: "f", Young: true}, {Sex: "f"}, {Sex: "m"}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("%+v", c)
	}
	if n := len(CircleOf(HeadCount{{Came, "f", AgeBands[0]}: 300})); n != SeatsMax {
		t.Errorf("%d seats", n)
	}
}

func TestTheQuietHint(t *testing.T) {
	of := func(turns ...int) Circle {
		var c Circle
		for i, n := range turns {
			c = append(c, Seat{Turns: n, Last: i})
		}
		return c
	}
	for name, x := range map[string]struct {
		c    Circle
		want bool
	}{
		"three of ten hold it":                 {of(4, 3, 2, 1, 1, 1, 1, 0, 0, 0), true},
		"one alone":                            {of(8, 0, 0, 0, 0, 0), true},
		"exactly half is not more":             {of(3, 2, 1, 1, 1, 1, 1, 1, 1, 0), false},
		"too early to say":                     {of(3, 2, 2, 0, 0, 0, 0, 0), false},
		"three of six are half of them anyway": {of(2, 2, 2, 2, 1, 1), false},
		"three who are all":                    {of(4, 4, 4), false},
		"nobody":                               {nil, false},
	} {
		if got := x.c.Few(); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	c := of(0, 2, 0)
	if got := c.Silent(); !reflect.DeepEqual(got, []int{1, 3}) || c.Spoken() != 1 || c.Newest() != 2 {
		t.Errorf("%v %d %d", got, c.Spoken(), c.Newest())
	}
}
