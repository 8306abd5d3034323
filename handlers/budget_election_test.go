package handlers

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"ashar/internal/budget"
	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

func named(ky, ru, en string) civic.Text { return civic.Text{KY: ky, RU: ru, EN: en} }

// threeGroups have 900 000 som and ask for a road, a well and lights. Reckoned
// by hand, equal shares with cost utility: a share is 300 000. Road and well
// cost their supporters alike, the well is cheaper: two groups pay 150 000 each.
// For the road 300 000 and 150 000 are left, 150 000 is missing; for the lights
// 150 000 is left, 50 000 is missing.
func threeGroups() civic.Division {
	return civic.Division{Year: 2017, Budget: 900_000, Depth: 5,
		Money: []civic.Envelope{{Year: 2017, Source: civic.LocalBudget, Amount: 900_000}},
		Lines: []civic.BudgetLine{
			{Need: "road", Code: "ROADAAA", Title: named("Жол", "Дорога", "Road"), Place: 1, Cost: 600_000},
			{Need: "well", Code: "WELLAAA", Title: named("Кудук", "Колодец", "Well"), Place: 2, Cost: 300_000},
			{Need: "light", Code: "LIGHTAA", Title: named("Жарык", "Свет", "Lights"), Place: 3, Cost: 200_000},
			{Need: "gas", Code: "GASAAAA", Title: named("Газ", "Газ", "Gas"), Place: 4},
		},
		Groups: []civic.BudgetGroup{
			{Session: "1", Code: "MEN", In: named("Арал", "Арал", "Aral"), Village: "a", Name: named("Эркектер", "Мужчины", "Men"), Audience: civic.Men, People: 190, Came: 9,
				Asked: []string{"road", "gas"}, Order: [][]string{{"road"}}},
			{Session: "2", Code: "MIX", In: named("Арал", "Арал", "Aral"), Village: "a", Name: named("Аралаш топ", "Смешанная группа", "Mixed group"), Audience: civic.Mixed, Came: 12,
				Asked: []string{"road", "well"}, Order: [][]string{{"road"}, {"well"}}},
			{Session: "3", Code: "WOM", In: named("Арал", "Арал", "Aral"), Village: "a", Name: named("Аялдар", "Женщины", "Women"), Audience: civic.Women, People: 210, Came: 10,
				Asked: []string{"well", "light"}, Order: [][]string{{"light"}, {"well"}}},
		},
		Own: []civic.AudienceOrder{{Audience: civic.Women, Needs: []string{"gas", "light", "well"}}, {Audience: civic.Men, Needs: []string{"road"}}, {Audience: civic.Mixed, Needs: []string{"road", "well"}}},
	}
}

func answerOf(t *testing.T, d civic.Division, r civic.BudgetRules) *views.BudgetAnswer {
	t.Helper()
	a, err := Answer(d, "declared", r)
	if err != nil {
		t.Fatal(err)
	}
	return &a
}

