package civic

import "testing"

func TestSomIsReadAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]int64{
		"1600000": 1600000, "1 600 000": 1600000, "1\u00a0600\u00a0000 сом": 1600000, "1\u202f600 сом.": 1600, "1.600.000": 1600000,
		"1,600,000": 1600000, " 850 000 СОМ ": 850000, "0": 0, "850000сом": 850000,
	} {
		if got, ok := Som(text); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-5", "1,5", "1600.50", "12 00", "көп", "1e6", "1 600 000 000 000 000 000", "5 доллар"} {
		if got, ok := Som(text); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}
