package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// A day in Айдарбек, with everything a protocol can hold.

func at(h, m int) time.Time { return time.Date(2016, 12, 12, h, m, 0, 0, i18n.Zone) }

func ky(s string) civic.Text { return civic.Text{KY: s} }

func all(ky, ru, en string) civic.Text { return civic.Text{KY: ky, RU: ru, EN: en} }

// scribble is a drawn signature.
func scribble(turns float64) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 420, 160))
	for i := range 6000 {
		t := float64(i) / 6000
		x := 20 + 380*t
		y := 80 + 50*math.Sin(t*turns)*math.Cos(t*5)
		for dx := -2; dx <= 2; dx++ {
			for dy := -2; dy <= 2; dy++ {
				img.SetNRGBA(int(x)+dx, int(y)+dy, color.NRGBA{20, 30, 80, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func aidarbek() civic.Minutes {
	titles := []civic.Text{
		all("Таза суу түтүгү эскирген", "Водопровод изношен", "The drinking water pipe is worn out"),
		all("Бала бакча жылытылбайт", "Детский сад не отапливается", "The kindergarten is not heated"),
		all("Айыл ичиндеги жол бузулган", "Дорога внутри села разбита", "The road inside the village is broken"),
		ky("Көчө жарыгы жок"), ky("Арык тазаланбайт, сугат суу жетпейт"), ky("ФАПты оңдоо керек"), ky("Таштанды чыгарылбайт"),
	}
	votes := [][4]int{{8, 3, 1, 1}, {7, 1, 2, 2}, {2, 6, 3, 3}, {3, 1, 4, 5}, {0, 4, 4, 5}, {1, 0, 6, 6}, {0, 0, 7, 7}}
	m := civic.Minutes{
		Number: "14", Version: 1, State: civic.MinutesClosed,
		Cycle: all("ЖМБА", "СИНС", "JCNA"), Year: 2016,
		Oblast: all("Чүй", "Чуйская", "Chüy"), Raion: all("Жайыл", "Жайылский", "Jayyl"), Municipality: all("Ак-Башат", "Ак-Башатский", "Ak-Bashat"),
		Village: all("Айдарбек", "Айдарбек", "Aidarbek"), Venue: all("мектептин жыйын залы", "актовый зал школы", "school hall"),
		Audience: all("Аралаш топ", "Смешанная группа", "Mixed group"),
		Date:     at(0, 0), Start: at(11, 0), End: at(13, 2),
		Moderator: "Айгүл Сатарова", Recorder: "Чынара Мамытова",
		Present: []civic.MinutesPerson{
			{Name: "Нурлан Осмонов", Role: all("БМжБ тобунун байкоочусу", "наблюдатель группы СМиО", "JM&E observer")},
			{Name: "Бакыт Эсеналиев", Role: all("айыл башчысы", "айыл башчысы", "village head")},
		},
		Language: all("кыргызча", "кыргызский", "Kyrgyz"), Consent: civic.ConsentOral,
		Invited: civic.MinutesHeads{Total: 15, F: 8, M: 7},
		Came: civic.MinutesHeads{Total: 12, F: 7, M: 5, Bands: []civic.MinutesBand{
			{Band: "18-28", F: 2, M: 1}, {Band: "29-45", F: 3, M: 1}, {Band: "46-59", F: 1, M: 2}, {Band: "60+", F: 1, M: 1}}},
		Minimum: 6, Valid: true,
		Agenda: []civic.MinutesStep{
			{Title: all("Саламдашуу, максат, макулдук", "Приветствие, цель, согласие", "Welcome, purpose, consent"), Planned: 10, Start: at(11, 0), Finish: at(11, 12)},
			{Title: ky("Мурунку артыкчылыктар эмне болду"), Planned: 10, Start: at(11, 12), Finish: at(11, 20)},
			{Title: ky("Айылдын картасы"), Planned: 15, Start: at(11, 20), Finish: at(11, 38)},
			{Title: ky("Көйгөйлөр: жазуу, айтуу, бириктирүү"), Planned: 25, Start: at(11, 38), Finish: at(12, 5)},
			{Title: ky("Маанилүүлүгү боюнча иреттөө"), Planned: 20, Start: at(12, 5), Finish: at(12, 27)},
			{Title: ky("Себептер, чечүү жолдору, жамааттын салымы"), Planned: 25, Start: at(12, 27), Finish: at(12, 50)},
			{Title: ky("Ыктыярчылар, өкүл, протоколду окуу"), Planned: 15, Start: at(12, 50), Finish: at(13, 2)},
		},
		Merged:    []civic.MinutesMerge{{Into: titles[0], From: []string{"крандан суу келбейт", "суу дат жыттанат"}}},
		Withdrawn: []civic.MinutesWithdrawn{{Title: ky("Республикалык жолду кеңейтүү"), Reason: "топтун макулдугу менен, айыл өкмөтүнүн ыйгарым укугуна кирбейт"}},
		Questions: []civic.MinutesQuestion{{Question: "Былтыр чогултулган суу акысы кайда жумшалды?", Answer: "Жазуу жүзүндө жооп берилет", By: "АӨнүн каржы адиси", Due: at(0, 0).AddDate(0, 0, 14)}},
		Volunteers: []civic.MinutesVolunteers{
			{Group: all("Демилгелүү топко (ДТ)", "В инициативную группу (ИГ)", "Initiative group"), Count: 2},
			{Group: all("БМжБ тобуна", "В группу СМиО", "JM&E group"), Count: 1}},
		Delegate: "Гүлнара Абдиева",
		Opinions: []string{"Сугат суу жок болсо, таза суунун да пайдасы аз"},
		Checklist: []civic.MinutesPhase{
			{Phase: all("чейин", "до", "before"), Done: 14, Total: 15, NotApplicable: 0}, {Phase: all("учурунда", "во время", "during"), Done: 16, Total: 17, NotApplicable: 1},
			{Phase: all("кийин", "после", "after"), Done: 0, Total: 8}},
		Unticked:    []civic.MinutesUnticked{{No: 20, Item: ky("Мурунку артыкчылыктардын жыйынтыгы айтылды"), NotApplicable: true, Reason: "бул айылда биринчи цикл"}, {No: 14, Item: ky("Унаа, бала кароо, чай"), Mandatory: true, Reason: "унаа бузулуп калды"}},
		Photos:      3,
		Attachments: []civic.MinutesAttachment{{Kind: ky("Сүрөт"), Caption: "флипчарт, көйгөйлөрдүн тизмеси"}, {Kind: ky("Сүрөт"), Caption: "айылдын картасы"}},
		ReadAloud:   true, Confirmed: true,
		Signatures: []civic.MinutesSignature{
			{Role: all("Модератор", "Модератор", "Moderator"), Name: "Айгүл Сатарова", Image: Signature(scribble(21)), At: at(13, 1)},
			{Role: all("Катчы", "Секретарь", "Recorder"), Name: "Чынара Мамытова", Image: Signature(scribble(17)), At: at(13, 1)},
			{Role: all("Катышуучу", "Участник", "Participant")}, {Role: all("Катышуучу", "Участник", "Participant")}},
		Head: "7c1f90ab42e618d3aa00bb11cc22dd33", Code: "AB14-7C1F", URL: "https://ashar.kg/s/AB14-7C1F", Needs: "https://ashar.kg/n", At: at(13, 5),
	}
	round := civic.MinutesRound{No: 1, Method: "dots", PerPerson: 3, Voters: m.Came, Counters: []string{"Нурлан Осмонов", "Чынара Мамытова"},
		TieBreak: all("аялдардын добушу, андан кийин чүчүкулак", "голоса женщин, затем жребий", "women’s votes, then lot"),
		Lots:     []civic.MinutesLot{{From: 2, To: 3, Titles: []civic.Text{titles[1], titles[2]}}}, Opened: at(12, 7), Closed: at(12, 24)}
	said := []string{"суу дат жыттанат, балдар ооруп жатат", "балдар күрмөчөн отурат", "жазында тез жардам кире албайт", "", "арык ачылбай калды", "", ""}
	where := []string{"Жогорку көчө", "Бала бакча", "Борбордук көчө", "", "Төмөнкү арык", "", ""}
	for i, t := range titles {
		v := votes[i]
		round.Results = append(round.Results, civic.MinutesResult{No: i + 1, Title: t, Place: v[2], PlaceTo: v[3], F: v[0], M: v[1], Votes: v[0] + v[1], BySex: true})
		p := civic.MinutesProblem{No: i + 1, Title: t, Location: where[i], F: v[0], M: v[1], Votes: v[0] + v[1], BySex: true, Place: v[2], PlaceTo: v[3], Code: fmt.Sprintf("A%d4C7RX", i)}
		if said[i] != "" {
			p.Statements = []string{said[i]}
		}
		m.Problems = append(m.Problems, p)
	}
	a := &m.Problems[0]
	a.Who, a.Affected, a.Sector, a.Competence = "Жогорку көчөнүн тургундары", 340, all("Таза суу", "Питьевая вода", "Drinking water"), all("жергиликтүү маанидеги маселе", "вопрос местного значения", "issue of local importance")
	a.Causes, a.Effects = []string{"түтүк отуз жылдан бери алмашкан жок"}, []string{"ичеги оорулары", "суу ташуу"}
	a.Solutions, a.Labour, a.Money = []string{"түтүк алмаштыруу"}, "казуу иши, 30 адам-күн", "үй чарбадан 500 сомдон"
	a.Minority = []string{"алгач сугат суу керек"}
	m.Problems[1].Causes, m.Problems[1].Solutions, m.Problems[1].Labour = []string{"казан иштебейт"}, []string{"казан алуу"}, "30 адам-күн"
	m.Problems[2].Causes, m.Problems[2].Solutions, m.Problems[2].Land = []string{"суу агызуучу арык жок"}, []string{"шагыл төгүү"}, "карьер үчүн жер"
	m.Rounds = []civic.MinutesRound{round}
	return m
}

// crowd is a protocol with n priorities and long texts.
func crowd(n int) civic.Minutes {
	m := aidarbek()
	m.Problems, m.Rounds[0].Results = nil, nil
	for i := range n {
		title := ky(fmt.Sprintf("Көйгөй %d: %s", i+1, strings.Repeat("айылдын ичиндеги узун аталыштагы маселе ", 1+i%4)))
		v := civic.MinutesResult{No: i + 1, Title: title, Place: i + 1, PlaceTo: i + 1, F: n - i, M: (n - i) / 2, BySex: true}
		m.Rounds[0].Results = append(m.Rounds[0].Results, v)
		m.Problems = append(m.Problems, civic.MinutesProblem{No: i + 1, Title: title, Place: i + 1, PlaceTo: i + 1, F: v.F, M: v.M, BySex: true, Code: fmt.Sprintf("C%02d4C7R", i),
			Statements: []string{strings.Repeat("биз муну көптөн бери айтып келе жатабыз, ", 1+i%9)}, Causes: []string{"акча жок", "долбоор жок"}, Solutions: []string{"долбоор даярдоо"}})
	}
	return m
}
