package civic

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPasswordsThatAnybodyWouldTryAreRefused(t *testing.T) {
	for key, ps := range map[string][]string{
		"error.password_length": {"", "аз", "1234567", strings.Repeat("я", 201)},
		"error.password_common": {"12345678", "87654321", "12345678901234567890", "aaaaaaaa", "12121212", "abcdefgh", "абвгдежз", "qwertyui", "йцукенгш", "фывапролд", "poiuytrewq",
			"password", "PassWord", "password2016", "football1990", "admin123", "Бишкек2016", "бишкек-2016", "Кыргызстан", "кыргызстан1", "ashar2016", "купуясөз", "11111111"},
		"error.password_own": {"aigul.satarova", "Айгүл Сатарова", "САТАРОВА85", "satarova1", "айгүл1985", "aigul-1985", "satarovaaigul", "a.satarova"},
		"":                   {"кыйын-сырсөз-1", "жаңы-сырсөз-77", "менин-сырсөзүм", "көк айыл көпүрө", "тоодо алма бышты", "сатарова-алма-бак", "x7#Kp2mQ", "алма-бак-1985"},
	} {
		for _, p := range ps {
			err := CheckPassword("password", p, "aigul.satarova", "Айгүл Сатарова")
			got := ""
			if found := Problems(err); len(found) == 1 {
				got = found[0].Key
			}
			if got != key {
				t.Errorf("%q: %q, want %q", p, got, key)
			}
		}
	}
	if err := CheckPassword("password", "coordina", "coordina"); err == nil {
		t.Error("the login itself is a password")
	}
	if err := CheckPassword("password", "көк айыл көпүрө", "", "Ю"); err != nil {
		t.Error("an empty name is in every password")
	}
}

func TestTheListOfPasswordsNamesItsSourceAndHoldsOnlyWhatCouldBeChosen(t *testing.T) {
	b, err := os.ReadFile("defaults/passwords.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		if utf8.RuneCountInString(line) < PasswordMin || line != strings.ToLower(line) {
			t.Errorf("%q is never met", line)
		}
	}
	if n != 5000 || !strings.Contains(string(b), "MIT") || !strings.Contains(string(b), "https://") {
		t.Errorf("%d passwords, or no source or licence", n)
	}
}
