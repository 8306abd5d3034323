package survey

import (
	"maps"
	"slices"
	"strings"
)

// Lost are warnings of what a form asks for and people will not see: pictures that did not come with it, and looks that
// are not drawn. The form can be used all the same.
func (f *Form) Lost(has func(file string) bool) (all []Problem) {
	pictures := func(sheet string, row int, name string, named Text) {
		for _, file := range slices.Compact(slices.Sorted(maps.Values(named))) {
			if !has(file) {
				all = append(all, Problem{Why: "picture_missing", Sheet: sheet, Row: row, Header: "media::image", Name: name, Args: []any{"file", file}, Warn: true})
			}
		}
	}
	for _, q := range f.All() {
		pictures("survey", q.Row, q.Name, q.Image)
		if slices.ContainsFunc(strings.Fields(q.Appearance), func(word string) bool { return strings.EqualFold(word, "image-map") }) {
			all = append(all, Problem{Why: "image_map", Sheet: "survey", Row: q.Row, Header: "appearance", Name: q.Name, Warn: true})
		}
	}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			pictures("choices", c.Row, c.Name, c.Image)
		}
	}
	return all
}
