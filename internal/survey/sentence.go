package survey

import "slices"

// Skips are where a choice leads on paper when it makes the questions after it pointless: by the path of the
// question and the choice, the path to go on with, "" the end.
func Skips(f *Form) map[string]map[string]string {
	skips := map[string]map[string]string{}
	f.skips(f.Questions, "", "", skips)
	return skips
}

func (f *Form) skips(list []*Question, around, after string, skips map[string]map[string]string) {
	for i, q := range list {
		next := after // of what comes after a group
		for j := i + 1; j < len(list); j++ {
			if list[j].printed() {
				next = list[j].first(around)
				break
			}
		}
		if types[q.Type].holding {
			if q.Type == "repeat" {
				next = "" // it may be asked again first: nothing can be said
			}
			f.skips(q.Children, around+q.Name+"/", next, skips)
			continue
		}
		if q.Type != "select_one" || !q.Asked() {
			continue
		}
		for _, l := range f.Lists {
			if l.Name != q.List {
				continue
			}
			for _, ch := range l.Choices {
				if to, ok := f.leads(list[i+1:], around, after, q.Name, ch.Name); ok {
					if skips[around+q.Name] == nil {
						skips[around+q.Name] = map[string]string{}
					}
					skips[around+q.Name][ch.Name] = to
				}
			}
		}
	}
}

func (q *Question) printed() bool { return q.Asked() || types[q.Type].holding }

// first is the path of what has a number: the question, or the first one in a group that is not seen.
func (q *Question) first(around string) string {
	path := around + q.Name
	if types[q.Type].holding && len(q.Label) == 0 {
		for _, k := range q.Children {
			if k.printed() {
				return k.first(path + "/")
			}
		}
	}
	return path
}

// leads is where one goes on after a choice; false where that is the next question anyhow, or cannot be told.
func (f *Form) leads(list []*Question, around, after, name, choice string) (to string, skipped bool) {
	for _, q := range list {
		if !q.printed() {
			continue
		}
		if q.Relevant != "" {
			c, ok := f.Sentence(q.Relevant)
			if ok && c.excludes(name, choice) {
				skipped = true
				continue
			}
		}
		return q.first(around), skipped
	}
	return after, skipped && (after != "" || around == "")
}

// excludes reports whether a choice of a question alone makes the condition false.
func (c Condition) excludes(name, choice string) bool {
	fails := func(p Part) bool {
		if p.Question != name {
			return false
		}
		switch p.Op {
		case "is", "has":
			return !slices.Contains(p.Values, choice)
		case "not", "lacks":
			return slices.Contains(p.Values, choice)
		}
		return p.Op == "blank"
	}
	for _, p := range c.Parts {
		if fails(p) != c.Any { // of all one that fails is enough; of any one that does not
			return !c.Any
		}
	}
	return c.Any
}
