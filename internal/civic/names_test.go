package civic

import (
	"strings"
	"testing"
)

func TestLettersOfOldFontsArePutRight(t *testing.T) {
	for old, want := range map[string]string{
		"Ъкмът\\":      "Өкмөтү",    // seen on raion sites
		"бекит\\":      "бекитү",    // a backslash ends no Kyrgyz word
		"объект":       "объект",    // Russian hard sign where it belongs
		"Фёдоровка":    "Фёдоровка", // a plain ё is left alone
		"Ак-Башат":     "Ак-Башат",
		"C:\\Program":  "C:\\Program", // a path is no Kyrgyz
		"Дъё-Арык":     "Дъё-Арык",    // before ё a hard sign may be Russian: not guessed
		"кът\\р|л\\шт": "көтүрҮлүшт",
	} {
		if got := Unlegacy(old); got != want {
			t.Errorf("%q became %q, want %q", old, got, want)
		}
	}
}

func TestALoginIsSpelledFromAName(t *testing.T) {
	for name, want := range map[string]string{"Айгүл Сатарова": "aigul.satarova", "Жыпара": "jypara", "  ": "", "漢字": ""} {
		if got := LoginFrom(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestAFileIsNamedInPlainLetters(t *testing.T) {
	for name, want := range map[string]string{"Ак-Башат": "ak-bashat", "Жаңы-Жер (Бурана)": "jany-jer-burana", "Өзгөн": "ozgon",
		"../a\"b": "a-b", "№ 1": "1", "«»": "", strings.Repeat("щ", 30): strings.Repeat("sh", 20)} {
		if got := FileName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
