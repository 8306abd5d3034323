package handlers

import (
	"context"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

func tablesPath(cycle string) string { return "/cycles/" + cycle + "/tables" }

// Tables is where a cycle's plan, costs and money go out into a file and come in again.
func (a *App) Tables(c *Ctx) error { return a.showTables(c, c.emptyForm(), nil) }

func (a *App) showTables(c *Ctx, form *views.Form, refused error) error {
	cycle, place, err := a.store.Cycle(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	p := c.budgetPage(cycle, place, "tables.title")
	content := views.TablesContent(tablesPath(cycle.ID), form)
	if refused != nil {
		return c.refuse(refused, p, form, content)
	}
	return c.show(p, content)
}

// UploadTables reads a file and keeps what it holds; nothing else is written.
func (a *App) UploadTables(c *Ctx) error {
	i := civic.Import{ID: a.ids.New(), User: c.User.ID, Scope: c.Scope.Cycle, Until: a.timeNow().Add(importLife)}
	name, data, err := c.uploaded("file", importBytes, "error.import_too_large")
	if err == nil {
		i.Name = name
		i.Tables, err = readCycleTables(data)
	}
	if err != nil {
		return a.showTables(c, c.emptyForm(), err)
	}
	if err := a.store.AddImport(c.Request().Context(), i); err != nil {
		return err
	}
	return c.goTo("/imports/" + i.ID)
}

// TablesFile is a table of the cycle as a file: plan.csv, costs.xlsx. Read back, it changes nothing.
func (a *App) TablesFile(c *Ctx) error {
	kind, format, _ := strings.Cut(c.Param("file"), ".")
	if !slices.Contains(civic.CycleTables, kind) || format != "csv" && format != "xlsx" {
		return civic.E(civic.NotFound, "error.not_found")
	}
	known, err := a.cycleKnown(c.Request().Context(), c.Scope)
	if err != nil {
		return err
	}
	rows := cycleSheet(c.paperLang(), &known, kind)
	name, err := c.placed(civic.Today(a.now()) + "-" + kind + "." + format)
	if err != nil {
		return err
	}
	if format == "csv" {
		body, err := writeCSV(rows)
		if err != nil {
			return err
		}
		return c.download(name, "text/csv; charset=utf-8", body)
	}
	body, err := writeXLSX([]string{c.paperLang().T("tables." + kind)}, rows)
	if err != nil {
		return err
	}
	return c.download(name, xlsxType, body)
}

// cycleSheet is a table as rows of texts, its heads first.
func cycleSheet(l i18n.Lang, known *civic.CycleKnown, kind string) [][]string {
	columns := civic.CycleColumns[kind]
	rows := [][]string{heads(l, columns)}
	for _, cells := range known.CycleCells(kind, string(l), wordsIn(l)) {
		line := make([]string, len(columns))
		for i, column := range columns {
			line[i] = cells[column]
		}
		rows = append(rows, line)
	}
	return rows
}

// cycleKnown is what the tables of a cycle hold now.
func (a *App) cycleKnown(ctx context.Context, scope civic.Scope) (k civic.CycleKnown, err error) {
	list, err := a.needList(ctx, scope.Cycle)
	if err != nil {
		return k, err
	}
	k = civic.CycleKnown{Villages: map[string]string{}, Sectors: map[string]civic.Text{}, Words: cycleWords,
		Order: civic.KnownOrder{Cycle: scope.Cycle, Rules: list.Rules, Ruled: ruledOrder(list), Hand: list.Hand, Base: lastOrder(list)}}
	for _, r := range list.Rows { // as people ordered them
		k.Needs = append(k.Needs, *r.Need)
	}
	estimates, err := a.store.Estimates(ctx, scope.Cycle)
	if err != nil {
		return k, err
	}
	k.Estimates = civic.NewestEstimates(estimates)
	if k.Money, err = a.store.Envelopes(ctx, scope.Cycle); err != nil {
		return k, err
	}
	if k.Plan, err = a.store.Plan(ctx, scope.Cycle); err != nil {
		return k, err
	}
	if k.Schedule, err = a.store.Schedule(ctx, scope.Cycle); err != nil {
		return k, err
	}
	villages, err := a.store.CycleVillages(ctx, scope.Cycle, scope.Municipality)
	if err != nil {
		return k, err
	}
	for _, v := range villages {
		k.Villages[v.ID] = v.Code
	}
	sectors, err := a.store.SectorsOf(ctx, scope.Municipality)
	for _, s := range sectors {
		k.Sectors[s.ID] = s.Name
	}
	return k, err
}

// wordKeys are the words that cells of a cycle's tables are filled with: of what, the values, and how their keys begin.
var wordKeys = map[string]struct {
	key    string
	values []string
}{
	"source":     {"plan.source.", namesIn(civic.MoneySources)},
	"competence": {"competence.", namesIn(civic.Competences)},
	"language":   {"spoken.", append([]string{"en"}, civic.Spoken...)},
	"state":      {"session.short.", nil}, // read by nobody
	"yes":        {"common.", []string{"yes", "no"}},
}

func namesIn[S ~string](values []S) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return names
}

// wordsIn names values in a language; what has no word stands as it is.
func wordsIn(l i18n.Lang) civic.Wording {
	return func(of, value string) string {
		if key := wordKeys[of].key + value; value != "" && l.Has(key) {
			return l.T(key)
		}
		return value
	}
}

// cycleWords are those words in every language, folded.
var cycleWords = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for of, w := range wordKeys {
		all[of] = map[string]string{}
		for _, value := range w.values {
			all[of][civic.Fold(value)] = value
			for _, l := range i18n.Langs {
				all[of][civic.Fold(l.T(w.key+value))] = value
			}
		}
	}
	return all
}()

