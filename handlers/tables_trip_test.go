package handlers

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// said draws what somebody may have written: words, and what a spreadsheet would run or spoil.
func said(t *rapid.T, label string) string {
	return civic.Said(rapid.OneOf(
		rapid.SampledFrom([]string{"", "", "=1+1", "+996 700", "-5", "@SUM(A1)", "'=1", "''+1", "1E+5", "4.17E+13", "0012", "01.02.2017", "Эки; \"тырмакча\"", "Ноль\nжаңы сап", "2017: 5", "Ө, ү, ң", "a,b\tc"}),
		rapid.StringMatching(`[=+@'"; ,\-()0-9А-Яа-яөүңE\n]{0,20}`),
	).Draw(t, label))
}

func anyDay(t *rapid.T, label string) string {
	return rapid.SampledFrom([]string{"", "2016-03-01", "2017-12-31", "2018-02-28"}).Draw(t, label)
}

func anyCycle(t *rapid.T) civic.CycleKnown {
	ids := civic.NewIDs(time.Now)
	k := civic.CycleKnown{Villages: map[string]string{"v1": "41708209822010", "v2": "900"}, Sectors: map[string]civic.Text{"water": {KY: "Таза суу", RU: "Питьевая вода", EN: "Drinking water"}, "roads": {KY: "Жолдор", RU: "Дороги"}},
		Words: cycleWords, Word: wordsIn(i18n.KY), Estimates: map[string]civic.Estimate{}, Mint: func(of string) string { return of }, Plan: civic.Plan{Status: civic.PlanAdopted}}
	some := rapid.Int64Range(0, 1_000_000_000)
	for i := range rapid.IntRange(1, 4).Draw(t, "needs") {
		n := civic.Need{ID: fmt.Sprint("n", i), Code: fmt.Sprint("4RPGWH", i), Title: civic.Text{KY: said(t, "title"), RU: said(t, "title"), EN: said(t, "title")}, Sector: rapid.SampledFrom([]string{"", "water", "roads"}).Draw(t, "sector"),
			Location: said(t, "location"), Competence: rapid.SampledFrom(append(civic.Competences, "")).Draw(t, "competence"), Issue: said(t, "issue"), Beneficiaries: rapid.IntRange(0, 5000).Draw(t, "people"), Programme: rapid.Bool().Draw(t, "programme")}
		k.Needs = append(k.Needs, n)
		k.Order.Ruled = append(k.Order.Ruled, n.ID)
		if rapid.Bool().Draw(t, "estimated") {
			k.Estimates[n.ID] = civic.Estimate{Need: n.ID, Cost: some.Draw(t, "cost") + 1, Source: said(t, "source"), Dated: anyDay(t, "dated"), Note: said(t, "note")}
		}
	}
	if rapid.Bool().Draw(t, "by hand") {
		k.Order.Hand = &civic.NeedOrder{Computed: k.Order.Ruled, Reason: said(t, "why"), Ordered: rapid.Permutation(k.Order.Ruled).Draw(t, "order")}
		slices.SortFunc(k.Needs, func(a, b civic.Need) int {
			return slices.Index(k.Order.Hand.Ordered, a.ID) - slices.Index(k.Order.Hand.Ordered, b.ID)
		})
	}
	k.Schedule = anySchedule(t)
	for range rapid.IntRange(1, 4).Draw(t, "money") {
		k.Money = append(k.Money, civic.Envelope{ID: ids.New(), Year: rapid.IntRange(2000, 2100).Draw(t, "year"), Source: rapid.SampledFrom(civic.MoneySources).Draw(t, "source"), Name: said(t, "name"), Amount: some.Draw(t, "amount") + 1, Version: 1})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "actions") {
		a := civic.Action{ID: ids.New(), Place: i + 1, Title: civic.Text{KY: said(t, "title"), RU: said(t, "title"), EN: said(t, "title")}, Description: said(t, "description"), Sector: rapid.SampledFrom([]string{"", "water", "roads"}).Draw(t, "sector"),
			Issue: said(t, "issue"), Village: rapid.SampledFrom([]string{"", "v1", "v2"}).Draw(t, "village"), Result: said(t, "result"), ResponsibleAO: said(t, "ao"), ResponsibleDT: said(t, "dt"), Starts: anyDay(t, "starts"), Ends: anyDay(t, "ends"),
			Estimate: some.Draw(t, "estimate"), Indicator: said(t, "indicator"), Baseline: said(t, "baseline"), Target: said(t, "target"), Beneficiaries: rapid.IntRange(0, 5000).Draw(t, "people"), MonitoringBy: said(t, "monitoring"), Version: 1}
		if i == 0 {
			a.Need, a.NeedCode = k.Needs[0].ID, k.Needs[0].Code
		}
		for range rapid.IntRange(0, 3).Draw(t, "steps") {
			a.Steps = append(a.Steps, civic.ActionStep{ID: ids.New(), Text: said(t, "step"), Due: anyDay(t, "due")})
		}
		for _, s := range civic.MoneySources {
			if rapid.Bool().Draw(t, "gives") {
				a.Costs = append(a.Costs, civic.ActionCost{Source: s, Year: 2017, Amount: some.Draw(t, "sum")}, civic.ActionCost{Source: s, Year: 2018, Amount: some.Draw(t, "sum"), InKind: said(t, "ashar")})
			}
		}
		k.Plan.Actions = append(k.Plan.Actions, a)
	}
	return k
}

