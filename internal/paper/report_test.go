package paper

import (
	"bytes"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// What stands in a report's table is never broken inside a word, however many columns there are.
func TestAReportBreaksNoWord(t *testing.T) {
	heads := []string{"Село", "Мероприятия", "Выполнено", "Доля выполненных", "Просрочено", "Оценки расходятся", "Стоимость", "Израсходовано"}
	p := civic.ReportPart{Title: "По сёлам", Bars: []int{3}}
	for i, h := range heads {
		kind := civic.ReportCount
		switch {
		case i == 0:
			kind = civic.ReportWords
		case i == 3:
			kind = civic.ReportShare
		case i > 5:
			kind = civic.ReportMoney
		}
		p.Columns = append(p.Columns, civic.ReportColumn{Name: h, Kind: kind})
	}
	p.Rows = []civic.ReportRow{{Heavy: true, Cells: []civic.ReportCell{civic.Say("Новониколаевка"), civic.Num(8), civic.Num(2), civic.Share(2, 8), civic.Num(1), civic.Num(1), civic.Sum(3743600), civic.Sum(12332000)}}}
	words := civic.ReportPart{Title: "Слова"}
	long := []string{"райгосадминистрацию;", "Мероприятие", "Ответственные", "Новониколаевка,", "Существующий", "Запланированный", "передано", "Показатель", "самоуправления", "капитальный"}
	for _, w := range long {
		words.Columns = append(words.Columns, civic.ReportColumn{Name: w})
	}
	var cells []civic.ReportCell
	for _, w := range long {
		cells = append(cells, civic.Say("в "+w+" на"))
	}
	words.Rows = []civic.ReportRow{{Cells: cells}}
	var b bytes.Buffer
	if err := Report(&b, i18n.RU, civic.Report{Title: "Выполнение ПСД", At: at(10, 0), Parts: []civic.ReportPart{p, words}}); err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, page := range readPages(t, b.Bytes()) {
		for _, d := range page {
			text += d.text + "\n"
		}
	}
	text = strings.ReplaceAll(text, "\u00a0", " ")
	want := append(strings.Fields(strings.Join(heads, " ")), "3 743 600 сом", "12 332 000 сом")
	for _, w := range append(want, long...) {
		if !strings.Contains(text, w) {
			t.Errorf("%q is broken in:\n%s", w, text)
		}
	}
}

func TestAHeadIsNotBrokenForARoundWidth(t *testing.T) {
	m := gathering()
	text := ""
	for _, page := range readPages(t, printed(t, i18n.RU, gatheringPaper(m))) {
		for _, d := range page {
			text += d.text + "\n"
		}
	}
	if !strings.Contains(text, "Воздержались") {
		t.Error("the head is broken")
	}
}

// Whatever is written above, no heading is the last on its page, nor with its first sentence only when a table follows.
func TestAGatheringsHeadingsStayWithWhatFollows(t *testing.T) {
	for _, done := range []bool{false, true} {
		for n := range 45 {
			m := gathering()
			m.Agenda = nil
			for range n {
				m.Agenda = append(m.Agenda, civic.GatheringItem{Title: "Маселе", Done: done})
			}
			for i, page := range readPages(t, printed(t, i18n.KY, gatheringPaper(m))) {
				last := drawnText{}
				for _, d := range page {
					if d.y < d.pageH-20 && d.y > last.y {
						last = d
					}
				}
				if strings.Contains(last.text, "Таратылган") || last.bold && last.text != "" && last.text[0] >= '2' && last.text[0] <= '7' && strings.Contains(last.text, ". ") && !strings.Contains(last.text, "Маселе") {
					t.Errorf("%d items, done %v: page %d ends with %q", n, done, i+1, last.text)
				}
			}
		}
	}
}
