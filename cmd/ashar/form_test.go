package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ashar/internal/survey"
)

// printed is what f writes to standard output.
func printed(t *testing.T, f func() error) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	real := os.Stdout
	os.Stdout = w
	done := make(chan string)
	go func() { b, _ := io.ReadAll(r); done <- string(b) }()
	err = f()
	os.Stdout = real
	w.Close()
	return <-done, err
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestFormCommands(t *testing.T) {
	form := &survey.Form{Name: "data", Title: "Суу", Questions: []*survey.Question{
		{Type: "integer", Name: "age", Label: survey.Text{"": "Жашы"}, Constraint: ". < 120", ConstraintMessage: survey.Text{"": "120дан аз"}, Required: "yes"},
		{Type: "text", Name: "school", Label: survey.Text{"": "Мектеби"}, Relevant: "${age} < 18"},
		{Type: "calculate", Name: "months", Calculation: "${age} * 12"}}}
	good, err := survey.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, "good.xlsx", good)
	out, err := printed(t, formCheckCmd{File: file, Lang: "ky"}.Run)
	if err != nil || out != "2\tinteger\tage\tЖашы\n3\ttext\tschool\tМектеби\n4\tcalculate\tmonths\t\n" {
		t.Errorf("%q %v", out, err)
	}
	answers := write(t, "answers.json", []byte(`{"age": 130, "school": "№ 5"}`))
	out, err = printed(t, formEvalCmd{File: file, Answers: answers, Now: "2026-11-27T12:00:00+06:00", Lang: "ky"}.Run)
	if err != nil {
		t.Fatal(err)
	}
	var got evalOut
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Relevant["school"] || !got.Relevant["age"] || got.Calculated["months"] != "1560" || len(got.Violations) != 1 || got.Violations[0] != (violationOut{"age", "constraint", "130", "120дан аз"}) || got.Answers["school"] != nil {
		t.Errorf("%+v", got)
	}
	for name, said := range map[string]string{"unknown": `{"agee": 5}`, "no JSON": `[`, "no object": `[1]`} {
		if _, err := printed(t, formEvalCmd{File: file, Answers: write(t, "a.json", []byte(said)), Lang: "ky"}.Run); err == nil {
			t.Error("taken:", name)
		}
	}

	form.Questions[1].Relevant = "${agee} < 18"
	wrong, err := survey.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	out, err = printed(t, formCheckCmd{File: write(t, "wrong.xlsx", wrong), JSON: true, Lang: "ky"}.Run)
	var checked formOut
	if jsonErr := json.Unmarshal([]byte(out), &checked); jsonErr != nil || err == nil || checked.OK || len(checked.Questions) > 0 || len(checked.Problems) != 1 {
		t.Fatal(out, err, jsonErr)
	}
	if p := checked.Problems[0]; p.Sheet != "survey" || p.Cell != "E3" && p.Cell != "F3" || p.Header != "relevant" || !strings.Contains(p.Says, "age") {
		t.Errorf("%+v", p)
	}
}
