package civic

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PasswordMin is the least number of characters of a password.
const PasswordMin = 8

// commonPasswords is a list in a file, not a library that reckons strength:
// what it refuses can be read, and it refuses the same for ever.
//
//go:embed defaults/passwords.txt
var commonPasswords string

// localPasswords are what people here would think of first; with a year or
// number after them too.
//
//go:embed defaults/passwords_local.txt
var localPasswords string

// keyRows are the rows of the keyboards here, as a finger runs along them.
//
//go:embed defaults/keyrows.txt
var keyRows string

// CheckPassword refuses a password that is too short, or too long to hash in
// bounded time; that is made of the person's own login or names; or that is
// among the first anybody would try.
func CheckPassword(field, password string, own ...string) error {
	if n := utf8.RuneCountInString(password); n < PasswordMin || n > 200 {
		return Bad(field, "error.password_length", "n", PasswordMin)
	}
	p := strings.ToLower(password)
	if mostlyOwn(p, own) {
		return Bad(field, "error.password_own")
	}
	if commonPassword(p) {
		return Bad(field, "error.password_common")
	}
	return nil
}

// beyondOwn is how many characters a password has beside one's own names.
const beyondOwn = 6

func mostlyOwn(p string, own []string) bool {
	left := p
	for _, o := range own {
		o = strings.ToLower(strings.TrimSpace(o))
		for _, part := range append([]string{o, LoginFrom(o)}, strings.FieldsFunc(o+" "+LoginFrom(o), notLetterOrDigit)...) {
			if utf8.RuneCountInString(part) > 2 {
				left = strings.ReplaceAll(left, part, "")
			}
		}
	}
	return left != p && utf8.RuneCountInString(left) < beyondOwn
}

func notLetterOrDigit(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func commonPassword(p string) bool {
	if run(p) || listed(p) {
		return true
	}
	// a known word with numbers or signs about it
	word := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	if word == p || utf8.RuneCountInString(p)-utf8.RuneCountInString(word) > 5 {
		word = p
	}
	for _, w := range strings.Fields(localPasswords) {
		if word == w {
			return true
		}
	}
	return word != p && listed(word)
}

func listed(p string) bool {
	return !strings.ContainsAny(p, "\n#") && strings.Contains(commonPasswords, "\n"+p+"\n")
}

// run reports whether a password is one stroke: few characters over and over,
// characters that follow one another, or a row of the keyboard.
func run(p string) bool {
	rs := []rune(p)
	distinct, step, even := map[rune]bool{rs[0]: true}, rs[1]-rs[0], true
	for i, r := range rs[1:] {
		distinct[r] = true
		even = even && r-rs[i] == step
	}
	if len(distinct) < 4 || even && step >= -1 && step <= 1 {
		return true
	}
	back := make([]rune, len(rs))
	for i, r := range rs {
		back[len(rs)-1-i] = r
	}
	for _, row := range strings.Fields(keyRows) {
		if twice := row + row; strings.Contains(twice, p) || strings.Contains(twice, string(back)) {
			return true
		}
	}
	return false
}
