package civic

import (
	"maps"
	"strings"
	"testing"
)

func TestReconcileKeepsEverybodysWords(t *testing.T) {
	edits := []Edit{
		{Field: "title", Version: 1, Text: "суу", State: Held},
		{Field: "who", Version: 1, Text: "баары", State: Held},
		{Field: "title", Version: 2, Text: "таза суу", State: Held},
		{Field: "title", Version: 2, Text: "rival", State: Rival},
	}
	for name, c := range map[string]struct {
		base        int64
		wanted      map[string]string
		set, rivals map[string]string
	}{
		"the newest was read":           {2, map[string]string{"title": "ичүүчү суу"}, map[string]string{"title": "ичүүчү суу"}, nil},
		"somebody else wrote meanwhile": {1, map[string]string{"title": "ичүүчү суу"}, nil, map[string]string{"title": "ичүүчү суу"}},
		"left as it was read":           {1, map[string]string{"title": "суу"}, nil, nil},
		"both wrote the same":           {1, map[string]string{"title": "таза суу"}, nil, nil},
		"another field":                 {1, map[string]string{"title": "суу", "who": "үйлөр"}, map[string]string{"who": "үйлөр"}, nil},
		"a field that never was":        {1, map[string]string{"causes": "эски"}, map[string]string{"causes": "эски"}, nil},
		"cleared by one who read it":    {2, map[string]string{"who": ""}, map[string]string{"who": ""}, nil},
		"nothing read of what stands":   {0, map[string]string{"title": "жаңы"}, nil, map[string]string{"title": "жаңы"}},
		"nothing read, nothing written": {0, map[string]string{"title": ""}, nil, nil},
	} {
		set, rivals := Reconcile(edits, c.base, c.wanted)
		if !maps.Equal(set, c.set) || !maps.Equal(rivals, c.rivals) {
			t.Errorf("%s: set %v, rivals %v; want %v, %v", name, set, rivals, c.set, c.rivals)
		}
	}
	if got := Rivals(edits, "title"); len(got) != 1 || len(Rivals(edits, "who")) != 0 {
		t.Errorf("rivals: %v", got)
	}
}

func TestSaidKeepsWordsAndDropsWhatIsNone(t *testing.T) {
	for in, want := range map[string]string{
		" суу жок \r\n":            "суу жок",
		"бир\r\nэки\tүч":           "бир\nэки\tүч",
		"а\x00б\x1b[31m":           "аб[31m",
		"😀 👩‍👩‍👧 🇰🇬":               "😀 👩‍👩‍👧 🇰🇬",
		"\xff\xfeсуу":              "\ufffdсуу",
		strings.Repeat("ө", 10000): strings.Repeat("ө", 10000),
	} {
		if got := Said(in); got != want {
			t.Errorf("Said(%.40q) = %.40q, want %.40q", in, got, want)
		}
	}
}

func TestTitleOfIsTheFirstSentenceCutAtAWord(t *testing.T) {
	for in, want := range map[string]string{
		"суу жок":                  "суу жок",
		"Суу жок. Түтүк эски.":     "Суу жок",
		"биринчи сап\nэкинчи":      "биринчи сап",
		"...":                      "...",
		strings.Repeat("суу ", 40): strings.TrimSpace(strings.Repeat("суу ", 20)) + "…",
		strings.Repeat("ө", 200):   strings.Repeat("ө", 80) + "…",
	} {
		if got := TitleOf(in); got != want {
			t.Errorf("TitleOf(%.30q) = %q, want %q", in, got, want)
		}
	}
}
