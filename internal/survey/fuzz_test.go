package survey

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// FuzzParse: whatever is typed into a cell is understood or refused, never a panic or a hang.
func FuzzParse(f *testing.F) {
	for _, group := range readCases(f).Expressions {
		for _, c := range group.Cases {
			f.Add(c[0])
		}
	}
	for _, s := range []string{"", "((((", "----1", "${", "${}", "''", "a:b", "a::b", "1..2", "[", ".[", "..[1]", "*", "* * *", "a*b", "instance('x')", "\xff\xfe", strings.Repeat("(", 9999), strings.Repeat("-", 9999),
		strings.Repeat("1+", 9999), strings.Repeat("a[", 9999), strings.Repeat("a/", 9999), strings.Repeat("not(", 9999)} {
		f.Add(s)
	}
	form := &Form{Name: "data", Questions: []*Question{{Type: "integer", Name: "a"}, {Type: "select_one", List: "l", Name: "s"},
		{Type: "repeat", Name: "r", Children: []*Question{{Type: "text", Name: "x"}, {Type: "calculate", Name: "c", Calculation: "1"}}}},
		Lists: []*List{{Name: "l", Choices: []Choice{{Name: "1"}, {Name: "2"}}}}}
	p, err := Compile(form, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tree, err := parse(s)
		if (tree == nil) == (err == nil) {
			t.Fatal("neither understood nor refused, or both")
		}
		c := newCompiler(form, nil)
		c.el, c.field, c.reads = 5, "calculation", map[int]bool{}
		code, _ := c.compile(s, nil)
		if (code == nil) != (c.problems.refused() != nil) {
			t.Fatal("code and problems disagree", c.problems)
		}
		if code == nil {
			return
		}
		iv := p.Begin(Env{Now: time.Unix(0, 0)}, Answers{"a": "5", "r": []any{Answers{"x": "y"}, Answers{}}})
		n, _ := iv.find("r[1]/c")
		iv.toText(iv.eval(code, context{current: n, here: n}))
		if _, err := code.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzOpen: whatever is sent as a file is a form or is refused.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add(workbookOf(f, map[string][][]string{"survey": {{"type", "name", "label"}, {"text", "a", "A"}}}))
	if folder := os.Getenv("ASHAR_CONFORMANCE_DATA"); folder != "" {
		files, _ := filepath.Glob(filepath.Join(folder, "xlsform", "*.xlsx"))
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		form, p, _, err := Open(data, nil)
		if (form == nil) != (err != nil) || (p == nil) != (err != nil) {
			t.Fatal("half a form")
		}
		if p != nil {
			p.Begin(Env{Now: time.Unix(0, 0)}, nil).Answers()
		}
	})
}

// FuzzSheet: rows of any text, without the trouble of making a workbook of them by chance.
func FuzzSheet(f *testing.F) {
	f.Add("type\tname\tlabel\trelevant\ntext\ta\tA\t${b}=1\nselect_one l\tb\tB\t", "list_name\tname\tlabel\nl\tx\tX")
	f.Add("type\tname\ncalculate\ta\nbegin repeat\tr\nend group\n", "")
	f.Fuzz(func(t *testing.T, survey, choices string) {
		r := &reader{form: &Form{Name: "data", places: map[field]place{}}}
		sheet := func(s string) *sheet {
			out := &sheet{}
			for i, line := range strings.Split(s, "\n") {
				if i < 200 {
					out.rows = append(out.rows, row{i + 1, strings.Split(line, "\t")})
				}
			}
			return out
		}
		r.choices(sheet(choices))
		r.survey(sheet(survey))
		p, problems := compile(r.form, nil)
		if append(r.problems, problems...).refused() == nil {
			p.Begin(Env{Now: time.Unix(0, 0)}, nil).Each(func(State) {})
		}
	})
}

