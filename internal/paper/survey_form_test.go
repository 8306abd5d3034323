package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ashar/internal/i18n"
)

func TestAQuestionnaireOnPaperHasEveryNumberAndWhereToGoOn(t *testing.T) {
	d := SurveyFormData{Title: "Үй-бүлө", Place: "Ак-Башат айыл аймагы", Version: 3, Consent: []string{"Жооп берүү өз эркиңизде."}, Village: true}
	for i := range 60 {
		d.Items = append(d.Items, SurveyItem{Kind: "one", Number: fmt.Sprint(i + 1), Label: fmt.Sprintf("Суроо %d?", i+1), Choices: []SurveyChoice{{Label: "Ооба"}, {Label: "Жок", Skip: fmt.Sprintf("→ %d", i+3)}}})
	}
	long := SurveyItem{Kind: "many", Number: "61", Label: "Кайсылары?"}
	for i := range 40 {
		long.Choices = append(long.Choices, SurveyChoice{Label: fmt.Sprintf("Абдан узун сүйлөм менен жазылган жооп, бир сапка араң сыя турган, номери %d", i+1)})
	}
	d.Items = append(d.Items, long, SurveyItem{Kind: "grid", Number: "62", Label: "Баалаңыз", Choices: []SurveyChoice{{Label: "Жаман"}, {Label: "Жакшы"}},
		Rows: []SurveyItem{{Number: "62.1", Label: "Суу"}, {Number: "62.2", Label: "Жол"}}})
	var out bytes.Buffer
	if err := SurveyForm(&out, i18n.KY, d); err != nil {
		t.Fatal(err)
	}
	pages := readPages(t, out.Bytes())
	said := strings.Join(plainText(pages), "\n")
	for i := range 60 {
		for _, want := range []string{fmt.Sprintf("Суроо %d?", i+1), fmt.Sprintf("→ %d", i+3)} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not on paper", want)
			}
		}
	}
	for _, want := range []string{"номери 40", "62.2", "Жооп берүү өз эркиңизде.", "Барактын номери", "3-чыгарылышы"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not on paper", want)
		}
	}
	for n, page := range pages { // nothing runs below the foot, and no question stands apart from its first answer
		for i, x := range page {
			if x.y > 295 {
				t.Errorf("page %d: %q at %.0f mm", n+1, x.text, x.y)
			}
			if strings.HasPrefix(x.text, "Суроо ") && !strings.Contains(strings.Join(texts(page[i:]), "\n"), "Ооба") {
				t.Errorf("page %d ends with %q", n+1, x.text)
			}
		}
	}
}

func texts(list []drawnText) (out []string) {
	for _, x := range list {
		out = append(out, x.text)
	}
	return out
}

func TestASlipOfASurveyHasItsCodeAndAddress(t *testing.T) {
	d := SurveySlipsData{Title: strings.Repeat("Абдан узун аталыш ", 12), Village: "Айдарбек", Address: "http://10.0.0.1:8080/q/23456789"}
	for i := range 9 {
		d.Slips = append(d.Slips, Slip{Number: fmt.Sprint(i + 1), Code: fmt.Sprintf("222 333 444 55%d", i), Link: d.Address + "?slip=222"})
	}
	var out bytes.Buffer
	if err := SurveySlips(&out, i18n.RU, d); err != nil {
		t.Fatal(err)
	}
	pages := readPages(t, out.Bytes())
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	said := strings.Join(plainText(pages), "\n")
	for i := range 9 {
		if !strings.Contains(said, fmt.Sprintf("222 333 444 55%d", i)) {
			t.Errorf("slip %d has no code", i+1)
		}
	}
	for _, x := range pages[0] {
		if x.y > 297 {
			t.Errorf("%q at %.0f mm", x.text, x.y)
		}
	}
}
