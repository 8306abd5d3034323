package i18n

import "testing"

func TestWhatAFormOfferedIsReadInTheReadersLanguage(t *testing.T) {
	for _, written := range Langs {
		for _, read := range Langs {
			if got, want := read.Usual(" "+written.T("gathering.usual.other")+"."), read.T("gathering.usual.other"); got != want {
				t.Errorf("%s in %s: %q, want %q", written, read, got, want)
			}
		}
	}
	if own := "Мектептин чатыры"; RU.Usual(own) != own {
		t.Errorf("%q", RU.Usual(own))
	}
}
