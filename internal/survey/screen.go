package survey

import "slices"

// Screen is what is asked at once: one question, a group with the appearance field-list, or whether a
// repeat is asked once more. static/js/survey.js makes the same.
type Screen struct {
	Path    string   // of the group, the repeat or the question: where a person is
	Asks    []string // paths of the questions, in order; of a repeat that may grow, none
	Within  []string // paths of the groups and instances around it that have words, outermost first
	More    bool     // it asks whether Path, a repeat, is asked once more
	Element int      // the last question of it, or the repeat
}

// Screens are what is to be asked as the answers stand, in order.
func (iv *Interview) Screens() []Screen {
	w := &screens{iv: iv}
	w.walk(iv.root, 0, nil, -1)
	return slices.DeleteFunc(w.out, func(s Screen) bool { return !s.More && len(s.Asks) == 0 })
}

type screens struct {
	iv  *Interview
	out []Screen
}

// walk goes through a group; page is the screen that all its questions share, -1 where each has its own.
// Repeats inside such a group follow on their own.
func (w *screens) walk(f *frame, group int, within []string, page int) {
	for _, k := range w.iv.p.Elements[group].Children {
		e := &w.iv.p.Elements[k]
		switch {
		case e.Type == "repeat":
			for _, kid := range f.kids[k] {
				if w.iv.relevant(k, kid) {
					w.walk(kid, k, append(slices.Clone(within), w.iv.path(node{frame: kid, el: k})), -1)
				}
			}
			if !w.iv.p.counted[k] && w.iv.repeatAsked(k, f) {
				w.out = append(w.out, Screen{Path: w.iv.repeatPath(f, k), Within: within, More: true, Element: k})
			}
		case f.cells[e.Slot].irrelevant:
		case e.Type == "group":
			path, around, shared := w.iv.path(node{frame: f, el: k}), within, page
			if len(e.Label) > 0 {
				around = append(slices.Clone(within), path)
			}
			if page < 0 && e.together() {
				w.out = append(w.out, Screen{Path: path, Within: around, Element: k})
				shared = len(w.out) - 1
			}
			w.walk(f, k, around, shared)
		case e.Silent || e.Meta:
		default:
			path, at := w.iv.path(node{frame: f, el: k}), page
			if last := len(w.out) - 1; at < 0 && e.Other && last >= 0 && w.out[last].Element == k-1 {
				at = last // stands with the choice that it explains
			}
			if at < 0 {
				w.out = append(w.out, Screen{Path: path, Within: within, Element: k})
				at = len(w.out) - 1
			}
			w.out[at].Asks = append(w.out[at].Asks, path)
		}
	}
}

func (e *Element) together() bool {
	return slices.Contains(e.Appearance, "field-list") || slices.Contains(e.Appearance, "table-list")
}

// repeatAsked reports whether a repeat in a frame is asked at all, where it may have no instance that knows.
func (iv *Interview) repeatAsked(repeat int, f *frame) bool {
	if kids := f.kids[repeat]; len(kids) > 0 {
		return iv.relevant(repeat, kids[0])
	}
	outer := iv.p.Elements[repeat].Parent
	if !iv.relevant(outer, f) {
		return false
	}
	for i := range iv.p.Rules {
		if r := &iv.p.Rules[i]; r.Element == repeat && r.What == ruleRelevant {
			at := node{frame: f, el: outer}
			return iv.toBool(iv.eval(r.Code, context{current: at, here: at}))
		}
	}
	return true
}

// repeatPath names a repeat without an instance: household/member.
func (iv *Interview) repeatPath(f *frame, repeat int) string {
	e := &iv.p.Elements[repeat]
	if around := iv.path(node{frame: f, el: e.Parent}); around != "" {
		return around + "/" + e.Name
	}
	return e.Name
}
