package paper

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"ashar/internal/i18n"
)

// actionPlan of so many rows; every second was reported on.
func actionPlan(rows int) PlanData {
	d := PlanData{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Title: "Ак-Башат айыл аймагынын 2016–2017-жылдарга биргелешкен аракеттер планы", Period: "2016–2017",
		PartyAO: "Ак-Башат айыл өкмөтү", PartyPeople: "Ак-Башат айыл аймагынын жергиликтүү жамааты", ApprovedBy: "Кубанычбек Сыдыков", ApprovedOn: at(0, 0), Resolution: "5/4",
		AgreedBy: "Нурлан Осмонов", AgreedOn: at(0, 0), Adopted: true, Version: 2, Years: []string{"2016", "2017"}, At: at(9, 0),
		Sums: []PlanSum{{"Жергиликтүү бюджет", []int64{3_330_000, 680_000}, 4_010_000}, {"Грант", []int64{0, 320_000}, 320_000}}}
	for i := range rows {
		r := PlanRow{No: i + 1, Direction: "Таза суу", Issue: "4", Title: priorities(8)[i%8], Description: []string{"Айдарбек: Жогорку көчө", "Арал: мектептин алды"},
			Result: fmt.Sprintf("Натыйжа-%d жетишилет", i+1), Steps: []string{"1) Смета түзүү (мөөнөтү: 2016-ж. 1-апр)", "2) Траншея казуу, ашар"}, AO: "Азамат Токтобеков, адис", DT: "Бурул Качкынова",
			Starts: at(0, 0), Ends: at(0, 0).AddDate(0, 8, 0), Cost: 910_000, Costs: []string{"Жергиликтүү бюджет, 2016: 850 000 сом", "Жамааттын салымы, ашар, 2016: 60 000 сом (120 адам-күн)"},
			Indicator: "Суу келген күндөр", Baseline: "3", Target: "7", Beneficiaries: 1420, Monitoring: "БМжБ тобу"}
		if i%2 == 1 {
			r.State, r.Spent, r.Delay, r.Reported, r.Group = "Аткарылууда, 40 %", 310_000, "жаан-чачын", at(0, 0), "Баштала элек"
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

func planWords(t *testing.T, l i18n.Lang, d PlanData) []string {
	t.Helper()
	pages := plainText(checkDrawn(t, printed(t, l, func(w io.Writer, l i18n.Lang) error { return Plan(w, l, d) })))
	for i := range pages {
		pages[i] = strings.ReplaceAll(pages[i], "\u00a0", " ")
	}
	return pages
}

func TestThePlanHasItsStampPartiesSumsAndSignatures(t *testing.T) {
	for l, want := range map[i18n.Lang][]string{
		i18n.KY: {"БЕКИТЕМИН", "Айылдык кеңештин төрагасы", "Токтом № 5/4", "ЖӨБ органдары", "Айыл өкмөтүнүн башчысы", "4 330 000", "№ 4 маселе", "БМжБ:"},
		i18n.RU: {"УТВЕРЖДАЮ", "Председатель айылного кенеша", "Постановление № 5/4", "Местное сообщество", "Глава айыл окмоту", "4 330 000", "вопрос № 4"},
		i18n.EN: {"APPROVED", "Resolution № 5/4", "4,330,000", "issue № 4"},
	} {
		words := strings.Join(planWords(t, l, actionPlan(3)), " ")
		for _, w := range append(want, "Кубанычбек Сыдыков", "5/4", "2016–2017", "→") {
			if !strings.Contains(words, w) {
				t.Errorf("%s: %q is not in %s", l, w, words)
			}
		}
	}
	draft := actionPlan(1)
	draft.Adopted = false
	if words := strings.Join(planWords(t, i18n.KY, draft), " "); !strings.Contains(words, "ДОЛБООР") {
		t.Error("a plan that nobody has adopted is not marked a draft")
	}
	planWords(t, i18n.RU, PlanData{})
}

func TestTheHeadOfThePlanIsRepeatedAndRowsStayWhole(t *testing.T) {
	pages := planWords(t, i18n.KY, actionPlan(12))
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	found := map[int]int{}
	for i, words := range pages {
		rows := 0
		for no := range 12 {
			if strings.Contains(words, fmt.Sprintf("Натыйжа-%d ", no+1)) {
				rows++
				found[no]++
				if strings.Count(words, "Азамат") < rows || strings.Count(words, "120 адам-күн") < rows {
					t.Errorf("page %d: row %d is torn", i+1, no+1)
				}
			}
		}
		if rows > 0 && !strings.Contains(words, "Жооптуулар") {
			t.Errorf("page %d: rows without a head", i+1)
		}
	}
	for no := range 12 {
		if found[no] != 1 {
			t.Errorf("row %d stands on %d pages", no+1, found[no])
		}
	}
}

func TestAnUnapprovedStampIsLeftToBeFilledIn(t *testing.T) {
	d := actionPlan(1)
	d.ApprovedBy, d.Resolution, d.ApprovedOn, d.Adopted = "", "", time.Time{}, false
	if words := strings.Join(planWords(t, i18n.KY, d), " "); !strings.Contains(words, "№ ________") || !strings.Contains(words, "«____»") {
		t.Errorf("nothing to fill in: %s", words)
	}
}
