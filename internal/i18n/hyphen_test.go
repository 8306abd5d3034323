package i18n

import (
	"strings"
	"testing"
)

func TestLongWordsMayBreakBetweenSyllables(t *testing.T) {
	for word, want := range map[string]string{
		"жылдырылды": "жыл-ды-рылды", "ырасталган": "ырас-тал-ган", "Мигранттардын": "Миг-рант-тар-дын",
		"перенесена": "пере-не-сена", "подтверждена": "подт-верж-дена", "Новониколаевка": "Ново-ни-ко-лаевка", "confirmed": "con-fir-med",
		"Аялдар": "Аялдар", "үй-бүлөлөрү": "үй-бүлөлөрү", "Калктын аярлуу катмары": "Калктын аярлуу катмары", "вскршнструкт": "вскршнструкт", "": "",
	} {
		got := Soften(word)
		if strings.ReplaceAll(got, softHyphen, "-") != want {
			t.Errorf("%s: %q, want %s", word, got, want)
		}
		if strings.ReplaceAll(got, softHyphen, "") != word {
			t.Errorf("%s lost a letter: %q", word, got)
		}
	}
}
