package deepcopy

import (
	"reflect"
	"testing"
)

type cell struct {
	Text  *string
	Style []int
	Of    map[string][2]int
	Any   any
	own   int
}

func TestACopySharesNothing(t *testing.T) {
	text := "a"
	from := cell{Text: &text, Style: []int{1, 2}, Of: map[string][2]int{"x": {1, 2}}, Any: []string{"y"}}
	var to cell
	if err := Copy(&to, from); err != nil || !reflect.DeepEqual(to, from) {
		t.Fatal(err, to)
	}
	if err := Copy(&to, &from); err != nil || !reflect.DeepEqual(to, from) {
		t.Fatal(err, to)
	}
	*from.Text, from.Style[0], from.Any.([]string)[0], from.own = "b", 9, "z", 1
	from.Of["x"] = [2]int{}
	if *to.Text != "a" || to.Style[0] != 1 || to.Any.([]string)[0] != "y" || to.Of["x"] != [2]int{1, 2} || to.own != 0 {
		t.Fatal(to)
	}
}

func TestAnotherTypeIsRefused(t *testing.T) {
	var to cell
	for _, from := range []any{1, (*cell)(nil), nil} {
		if Copy(&to, from) == nil {
			t.Error(from)
		}
	}
	if Copy(to, to) == nil {
		t.Error("a copy to a value")
	}
}
