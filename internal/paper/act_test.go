package paper

import (
	"io"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func monitored() (civic.Cycle, civic.Place) {
	return civic.Cycle{Title: civic.Text{KY: "2015-жылдагы цикл", RU: "Цикл 2015 года", EN: "Cycle of 2015"}},
		civic.Place{Unit: civic.Unit{Name: civic.Text{KY: "Ак-Башат", RU: "Ак-Башатский"}}, Raion: civic.Text{KY: "Жайыл", RU: "Жайылский"}, Oblast: civic.Text{KY: "Чүй", RU: "Чуйская"}}
}

// pipeAct is an act that disagrees with the aiyl okmotu, with photos.
func pipeAct() civic.Act {
	plan, fact := int64(910_000), int64(846_000)
	return civic.Act{ID: "1", Action: "water", ActionTitle: civic.Text{KY: "Таза суу түтүгү эскирген", RU: "Водопровод обветшал", EN: "The water pipe is worn out"}, ActionPlace: 1, Amends: "0", AmendsNumber: 1, Number: 2,
		AOStatus: civic.ActionDone, AOPercent: 100, FiledAt: time.Date(2016, 10, 6, 12, 10, 0, 0, time.UTC), By: "Салтанат Бейшеева",
		ActText: civic.ActText{VisitedOn: "2016-10-06", Members: "Нурлан Абдырахманов\nГүлзат Ташматова\nКубанычбек Исаев", Method: "visit", PlannedWork: "Айдарбек көчөсүндөгү 640 метр түтүк алмашып, суу күн сайын келет",
			FoundWork: "640 метр түтүк төшөлгөн, бирок жогорку эки үйгө суу жетпейт, үч жерден агат. Сыноо актысы көрсөтүлгөн жок.", PlannedMoney: &plan, FoundMoney: &fact, PlannedEnd: "2016-09-01",
			Quality: "poor", QualityNote: "Үч муфта калдырап турат", Pleased: 9, Neither: 4, Displeased: 17, Violations: "Сыноо өткөрүлбөй кабыл алынган.", Recommendations: "Агып жаткан үч жер оңдолсун.",
			Status: civic.ActionUnderWay, Percent: 85, AnswerDue: "2016-11-06"},
		Answer: "Муфталар 20-октябрга чейин алмашат.", AnsweredBy: "Нурлан Асанов", AnsweredOn: "2016-10-12",
		Photos: []civic.ActPhoto{{ID: "1", Hash: "a", Caption: "Түтүк агып жаткан жер", Blurred: 2, Image: shot(640, 480, 70)}, {ID: "2", Hash: "b", Image: shot(480, 640, 90)}, {ID: "3", Caption: "өчкөн"}}}
}

func period2016(acts ...civic.Act) *civic.Period {
	actions := []civic.Action{
		{ID: "water", Place: 1, Title: civic.Text{KY: "Таза суу түтүгү эскирген", RU: "Водопровод обветшал"}, Ends: "2016-09-01", Costs: []civic.ActionCost{{Amount: 910_000}}},
		{ID: "kinder", Place: 2, Title: civic.Text{KY: "Бала бакча жылытылбайт", RU: "Детский сад не отапливается"}, Ends: "2017-09-30", Costs: []civic.ActionCost{{Amount: 805_000}}},
		{ID: "ditch", Place: 3, Title: civic.Text{KY: "Арык тазаланбайт, сугат суу жетпейт", RU: "Арык не чистят, не хватает поливной воды"}, Ends: "2016-10-01", Costs: []civic.ActionCost{{Amount: 325_000}}},
	}
	reports := []civic.ActionReport{{Action: "water", Status: civic.ActionDone, Percent: 100, Spent: 846_000, On: "2016-08-26"}, {Action: "kinder", Status: civic.ActionUnderWay, Percent: 65, Spent: 441_000, On: "2016-10-14"},
		{Action: "ditch", Status: civic.ActionUnderWay, Percent: 70, Spent: 176_000, Delay: "Экскаватор кечикти", On: "2016-09-30"}}
	return civic.PeriodOf(civic.PeriodReport{Starts: "2016-07-01", Ends: "2016-12-10", Summary: "Суу түтүгү боюнча баалар айырмаланат.", CouncilOn: "2016-12-10", By: "Салтанат Бейшеева", At: time.Date(2016, 12, 10, 5, 0, 0, 0, time.UTC)}, actions, reports, acts)
}

func actOf(a civic.Act) printer {
	cycle, place := monitored()
	return func(w io.Writer, l i18n.Lang) error { return Act(w, l, ActData{a, cycle, place}) }
}

func periodOf(p *civic.Period) printer {
	cycle, place := monitored()
	return func(w io.Writer, l i18n.Lang) error { return Period(w, l, PeriodData{p, cycle, place}) }
}

func TestAnActOnPaperShowsBothSides(t *testing.T) {
	text := wordsOf(t, i18n.KY, actOf(pipeAct()))
	for _, want := range []string{"Мониторинг актысы № 2", "Аткарылды, 100", "Аткарылууда, 85", "Баалар айырмаланат", "Ыраазы: 9, орточо: 4, нааразы: 17", "Муфталар 20-октябрга чейин алмашат", "Кубанычбек Исаев", "№ 1 актыга толуктоо", "Жашырылган жерлер: 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("the act does not say %q", want)
		}
	}
	if strings.Contains(text, "өчкөн") || strings.Contains(text, "Жооп мөөнөтү") {
		t.Error("it shows a photo that was removed, or waits for an answer that came")
	}
	draft := pipeAct()
	draft.Number, draft.FiledAt = 0, time.Time{}
	if text := wordsOf(t, i18n.RU, actOf(draft)); !strings.Contains(text, "черновик") || strings.Contains(text, "Оценки расходятся") {
		t.Error("a draft does not say that it is one")
	}
}

func TestAPeriodOnPaper(t *testing.T) {
	late := pipeAct()
	late.AnsweredOn, late.Number = "", 3
	text := wordsOf(t, i18n.RU, periodOf(period2016(pipeAct(), late)))
	for _, want := range []string{"Отчёт по мониторингу", "Водопровод обветшал", "Оценки расходятся", "2 040 000", "1 463 000", "Экскаватор кечикти", "Агып жаткан үч жер оңдолсун", "Ответ просрочен: 34 дня", "Представлен айылному кенешу"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}
