package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

type importStore interface {
	AddImport(ctx context.Context, i civic.Import) error
	Import(ctx context.Context, id, user string) (civic.Import, error)
	DropImport(ctx context.Context, id, user string) error
	UnitsIn(ctx context.Context, scope string) ([]civic.UnitRow, error)
	UnitCodes(ctx context.Context) (map[string]bool, error)
	CensusesIn(ctx context.Context, scope string) (map[string][]civic.Census, error)
}

// importLife is how long a file that was read waits to be confirmed.
const importLife = 24 * time.Hour

// filesPath is where a scope's files go in and out.
func filesPath(scope string) string {
	if scope == civic.Installation {
		return "/territory"
	}
	return "/municipalities/" + scope + "/territory"
}

// Import is the page of files: out, and in.
func (a *App) Import(c *Ctx) error {
	return c.show(a.importPage(c), views.ImportContent(filesPath(c.Scope.ID()), c.emptyForm()))
}

func (a *App) importPage(c *Ctx) views.Page {
	return a.unitPage(c, c.Scope.Municipality)
}

// UploadImport reads a file and keeps what it holds; nothing else is written.
func (a *App) UploadImport(c *Ctx) error {
	form := c.emptyForm()
	i := civic.Import{ID: a.ids.New(), User: c.User.ID, Scope: c.Scope.ID(), Until: a.timeNow().Add(importLife)}
	name, data, err := c.uploaded("file", importBytes, "error.import_too_large")
	if err == nil {
		i.Name = name
		i.Tables, err = readTables(data)
	}
	var missing *missingColumns
	if errors.As(err, &missing) {
		err = missing.in(c.Lang)
	}
	if err != nil {
		return c.refuse(err, a.importPage(c), form, views.ImportContent(filesPath(c.Scope.ID()), form))
	}
	if err := a.store.AddImport(c.Request().Context(), i); err != nil {
		return err
	}
	return c.goTo("/imports/" + i.ID)
}

