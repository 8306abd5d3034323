package i18n

// pluralForm is a CLDR plural category.
type pluralForm int

const (
	other pluralForm = iota
	one
	few
	many
	formCount
)

var formNames = [formCount]string{other: "other", one: "one", few: "few", many: "many"}

func formNamed(name string) (pluralForm, bool) {
	for f, n := range formNames {
		if n == name {
			return pluralForm(f), true
		}
	}
	return other, false
}

// formOf is the form of a whole number: CLDR's rules for the three languages,
// tested against x/text.
func formOf(l Lang, n int64) pluralForm {
	if l != RU {
		if n == 1 || n == -1 {
			return one
		}
		return other
	}
	tens, units := n%100, n%10
	if n < 0 {
		tens, units = -tens, -units
	}
	switch teen := tens > 10 && tens < 20; {
	case units == 1 && !teen:
		return one
	case units >= 2 && units <= 4 && !teen:
		return few
	}
	return many
}
