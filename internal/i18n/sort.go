package i18n

import (
	"bytes"
	"slices"

	"golang.org/x/text/collate"
)

// SortBy sorts by a name in the order of the language's alphabet (Kyrgyz:
// … н ң о ө … у ү …), whatever the case; equal names keep their order.
func SortBy[T any](l Lang, items []T, name func(T) string) {
	// A collator is not for two goroutines at once, and costs little to make.
	c := collate.New(l.Tag(), collate.IgnoreCase)
	var buf collate.Buffer
	type keyed struct {
		key  []byte
		item T
	}
	sorted := make([]keyed, len(items))
	for i, item := range items {
		sorted[i] = keyed{c.KeyFromString(&buf, name(item)), item}
	}
	slices.SortStableFunc(sorted, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	for i := range sorted {
		items[i] = sorted[i].item
	}
}
