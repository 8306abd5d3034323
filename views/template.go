package views

import (
	"context"
	"path"
	"strconv"

	"ashar/internal/civic"
)

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

// opens reports whether the row being changed stands in a phase.
func (d *TemplateData) opens(phase civic.Phase) bool {
	return d.Open != "" && (phase == "" || d.Form.Value("phase") == string(phase))
}

// rows are those in use of a phase ("" all), and those that were retired.
func (d *TemplateData) rows(ctx context.Context, phase civic.Phase) (rows, retired []templateRow) {
	add := func(r templateRow) {
		if r.Retired {
			retired = append(retired, r)
		} else if phase == "" || r.Phase == phase {
			rows = append(rows, r)
		}
	}
	for i, c := range d.Template.Checklist {
		if c.Phase != phase {
			continue
		}
		r := templateRow{N: i + 1, Number: strconv.Itoa(c.Number), Text: c.Text, Phase: c.Phase, Retired: c.Retired}
		if c.Mandatory {
			r.Facts = append(r.Facts, t(ctx, "check.mandatory"))
		}
		r.Facts = append(r.Facts, t(ctx, "role."+string(c.Role)), DueText(ctx, c.Due))
		add(r)
	}
	for i, s := range d.Template.Agenda {
		r := templateRow{N: i + 1, Number: strconv.Itoa(i + 1), Text: s.Title, Retired: s.Retired, Facts: []string{t(ctx, "template.minutes_n", "n", s.Minutes)}}
		if s.Part != "" {
			r.Facts = append(r.Facts, t(ctx, "agenda.work."+path.Base(s.Part)))
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

func phaseOptions(ctx context.Context) (out []Option) {
	for _, p := range civic.Phases {
		out = append(out, Option{string(p), t(ctx, "check.phase."+string(p))})
	}
	return out
}

func partOptions(ctx context.Context) []Option {
	out := []Option{{"", t(ctx, "template.part.none")}}
	for _, p := range civic.AgendaParts {
		out = append(out, Option{p, t(ctx, "agenda.work."+path.Base(p))})
	}
	return out
}
