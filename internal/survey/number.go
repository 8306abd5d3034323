package survey

import (
	"strconv"
	"strings"
)

// Numbers are the numbers of a form's questions, on paper and on screens the same, by path without instances:
// 1, 2, and 2.1 inside the second. Whatever is not asked has none: notes, calculations, what answers itself.
// A group without words of its own is not seen, so its questions go on in the count around it.
func Numbers(f *Form) map[string]string {
	numbers := map[string]string{}
	n := 0
	count(numbers, f.Questions, "", "", &n)
	return numbers
}

func count(numbers map[string]string, list []*Question, around, above string, n *int) {
	for _, q := range list {
		path := around + q.Name
		switch {
		case types[q.Type].holding && len(q.Label) == 0:
			count(numbers, q.Children, path+"/", above, n)
			continue
		case !q.Asked() && !types[q.Type].holding:
			continue
		}
		*n++
		own := above + strconv.Itoa(*n)
		numbers[path] = own
		if types[q.Type].holding {
			inner := 0
			count(numbers, q.Children, path+"/", own+".", &inner)
		}
		if q.OrOther {
			numbers[path+"_other"] = own + ".1"
		}
	}
}

// Asked reports whether a person answers it: no group, note or calculation, nor what answers itself or is never relevant.
func (q *Question) Asked() bool {
	t := types[q.Type]
	return !t.holding && !t.silent && q.Type != "note" && q.Calculation == "" && !q.never()
}

// never reports that a question only stands there for its list, as forms do that look words up in it.
func (q *Question) never() bool {
	r := strings.TrimSpace(q.Relevant)
	return r == "0" || r == "false()"
}
