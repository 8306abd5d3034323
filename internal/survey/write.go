package survey

import (
	"bytes"
	"errors"
	"slices"

	"github.com/xuri/excelize/v2"
)

// Write makes an XLSForm of a form, under the names of columns that xlsform.org gives.
func Write(f *Form) ([]byte, error) {
	w := &writer{file: excelize.NewFile()}
	w.keep(w.file.SetSheetName("Sheet1", "survey"))
	w.survey(f)
	w.choices(f)
	w.settings(f)
	var out bytes.Buffer
	w.keep(w.file.Write(&out))
	w.keep(w.file.Close())
	return out.Bytes(), errors.Join(w.errs...)
}

type writer struct {
	file *excelize.File
	errs []error
}

func (w *writer) keep(err error) {
	if err != nil {
		w.errs = append(w.errs, err)
	}
}

// sheet writes rows of texts; a text stays one even if it looks like a number or a formula.
func (w *writer) sheet(name string, rows [][]string) {
	s, err := w.file.NewStreamWriter(name)
	if err != nil {
		w.keep(err)
		return
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, c := range row {
			if c != "" {
				cells[j] = c
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		w.keep(err)
		w.keep(s.SetRow(at, cells))
	}
	w.keep(s.Flush())
}

// texts are the columns that may stand in several languages, in the order in which they are written.
var textColumns = []struct{ name, header string }{{"label", "label"}, {"hint", "hint"}, {"required_message", "required_message"},
	{"constraint_message", "constraint_message"}, {"image", "media::image"}}

// spoken are the languages in which any of some texts stands: the form's order, then others.
func spoken(f *Form, all []Text) (list []string) {
	has := map[string]bool{}
	for _, t := range all {
		for _, l := range t.languages() {
			has[l] = true
		}
	}
	for _, l := range append([]string{""}, f.Languages...) {
		if has[l] {
			list = append(list, l)
			delete(has, l)
		}
	}
	for _, t := range all {
		for _, l := range t.languages() {
			if has[l] {
				list = append(list, l)
				delete(has, l)
			}
		}
	}
	return list
}

func headed(header, lang string) string {
	if lang == "" {
		return header
	}
	return header + "::" + lang
}

func (w *writer) survey(f *Form) {
	type line struct {
		q    *Question
		typ  string
		name string
	}
	var lines []line
	var gather func(list []*Question)
	gather = func(list []*Question) {
		for _, q := range list {
			typ := q.Type
			if types[typ].holding {
				lines = append(lines, line{q, "begin_" + typ, q.Name})
				gather(q.Children)
				lines = append(lines, line{nil, "end_" + typ, ""})
				continue
			}
			if types[typ].list {
				typ += " " + q.List
			}
			if q.OrOther {
				typ += " or_other"
			}
			lines = append(lines, line{q, typ, q.Name})
		}
	}
	gather(f.Questions)
	rows := make([][]string, len(lines)+1)
	add := func(header string, of func(q *Question) string, always bool) {
		if !always && !slices.ContainsFunc(lines, func(l line) bool { return l.q != nil && of(l.q) != "" }) {
			return
		}
		rows[0] = append(rows[0], header)
		for i, l := range lines {
			cell := ""
			if l.q != nil {
				cell = of(l.q)
			}
			rows[i+1] = append(rows[i+1], cell)
		}
	}
	rows[0] = []string{"type", "name"}
	for i, l := range lines {
		rows[i+1] = []string{l.typ, l.name}
	}
	for _, c := range textColumns {
		var all []Text
		for _, l := range lines {
			if l.q != nil {
				all = append(all, *l.q.texts()[c.name])
			}
		}
		for _, lang := range spoken(f, all) {
			add(headed(c.header, lang), func(q *Question) string { return (*q.texts()[c.name])[lang] }, true)
		}
	}
	for _, c := range []struct {
		header string
		of     func(q *Question) string
	}{{"required", func(q *Question) string { return q.Required }}, {"relevant", func(q *Question) string { return q.Relevant }},
		{"constraint", func(q *Question) string { return q.Constraint }}, {"calculation", func(q *Question) string { return q.Calculation }},
		{"default", func(q *Question) string { return q.Default }}, {"appearance", func(q *Question) string { return q.Appearance }},
		{"parameters", func(q *Question) string { return q.Parameters }}, {"choice_filter", func(q *Question) string { return q.ChoiceFilter }},
		{"repeat_count", func(q *Question) string { return q.RepeatCount }}, {"read_only", func(q *Question) string { return q.ReadOnly }}} {
		add(c.header, c.of, false)
	}
	for _, name := range f.Columns {
		add(name, func(q *Question) string { return q.Extra[name] }, true)
	}
	w.sheet("survey", rows)
}

func (w *writer) choices(f *Form) {
	if len(f.Lists) == 0 {
		return
	}
	_, err := w.file.NewSheet("choices")
	w.keep(err)
	var labels, images []Text
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			labels, images = append(labels, c.Label), append(images, c.Image)
		}
	}
	inLabels, inImages := spoken(f, labels), spoken(f, images)
	head := []string{"list_name", "name"}
	for _, lang := range inLabels {
		head = append(head, headed("label", lang))
	}
	for _, lang := range inImages {
		head = append(head, headed("media::image", lang))
	}
	rows := [][]string{append(head, f.ChoiceColumns...)}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			row := []string{l.Name, c.Name}
			for _, lang := range inLabels {
				row = append(row, c.Label[lang])
			}
			for _, lang := range inImages {
				row = append(row, c.Image[lang])
			}
			for _, name := range f.ChoiceColumns {
				row = append(row, c.Values[name])
			}
			rows = append(rows, row)
		}
	}
	w.sheet("choices", rows)
}

func (w *writer) settings(f *Form) {
	root := f.Name
	if root == "data" {
		root = ""
	}
	pairs := []Pair{{"form_title", f.Title}, {"form_id", f.ID}, {"version", f.Version}, {"default_language", f.DefaultLanguage},
		{"instance_name", f.InstanceName}, {"name", root}}
	rows := make([][]string, 2)
	for _, p := range append(pairs, f.Settings...) {
		if p.Value != "" {
			rows[0], rows[1] = append(rows[0], p.Name), append(rows[1], p.Value)
		}
	}
	if rows[0] == nil {
		return
	}
	_, err := w.file.NewSheet("settings")
	w.keep(err)
	w.sheet("settings", rows)
}
