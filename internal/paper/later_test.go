package paper

import (
	"io"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func saidOn(t *testing.T, l i18n.Lang, p printer) string {
	t.Helper()
	var all []string
	for _, line := range plainText(readPages(t, printed(t, l, p))) {
		all = append(all, strings.Fields(line)...)
	}
	return strings.Join(all, " ")
}

// Whoever holds the minutes or a slip can see later what became of what was said; of a training session nothing is published.
func TestMinutesAndSlipsSayWhereToSeeWhatBecameOfIt(t *testing.T) {
	m := aidarbek()
	if got := saidOn(t, i18n.KY, minutesOf(m)); !strings.Contains(got, "эмне болгонун баары көрөт") {
		t.Error("the minutes do not say it")
	}
	m.Practice = true
	if got := saidOn(t, i18n.KY, minutesOf(m)); strings.Contains(got, "эмне болгонун баары көрөт") {
		t.Error("a training session promises a page")
	}
	d := SlipsData{Title: "Айдарбек", WiFi: "Айыл өкмөтү 2016", Password: "ashar-2016", Address: "http://192.168.43.120:8080/j",
		Slips: []Slip{{Number: "1", Code: "482 759 336 274", Link: "http://192.168.43.120:8080/j/482759336274"}}}
	slip := func(w io.Writer, l i18n.Lang) error { return Slips(w, l, d) }
	if got := saidOn(t, i18n.RU, slip); strings.Contains(got, "Потом") {
		t.Error("a slip of a training session promises a page")
	}
	d.Code = "AB14-7C1F"
	if got := saidOn(t, i18n.RU, slip); !strings.Contains(got, "наберите код AB14-7C1F на странице") {
		t.Errorf("in a hall: %s", got)
	}
	d.Later = "https://ashar.kg/n"
	if got := saidOn(t, i18n.RU, slip); !strings.Contains(got, "этот же QR-код покажет, что стало со сказанным в группе; или наберите на https://ashar.kg/n код AB14-7C1F") {
		t.Errorf("with a lasting address: %s", got)
	}
}

// Each problem has the code of its own passport; a version closed before codes were kept, and a hall without a lasting address, print none.
func TestMinutesHaveTheCodeOfEachProblem(t *testing.T) {
	m := aidarbek()
	got := saidOn(t, i18n.KY, minutesOf(m))
	for _, want := range []string{"https://ashar.kg/n барагына териңиз", "1 A04C7RX", "7 A64C7RX"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	hall := aidarbek()
	hall.Needs = ""
	for i := range m.Problems {
		m.Problems[i].Code = ""
	}
	for _, without := range []civic.Minutes{m, hall} {
		if got := saidOn(t, i18n.KY, minutesOf(without)); strings.Contains(got, "A04C7RX") || strings.Contains(got, "барагына териңиз") {
			t.Error(got)
		}
	}
}
