package paper

import (
	"io"
	"strings"
	"testing"
	"time"

	"ashar/internal/i18n"
)

// scheduleWords of a printed schedule; spaces that do not break are read as spaces.
func scheduleWords(t *testing.T, l i18n.Lang, d ScheduleData) string {
	t.Helper()
	pages := plainText(readPages(t, printed(t, l, func(w io.Writer, l i18n.Lang) error { return Schedule(w, l, d) })))
	return strings.ReplaceAll(strings.Join(pages, " "), "\u00a0", " ")
}

func TestTheScheduleSaysWeekdayYearAndWhatIsBlank(t *testing.T) {
	row := func(no int, date time.Time) ScheduleRow {
		return ScheduleRow{No: no, Date: date, Start: date.Add(11 * time.Hour), End: date.Add(13 * time.Hour), Village: "Арал", Audience: "Жаштар", Status: "planned", Language: "кыргызча"}
	}
	d := ScheduleData{Villages: []string{"Арал"}, Audiences: []string{"Жаштар"}, Rows: []ScheduleRow{row(1, at(0, 0))}}
	words := scheduleWords(t, i18n.KY, d)
	for _, want := range []string{"2016-ж. 12-дек", "дүйшөмбү", "дүй, 12-дек, 11:00", "Арал –"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %s", want, words)
		}
	}
	if strings.Contains(words, "даяр") {
		t.Error("a paper for the wall says what is not ready")
	}
	d.Rows = append(d.Rows, row(2, at(0, 0).AddDate(0, 0, 28)))
	words = scheduleWords(t, i18n.RU, d)
	for _, want := range []string{"пн, 12 дек 2016, 11:00", "пн, 9 янв 2017, 11:00", "9 янв 2017 понедельник"} {
		if !strings.Contains(words, want) {
			t.Errorf("over the new year %q is not in %s", want, words)
		}
	}
	d.Rows[0].Materials = true
	if ready := i18n.EN.T("paper.schedule.materials.yes"); !strings.Contains(scheduleWords(t, i18n.EN, d), ready) {
		t.Errorf("%q is not said", ready)
	}
}

func TestWhoAgreedIsNotCutShort(t *testing.T) {
	d := ScheduleData{AgreedBy: "Нурлан Осмонов, айыл өкмөтүнүн башчысы"}
	words := scheduleWords(t, i18n.KY, d)
	if strings.Contains(words, "…") || strings.Count(words, "Нурлан Осмонов") != 2 {
		t.Errorf("the stamp cuts the name: %s", words)
	}
}
