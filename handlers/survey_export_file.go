package handlers

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/result"
)

// SurveyData answers the responses as a file: responses.csv, a repeat's .csv, responses.xlsx, responses.json, codebook.xlsx,
// codebook.pdf. They are written as they are read, so that their number does not matter.
func (a *App) SurveyData(c *Ctx) error {
	ctx := c.Request().Context()
	kind := strings.TrimPrefix(path.Ext(c.Param("file")), ".")
	name := strings.TrimSuffix(c.Param("file"), "."+kind) // a repeat's may have points itself, and letters of any language
	s, err := a.store.Survey(ctx, c.Scope.Survey)
	if err != nil {
		return err
	}
	if name == "codebook" && (kind == "xlsx" || kind == "pdf") {
		return a.codebook(c, s, kind)
	}
	e, err := a.exported(ctx, c.paperLang(), s, c.checked("words"), c.checked("split"))
	if err != nil {
		return err
	}
	sheet := slices.IndexFunc(e.sheets, func(s *exportSheet) bool { return s.name == name })
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "ashar-" + name + "." + kind}))
	h.Set("Cache-Control", "private, no-store")
	switch {
	case kind == "csv" && sheet >= 0:
		h.Set("Content-Type", "text/csv; charset=utf-8")
		return a.cut(c, e.csv(ctx, c.Response(), sheet))
	case kind == "xlsx" && sheet == 0:
		h.Set("Content-Type", xlsxType)
		return a.cut(c, e.xlsx(ctx, c.Response()))
	case kind == "zip" && name == picturesFile:
		h.Set("Content-Type", "application/zip")
		return a.cut(c, e.pictures(c))
	case kind == "json" && sheet == 0:
		h.Set("Content-Type", "application/json")
		return a.cut(c, e.json(ctx, c.Response()))
	}
	return a.cut(c, civic.E(civic.NotFound, "error.not_found"))
}

