package views

import (
	"context"
	"path"
	"strconv"

	"ashar/internal/civic"
)

// TemplateRowID names a row of the editor in the page.
func TemplateRowID(key string) string { return "row-" + key }

// sibling is the address of the other list of the same place.
func (d *TemplateData) sibling(kind string) string {
	return d.Path[:len(d.Path)-len(d.Kind)] + kind
}

// minutes of all steps in use.
func (d *TemplateData) minutes() int {
	n := 0
	for _, s := range d.Template.Agenda {
		if s.InUse() {
			n += s.Minutes
		}
	}
	return n
}

// adds reports whether a new row is being written in a phase.
func (d *TemplateData) adds(phase civic.Phase) bool {
	return d.Open == "new" && (d.Kind == "agenda" || d.Form.Value("phase") == string(phase))
}

// opens reports whether one of these rows is being changed.
func (d *TemplateData) opens(rows []templateRow) bool {
	for _, r := range rows {
		if r.Key == d.Open {
			return true
		}
	}
	return false
}

// focuses reports whether a field takes the focus: the first that was refused, else the row's words.
func (d *TemplateData) focuses(ctx context.Context, field string) bool {
	if d.Form.Refused() {
		return d.Form.Problems[0].Field == field
	}
	return field == "text_"+string(lang(ctx))
}

// rows are those in use of a phase ("" all), and those that were retired.
func (d *TemplateData) rows(ctx context.Context, phase civic.Phase) (rows, retired []templateRow) {
	add := func(r templateRow) {
		if r.Retired {
			retired = append(retired, r)
		} else {
			rows = append(rows, r)
		}
	}
	for _, c := range d.Template.Checklist {
		if c.Phase != phase {
			continue
		}
		r := templateRow{Key: c.Key, Number: strconv.Itoa(c.Number), Text: c.Text, Retired: c.Retired}
		if c.Mandatory {
			r.Facts = append(r.Facts, t(ctx, "check.mandatory"))
		}
		r.Facts = append(r.Facts, t(ctx, "role."+string(c.Role)))
		if c.Phase != civic.During {
			r.Facts = append(r.Facts, DueText(ctx, c.Due))
		}
		add(r)
	}
	for i, s := range d.Template.Agenda {
		r := templateRow{Key: s.Key, Number: strconv.Itoa(i + 1), Text: s.Title, Retired: s.Retired, Facts: []string{t(ctx, "template.minutes_n", "n", s.Minutes)}}
		if s.Part != "" {
			r.Facts = append(r.Facts, partText(ctx, s.Part))
		}
		add(r)
	}
	return rows, retired
}

// DueText says in words when an item is due, in days from the session.
func DueText(ctx context.Context, due int) string {
	switch {
	case due < 0:
		return t(ctx, "check.due.before", "n", -due)
	case due > 0:
		return t(ctx, "check.due.after", "n", due)
	}
	return t(ctx, "check.due.day")
}

func partText(ctx context.Context, part string) string {
	if part == "" {
		return t(ctx, "template.part.none")
	}
	return t(ctx, "agenda.work."+path.Base(part))
}

func phaseOptions(ctx context.Context) (out []Option) {
	for _, p := range civic.Phases {
		out = append(out, Option{string(p), t(ctx, "check.phase."+string(p))})
	}
	return out
}

func partOptions(ctx context.Context) []Option {
	out := []Option{{"", partText(ctx, "")}}
	for _, p := range civic.AgendaParts {
		out = append(out, Option{p, partText(ctx, p)})
	}
	return out
}

// templateName is what a row says, in the reader's language.
func templateName(ctx context.Context, tpl civic.Template, n int) string {
	if tpl.Kind == "agenda" {
		return in(ctx, tpl.Agenda[n-1].Title)
	}
	return in(ctx, tpl.Checklist[n-1].Text)
}

// templateWord is one thing that a row says, as it is and as it would be.
type templateWord struct{ Label, Was, Will string }

// templateWords are those in which two rows differ.
func templateWords(ctx context.Context, a civic.Template, n int, b civic.Template, m int) (out []templateWord) {
	was, will := rowWords(ctx, a, n), rowWords(ctx, b, m)
	for i, w := range was {
		if w.Was != will[i].Was {
			out = append(out, templateWord{w.Label, w.Was, will[i].Was})
		}
	}
	return out
}

func rowWords(ctx context.Context, tpl civic.Template, n int) (out []templateWord) {
	add := func(label, text string) { out = append(out, templateWord{Label: label, Was: text}) }
	texts := func(name string, x civic.Text) {
		add(t(ctx, "template."+name+".ky"), x.KY)
		add(t(ctx, "template."+name+".ru"), x.RU)
		add(t(ctx, "template."+name+".en"), x.EN)
	}
	yes := func(b bool) string {
		if b {
			return t(ctx, "common.yes")
		}
		return t(ctx, "common.no")
	}
	if tpl.Kind == "agenda" {
		a := tpl.Agenda[n-1]
		texts("text", a.Title)
		texts("prompt", a.Prompt)
		add(t(ctx, "template.minutes"), strconv.Itoa(a.Minutes))
		add(t(ctx, "template.part"), partText(ctx, a.Part))
		add(t(ctx, "template.in_use"), yes(!a.Retired))
		return out
	}
	c := tpl.Checklist[n-1]
	texts("text", c.Text)
	add(t(ctx, "check.phase"), t(ctx, "check.phase."+string(c.Phase)))
	add(t(ctx, "template.due"), DueText(ctx, c.Due))
	add(t(ctx, "common.responsible"), t(ctx, "role."+string(c.Role)))
	add(t(ctx, "template.is_mandatory"), yes(c.Mandatory))
	add(t(ctx, "template.in_use"), yes(!c.Retired))
	return out
}