// anySchedule has villages and people of one name, groups that are no longer asked, sessions in every state, several in one cell.
func anySchedule(t *rapid.T) civic.Schedule {
	s := civic.Schedule{Villages: []civic.ScheduleVillage{{ID: "v1", Name: civic.Text{KY: "Ак-Башат"}}, {ID: "v2", Name: civic.Text{KY: "Сары-Булак", RU: "Сары-Булак", EN: "Sary-Bulak"}}},
		Audiences: []civic.Audience{{ID: "a1", Kind: civic.Women, Name: civic.Text{KY: "Аялдар", RU: "Женщины"}}, {ID: "a2", Kind: civic.Men, Name: civic.Text{KY: "Эркектер"}, Retired: true}},
		Staff:     []civic.Staff{{ID: "p1", Name: "Айгүл Сатарова"}, {ID: "p2", Name: "Айгүл Сатарова"}, {ID: "p3", Name: "Бакыт"}}}
	if rapid.Bool().Draw(t, "agreed") {
		s.Last = &civic.ScheduleVersion{Number: 1}
	}
	names := map[string]string{"": ""}
	for _, p := range s.Staff {
		names[p.ID] = p.Name
	}
	person := rapid.SampledFrom([]string{"", "p1", "p2", "p3"})
	ids := civic.NewIDs(time.Now)
	taken := map[string]bool{}
	for range rapid.IntRange(1, 6).Draw(t, "sessions") {
		r := civic.ScheduleRow{Session: civic.Session{ID: ids.New(), Village: rapid.SampledFrom([]string{"v1", "v2"}).Draw(t, "village"), Audience: rapid.SampledFrom([]string{"a1", "a2"}).Draw(t, "audience"),
			Status: rapid.SampledFrom([]civic.SessionStatus{civic.Planned, civic.Confirmed, civic.Live, civic.Closed, civic.Cancelled}).Draw(t, "status"), Date: anyDay(t, "date"), Starts: rapid.SampledFrom([]string{"00:00", "09:05", "11:00", "23:30"}).Draw(t, "starts"), Ends: "23:59",
			Venue: said(t, "venue"), ExpectedMin: rapid.IntRange(1, 20).Draw(t, "min"), ExpectedMax: rapid.IntRange(20, 200).Draw(t, "max"), Moderator: person.Draw(t, "moderator"), Recorder: person.Draw(t, "recorder"),
			Observer: said(t, "observer"), Inviter: said(t, "inviter"), InviterPhone: rapid.SampledFrom([]string{"", "+996 700 12-34-56", "0555123456"}).Draw(t, "phone"), Language: rapid.SampledFrom([]string{"", "ky", "ru", "uz", "dungan", "en", "tr"}).Draw(t, "language"),
			Transport: said(t, "transport"), Reason: said(t, "reason"), Heating: rapid.Bool().Draw(t, "heating"), Power: rapid.Bool().Draw(t, "power"), Accessible: rapid.Bool().Draw(t, "accessible"), Materials: rapid.Bool().Draw(t, "materials"), Childcare: rapid.Bool().Draw(t, "childcare"), Version: 1}}
		if r.Date == "" {
			r.Date = "2016-12-13"
		}
		r.ModeratorName, r.RecorderName = names[r.Moderator], names[r.Recorder]
		if hour := r.Village + r.Audience + r.Date + r.Starts; !taken[hour] { // two of one hour, group and village nothing but a mark could tell apart
			taken[hour] = true
			s.Rows = append(s.Rows, r)
		}
	}
	return s
}

// Whatever people have written: a table that goes out comes in again without a change, as CSV and as a workbook, in every language.
func TestATableThatComesBackChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyCycle(t)
		l := rapid.SampledFrom(i18n.Langs).Draw(t, "language")
		for _, kind := range civic.CycleTables {
			rows := cycleSheet(l, &k, kind)
			text, err := writeCSV(rows)
			if err != nil {
				t.Fatal(err)
			}
			sheets, err := readCSVAsItIs(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, cell := range sheets { // nothing begins as a formula does
				if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
					t.Fatalf("%s: a formula: %q", kind, cell)
				}
			}
			book, err := writeXLSX([]string{"1"}, rows)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{"csv": text, "xlsx": book}
			if kind == civic.ScheduleTable { // and the schedule's own file, which has no marks
				w := scheduleWorkbook(l, views.ScheduleData{Schedule: k.Schedule})
				sheet, err := w.WriteToBuffer()
				if err != nil {
					t.Fatal(err)
				}
				files["own xlsx"] = sheet.Bytes()
				if files["own csv"], err = writeCSV(w.sheets[w.GetSheetName(0)]); err != nil {
					t.Fatal(err)
				}
			}
			for format, file := range files {
				tables, err := readCycleTables(file)
				if err != nil {
					t.Fatalf("%s.%s: %v", kind, format, err)
				}
				plan := civic.PlanCycleImport(tables, k)
				if len(tables) != 1 || tables[0].Kind != kind || len(tables[0].Ignored) > 0 && len(format) < 5 || len(plan.Changes) > 0 || plan.Count(civic.ImportSame) != len(rows)-1 {
					for _, r := range plan.Rows {
						if r.State != civic.ImportSame {
							t.Errorf("%s.%s row %d %s: %q %v", kind, format, r.Line, r.State, r.Cells, r.Problems)
						}
					}
					t.Fatalf("%s.%s read as %s: %d changes, %d of %d the same, left out %q", kind, format, tables[0].Kind, len(plan.Changes), plan.Count(civic.ImportSame), len(rows)-1, tables[0].Ignored)
				}
			}
		}
	})
}

// readCSVAsItIs are the cells as a spreadsheet would see them: with what defuses them.
func readCSVAsItIs(data []byte) (cells []string, err error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\xEF\xBB\xBF")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	for _, row := range rows {
		cells = append(cells, row...)
	}
	return cells, err
}