func (e *exported) csv(ctx context.Context, out http.ResponseWriter, sheet int) error {
	if _, err := out.Write([]byte("\xEF\xBB\xBF")); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = ';', true
	line := func(cells []any) error {
		texts := plainCells(cells)
		for i, v := range cells {
			if _, ok := v.(string); ok {
				texts[i] = defused(texts[i])
			}
		}
		return w.Write(texts)
	}
	if err := line(e.head(e.sheets[sheet])); err != nil {
		return err
	}
	err := e.each(ctx, func(r *civic.Response, answers map[string]any) error {
		return e.rows(r, answers, func(at int, cells []any) error {
			if at != sheet {
				return nil
			}
			return line(cells)
		})
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
}

// cellMost is how many characters a cell of a workbook holds.
const cellMost = 32_767

// xlsx writes a sheet for the respondents and one for each repeat. The library keeps what is long in files until the workbook is put together.
func (e *exported) xlsx(ctx context.Context, out http.ResponseWriter) error {
	w := newWorkbook()
	defer func() { _ = w.Close() }() // nothing of it is kept
	streams, next := make([]*excelize.StreamWriter, len(e.sheets)), make([]int, len(e.sheets))
	line := func(sheet int, cells []any) error {
		next[sheet]++
		first, err := excelize.CoordinatesToCellName(1, next[sheet])
		if err != nil {
			return civic.E(civic.TooLarge, "error.too_large").Because(err)
		}
		styled := make([]any, len(cells))
		for i, v := range cells {
			styled[i] = w.streamed(v, next[sheet] == 1)
		}
		return streams[sheet].SetRow(first, styled)
	}
	for i, s := range e.sheets {
		name := e.sheetTitle(i)
		if i == 0 {
			w.keep(w.SetSheetName("Sheet1", name))
		} else {
			_, err := w.NewSheet(name)
			w.keep(err)
		}
		var err error
		if streams[i], err = w.NewStreamWriter(name); err != nil {
			return err
		}
		w.keep(streams[i].SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		w.keep(line(i, e.head(s)))
	}
	if w.err != nil {
		return w.err
	}
	if err := e.each(ctx, func(r *civic.Response, answers map[string]any) error { return e.rows(r, answers, line) }); err != nil {
		return err
	}
	for _, s := range streams {
		if err := s.Flush(); err != nil {
			return err
		}
	}
	return w.Write(out)
}

// sheetTitle is a name that a workbook takes: 31 characters, and no two alike, capitals or not.
func (e *exported) sheetTitle(i int) string {
	name := e.sheets[i].name
	alike := func(s *exportSheet) bool { return strings.EqualFold(s.name, name) }
	if r := []rune(name); len(r) > 24 {
		name = string(r[:24])
	} else if !slices.ContainsFunc(e.sheets[:i], alike) {
		return name
	}
	return name + " " + strconv.Itoa(i)
}

// streamed is a cell with its style; a text stays a text.
func (w *workbook) streamed(v any, head bool) any {
	switch v := v.(type) {
	case string:
		if r := []rune(v); len(r) > cellMost {
			v = string(r[:cellMost])
		}
		if head {
			return excelize.Cell{StyleID: w.head, Value: v}
		}
		return excelize.Cell{StyleID: w.text, Value: v}
	case int:
		return excelize.Cell{StyleID: w.number, Value: v}
	case onDay:
		return excelize.Cell{StyleID: w.date, Value: civic.DaysBetween(zeroDay, string(v))}
	}
	return v
}

// json writes what ODK Central gives of submissions: a list of objects, nested as the form is.
func (e *exported) json(ctx context.Context, out http.ResponseWriter) error {
	if _, err := out.Write([]byte(`{"value":[`)); err != nil {
		return err
	}
	w := json.NewEncoder(out)
	w.SetEscapeHTML(false)
	first := true
	err := e.each(ctx, func(r *civic.Response, answers map[string]any) error {
		if !first {
			if _, err := out.Write([]byte(",")); err != nil {
				return err
			}
		}
		first = false
		e.typed(strconv.Itoa(r.Number)+" ", answers)
		answers["__id"] = strconv.Itoa(r.Nth) // not the response's own: its code to take it back is made of that
		answers["__system"] = map[string]any{"submissionDate": r.ReceivedAt.In(civic.Zone).Format(time.DateOnly), "formVersion": strconv.Itoa(r.Number), "mode": r.Mode, "village": e.villages[r.Unit], "language": r.Lang, "seconds": r.Seconds}
		return w.Encode(answers)
	})
	if err != nil {
		return err
	}
	_, err = out.Write([]byte("]}\n"))
	return err
}

// typed makes numbers numbers, and takes out what is no answer to a question: who asked, and when to the minute.
func (e *exported) typed(path string, answers map[string]any) {
	for name, v := range answers {
		switch v := v.(type) {
		case map[string]any:
			e.typed(path+name+"/", v)
		case []any:
			for _, x := range v {
				if inner, ok := x.(map[string]any); ok {
					e.typed(path+name+"/", inner)
				}
			}
		case string:
			c := e.spots[path+name]
			if c == nil {
				delete(answers, name)
				continue
			}
			if x, err := strconv.ParseFloat(v, 64); err == nil && c.sort == result.Number {
				answers[name] = x
			}
		}
	}
}

// codebook says what each column of the files is.
func (a *App) codebook(c *Ctx, s civic.Survey, kind string) error {
	l := c.paperLang()
	out := civic.Report{Title: l.T("result.codebook"), Sub: s.Title.In(string(l)), At: a.timeNow()}
	err := a.resulter(c.Request().Context(), l, s, resultAsk{}, func(r *resulter) error {
		p := civic.ReportPart{Title: l.T("result.codebook"), Whole: -1, Empty: l.T("result.none"), Columns: []civic.ReportColumn{{Name: l.T("result.col.name")}, {Name: l.T("result.col.question")}, {Name: l.T("result.col.type")}, {Name: l.T("result.col.choices")}, {Name: l.T("result.col.versions")}, {Name: l.T("result.col.n"), Kind: civic.ReportCount}}}
		for _, col := range r.t.Columns {
			all, _ := r.t.Count(col, nil, nil)
			var choices, versions []string
			for i, name := range col.Choices {
				choices = append(choices, name+" = "+r.choice(col, i))
			}
			for _, n := range r.t.Versions(col) {
				versions = append(versions, strconv.Itoa(n))
			}
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(col.Path()), civic.Say(r.label(col)), civic.Say(col.Type()), civic.Say(strings.Join(choices, "; ")), civic.Say(strings.Join(versions, ", ")), civic.Num(all.Answered)}})
		}
		out.Parts = append(out.Parts, p)
		return nil
	})
	if err != nil {
		return err
	}
	return c.reportFile(out, "codebook", kind)
}

// ResultsFile is the results as a file, with the cut and the weights that the page has.
func (a *App) ResultsFile(c *Ctx) error {
	ctx, l := c.Request().Context(), c.paperLang()
	s, err := a.store.Survey(ctx, c.Scope.Survey)
	if err != nil {
		return err
	}
	out := civic.Report{Title: l.T("result.title", "title", s.Title.In(string(l))), At: a.timeNow()}
	if err := a.resulter(ctx, l, s, resultAsk{By: c.QueryParam("by"), Weigh: c.checked("weigh")}, func(r *resulter) error {
		out.Sub = l.T("survey.responses", "n", r.t.Live())
		out.Parts = r.parts()
		return nil
	}); err != nil {
		return err
	}
	if s.Before != "" {
		parts, title, err := a.changes(ctx, l, &s)
		if err != nil {
			return err
		}
		for i := range parts {
			if parts[i].Title = l.T("result.change_of", "question", parts[i].Title, "title", title); i == 0 {
				parts[i].Note = l.T("result.change_hint")
			}
		}
		out.Parts = append(out.Parts, parts...)
	}
	return c.reportFile(out, "results", strings.TrimPrefix(path.Ext(c.Request().URL.Path), "."))
}
