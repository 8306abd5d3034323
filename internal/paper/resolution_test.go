package paper

import (
	"io"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func both(ky, ru string) civic.Text { return civic.Text{KY: ky, RU: ru} }

// token is an adopted one with everything in its annex.
func token() ResolutionData {
	rules := civic.DefaultListRules()
	votes := &civic.CouncilVotes{Elected: 21, Present: 19, For: 14, Against: 3, Abstained: 2}
	d := ResolutionData{Place: civic.Place{Unit: civic.Unit{Name: both("Ак-Башат", "Ак-Башат")}, Raion: both("Жайыл", "Жайылский"), Oblast: both("Чүй", "Чуйская")}}
	d.Resolution = civic.Resolution{Status: civic.ResolutionAdopted, Votes: civic.CouncilVotes{Elected: 21, Present: 19, For: 17, Abstained: 2}, AdoptedAt: at(14, 30)}
	d.ResolutionText = civic.ResolutionText{About: civic.AboutNeeds, Number: "5/3", Date: "2015-12-24", Convocation: "VIII", SessionNo: "V", Regular: true, Seat: "Ак-Башат",
		Title:    both("Ак-Башат айыл аймагынын калкынын артыкчылыктуу муктаждыктары боюнча чечимдер жөнүндө", "О решениях по приоритетным нуждам населения айылного аймака"),
		Preamble: both("Айыл өкмөтүнүн маалыматын угуп жана талкуулап, мыйзамдын 31-беренесин жетекчиликке алып, Ак-Башат айылдык кеңеши", "Заслушав и обсудив информацию, айылный кенеш"),
		Points:   both("Чечимдер бекитилсин. Тиркеме тиркелет.\n\nТөмөнкү муктаждыктар кабыл алынсын: «Таза суу түтүгү эскирген» – 850 000 сом.", "Утвердить решения. Приложение прилагается."),
		Charged:  both("Аткарылышын камсыз кылуу айыл өкмөтүнүн башчысына жүктөлсүн.", ""), Control: both("Аткарылышын көзөмөлдөө туруктуу комиссиясына жүктөлсүн.", ""),
		Publish: both("Токтом расмий сайтка жарыялансын.", ""), Chair: "Кубанычбек Сыдыков"}
	d.Annex = civic.Annex{Rule: &rules, Groups: 20, Hands: []civic.AnnexHand{{Reason: "Суу ташыды.", By: "Нурлан Асанов", On: "2015-12-10"}, {Reason: "Көпүрө бузулду.", On: "2015-12-14"}}, Needs: []civic.AnnexNeed{
		{Title: both("Арык тазаланбайт, сугат суу жетпейт", "Арык не чистят"), Place: 5, Groups: 9, Passed: []civic.AnnexPassing{{Title: both("Бала бакча жылытылбайт", ""), Place: 7}},
			AnnexDecision: civic.AnnexDecision{Outcome: civic.Partly, Reason: both("Каражат негизги арыктын 3 чакырымына гана жетет.", "Денег хватает на 3 км."), Departs: both("Калганын жамаат өз күчү менен жасайт.", ""),
				Amount: 250000, BudgetLine: "7042, ирригация", AnswerDue: "2016-05-15", Votes: votes}},
		{Title: both("Бала бакча жылытылбайт", "Детский сад не отапливается"), Place: 7, Groups: 8, Passed: []civic.AnnexPassing{{Place: 5, Before: true}},
			AnnexDecision: civic.AnnexDecision{Outcome: civic.Accepted, Reason: both("64 бала окуйт.", "64 ребёнка."), Amount: 450000}},
	}, Proposals: []civic.AnnexProposal{{Text: "Жайыт төлөмүнүн бир бөлүгүн көпүрөгө жумшоо", Date: "2015-12-11", AnnexDecision: civic.AnnexDecision{Outcome: civic.Postponed, Reason: both("Райондун жообунан кийин.", "")}}},
		Undecided: []civic.AnnexNeed{{Title: both("Айылга газ тартылган эмес", ""), Place: 13}}}
	return d
}

// budgetary is a draft of an extraordinary session signed by a woman, its annex a table.
func budgetary() ResolutionData {
	d := token()
	d.Status, d.About, d.Regular, d.ChairWoman, d.Number, d.Chair = civic.ResolutionDraft, civic.AboutBudget, false, true, "", ""
	d.Annex = civic.Annex{Tables: []civic.AnnexTable{{Title: both("2016-жылдын бюджети", "Бюджет 2016 года"), Columns: []civic.AnnexColumn{{Head: both("Сап", "Строка")}, {Head: both("Сумма", "Сумма"), Right: true}},
		Rows: [][]civic.Text{{both("Жол", "Дорога"), both("1 200 000", "")}}, Notes: []civic.Text{both("Бардыгы сом менен.", "Всё в сомах.")}}}}
	return d
}

func TestAResolutionHasTheFormOfTheCouncil(t *testing.T) {
	for _, c := range []struct {
		lang i18n.Lang
		d    ResolutionData
		want []string
	}{
		{i18n.KY, token(), []string{"Чүй облусу, Жайыл району", "Ак-Башат айылдык кеңешинин VIII чакырылышынын кезектеги V сессиясынын", "ТОКТОМУ", "2015-жылдын 24-декабры", "№ 5/3", "Ак-Башат айылы",
			"чечимдер жөнүндө", "айылдык кеңеши", "ТОКТОМ КЫЛАТ:", "1. Чечимдер бекитилсин. Тиркеме тиркелет.", "2. Төмөнкү", "3. Аткарылышын камсыз", "4. Аткарылышын көзөмөлдөө", "5. Токтом расмий",
			"Шайланган депутаттар: 21, катышкандар: 19", "жактап 17, каршы 0, калыс калды 2", "Төрага", "Кубанычбек Сыдыков", "Тиркеме", "Ак-Башат айылдык кеңешинин токтомуна",
			"Элдин тартибинен четтейт.", "Алдыга өткөн төмөнкү орундар: 7.", "Калганын жамаат өз күчү", "Артта калган жогорку орундар: 5.", "250 000 сом", "7042, ирригация", "Макул 14, каршы 3, калыс 2.",
			"Жайыт төлөмүнүн", "13. Айылга газ", "20 топтун жыйынтыгы. Борда эсеби", "(Нурлан Асанов, 2015-жылдын 10-декабры). Себеби: Суу ташыды.", "(–, 2015-жылдын 14-декабры). Себеби: Көпүрө бузулду."}},
		{i18n.RU, token(), []string{"ПОСТАНОВЛЕНИЕ", "V очередной сессии VIII созыва айылного кенеша (Ак-Башат айылный аймак)", "с. Ак-Башат", "ПОСТАНОВЛЯЕТ:", "1. Утвердить решения.", "2. Аткарылышын камсыз", "Приложение", "Отступает от порядка жителей.", "Подлинником"}},
		{i18n.EN, token(), []string{"RESOLUTION", "of regular session V of the VIII convocation of the aiyl kenesh of Ак-Башат", "RESOLVES:", "Annex", "Departs from the people's order.", "The Kyrgyz text is the original."}},
		{i18n.KY, budgetary(), []string{"кезексиз V сессиясынын", "№ ____", "ДОЛБООР", "Төрайым", "Шайланган депутаттар: ____", "2016-жылдын бюджети", "1 200 000", "Бардыгы сом менен."}},
	} {
		pages := plainText(readPages(t, printed(t, c.lang, func(w io.Writer, l i18n.Lang) error { return Resolution(w, l, c.d) })))
		if len(pages) < 2 || strings.Contains(pages[0], c.lang.T("council.departs")) {
			t.Errorf("%s: the annex has no page of its own: %d", c.lang, len(pages))
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(pages, " "), "\u00a0", " ")), " ")
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not on the paper:\n%s", c.lang, want, text)
				break
			}
		}
	}
}