// uploaded is the file in a field, if it is not above the limit.
func (c *Ctx) uploaded(field string, most int64, tooLarge string) (name string, data []byte, err error) {
	head, err := c.FormFile(field)
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return "", nil, civic.Bad(field, tooLarge, "n", most>>20)
	case err != nil:
		return "", nil, civic.Bad(field, "error.import_file").Because(err)
	case head.Size > most:
		return "", nil, civic.Bad(field, tooLarge, "n", most>>20)
	}
	f, err := head.Open()
	if err != nil {
		return "", nil, err
	}
	data, err = io.ReadAll(f)
	name = path.Base(strings.ReplaceAll(civic.Said(head.Filename), `\`, "/"))
	if rs := []rune(name); len(rs) > 100 {
		name = string(rs[len(rs)-100:])
	}
	return name, data, errors.Join(err, f.Close())
}

// columnNames are the heads of the territory's tables.
var columnNames = func() map[string]string {
	names := namesOf(slices.Concat(civic.UnitColumns, civic.CensusColumns))
	for _, l := range i18n.Langs {
		names[civic.Fold(l.T("unit.code"))] = "code"
	}
	return names
}()

// namesOf are the heads that are understood, folded, in the three languages
// and as the program names them.
func namesOf(columns []string) map[string]string {
	names := map[string]string{}
	for _, column := range columns {
		names[civic.Fold(column)] = column
		for _, l := range i18n.Langs {
			names[civic.Fold(views.ColumnName(l, column))] = column
		}
	}
	return names
}

// levelNames are the words for levels, folded.
var levelNames = func() map[string]civic.Level {
	names := map[string]civic.Level{}
	for _, level := range civic.Levels {
		names[civic.Fold(string(level))] = level
		for _, l := range i18n.Langs {
			names[civic.Fold(l.T("territory.level."+string(level)))] = level
		}
	}
	return names
}()

// readTables finds the names of the columns in each sheet of a file. A
// workbook's other sheets are left out; a file without any is refused.
func readTables(data []byte) ([]civic.ImportTable, error) {
	sheets, err := readFile(data)
	if err != nil {
		return nil, err
	}
	var tables []civic.ImportTable
	var lacks []string
	for _, s := range sheets {
		t, missing := s.table(columnNames, civic.ImportTable.Lacks)
		switch {
		case len(missing) > 0:
			if lacks == nil {
				lacks = missing
			}
		case len(t.Rows) > 0:
			tables = append(tables, t)
		default:
			err = civic.Bad("file", "error.import_no_rows")
		}
	}
	if len(tables) > 0 {
		return tables, nil
	}
	if err != nil {
		return nil, err
	}
	if lacks == nil {
		return nil, civic.Bad("file", "error.import_empty")
	}
	return nil, &missingColumns{lacks}
}

// missingColumns is refused in words of the person's language, which a reader of files does not know.
type missingColumns struct{ columns []string }

func (m *missingColumns) Error() string { return "missing columns: " + strings.Join(m.columns, ", ") }

// in names the columns in a language.
func (m *missingColumns) in(l i18n.Lang) *civic.Error {
	names := make([]string, len(m.columns))
	for i, column := range m.columns {
		names[i] = "«" + views.ColumnName(l, column) + "»"
	}
	return civic.Bad("file", "error.import_columns", "columns", strings.Join(names, ", "))
}

// table takes the first row that names the columns needed; else it says what is missing.
func (s sheet) table(names map[string]string, lacking func(civic.ImportTable) []string) (t civic.ImportTable, lacks []string) {
	for i, head := range s.rows[:min(len(s.rows), headRows)] {
		t = civic.ImportTable{Sheet: s.name, Columns: make([]string, len(head.Cells))}
		for j, cell := range head.Cells {
			column := names[civic.Fold(cell)]
			if !slices.Contains(t.Columns, column) {
				t.Columns[j] = column
			}
			if cell = civic.Said(cell); t.Columns[j] == "" && cell != "" {
				t.Ignored = append(t.Ignored, cell)
			}
		}
		missing := lacking(t)
		if len(missing) > 0 {
			if lacks == nil || len(missing) < len(lacks) {
				lacks = missing
			}
			continue
		}
		t.Rows = s.rows[i+1:]
		if s.padded {
			for j := range t.Rows {
				for len(t.Rows[j].Cells) < len(t.Columns) {
					t.Rows[j].Cells = append(t.Rows[j].Cells, "")
				}
			}
		}
		return t, nil
	}
	if len(s.rows) == 0 {
		return t, []string{"code", "name_ky"}
	}
	return t, lacks
}

// plan says what a kept file would do to what is there now.
func (a *App) plan(c *Ctx, scope civic.Scope, i civic.Import) (civic.ImportPlan, error) {
	ctx := c.Request().Context()
	if scope.Cycle != "" {
		return a.planCycle(ctx, c.Lang, scope, i)
	}
	known := civic.ImportKnown{Scope: i.Scope, Year: a.now().In(civic.Zone).Year(), Levels: levelNames, Mint: func(code string) string { return civic.ChildID(i.ID, "unit/"+code) }}
	rows, err := a.store.UnitsIn(ctx, i.Scope)
	if err != nil {
		return civic.ImportPlan{}, err
	}
	for _, u := range rows {
		known.Units = append(known.Units, u.Unit)
	}
	if known.Codes, err = a.store.UnitCodes(ctx); err != nil {
		return civic.ImportPlan{}, err
	}
	if known.Censuses, err = a.store.CensusesIn(ctx, i.Scope); err != nil {
		return civic.ImportPlan{}, err
	}
	return civic.PlanImport(i.Tables, known), nil
}

// keptImport is the import of the path: the person's own, in a scope that is still theirs.
func (a *App) keptImport(c *Ctx) (i civic.Import, scope civic.Scope, err error) {
	if i, err = a.store.Import(c.Request().Context(), c.Param("import"), c.User.ID); err != nil {
		return i, scope, err
	}
	who := []civic.Role{civic.Coordinator}
	if scope, err = a.importScope(c, i); scope.Cycle != "" {
		who = planners
	}
	if err == nil && !c.User.Holds(scope.Municipality, who...) {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	return i, scope, err
}
