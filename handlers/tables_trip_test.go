package handlers

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/internal/civic"
	"ashar/internal/i18n"
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
		Sources: sourceNames, Estimates: map[string]civic.Estimate{}, Mint: func(of string) string { return of }, Plan: civic.Plan{Status: civic.PlanAdopted}}
	some := rapid.Int64Range(0, 1_000_000_000)
	for i := range rapid.IntRange(1, 4).Draw(t, "needs") {
		n := civic.Need{ID: fmt.Sprint("n", i), Code: fmt.Sprint("4RPGWH", i), Title: civic.Text{KY: said(t, "title"), RU: said(t, "title")}}
		k.Needs = append(k.Needs, n)
		if rapid.Bool().Draw(t, "estimated") {
			k.Estimates[n.ID] = civic.Estimate{Need: n.ID, Cost: some.Draw(t, "cost") + 1, Source: said(t, "source"), Dated: anyDay(t, "dated"), Note: said(t, "note")}
		}
	}
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
			for format, file := range map[string][]byte{"csv": text, "xlsx": book} {
				tables, err := readCycleTables(file)
				if err != nil {
					t.Fatalf("%s.%s: %v", kind, format, err)
				}
				plan := civic.PlanCycleImport(tables, k)
				if tables[0].Kind != kind || len(tables[0].Ignored) > 0 || len(plan.Changes) > 0 || plan.Count(civic.ImportSame) != len(rows)-1 {
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
