package tally

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestBothFormsOfAFileAreRead(t *testing.T) {
	want := Profile{Names: []string{"суу", "жол, көпүрө", "3"}, Ballots: []Ballot{{2, [][]int{{2}, {0, 1}}}, {1, [][]int{{1}}}}}
	for form, file := range map[string]string{
		"new": "\ufeff# DATA TYPE: toi\r\n# NUMBER ALTERNATIVES: 3\r\n# ALTERNATIVE NAME 1: суу\r\n\r\n# ALTERNATIVE NAME 2: жол, көпүрө\r\n2: 3,{1, 2}\r\n1: 2\r\n",
		"old": "3\n1,суу\n2,жол, көпүрө\n3,\n3,3,2\n2,3,{1,2}\n1,2\n",
	} {
		p, err := ParsePreflib(strings.NewReader(file))
		if err != nil || !reflect.DeepEqual(p, want) {
			t.Errorf("%s: %v %+v", form, err, p)
		}
	}
}

func TestWhatIsWrongInAFileIsNamedWithItsLine(t *testing.T) {
	for file, want := range map[string]LineError{
		"":                                     {0, "", "empty"},
		"# NUMBER ALTERNATIVES: 2\n1: 1\n1: 3": {3, "3", "candidate"},
		"1: 2\n# NUMBER ALTERNATIVES: 1":       {2, "1", "names"},
		"# NUMBER ALTERNATIVES: many":          {1, "many", "names"},
		"# ALTERNATIVE NAME 0: x":              {1, "0", "names"},
		"# ALTERNATIVE NAME 1: x\n# ALTERNATIVE NAME 1: y": {2, "1", "twice"},
		"\n\n1: 1,{2,1}":         {3, "1", "twice"},
		"1: {1,{2}}":             {1, "{2}}", "brace"},
		"1: {1,2":                {1, " {1,2", "brace"},
		"1: 1}":                  {1, "1}", "brace"},
		"1: a":                   {1, "a", "candidate"},
		"x: 1":                   {1, "x: 1", "count"},
		"-1: 1":                  {1, "-1: 1", "count"},
		"hello":                  {1, "hello", "count"},
		"# DATA TYPE: cat\n1: 1": {1, "cat", "type"},
		"1: 1\n" + strings.Repeat("x", maxLine+1): {2, "", "long"},
	} {
		_, err := ParsePreflib(strings.NewReader(file))
		var got *LineError
		if !errors.As(err, &got) || *got != want || got.Error() == "" {
			t.Errorf("%.60q: %v, want %v", file, err, want)
		}
	}
}

func TestNamesArePrintable(t *testing.T) {
	p, err := ParsePreflib(strings.NewReader("# ALTERNATIVE NAME 1: a\x1b[2Jb\n1: 1\n"))
	if err != nil || p.Names[0] != "a [2Jb" {
		t.Fatalf("%v %q", err, p.Names)
	}
}

func TestTheDataTypeIsWritten(t *testing.T) {
	for want, b := range map[string]Ballot{"soc": {1, [][]int{{1}, {0}}}, "soi": {1, [][]int{{1}}}, "toc": {1, [][]int{{0, 1}}}} {
		var file bytes.Buffer
		if err := (Profile{Names: []string{"a", ""}, Ballots: []Ballot{b}}).WritePreflib(&file); err != nil || !strings.HasPrefix(file.String(), "# DATA TYPE: "+want+"\n") {
			t.Errorf("%s: %v\n%s", want, err, &file)
		}
	}
}

func FuzzParsePreflib(f *testing.F) {
	f.Add("# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: суу\n2: 1,{2,3}\n")
	f.Add("\ufeff1: 1\r\n\r\n")
	f.Add("1: {1,2")
	f.Add("2\n1,a\n2,b\n3,3,1\n3,2,{1}\n")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePreflib(strings.NewReader(s))
		if err != nil {
			return
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := p.WritePreflib(&file); err != nil {
			t.Fatal(err)
		}
		if back, err := ParsePreflib(&file); err != nil || !reflect.DeepEqual(back, p) {
			t.Fatalf("%v: %+v came back as %+v", err, p, back)
		}
	})
}