// cycleNames are the heads of each table, folded.
var cycleNames = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for kind, columns := range civic.CycleColumns {
		all[kind] = namesOf(columns)
	}
	return all
}()

// readCycleTables tells the sheets of a file apart by their columns; what is none of the tables is left out.
func readCycleTables(data []byte) ([]civic.ImportTable, error) {
	sheets, err := readFile(data)
	if err != nil {
		return nil, err
	}
	var tables []civic.ImportTable
	for _, s := range sheets {
		for _, kind := range civic.CycleTables {
			t, missing := s.table(cycleNames[kind], func(t civic.ImportTable) []string { return t.LacksOf(kind) })
			if len(missing) > 0 || len(s.rows) == 0 {
				continue
			}
			if len(t.Rows) == 0 {
				return nil, civic.Bad("file", "error.import_no_rows")
			}
			t.Kind = kind
			tables = append(tables, t)
			break
		}
	}
	if len(tables) == 0 {
		return nil, civic.Bad("file", "error.import_no_table")
	}
	return tables, nil
}

// planCycle says what a kept file would do to a cycle as it is now.
func (a *App) planCycle(ctx context.Context, l i18n.Lang, scope civic.Scope, i civic.Import) (civic.ImportPlan, error) {
	known, err := a.cycleKnown(ctx, scope)
	if err != nil {
		return civic.ImportPlan{}, err
	}
	known.Word, known.Mint = wordsIn(l), func(of string) string { return civic.ChildID(i.ID, of) }
	return civic.PlanCycleImport(i.Tables, known), nil
}

// importScope is what an import is of: a cycle, or the territory.
func (a *App) importScope(c *Ctx, i civic.Import) (civic.Scope, error) {
	if i.Scope == civic.Installation {
		return civic.Scope{}, nil
	}
	scope, err := a.store.Scope(c.Request().Context(), "cycle", i.Scope)
	if civic.KindOf(err) == civic.NotFound {
		return civic.Scope{Municipality: i.Scope}, nil
	}
	return scope, err
}

// importFiles is the page that a file was given on.
func importFiles(scope civic.Scope) string {
	switch {
	case scope.Cycle != "":
		return tablesPath(scope.Cycle)
	case scope.Municipality != "":
		return filesPath(scope.Municipality) + "/import"
	}
	return filesPath(civic.Installation) + "/import"
}
