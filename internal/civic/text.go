package civic

// Text is a name or sentence in the three languages. Kyrgyz is the original;
// where a translation is missing the Kyrgyz stands in for it, and where the
// Kyrgyz is missing, whatever there is.
type Text struct {
	KY string `json:"ky,omitempty"`
	RU string `json:"ru,omitempty"`
	EN string `json:"en,omitempty"`
}

// In is the text in a language: "ky", "ru" or "en".
func (t Text) In(lang string) string {
	var s string
	switch lang {
	case "ru":
		s = t.RU
	case "en":
		s = t.EN
	default:
		s = t.KY
	}
	for _, other := range [...]string{t.KY, t.RU, t.EN} {
		if s != "" {
			break
		}
		s = other
	}
	return s
}

// Empty reports whether no language has anything.
func (t Text) Empty() bool { return t == Text{} }

// Fold is the text of all languages folded for search.
func (t Text) Fold() string { return Fold(t.KY + " " + t.RU + " " + t.EN) }