// zipped is a workbook of the parts given, around a sheet survey that is written as XML.
func zipped(t *testing.T, sheet string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, body := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet,
	} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(body))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>`

func TestHostileFilesAreRefused(t *testing.T) {
	text := func(at, s string) string { return `<c r="` + at + `" t="inlineStr"><is><t>` + s + `</t></is></c>` }
	good := `<row r="2">` + text("A2", "text") + text("B2", "a") + `</row>`
	if _, _, _, err := Open(zipped(t, sheetHead+good+`</sheetData></worksheet>`), nil); err != nil {
		t.Fatal("the plain one is refused, so the others prove nothing:", err)
	}
	var rows, wide strings.Builder
	for i := range 6_000 {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, i+2, i+2)
	}
	for i := range 400 {
		fmt.Fprintf(&wide, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+2, i+2)
	}
	deep := `<row r="2">` + text("A2", "begin_group") + text("B2", "g") + `</row>`
	for i := range 100 {
		deep += fmt.Sprintf(`<row r="%d">%s%s</row>`, i+3, text(fmt.Sprint("A", i+3), "begin_group"), text(fmt.Sprint("B", i+3), "g"))
	}
	for name, c := range map[string]struct{ sheet, why string }{
		"a bomb":               {sheetHead + strings.Repeat(" ", maxUnzipped) + `</sheetData></worksheet>`, "too_large"},
		"rows without end":     {sheetHead + rows.String() + `</sheetData></worksheet>`, "too_large"},
		"columns without end":  {sheetHead + wide.String() + `</sheetData></worksheet>`, "too_large"},
		"groups without end":   {sheetHead + deep + `</sheetData></worksheet>`, "groups_deep"},
		"entities":             {`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>` + sheetHead + `<row r="2">` + text("A2", "&b;") + `</row></sheetData></worksheet>`, "no_workbook"},
		"a file of the system": {`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + sheetHead + `<row r="2">` + text("A2", "&a;") + `</row></sheetData></worksheet>`, "no_workbook"},
		"broken off":           {sheetHead + good, "no_workbook"},
		"no sheet at all":      {`<html/>`, "no_survey"},
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, _, _, err := Open(zipped(t, c.sheet), nil)
			var problems Problems
			if !errors.As(err, &problems) {
				t.Fatal("not refused:", err)
			}
			if problems[0].Why != c.why {
				t.Error(problems)
			}
			t.Log(time.Since(begun).Round(time.Millisecond), problems)
		})
	}
}

// A last row far below, as a formatted sheet has it, is no reason to refuse.
func TestABlankMillionIsTolerated(t *testing.T) {
	sheet := sheetHead + `<row r="2"><c r="A2" t="inlineStr"><is><t>text</t></is></c><c r="B2" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="A1048576" s="0"/></row></sheetData></worksheet>`
	begun := time.Now()
	if _, _, _, err := Open(zipped(t, sheet), nil); err != nil {
		t.Error(err)
	}
	t.Log(time.Since(begun).Round(time.Millisecond))
}

// A form of a few rows cannot fill the memory.
func TestSmallFormsStaySmall(t *testing.T) {
	f := &Form{Name: "data", Questions: []*Question{{Type: "calculate", Name: "c0", Calculation: "'ab'"}}}
	for i := 1; i < 100; i++ {
		f.Questions = append(f.Questions, &Question{Type: "calculate", Name: fmt.Sprint("c", i), Calculation: fmt.Sprintf("concat(${c%d}, ${c%d})", i-1, i-1)})
	}
	inside := &f.Questions
	for i := range 6 {
		r := &Question{Type: "repeat", Name: fmt.Sprint("r", i), RepeatCount: "1000000"}
		*inside = append(*inside, r)
		inside = &r.Children
	}
	p, err := Compile(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	iv := p.Begin(Env{Now: time.Unix(0, 0)}, nil)
	if s, _ := iv.State("c10"); len(s.Value) != 2048 {
		t.Error(len(s.Value))
	}
	if s, _ := iv.State("c99"); len(s.Value) > maxText {
		t.Error(len(s.Value))
	}
	if n := iv.room(); n != 0 {
		t.Error("room for", n)
	}
}

// What is reckoned bit by bit agrees with what is reckoned at once, for answers by chance.
func TestIncrementalAgreesWithWhole(t *testing.T) {
	c := readCases(t)
	var all []*Program
	for _, name := range []string{"flow", "family", "choice", "base"} {
		_, p := c.Forms[name].open(t)
		all = append(all, p)
	}
	env := c.env(t, "")
	rapid.Check(t, func(t *rapid.T) {
		p := all[rapid.IntRange(0, len(all)-1).Draw(t, "form")]
		iv := p.Begin(env, nil)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			var states []State
			iv.Each(func(s State) { states = append(states, s) })
			s := states[rapid.IntRange(0, len(states)-1).Draw(t, "which")]
			e := p.Elements[s.Element]
			switch {
			case e.Type == "repeat" && rapid.Bool().Draw(t, "add"):
				iv.Add(strings.TrimSuffix(s.Path, s.Path[strings.LastIndexByte(s.Path, '['):]))
			case e.Type == "repeat":
				iv.Remove(s.Path)
			default:
				iv.Set(s.Path, rapid.SampledFrom([]string{"", "1", "2", "3", "12", "20", "yes", "no", "none", "n", "s", "a", "b", "other", "water road", "2020-05-05", "x y", "7.5"}).Draw(t, "answer"))
			}
			agree(t, p, iv, env, s.Path)
		}
	})
}
