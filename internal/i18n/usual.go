package i18n

import (
	"strings"
	"sync"
)

// usual are the words that forms begin with, by how they read in any language.
var usual = sync.OnceValue(func() map[string]*message {
	all := map[string]*message{}
	for key, m := range catalogue {
		if strings.Contains(key, ".usual.") {
			for i := range m.said {
				all[plainly(m.said[i].text)] = m
			}
		}
	}
	return all
})

func plainly(text string) string {
	return strings.ToLower(strings.TrimRight(strings.TrimSpace(text), ".;"))
}

// Usual reads in l what a form offered and somebody kept, in whatever language
// that was; words of their own stay as they wrote them.
func (l Lang) Usual(text string) string {
	if m := usual()[plainly(text)]; m != nil {
		return m.said[l.index()].text
	}
	return text
}
