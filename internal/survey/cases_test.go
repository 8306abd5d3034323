package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write testdata/programs.json, which the JavaScript engine runs, anew")

// cases are testdata/cases.json: what both engines must agree on. They were written from the ODK
// documentation and JavaRosa's source, not from what an engine said.
type cases struct {
	Now         string
	Answers     map[string]Answers
	Forms       map[string]caseForm
	Expressions []struct {
		About, Form, At, Answers, Language string
		Cases                              [][2]string
	}
	Interviews []struct {
		About, Form string
		Answers     Answers
		Steps       []caseStep
	}
	Refused []struct {
		About                     string
		Survey, Choices, Settings [][]string
		Problems                  []string
	}
}

type caseForm struct {
	Survey, Choices, Settings [][]string
	Files                     map[string]string
}

type caseStep struct {
	Set         *[2]string
	Add, Remove string
	Refused     bool
	Expect      map[string]map[string]any // by path; null where there must be none
	Kept        Answers
	Changed     []string
	Choices     map[string][]int
	Words       map[string]string
	Name        string
	Screens     []string // path: questions | headings around; path+ of a repeat that may grow
}

func (s Screen) String() string {
	if s.More {
		return s.Path + "+ | " + strings.Join(s.Within, " ")
	}
	return s.Path + ": " + strings.Join(s.Asks, " ") + " | " + strings.Join(s.Within, " ")
}

