package paper

import (
	"io"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// gathering is one that has everything domain §3.8 asks for, and in its second version.
func gathering() civic.GatheringMinutes {
	votes := func(yes, no, none int) *civic.GatheringVotes {
		return &civic.GatheringVotes{For: yes, Against: no, Abstained: none}
	}
	return civic.GatheringMinutes{GatheringPlan: civic.GatheringPlan{Sort: civic.VillageGathering, Number: "2", Date: "2015-12-11", Starts: "10:00", Ends: "12:10", Venue: "маданият үйү", Initiator: "Ак-Башат айыл өкмөтү",
		NoticeOn: "2015-12-02", NoticeWay: "дүкөндөргө илинди", Quorum: 100, QuorumRule: "Кеминде 100 өкүл катышса", QuorumSource: "Уставдын 14-беренеси, 2014-жылдын 20-июну",
		Chair: "Жылдыз Сатыбалдиева", Secretary: "Мирлан Абдыкеримов", Counters: "Асел Токтогулова\nКубан Жээнбеков"},
		Version: 2, State: civic.MinutesCorrected, Cycle: both("2015-жылдагы цикл", "Цикл 2015 года"), Oblast: both("Чүй", "Чуйская"), Raion: both("Жайыл", "Жайылский"), Municipality: both("Ак-Башат", "Ак-Башатский"),
		StartedAt: at(10, 4), ClosedAt: at(12, 10), Present: 104,
		Counts: []civic.GatheringCount{{Village: "a", Name: both("Ак-Башат", ""), F: 37, M: 32}, {Village: "b", Name: both("Арал", ""), F: 9, M: 11}, {F: 8, M: 7}},
		Agenda: []civic.GatheringItem{{Title: "Төраганы шайлоо", Speaker: "Нурлан Осмонов", Heard: "Ачык добуш менен шайланды.", Done: true}, {Title: "Ар түрдүү маселелер"}},
		Proposals: []civic.Proposal{
			{Number: 6, Sort: civic.Motion, Text: "Бала бакчанын жылытуусун каржылоо", Author: "Айнура Бекова", BudgetLine: "2016, 3111", NeedTitle: both("Бала бакча жылытылбайт", ""), Votes: votes(88, 7, 9), Answer: "64 бала окуйт.", AnswerDue: "2015-12-24"},
			{Number: 8, Sort: civic.Motion, Text: "Мал базарын көчүрүү", Votes: votes(31, 52, 18)}, {Number: 9, Sort: civic.Motion, Text: "Аянт", Withdrawn: true, Reason: "кайталанат"}},
		Questions: []civic.Proposal{{Number: 1, Sort: civic.Question, Text: "Көпүрө качан оңдолот?", BySlip: true, Answer: "Мартта смета даярдалат.", AnswerDue: "2016-01-15"}, {Number: 2, Sort: civic.Suggestion, Text: "График илинсин", BySlip: true}},
		Lists: []civic.GatheringList{{Body: "initiative", Stand: []civic.Nominee{{Name: "Бермет Осмоналиева", Post: "chair", VillageName: both("Ак-Башат", "")}, {Name: "Салтанат Кадырова", Added: true}}, Gone: []civic.Nominee{{Name: "Эркин Дүйшөбаев", Reason: "көчүп кетти"}}},
			{Body: "monitoring", Stand: []civic.Nominee{{Name: "Тилек Жумабаев"}}}},
		Decisions: []string{"Тизме айылдык кеңешке сунушталсын.", "Жооп берилсин."}, SlipsGiven: 104, SlipsIn: 2,
		Corrections: []civic.GatheringCorrection{{Version: 2, Reason: "саны туура эмес", By: "Нурлан Асанов", At: at(16, 0)}}, URL: "https://ashar.kg/cycles/1/gatherings/2/minutes"}
}

func gatheringPaper(m civic.GatheringMinutes) printer {
	return func(w io.Writer, l i18n.Lang) error { return GatheringMinutes(w, l, m) }
}

func TestMinutesOfAGatheringHoldWhatTheFormAsksFor(t *testing.T) {
	text := wordsOf(t, i18n.KY, gatheringPaper(gathering()))
	for _, want := range []string{"Айыл жыйынынын протоколу № 2", "2015-жылдын 11-декабры", "маданият үйү", "Ак-Башат айыл өкмөтү", "2015-жылдын 2-декабры, дүкөндөргө илинди", "Асел Токтогулова, Кубан Жээнбеков",
		"37", "69", "104", "Айылы белгисиз", "Кеминде 100 адам керек", "Уставдын 14-беренеси", "Кворум бар", "1. Төраганы шайлоо", "Угулду: Нурлан Осмонов", "Маселе каралган жок",
		"Бала бакчанын жылытуусун каржылоо", "Айнура Бекова", "аты аталган жок", "2016, 3111", "88 7 9", "колдоо тапты", "31 52 18", "колдоо тапкан жок", "64 бала окуйт.", "Кайра алынды. Себеби: кайталанат",
		"Таратылган баракчалар: 104, кайтарылганы: 2", "Көпүрө качан оңдолот?", "баракчада", "Бермет Осмоналиева (төрага, Ак-Башат)", "Салтанат Кадырова (ушул жыйында кошулду)", "Эркин Дүйшөбаев – көчүп кетти",
		"1. Тизме айылдык кеңешке сунушталсын.", "Катышкандардын тизмеси, 104 адам", "саны туура эмес", "Жыйындын төрагасы Жылдыз Сатыбалдиева", "Жыйындын катчысы Мирлан Абдыкеримов", "2-версия"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in: %s", want, text)
		}
	}
	if strings.Contains(text, "ДОЛБООР") {
		t.Error("closed minutes are stamped as a draft")
	}
}

