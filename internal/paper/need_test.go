package paper

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// needList is a list with two orders, divergence answered and not, and so many rows.
func needList(rows int) NeedListData {
	d := NeedListData{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Cycle: "2016-жылдагы цикл", Rule: "Борда эсеби, топтордун салмагы бирдей",
		Why: "Ар бир топ биринчи ордуна 5 упай берет, кийинкисине бирден аз.", Watch: "Көзөмөлдө: аялдар жана жаштар.", Groups: 20,
		Audiences: []string{"Аялдар", "Эркектер", "Жаштар", "Улгайгандар", "Аярлуу"},
		Hands: []NeedListHand{{"Балдар жугуштуу оорудан жапа чекти.", "Чынара Мамытова", at(8, 0)},
			{"Түтүк кышында жарылып кетти, кийинкиге калтырууга болбойт.", "Нурлан Асанов", at(9, 0)}},
		Flags: []NeedListFlag{{"Бала бакча жылытылбайт", "Аялдар: өз тизмесинде 2-орун, жалпы тизмеде 11-орун.", "Грант күтөбүз, арыз 1-мартка чейин берилет.", "Нурлан Асанов", at(9, 0)},
			{Need: "Жаштарга спорт аянтчасы жок", Text: "Жаштар: өз тизмесинде 1-орун, жалпы тизмеде 12-орун."}},
		Small: []string{"Арал, жаштар: 4 адам келди, аз: кеминде 6"}, Unknown: []string{"Арал, жаштар"},
		Letters: []NeedListLetter{{"Мектептин чатыры агат", "Жайыл райондук билим берүү бөлүмү", "01-14/212", "Жооп келди"}}, Code: "AK16", At: at(9, 0)}
	for i := range rows {
		d.Rows = append(d.Rows, NeedListRow{Place: strconv.Itoa(i + 1), Ruled: strconv.Itoa(rows - i), Title: priorities(rows)[i], Sector: "Таза суу", Issue: "4", Villages: "Ак-Башат, Айдарбек, Арал",
			Groups: 12, Points: "39 1/2", Ranks: []string{"1", "2=", "–", "4", "5"}, People: 1791, Cost: 1_600_000, Competence: "Айыл өкмөтү (АӨ)", Programme: i%2 == 0, Code: "XRJKMJT",
			Sources: []string{"Ак-Башат, аялдар – 1 (AB14-7C1F)", "Айдарбек, эркектер – 2= (AB14-7C20)"}})
	}
	return d
}

func letter() LetterData {
	return LetterData{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Number: "01-14/212", Date: at(0, 0), Addressee: "Жайыл районунун мамлекеттик администрациясы", Need: "Мектептин чатыры агат",
		Code: "XRJKMJT", Cycle: "2016-жылдагы цикл", Text: "Тургундар мектептин чатыры агып жатканын айтышты.\nАны карап чыгып, жооп берүүңүздү суранабыз.", SignedBy: "Нурлан Осмонов, айыл өкмөтүнүн башчысы", At: at(9, 0)}
}

func wordsOf(t *testing.T, l i18n.Lang, print printer) string {
	t.Helper()
	return strings.ReplaceAll(strings.Join(plainText(readPages(t, printed(t, l, print))), " "), "\u00a0", " ")
}

func TestTheListPrintsRuleBothOrdersAndAnswers(t *testing.T) {
	d := needList(12)
	d.Surveys = []civic.ReportPart{{Title: "«Үй чарбалары» сурамжылоосу", Columns: []civic.ReportColumn{{Name: "Жооп"}, {Name: "Саны", Kind: civic.ReportCount}}, Rows: []civic.ReportRow{{Cells: []civic.ReportCell{civic.Say("Жарык"), civic.Num(48)}}}}}
	words := wordsOf(t, i18n.KY, func(w io.Writer, l i18n.Lang) error { return NeedList(w, l, d) })
	for _, want := range []string{d.Rule, "Эреже боюнча", "Балдар жугуштуу оорудан", "Чынара Мамытова", "Түтүк кышында", "Грант күтөбүз", "Жооп бериле элек", "4 адам келди", "01-14/212", "AB14-7C20", "1 600 000", "«Үй чарбалары»", "Жарык", "48"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %s", want, words)
		}
	}
	d.Hands = nil
	if words = wordsOf(t, i18n.KY, func(w io.Writer, l i18n.Lang) error { return NeedList(w, l, d) }); strings.Contains(words, "Эреже боюнча") {
		t.Error("a list by the rule alone has two orders")
	}
}

func TestALetterNotSentIsADraftAndATranslationSaysSo(t *testing.T) {
	d := letter()
	if words := wordsOf(t, i18n.RU, func(w io.Writer, l i18n.Lang) error { return Letter(w, l, d) }); !strings.Contains(words, "Подлинник на кыргызском языке") || strings.Contains(words, i18n.RU.T("paper.stamp.draft")) {
		t.Error(words)
	}
	d.Draft, d.Number = true, ""
	if words := wordsOf(t, i18n.KY, func(w io.Writer, l i18n.Lang) error { return Letter(w, l, d) }); !strings.Contains(words, i18n.KY.T("paper.stamp.draft")) || !strings.Contains(words, "№ ____") {
		t.Error(words)
	}
}
