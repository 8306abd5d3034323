package survey

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheRestIsTakenOnlyWhereNothingElseIsWrong(t *testing.T) {
	film, why := []string{"video", "film", "Film", ""}, []string{"text", "why", "Why", ""}
	head := []string{"type", "name", "label", "relevant"}
	for name, c := range map[string]struct {
		rows [][]string
		left int
		kept int
		ok   bool
	}{
		"nothing is wrong":      {[][]string{head, why}, 0, 1, true},
		"one type":              {[][]string{head, film, why}, 1, 1, true},
		"in a group of its own": {[][]string{head, {"begin group", "g", "G", ""}, film, {"end group", "", "", ""}, why}, 1, 2, true},
		"another asks for it":   {[][]string{head, film, {"text", "why", "Why", "${film} != ''"}}, 0, 0, false},
		"another fault":         {[][]string{head, film, {"text", "why", "Why", "${none} = 1"}}, 0, 0, false},
		"a column twice":        {[][]string{append(head, "label"), film, why}, 0, 0, false},
	} {
		data := workbookOf(t, map[string][][]string{"survey": c.rows})
		rest, left, err := Rest(data, nil)
		if (err == nil) != c.ok || len(left) != c.left {
			t.Errorf("%s: %v, %v", name, left, err)
		}
		if err != nil {
			continue
		}
		if f, _, _, err := Open(rest, nil); err != nil || len(f.All()) != c.kept {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllQuestionTypesAreTakenButElevenRows(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of forms")
	}
	files := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, "xlsform", name)) }
	data, err := files("all-question-types-v2024091201-3.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := read(data)
	rest, left, err := Rest(data, files)
	if err != nil || len(left) != 11 {
		t.Fatal(left, err)
	}
	f, _, _, err := Open(rest, files)
	if err != nil || len(f.All()) != len(whole.All())-11 {
		t.Error(len(f.All()), len(whole.All()), err)
	}
}
