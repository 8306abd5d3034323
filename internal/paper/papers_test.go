package paper

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

type printer func(io.Writer, i18n.Lang) error

func occasion() Occasion {
	return Occasion{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Village: "Айдарбек", Venue: "мектептин жыйын залы",
		Audience: "Аялдар", Cycle: "ЖМБА", Year: 2016, Number: "14", Date: at(0, 0), Start: at(11, 0), End: at(13, 0),
		Moderator: "Айгүл Сатарова", Recorder: "Чынара Мамытова", URL: "https://ashar.kg/s/AB14-7C1F", Code: "AB14-7C1F", At: at(9, 0)}
}

func priorities(n int) []string {
	names := []string{"Таза суу түтүгү эскирген", "Бала бакча жылытылбайт", "Айыл ичиндеги жол бузулган, жазында тез жардам кире албайт", "Көчө жарыгы жок",
		"Арык тазаланбайт, сугат суу жетпейт", "ФАПты оңдоо керек", "Таштанды чыгарылбайт", "Мектептин чатыры агат, спорт залы жок"}
	var out []string
	for i := range n {
		out = append(out, names[i%len(names)])
	}
	return out
}

func checklist(filled bool) ChecklistData {
	d := ChecklistData{Occasion: occasion(), Filled: filled}
	items := strings.Split("АӨнүн буйругу жана жумушчу топ|Айылдардын тизмеси, калктын саны жынысы жана жашы боюнча үй чарба китебинен алынды|Топтор тандалды, матрица толук|"+
		"График айыл башчылары менен макулдашылды|Орду, жылуулук, жарык, орундуктар тегерек коюлду|Модератор АӨ башчысы эмес, окутулган|Катчы окутулган|Чакыруу 3 күн мурун берилди, кулактандыруулар илинди", "|")
	no := 0
	for pi, name := range []string{"Чейин", "Учурунда", "Кийин"} {
		ph := ChecklistPhase{Name: name}
		for i := range []int{15, 17, 8}[pi] {
			no++
			it := ChecklistItem{No: no, Text: items[i%len(items)], Mandatory: i%3 == 0, Responsible: "координатор", Due: "3 күн мурда"}
			if filled {
				it.State = []string{"done", "done", "notdone", "na", ""}[no%5]
				if it.State != "" {
					it.Who, it.When = "Ч. Мамытова", at(10, no)
				}
				if it.State == "na" {
					it.Note = "бул айылда биринчи цикл"
				}
			}
			ph.Items = append(ph.Items, it)
		}
		d.Phases = append(d.Phases, ph)
	}
	return d
}