func TestAResultExplainsItselfAsReckonedByHand(t *testing.T) {
	d, r := threeGroups(), civic.DefaultBudgetRules()
	r.Completion = "none"
	a := answerOf(t, d, r)
	if !slices.Equal(a.In, []string{"well"}) {
		t.Fatalf("%v", a.In)
	}
	for _, c := range []struct {
		need string
		lang i18n.Lang
		why  string
	}{
		{"well", i18n.KY, "Аны сураган топтор: 2. Алар баасын өз үлүштөрүнөн чогуу төлөдү: 300 000 сом."},
		{"well", i18n.RU, "О ней просили групп: 2. Они вместе заплатили её стоимость из своих долей: 300 000 сом."},
		{"well", i18n.EN, "Groups that asked for it: 2. Together they paid its cost out of their shares: KGS 300,000."},
		{"road", i18n.KY, "Аны сураган топтор: 2. Алардын үлүштөрүнөн 450 000 сом калган, баасы 600 000 сом: 150 000 сом жетпейт. Алардын үлүштөрү буларга кетти: Кудук."},
		{"road", i18n.RU, "О ней просили групп: 2. От их долей осталось 450 000 сом, стоит 600 000 сом: не хватает 150 000 сом. Их доли ушли на: Колодец."},
		{"road", i18n.EN, "Groups that asked for it: 2. Of their shares KGS 450,000 was left, it costs KGS 600,000: KGS 150,000 is missing. Their shares went to: Well."},
		{"light", i18n.RU, "О ней просили групп: 1. От их долей осталось 150 000 сом, стоит 200 000 сом: не хватает 50 000 сом. Их доли ушли на: Колодец."},
		{"gas", i18n.KY, "Баасы жазыла элек, ошондуктан катыша албайт."},
	} {
		if got := strings.ReplaceAll(strings.Join(views.Story(c.lang, d, a, c.need).Why, " "), "\u00a0", " "); got != c.why {
			t.Errorf("%s, %s:\n%s, want\n%s", c.need, c.lang, got, c.why)
		}
	}
	pays := views.Story(i18n.RU, d, a, "well").Pays
	if len(pays) != 2 || pays[0].Group != "Арал, смешанная группа" || plain(pays[0].Had) != "300 000" || plain(pays[0].Paid) != "150 000" || plain(pays[1].Left) != "150 000" {
		t.Errorf("%+v", pays)
	}
	pays = views.Story(i18n.RU, d, a, "road").Pays
	if len(pays) != 2 || plain(pays[0].Had) != "300 000" || len(pays[0].On) != 0 || plain(pays[1].Had) != "150 000" || !slices.Equal(pays[1].On, []string{"Колодец"}) {
		t.Errorf("%+v", pays)
	}
	if whole := views.Whole(i18n.RU, d, a.In); len(whole) != 1 || whole[0] != "Не получает ничего из того, что просила, 1 группа: Арал, мужчины." {
		t.Errorf("%v", whole)
	}

	r.Completion = "utilitarian" // 600 000 is left: the road fits, then nothing
	a = answerOf(t, d, r)
	if got := plain(strings.Join(views.Story(i18n.RU, d, a, "road").Why, " ")); got != "О ней просили групп: 2. Долей групп не хватило. Но из нераспределённых 600 000 сом по очереди голосов она поместилась: стоит 600 000 сом." {
		t.Error(got)
	}
	if got := plain(strings.Join(views.Story(i18n.RU, d, a, "light").Why, " ")); !strings.Contains(got, "Не хватило и того, что осталось в конце: 0 сом.") {
		t.Error(got)
	}
	r.Rule, r.Completion = civic.Greedy, "" // well and road have two votes each: the cheaper first, then the road, then nothing
	a = answerOf(t, d, r)
	if got := plain(strings.Join(views.Story(i18n.RU, d, a, "road").Why, " ")); got != "О ней просили групп: 2. Когда дошла очередь, было 600 000 сом, стоит 600 000 сом: поместилась." {
		t.Error(got)
	}
	if got := plain(strings.Join(views.Story(i18n.RU, d, a, "light").Why, " ")); got != "О ней просили групп: 1. Когда дошла очередь, оставалось 0 сом, стоит 200 000 сом: не поместилась." {
		t.Error(got)
	}
}

