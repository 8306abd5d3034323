package civic

import (
	"strings"
	"unicode"
)

// latin spells Kyrgyz and Russian letters for user names, plainly and without
// marks: Айгүл → aigul.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "j", 'з': "z", 'и': "i", 'й': "i",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'ң': "n", 'о': "o", 'ө': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'у': "u", 'ү': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sh", 'ъ': "", 'ы': "y", 'ь': "",
	'э': "e", 'ю': "iu", 'я': "ia",
}

// LoginFrom makes a user name of a person's name: «Айгүл Сатарова» → aigul.satarova.
// It is empty when nothing in the name can be spelled.
func LoginFrom(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch spelled, ok := latin[r]; {
		case ok:
			b.WriteString(spelled)
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsSpace(r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "."):
			b.WriteByte('.')
		}
	}
	login := b.String()
	return strings.Trim(login[:min(len(login), 36)], ".")
}

// FileName spells a name for the name of a file: «Ак-Башат» → ak-bashat. It is
// empty when nothing in the name can be spelled.
func FileName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch spelled, ok := latin[r]; {
		case ok:
			b.WriteString(spelled)
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	file := b.String()
	return strings.Trim(file[:min(len(file), 40)], "-")
}

// legacy are the letters of old Kyrgyz fonts, which sat in the places of
// others: «Ъкмът\» is «Өкмөтү». Raion sites and old lists still hold them.
var legacy = strings.NewReplacer("ъ", "ө", "Ъ", "Ө", "\\", "ү", "|", "Ү", "ё", "ң", "Ё", "Ң")

// Unlegacy puts the letters of old fonts right. A text is taken for one of
// those only when it holds a mark no word holds (a backslash or bar inside a
// word) or a hard sign where Russian never has one; a plain «ё» is left alone.
func Unlegacy(s string) string {
	rs := []rune(s)
	for i, r := range rs {
		switch r {
		case '\\', '|':
			if i > 0 && unicode.Is(unicode.Cyrillic, rs[i-1]) && (r == '\\' || i+1 < len(rs) && unicode.Is(unicode.Cyrillic, rs[i+1])) {
				return legacy.Replace(s)
			}
		case 'ъ', 'Ъ': // Russian writes it only inside a word before е, ё, ю, я
			if i+1 == len(rs) || i == 0 || !strings.ContainsRune("еёюяЕЁЮЯ", rs[i+1]) {
				return legacy.Replace(s)
			}
		}
	}
	return s
}