func schedule() ScheduleData {
	d := ScheduleData{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Cycle: "ЖМБА", Year: 2016, Version: 2, Status: "draft",
		DraftedBy: "Гүлмира Асанова, координатор", AgreedBy: "Т. Мамбетов", Date: at(0, 0),
		Villages: []string{"Ак-Башат", "Айдарбек", "Арал", "Ново-Николаевка"}, Audiences: []string{"Аялдар", "Эркектер", "Жаштар", "Улгайган адамдар", "Калктын аярлуу катмары"},
		URL: "https://ashar.kg/c/AK16", Code: "AK16", Check: "7c1f90ab42e618d3", At: at(9, 0),
		Warnings: []string{"Айгүл Сатарова 12-декабрда эки сессияда бир убакта.", "Арал айылында улгайган адамдардын тобу жок.", "Жума намазы: 9-декабрь, 13:00."}}
	for i := range 17 {
		r := ScheduleRow{No: i + 1, Date: at(0, 0).AddDate(0, 0, i/2), Start: at(11+i%2*3, 0), End: at(13+i%2*3, 0), Village: d.Villages[i%4], Venue: "мектеп", Conditions: "жылуу, жарык бар",
			Audience: d.Audiences[i/4%5], Min: 8, Max: 12, Moderator: "Айгүл Сатарова", Recorder: "Чынара Мамытова", Observer: "Нурлан Осмонов", Inviter: "айыл башчысы", Phone: "0555 12 34 56",
			Language: "кыргызча", Transport: "унаа керек эмес", Childcare: "бала кароо бар", Materials: i%2 == 0, Status: []string{"planned", "confirmed", "held", "moved", "cancelled"}[i%5]}
		switch r.Status {
		case "held":
			r.Held, r.ActualF, r.ActualM = true, 9, 0
		case "moved":
			r.Reason = "кар жаап, жол жабылды"
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

// papers is every document there is, full and empty, small and large.
func papers() map[string]printer {
	ps := map[string]printer{}
	add := func(name string, p printer) { ps[name] = p }
	minutesOf := func(name string, m civic.Minutes) {
		add(name, func(w io.Writer, l i18n.Lang) error { return Minutes(w, l, m) })
	}
	minutesOf("minutes", aidarbek())
	minutesOf("minutes-empty", civic.Minutes{State: civic.MinutesDraft})
	minutesOf("minutes-1", crowd(1))
	minutesOf("minutes-40", crowd(40))
	minutesOf("minutes-methods", methods())
	minutesOf("minutes-photos", withPhotos())
	add("schedule", func(w io.Writer, l i18n.Lang) error { return Schedule(w, l, schedule()) })
	add("schedule-empty", func(w io.Writer, l i18n.Lang) error { return Schedule(w, l, ScheduleData{}) })
	for _, n := range []int{0, 1, 14, 60} {
		add(fmt.Sprintf("needs-%d", n), func(w io.Writer, l i18n.Lang) error { return NeedList(w, l, needList(n)) })
	}
	add("needs-empty", func(w io.Writer, l i18n.Lang) error { return NeedList(w, l, NeedListData{}) })
	add("letter", func(w io.Writer, l i18n.Lang) error { return Letter(w, l, letter()) })
	add("letter-empty", func(w io.Writer, l i18n.Lang) error { return Letter(w, l, LetterData{Draft: true}) })
	add("plan", func(w io.Writer, l i18n.Lang) error { return Plan(w, l, actionPlan(9)) })
	add("plan-empty", func(w io.Writer, l i18n.Lang) error { return Plan(w, l, PlanData{}) })
	add("gathering", gatheringPaper(gathering()))
	add("gathering-bare", gatheringPaper(gathering().Nameless()))
	add("gathering-empty", gatheringPaper(civic.GatheringMinutes{GatheringPlan: civic.GatheringPlan{Sort: civic.VillageMeeting}, State: civic.MinutesDraft}))
	add("gathering-slips", func(w io.Writer, l i18n.Lang) error {
		return GatheringSlips(w, l, GatheringSlipsData{Sort: civic.VillageGathering, Municipality: both("Ак-Башат", "Ак-Башатский"), Date: "2015-12-11"})
	})
	draft := pipeAct()
	draft.FiledAt, draft.Number, draft.Photos, draft.Members = time.Time{}, 0, nil, ""
	add("act", actOf(pipeAct()))
	add("act-draft", actOf(draft))
	add("act-empty", actOf(civic.Act{ActText: civic.ActText{Method: "visit"}}))
	add("monitoring", periodOf(period2016(pipeAct())))
	add("monitoring-empty", periodOf(&civic.Period{}))
	add("checklist", func(w io.Writer, l i18n.Lang) error { return Checklist(w, l, checklist(false)) })
	add("checklist-filled", func(w io.Writer, l i18n.Lang) error { return Checklist(w, l, checklist(true)) })
	add("attendance", func(w io.Writer, l i18n.Lang) error {
		return Attendance(w, l, AttendanceData{Occasion: occasion(), Rows: 20})
	})
	add("attendance-empty", func(w io.Writer, l i18n.Lang) error { return Attendance(w, l, AttendanceData{Category: true}) })
	add("tally", func(w io.Writer, l i18n.Lang) error { return AttendanceTally(w, l, occasion()) })
	add("blank", func(w io.Writer, l i18n.Lang) error { return BlankMinutes(w, l, BlankMinutesData{}) })
	add("blank-known", func(w io.Writer, l i18n.Lang) error {
		return BlankMinutes(w, l, BlankMinutesData{Occasion: occasion(), Agenda: priorities(7), Problems: 5})
	})
	add("beans", func(w io.Writer, l i18n.Lang) error {
		return Beans(w, l, BeansData{Occasion: occasion(), Priorities: priorities(7), PerPerson: 3})
	})
	add("beans-empty", func(w io.Writer, l i18n.Lang) error { return Beans(w, l, BeansData{}) })
	add("beans-40", func(w io.Writer, l i18n.Lang) error {
		return Beans(w, l, BeansData{Occasion: occasion(), Priorities: priorities(40), PerPerson: 5})
	})
	add("pairwise", func(w io.Writer, l i18n.Lang) error {
		return Pairwise(w, l, PairwiseData{Occasion: occasion(), Priorities: priorities(8)})
	})
	add("scoring", func(w io.Writer, l i18n.Lang) error {
		return Scoring(w, l, ScoringData{Occasion: occasion(), Priorities: priorities(8), Max: 5,
			Criteria: []ScoringCriterion{{"Канча адамга тиешелүү", 3}, {"Оордугу", 2}, {"Шашылыштыгы", 2}, {"Жергиликтүү чечилет", 1}, {"Баасы", 1}}})
	})
	for _, n := range []int{1, 7, 16, 40} {
		add(fmt.Sprintf("ballot-%d", n), func(w io.Writer, l i18n.Lang) error {
			return Ballots(w, l, BallotData{Title: "Айдарбек айылы, аялдардын тобу", Options: priorities(n), Order: n == 7, MarkUpTo: 3, At: at(9, 0)})
		})
	}
	add("budget", func(w io.Writer, l i18n.Lang) error { return Budget(w, l, divided()) })
	add("budget-empty", func(w io.Writer, l i18n.Lang) error { return Budget(w, l, BudgetData{}) })
	add("cards", func(w io.Writer, l i18n.Lang) error {
		var cs []Card
		for i := range 11 {
			cs = append(cs, Card{Name: []string{"Айгүл Сатарова", "Абдырахманова Гүлзат Сейитбековна"}[i%2], Role: "модератор, катчы", Place: "Ак-Башат айыл аймагы, Жайыл району",
				Link: fmt.Sprintf("https://ashar.kg/j/4F7K-92QX-%02d", i), Code: "4F7K-92QX", Until: at(0, 0)})
		}
		return Cards(w, l, at(9, 0), cs)
	})
	add("poster", func(w io.Writer, l i18n.Lang) error {
		return Poster(w, l, PosterData{Place: "Ак-Башат", Address: "http://192.168.43.120:8080/j", At: at(9, 0),
			WiFi: &PosterWiFi{Name: "Айыл өкмөтү 2016", Password: "ashar-2016", Code: "WIFI:T:WPA;S:Айыл өкмөтү 2016;P:ashar-2016;;"}})
	})
	add("poster-long", func(w io.Writer, l i18n.Lang) error {
		return Poster(w, l, PosterData{Place: "Ново-Николаевка", Address: "https://ashar.jayyl-raion-ak-bashat.example.kg:18443/j", At: at(9, 0),
			WiFi: &PosterWiFi{Name: strings.Repeat("W", 32), Password: strings.Repeat("m0W", 21), Code: "WIFI:T:WPA;S:" + strings.Repeat("W", 32) + ";P:" + strings.Repeat("m0W", 21) + ";;"}})
	})
	slips := func(n int, d SlipsData) func(io.Writer, i18n.Lang) error {
		for i := range n {
			d.Slips = append(d.Slips, Slip{Number: strconv.Itoa(i + 1), Code: "482 759 336 274", Link: d.Address + "/482759336274"})
		}
		return func(w io.Writer, l i18n.Lang) error { return Slips(w, l, d) }
	}
	add("slips", slips(11, SlipsData{Title: "Айдарбек, Аралаш топ", WiFi: "Айыл өкмөтү 2016", Password: "ashar-2016", Address: "http://192.168.43.120:8080/j", Code: "AB14-7C1F", At: at(9, 0)}))
	add("slips-long", slips(1, SlipsData{Title: "Ново-Николаевка, Ден соолугунун мүмкүнчүлүгү чектелген адамдар", WiFi: strings.Repeat("W", 32), Password: strings.Repeat("m0W", 21),
		Address: "https://ashar.jayyl-raion-ak-bashat.example.kg:18443/j", Later: "https://ashar.jayyl-raion-ak-bashat.example.kg:18443/n", Code: "AB14-7C1F", At: at(9, 0)}))
	add("resolution", func(w io.Writer, l i18n.Lang) error { return Resolution(w, l, token()) })
	add("resolution-draft", func(w io.Writer, l i18n.Lang) error { return Resolution(w, l, budgetary()) })
	add("resolution-empty", func(w io.Writer, l i18n.Lang) error { return Resolution(w, l, ResolutionData{}) })
	add("poster-bare", func(w io.Writer, l i18n.Lang) error { return Poster(w, l, PosterData{}) })
	return ps
}

// divided is a budget with more needs than a page holds, two decided otherwise than the rule.
func divided() BudgetData {
	d := BudgetData{Oblast: "Чүй", Raion: "Жайыл", Municipality: "Ак-Башат", Cycle: "ЖМБА", Year: 2016, Number: 2, Adopted: at(10, 0), AdoptedBy: "Турдубек Жумабаев", By: "Нурлан Асанов",
		Budget: 2_400_000, Money: []BudgetMoney{{"Жергиликтүү бюджет", "", 1_900_000}, {"Грант", "«Айыл демилгеси» чакан гранттар программасы", 500_000}},
		Rules: []string{"Тең үлүш эрежеси. Каражат тең үлүштөргө бөлүнөт.", "Тең келгенде: арзаны алдыда."}, Spent: 2_390_000, Rest: 10_000,
		Whole: []string{"Ар бир топ сураганынан жок дегенде бирин алат."}, Link: "https://ashar.kg/cycles/1/budget/allocations/2",
		Command: "ashar allocate byudjet.pb --rule equal-shares --utility cost --completion add1u --ties cost-votes", At: at(11, 0)}
	for i, title := range priorities(30) {
		r := BudgetRow{Place: i + 1, Title: title, Takes: i%4 != 3, Ruled: i%2 == 0, In: i%2 == 0 != (i == 4 || i == 5), Why: []string{"Аны сураган топтор: 12.", "Алардын үлүштөрүнөн 450 000 сом калган, баасы 600 000 сом: 150 000 сом жетпейт."}}
		if r.Takes {
			r.Cost, r.Source = int64(100_000*(i+1)), "«Суу курулуш» ЖЧК, жергиликтүү смета, 2015-ж. 30-ноя"
		}
		d.Rows = append(d.Rows, r)
	}
	d.Overrides = []BudgetOverride{{Title: "Таштанды чыгарылбайт", Reason: "Үй чарбалардын төлөмү менен жасалат.", By: "Турдубек Жумабаев", At: at(9, 0)}, {Title: "Бала бакча жылытылбайт", Reason: "Аялдардын топтору муну биринчи коюшкан.", By: "Турдубек Жумабаев", In: true, At: at(9, 10)}}
	for i, name := range []string{"Аялдар", "Эркектер", "Калктын аярлуу катмары", "Айдарбек", "Ново-Николаевка"} {
		d.Coverage = append(d.Coverage, BudgetCover{Name: name, Groups: i, Of: 4, People: i * 400, OfPeople: i * 800, Village: i > 2})
	}
	return d
}

// methods is a protocol with every way of ranking, a recount and corrections.
func methods() civic.Minutes {
	m := aidarbek()
	m.State, m.Version, m.FromPaper, m.Practice = civic.MinutesCorrected, 2, true, true
	m.Valid, m.Came.F, m.Came.M, m.Came.Total = false, 3, 2, 5
	first := m.Rounds[0]
	first.Replaced = true
	again := m.Rounds[0]
	again.No, again.Replaces, again.Reason = 2, 1, "аялдарда 1 буурчак жетпей калды"
	for i := range again.Results {
		again.Results[i].Ages = []civic.MinutesAge{{Band: "18-28", Votes: 3}, {Band: "60+", Votes: 1}}
	}
	pairs := civic.MinutesRound{No: 3, Method: "pairwise", Question: ky("Эң маанилүүсүн жуптап салыштыруу"), Counters: first.Counters}
	score := civic.MinutesRound{No: 4, Method: "scoring", Criteria: []civic.MinutesCriterion{{Name: ky("Канча адамга тиешелүү"), Weight: 3}, {Name: ky("Оордугу"), Weight: 2}, {Name: ky("Баасы"), Weight: 1}}}
	ballot := civic.MinutesRound{No: 5, Method: "ballot", Secret: true, MarkUpTo: 3, Ballots: 12, Spoiled: 1, Unranked: ky("упай алган жок")}
	for i, r := range first.Results[:5] {
		for j := i + 1; j < 5; j++ {
			pairs.Pairs = append(pairs.Pairs, civic.MinutesPair{A: i + 1, B: j + 1, Winner: (i + 1) * ((i + j) % 3 / 1 % 2)})
		}
		base := civic.MinutesResult{No: r.No, Title: r.Title, Place: i + 1, PlaceTo: i + 1}
		p, s, b := base, base, base
		p.Wins, p.Losses = 4-i, i
		s.Marks, s.Score = []float64{5, 4.5, 3 - float64(i)/2}, 27.25-float64(i)
		b.Score = 31.5 - float64(i*3)
		pairs.Results, score.Results, ballot.Results = append(pairs.Results, p), append(score.Results, s), append(ballot.Results, b)
	}
	m.Rounds = []civic.MinutesRound{first, again, pairs, score, ballot}
	m.Corrections = []civic.MinutesCorrection{{Version: 2, At: at(18, 30), Who: "Чынара Мамытова", What: "2-көйгөйдүн орду: «Бала бакча»", Reason: "каттоодо жаңылыштык кеткен"}}
	m.Incidents = []civic.MinutesIncident{{At: at(12, 2), What: "жарык өчүп, 5 мүнөт тыныгуу жарыяланды"}}
	return m
}