func TestMinutesWithoutAQuorumSayHowManyWereMissing(t *testing.T) {
	m := gathering()
	m.Present, m.State = 95, civic.MinutesDraft
	m.Counts = []civic.GatheringCount{{F: 50, M: 45}}
	text := wordsOf(t, i18n.RU, gatheringPaper(m))
	for _, want := range []string{"До кворума не хватает 5 человек.", "Протокол сельского схода № 2", "Подлинник – текст на кыргызском языке", "ПРОЕКТ"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in: %s", want, text)
		}
	}
}

func TestMinutesForReadersNameChairAndSecretaryAlone(t *testing.T) {
	bare := gathering().Nameless()
	text := wordsOf(t, i18n.KY, gatheringPaper(bare))
	for _, name := range []string{"Айнура", "Бермет", "Салтанат", "Эркин", "Тилек", "Асел", "көчүп кетти", "аты аталган жок"} {
		if strings.Contains(text, name) {
			t.Errorf("%s stands in: %s", name, text)
		}
	}
	whole := wordsOf(t, i18n.KY, gatheringPaper(gathering()))
	check := checkValue(gathering().Check())
	for _, want := range []string{"Жылдыз Сатыбалдиева", "Мирлан Абдыкеримов", "2 адам", "Тизмеден чыкты: 1", check} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in: %s", want, text)
		}
	}
	if !strings.Contains(whole, check) {
		t.Error("with names the check value is another")
	}
}

func TestBlankSlipsAskForNoName(t *testing.T) {
	slips := func(w io.Writer, l i18n.Lang) error {
		return GatheringSlips(w, l, GatheringSlipsData{Sort: civic.PublicHearing, Municipality: both("Ак-Башат", "Ак-Башатский"), Date: "2015-12-11"})
	}
	text := wordsOf(t, i18n.KY, slips)
	for _, want := range []string{"Сунушум же суроом", "Коомдук угуу, Ак-Башат айыл аймагы, 2015-жылдын 11-декабры", "Ат жазбай эле"} {
		if strings.Count(text, want) != 4 {
			t.Errorf("%q stands %d times in: %s", want, strings.Count(text, want), text)
		}
	}
}
