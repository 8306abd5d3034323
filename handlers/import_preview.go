package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// previewRows is how many rows of a file a page shows.
const previewRows = 100

// Preview shows what a file would do, row by row, against what is there now.
func (a *App) Preview(c *Ctx) error {
	i, scope, err := a.keptImport(c)
	if err != nil {
		return err
	}
	return a.preview(c, scope, i, http.StatusOK, nil)
}

func (a *App) preview(c *Ctx, scope civic.Scope, i civic.Import, status int, said *civic.Error) error {
	p := c.officePage("import.preview")
	p.Wide = true
	p.Back = &views.Link{Href: importFiles(scope), Text: c.Lang.T("import.title")}
	if said != nil {
		p.Flash = &views.Flash{Bad: true, Text: c.Lang.T(said.Key, said.Args...)}
	}
	d := views.PreviewData{Import: i, Files: importFiles(scope), Cycle: scope.Cycle, Show: civic.ImportState(c.QueryParam("show"))}
	var err error
	if d.Where, err = a.importWhere(c, scope); err != nil {
		return err
	}
	if !i.Done.IsZero() {
		p.Title = c.Lang.T("import.written")
		return c.render(status, p, views.PreviewContent(d))
	}
	plan, err := a.plan(c, scope, i)
	if err != nil {
		return err
	}
	d.Digest, d.Writes = plan.Digest(), plan.Writes()
	d.Counts = map[civic.ImportState]int{}
	for _, s := range civic.ImportStates {
		d.Counts[s] = plan.Count(s)
	}
	switch {
	case d.Show == "" && d.Counts[civic.ImportBad] > 0: // what must be mended comes first
		d.Show = civic.ImportBad
	case !slices.Contains(civic.ImportStates, d.Show):
		d.Show = ""
	}
	rows := slices.DeleteFunc(slices.Clone(plan.Rows), func(r civic.PlannedRow) bool { return d.Show != "" && r.State != d.Show })
	if from, err := strconv.Atoi(c.QueryParam("from")); err == nil && from > 0 && from < len(rows) {
		d.From = from
	}
	d.Rows = rows[d.From:min(len(rows), d.From+previewRows)]
	d.More = d.From+len(d.Rows) < len(rows)
	d.Step = previewRows
	for _, t := range i.Tables {
		d.Sheets = d.Sheets || t.Sheet != "" && len(i.Tables) > 1
	}
	return c.render(status, p, views.PreviewContent(d))
}

// importWhere names the municipality that a file is of, and the cycle where it is one's.
func (a *App) importWhere(c *Ctx, scope civic.Scope) (string, error) {
	ctx, l := c.Request().Context(), string(c.Lang)
	switch {
	case scope.Cycle != "":
		cycle, place, err := a.store.Cycle(ctx, scope.Cycle)
		return c.Lang.T("paper.place.municipality", "name", place.Name.In(l)) + ", " + cycle.Title.In(l), err
	case scope.Municipality != "":
		name, err := a.store.UnitName(ctx, scope.Municipality)
		return c.Lang.T("paper.place.municipality", "name", name.In(l)), err
	}
	return "", nil
}

// ConfirmImport writes what was shown, all of it or nothing. If anything moved
// since, it shows the differences again instead.
func (a *App) ConfirmImport(c *Ctx) error {
	i, scope, err := a.keptImport(c)
	if err != nil {
		return err
	}
	if !i.Done.IsZero() {
		return c.goTo("/imports/" + i.ID)
	}
	plan, err := a.plan(c, scope, i)
	if err != nil {
		return err
	}
	if plan.Digest() != c.FormValue("digest") || len(plan.Changes) == 0 {
		return a.preview(c, scope, i, http.StatusConflict, civic.E(civic.Conflict, "import.moved"))
	}
	op := civic.Operation{Actor: c.User.ID, Device: c.device(), Scope: i.Scope}
	var ops []civic.Operation
	for n, change := range append(plan.Changes, civic.FinishImport{Import: i.ID, Name: i.Name, Rows: plan.Writes()}) {
		op.ID, op.Change = civic.ChildID(i.ID, "row/"+strconv.Itoa(n)), change
		ops = append(ops, op)
	}
	err = a.store.ApplyAll(c.Request().Context(), ops)
	switch kind := civic.KindOf(err); {
	case kind == civic.Conflict || kind == civic.Invalid: // it moved between the plan and the write
		if again, _, e := a.keptImport(c); e == nil && !again.Done.IsZero() {
			return c.goTo("/imports/" + i.ID)
		}
		return a.preview(c, scope, i, http.StatusConflict, civic.E(civic.Conflict, "import.moved").Because(err))
	case err != nil:
		return err
	}
	return c.goTo("/imports/" + i.ID)
}

// DropImport lets go of a file.
func (a *App) DropImport(c *Ctx) error {
	i, scope, err := a.keptImport(c)
	if err != nil {
		return err
	}
	if err := a.store.DropImport(c.Request().Context(), i.ID, c.User.ID); err != nil {
		return err
	}
	c.flash(false, "import.dropped")
	return c.goTo(importFiles(scope))
}