func readCases(t testing.TB) (c cases) {
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

// workbookOf writes rows as a spreadsheet.
func workbookOf(t testing.TB, sheets map[string][][]string) []byte {
	f := excelize.NewFile()
	f.SetSheetName("Sheet1", "survey")
	for _, name := range []string{"survey", "choices", "settings"} {
		if sheets[name] == nil {
			continue
		}
		f.NewSheet(name)
		for i, row := range sheets[name] {
			for j, cell := range row {
				if cell == "" {
					continue
				}
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				f.SetCellStr(name, at, cell)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (f caseForm) files(name string) ([]byte, error) {
	if s, ok := f.Files[name]; ok {
		return []byte(s), nil
	}
	return nil, os.ErrNotExist
}

func (f caseForm) open(t testing.TB) (*Form, *Program) {
	t.Helper()
	form, p, _, err := Open(workbookOf(t, map[string][][]string{"survey": f.Survey, "choices": f.Choices, "settings": f.Settings}), f.files)
	if err != nil {
		t.Fatal(err)
	}
	return form, p
}

func (c cases) env(t testing.TB, language string) Env {
	now, err := time.Parse(time.RFC3339Nano, c.Now)
	if err != nil {
		t.Fatal(err)
	}
	return Env{Now: now, DeviceID: "d-1", Username: "aida", Language: language}
}

func TestExpressions(t *testing.T) {
	c := readCases(t)
	programs := map[string]*Program{}
	forms := map[string]*Form{}
	for name, f := range c.Forms {
		forms[name], programs[name] = f.open(t)
	}
	codes := make([][]*Code, len(c.Expressions))
	for i, group := range c.Expressions {
		t.Run(group.About, func(t *testing.T) {
			p := programs[group.Form]
			n, ok := p.Begin(c.env(t, ""), c.Answers[group.Answers]).find(group.At)
			if !ok {
				t.Fatal("no such place:", group.At)
			}
			compiler := newCompiler(forms[group.Form], c.Forms[group.Form].files)
			for _, x := range group.Cases {
				compiler.el, compiler.field, compiler.problems, compiler.reads = n.el, "calculation", nil, map[int]bool{}
				code, _ := compiler.compile(x[0], nil)
				codes[i] = append(codes[i], code)
				if code == nil {
					t.Errorf("%s: %v", x[0], compiler.problems)
				}
			}
			if len(compiler.p.Lists) > len(p.Lists) { // with the files that only these expressions name
				p.Lists = compiler.p.Lists
			}
			iv := p.Begin(c.env(t, group.Language), c.Answers[group.Answers])
			n, _ = iv.find(group.At)
			for j, x := range group.Cases {
				code := codes[i][j]
				if code == nil {
					continue
				}
				if got := iv.toText(iv.eval(code, context{current: n, here: n})); got != x[1] {
					t.Errorf("%s = %q, want %q", x[0], got, x[1])
				}
			}
		})
	}
	out, err := json.Marshal(map[string]any{"programs": programs, "codes": codes})
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/programs.json"
	if *update {
		if err := os.WriteFile(file, append(out, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(file); err != nil || !bytes.Equal(bytes.TrimSpace(kept), out) {
		t.Error("testdata/programs.json is old: go test ./internal/survey -run TestExpressions -update")
	}
}

func TestInterviews(t *testing.T) {
	c := readCases(t)
	for _, x := range c.Interviews {
		t.Run(x.About, func(t *testing.T) {
			_, p := c.Forms[x.Form].open(t)
			iv := p.Begin(c.env(t, ""), x.Answers)
			for i, s := range x.Steps {
				said := fmt.Sprintf("step %d %v%s%s", i+1, s.Set, s.Add, s.Remove)
				ok, changed := true, []string(nil)
				switch {
				case s.Set != nil:
					changed, ok = iv.Set(s.Set[0], s.Set[1])
				case s.Add != "":
					_, ok = iv.Add(s.Add)
				case s.Remove != "":
					ok = iv.Remove(s.Remove)
				}
				if ok == s.Refused {
					t.Errorf("%s: taken %t", said, ok)
				}
				if s.Changed != nil && !slices.Equal(changed, s.Changed) {
					t.Errorf("%s: changed %q, want %q", said, changed, s.Changed)
				}
				for path, want := range s.Expect {
					state, there := iv.State(path)
					if there != (want != nil) {
						t.Errorf("%s: %s is there: %t", said, path, there)
						continue
					}
					got := map[string]any{"value": state.Value, "relevant": state.Relevant, "required": state.Required, "readonly": state.ReadOnly, "wrong": state.Wrong}
					for key, value := range want {
						if got[key] != value {
							t.Errorf("%s: %s is %s %v, want %v", said, path, key, got[key], value)
						}
					}
				}
				if s.Kept != nil && !reflect.DeepEqual(iv.Answers(), s.Kept) {
					t.Errorf("%s: kept %v, want %v", said, iv.Answers(), s.Kept)
				}
				for path, want := range s.Choices {
					if got := iv.Choices(path); !slices.Equal(got, want) {
						t.Errorf("%s: choices of %s %v, want %v", said, path, got, want)
					}
				}
				for path, want := range s.Words {
					if got := iv.Words(path, Label); got != want {
						t.Errorf("%s: words of %s %q, want %q", said, path, got, want)
					}
				}
				if s.Screens != nil {
					var got []string
					for _, screen := range iv.Screens() {
						got = append(got, screen.String())
					}
					if !slices.Equal(got, s.Screens) {
						t.Errorf("%s: screens %q, want %q", said, got, s.Screens)
					}
				}
				if s.Name != "" && iv.Name() != s.Name {
					t.Errorf("%s: name %q", said, iv.Name())
				}
				agree(t, p, iv, c.env(t, ""), said)
			}
		})
	}
}

// agree: what was reckoned bit by bit is what is reckoned at once from the same answers.
func agree(t interface{ Errorf(string, ...any) }, p *Program, iv *Interview, env Env, said string) {
	again := p.Begin(env, iv.All())
	var a, b []State
	iv.Each(func(s State) { a = append(a, s) })
	again.Each(func(s State) { b = append(b, s) })
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s: bit by bit\n%v\nat once\n%v", said, a, b)
	}
}

func TestWrongFormsAreRefusedWithTheirPlace(t *testing.T) {
	for _, x := range readCases(t).Refused {
		t.Run(x.About, func(t *testing.T) {
			form, p, _, err := Open(workbookOf(t, map[string][][]string{"survey": x.Survey, "choices": x.Choices, "settings": x.Settings}), nil)
			var problems Problems
			if !errors.As(err, &problems) || form != nil || p != nil {
				t.Fatal("not refused:", err)
			}
			var got []string
			for _, p := range problems {
				s := p.Sheet + "!" + p.Cell() + " " + p.Why
				if p.Why == "circle" {
					s += " " + fmt.Sprint(p.Args[1])
				}
				got = append(got, s)
			}
			want := slices.Clone(x.Problems)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("got  %s\nwant %s\n%v", strings.Join(got, ", "), strings.Join(want, ", "), err)
			}
		})
	}
}

// Every function that ODK documents is here or is refused by name.
func TestDocumentedFunctions(t *testing.T) {
	for name := range strings.FieldsSeq(`if position once selected selected-at count-selected jr:choice-name indexed-repeat count count-non-empty sum max min
		regex contains starts-with ends-with substr substring-before substring-after translate string-length normalize-space concat join
		boolean-from-string string digest base64-decode extract-signed round int number pow log log10 abs sin cos tan asin acos atan atan2
		sqrt exp exp10 pi today now decimal-date-time date decimal-time format-date format-date-time area distance geofence intersects
		random randomize uuid boolean not coalesce checklist weighted-checklist true false`) {
		_, plain := functions[name]
		_, special := lazy[name]
		if !plain && !special && !slices.Contains(refused, name) {
			t.Error("unknown:", name)
		}
	}
	if names := slices.Sorted(maps.Keys(functions)); len(names) < 60 {
		t.Error(names)
	}
}