func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestSlicesBallotsPlacesAndLots(t *testing.T) {
	d, r := threeGroups(), civic.DefaultBudgetRules()
	r.Slices = civic.PopulationSlices
	e, _ := ElectionOf(d, r)
	if e.Ballots[0].Weight != 190 || e.Ballots[1].Weight != 12 || e.Ballots[2].Weight != 210 { // of the mixed group no census knows: who came
		t.Errorf("%+v", e.Ballots)
	}
	if len(e.Projects) != 3 || len(e.Ballots[0].Projects) != 1 { // gas has no cost
		t.Errorf("%+v", e)
	}
	r.Ballots = civic.PointBallots
	if e, _ = ElectionOf(d, r); e.Kind != budget.Scoring || !slices.Equal(e.Ballots[2].Projects, []int{2, 1}) || !slices.Equal(e.Ballots[2].Points, []int64{5, 4}) {
		t.Errorf("%+v", e.Ballots[2])
	}
	r.Ballots = civic.OrderBallots
	if e, _ = ElectionOf(d, r); e.Kind != budget.Ordinal || !slices.Equal(e.Ballots[2].Projects, []int{2, 1}) {
		t.Errorf("%+v", e.Ballots[2])
	}
	r.Guaranteed = []civic.AudienceKind{civic.Women, civic.Mixed, civic.Men} // gas takes no part: lights; road; the men's is in already
	_, rule := ElectionOf(d, r)
	if !slices.Equal(rule.Guaranteed, []int{2, 0}) {
		t.Errorf("%v", rule.Guaranteed)
	}
	a := answerOf(t, d, r)
	if got := views.Story(i18n.KY, d, a, "light").Why; len(got) != 1 || got[0] != "Кепилденген орун менен кирди: Аялдар, биринчи муктаждыгы." {
		t.Errorf("%v", got)
	}
	r.Ties, r.Lot = civic.LotTie, &civic.BudgetLot{Seed: "17 4 29 8"}
	_, rule = ElectionOf(d, r)
	again := slices.Clone(rule.Lot)
	d.Lines = append(d.Lines, civic.BudgetLine{Need: "new", Code: "NEWAAAA", Cost: 100_000})
	_, rule = ElectionOf(d, r)
	later := slices.DeleteFunc(slices.Clone(rule.Lot), func(p int) bool { return p == 3 })
	if len(again) != 3 || len(rule.Lot) != 4 || !slices.Equal(again, later) {
		t.Errorf("what joins later changes the order of the lot: %v, then %v", again, rule.Lot)
	}
}

// A need dearer than all the money takes no part, here and in the file alike.
func TestTheFileSaysTheSameAsThePage(t *testing.T) {
	d := threeGroups()
	d.Lines = append(d.Lines, civic.BudgetLine{Need: "bridge", Code: "BRIDGEA", Title: named("Көпүрө; «чоң»", "", ""), Cost: 900_001})
	d.Groups[0].Asked = append(d.Groups[0].Asked, "bridge")
	for _, name := range civic.BudgetRuleNames {
		for _, ballots := range civic.BudgetBallots {
			for _, s := range civic.BudgetSlices {
				r := civic.BudgetRules{Rule: name, Utility: civic.CostUtility, Ties: civic.CostTie, Ballots: ballots, Slices: s}
				if name == civic.EqualShares {
					r.Completion = "add1u"
				}
				text, err := pabulibOf(placeNamed("Ак-Башат"), civic.Cycle{Title: civic.Text{KY: "ЖМБА"}, Starts: "2016-11-30", Ends: "2017-03-31"}, d, r)
				if err != nil {
					t.Fatal(err)
				}
				f, err := budget.ParsePabulib(bytes.NewReader(text))
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				for _, found := range f.Findings {
					if !found.Warn {
						t.Errorf("%s %s: %v", name, ballots, found)
					}
				}
				e, rule := ElectionOf(d, r)
				here, err := budget.Allocate(&e, rule)
				if err != nil {
					t.Fatal(err)
				}
				there, err := budget.Allocate(&f.Election, rule)
				if err != nil {
					t.Fatal(err)
				}
				marked, _ := f.Selected()
				if !slices.Equal(here.Winners(), there.Winners()) || !slices.Equal(marked, here.Winners()) || slices.Contains(marked, "BRIDGEA") {
					t.Errorf("%s, %s, %s: %v on the page, %v by the file, %v marked", name, ballots, s, here.Winners(), there.Winners(), marked)
				}
			}
		}
	}
}

func placeNamed(name string) (p civic.Place) {
	p.Name.KY = name
	return p
}
