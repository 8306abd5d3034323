package survey

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Real forms from pyxform and ODK, unchanged: those within what is asked here open, the others are
// refused for exactly the rows that go beyond it.
func TestRealForms(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of forms")
	}
	refused := map[string]string{
		"all-question-types-v2024091201-3.xlsx": "40 type, 41 type, 42 type, 43 type, 44 type, 45 type, 46 type, 47 type, 69 type, 70 type, 83 file_kind",
		"bad_calc.xlsx":                         "2 quote",
		"flat_xlsform_test.xlsx":                "35 type, 37 type, 38 type, 50 type, 52 type, 54 type, 57 name_shape",
		"group.xlsx":                            "4 type",
		"xlsform_spec_test.xlsx":                "35 type, 37 type, 38 type, 50 type, 52 type, 55 name_shape",
	}
	files, err := filepath.Glob(filepath.Join(folder, "xlsform", "*.xlsx"))
	if err != nil || len(files) == 0 {
		t.Fatal("no forms", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			form, program, warnings, err := Open(data, nil)
			got := ""
			var problems Problems
			if errors.As(err, &problems) {
				parts := make([]string, len(problems))
				for i, p := range problems {
					parts[i] = strings.TrimRight(p.Cell(), "") + " " + p.Why
					parts[i] = strings.TrimLeft(parts[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
					if p.Sheet != "survey" || p.Header == "" {
						t.Errorf("no column: %+v", p)
					}
				}
				got = strings.Join(parts, ", ")
			} else if err != nil {
				t.Fatal(err)
			}
			if want := refused[filepath.Base(path)]; got != want {
				t.Errorf("refused for\n%s\nwant\n%s\n%v", got, want, err)
			}
			if (form == nil) != (err != nil) || (program == nil) != (err != nil) {
				t.Error("a refused form came through, or an accepted one did not")
			}
			t.Log(warnings)
			if form == nil {
				return
			}
			again, err := Write(form)
			if err != nil {
				t.Fatal(err)
			}
			same(t, form, again)
			iv := program.Begin(Env{Now: time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)}, nil)
			iv.Each(func(s State) {})
		})
	}
}

func TestTheChoicesOfASocioEconomicSurveyFollowTheRegion(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of forms")
	}
	data, err := os.ReadFile(filepath.Join(folder, "xlsform", "socio-economic-survey-v20240515.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	_, p, _, err := Open(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	iv := p.Begin(Env{Language: "French (fr)"}, Answers{"headOfHousehold": Answers{"region": "Sindh", "district": "Garden"}})
	if s, _ := iv.State("headOfHousehold/district"); s.Wrong != "" {
		t.Error("a district of its region:", s)
	}
	before := iv.Choices("headOfHousehold/district")
	changed, _ := iv.Set("headOfHousehold/region", "Punjab")
	if s, _ := iv.State("headOfHousehold/district"); s.Wrong != WrongChoice || slices.Equal(iv.Choices("headOfHousehold/district"), before) || !slices.Contains(changed, "headOfHousehold/district") {
		t.Error("a district of another region:", s, changed)
	}
	if iv.Words("headOfHousehold/residentialAddress", Label) != "Adresse résidentielle" {
		t.Error(iv.Words("headOfHousehold/residentialAddress", Label))
	}
	place, ok := iv.Add("familyMembers")
	if !ok || place != "familyMembers[2]" {
		t.Fatal(place, ok)
	}
	iv.Set("familyMembers[2]/persons/health/healthVisit", "1")
	iv.Set("familyMembers[2]/persons/health/healthFacility", "1 2 3 4")
	for path, want := range map[string]bool{"familyMembers[2]": true, "familyMembers[1]": false} {
		if s, _ := iv.State(path + "/persons/health/healthFacility"); s.Relevant != want {
			t.Error(path, s)
		}
	}
	if s, _ := iv.State("familyMembers[2]/persons/health/healthFacility"); s.Wrong != WrongConstraint && s.Wrong != WrongChoice {
		t.Error("four of three:", s)
	}
}
