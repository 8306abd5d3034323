package survey

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of an expression. kind: n number, s string, q ${question}, w name, o operator or
// mark, e the end.
type token struct {
	kind byte
	text string
	at   int // in runes, from 1, as a person counts
}

// wrong is what cannot be read in an expression; it becomes a Problem with its cell.
type wrong struct {
	why  string
	args []any
}

func (w *wrong) Error() string { return w.why }

func bad(why string, args ...any) *wrong { return &wrong{why, args} }

// quotes that word processors make of ' and "; whatever opens is closed by its own.
var quotes = map[rune]string{'\'': "'", '"': "\"", '‘': "’'", '’': "’'", '“': "”\"", '”': "”\"", '«': "»"}

// lex parts an expression into tokens. A name may hold - and ., so a-b is one name and a - b a
// difference, as in XPath.
func lex(said string) ([]token, error) {
	var list []token
	runes := 0
	for i := 0; i < len(said); {
		r, size := utf8.DecodeRuneInString(said[i:])
		at, from := runes+1, i
		next := func(n int) { runes += utf8.RuneCountInString(said[i : i+n]); i += n }
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			next(size)
			continue
		case quotes[r] != "":
			end := strings.IndexAny(said[i+size:], quotes[r])
			if end < 0 {
				return nil, bad("quote", "at", at)
			}
			body := said[i+size : i+size+end]
			next(size + end)
			_, closing := utf8.DecodeRuneInString(said[i:])
			next(closing)
			list = append(list, token{'s', body, at})
			continue
		case strings.HasPrefix(said[i:], "${"):
			end := strings.IndexByte(said[i:], '}')
			if end < 0 {
				return nil, bad("brace", "at", at)
			}
			list = append(list, token{'q', strings.TrimSpace(said[i+2 : i+end]), at})
			next(end + 1)
			continue
		case digit(r) || r == '.' && i+1 < len(said) && digit(rune(said[i+1])):
			n := 0
			for dots := 0; i+n < len(said) && (digit(rune(said[i+n])) || said[i+n] == '.' && dots == 0); n++ {
				if said[i+n] == '.' {
					dots++
				}
			}
			next(n)
			list = append(list, token{'n', said[from:i], at})
			continue
		case nameStart(r):
			n := size
			for i+n < len(said) {
				r, size := utf8.DecodeRuneInString(said[i+n:])
				if !nameStart(r) && !unicode.IsNumber(r) && r != '-' && r != '.' && !unicode.Is(unicode.Mn, r) {
					// one colon joins a prefix: jr:choice-name, but not the two of an axis
					if r != ':' || i+n+1 >= len(said) || said[i+n+1] == ':' || !nameStart(rune(said[i+n+1])) {
						break
					}
				}
				n += size
			}
			next(n)
			list = append(list, token{'w', said[from:i], at})
			continue
		}
		for _, mark := range []string{"//", "::", "..", "!=", "<=", ">=", "/", ".", "(", ")", "[", "]", ",", "@", "+", "-", "*", "=", "<", ">", "|"} {
			if strings.HasPrefix(said[i:], mark) {
				list = append(list, token{'o', mark, at})
				next(len(mark))
				break
			}
		}
		if i == from {
			return nil, bad("sign", "sign", string(r), "at", at)
		}
	}
	return append(list, token{'e', "", runes + 1}), nil
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func nameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }
