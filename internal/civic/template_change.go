package civic

import "slices"

// SaveTemplate makes a new version of a template; Base is the version last
// read, 0 when there was none. The scope is the municipality, or the installation.
type SaveTemplate struct {
	Template     string          `json:"template"` // "agenda" or "checklist"
	Municipality string          `json:"municipality,omitempty"`
	Base         int             `json:"base"`
	Follow       bool            `json:"follow,omitempty"` // no rows of its own: the common one, or the one that ships with Ashar
	Agenda       []AgendaItem    `json:"agenda,omitempty"`
	Checklist    []ChecklistItem `json:"checklist,omitempty"`
}

func (SaveTemplate) Kind() string      { return "template.save" }
func (s SaveTemplate) Subject() string { return s.Template + "/" + s.Municipality }

const (
	templateText   = 500  // characters of a title or an item
	templatePrompt = 2000 // of what the facilitator is prompted
	templateTip    = 200  // of a hint
	templateTips   = 6    // hints of a step: they stand beside the clock
	templateMost   = 200  // rows
)

// Validate checks every row has a Kyrgyz text, a phase and a time, and that something is in use.
func (s SaveTemplate) Validate() error {
	var es Errors
	switch s.Template {
	case "agenda":
		for _, a := range s.Agenda {
			es = append(es, validText("text", a.Title, templateText)...)
			es = append(es, longTexts("prompt", a.Prompt, templatePrompt)...)
			for _, tip := range a.Tips {
				es = append(es, longTexts("tips", tip.Text, templateTip)...)
				if tip.Text.KY == "" {
					es = append(es, Bad("tips_ky", "error.tips_without_kyrgyz"))
				}
			}
			if len(a.Tips) > templateTips {
				es = append(es, Bad("tips_ky", "error.tips_many", "n", templateTips))
			}
			if a.Minutes < 1 || a.Minutes > 240 {
				es = append(es, Bad("minutes", "error.minutes"))
			}
			if a.Part != "" && !slices.Contains(AgendaParts, a.Part) {
				es = append(es, Bad("part", "error.choice"))
			}
		}
	case "checklist":
		for _, c := range s.Checklist {
			es = append(es, validText("text", c.Text, templateText)...)
			if !slices.Contains(Phases, c.Phase) {
				es = append(es, Bad("phase", "error.choice"))
			}
			if !slices.Contains(Roles, c.Role) {
				es = append(es, Bad("role", "error.choice"))
			}
			if c.Due < -365 || c.Due > 365 {
				es = append(es, Bad("days", "error.days"))
			}
		}
	default:
		es = append(es, Bad("template", "error.choice"))
	}
	return append(es, s.validRows()...).Or()
}

func (s SaveTemplate) validRows() (es Errors) {
	rows := Template{Kind: s.Template, Checklist: s.Checklist, Agenda: s.Agenda}
	if len(s.Checklist)+len(s.Agenda) != rows.Len() || s.Follow && rows.Own() {
		return append(es, Bad("template", "error.choice"))
	}
	inUse, keys := 0, map[string]bool{}
	for i := range rows.Len() {
		r := rows.row(i)
		if len(r.key) > 64 || r.key != "" && keys[r.key] {
			es = append(es, Bad("key", "error.choice"))
		}
		keys[r.key] = true
		if !r.retired {
			inUse++
		}
	}
	if inUse == 0 && !s.Follow {
		es = append(es, Bad("", "error.template_empty"))
	} else if rows.Len() > templateMost {
		es = append(es, Bad("", "error.template_long", "n", templateMost))
	}
	return es
}

// validText wants the Kyrgyz, which is the original; fields are name_ky, name_ru, name_en.
func validText(name string, t Text, most int) (es Errors) {
	if t.KY == "" {
		es = append(es, Bad(name+"_ky", "error.text_ky"))
	}
	return append(es, longTexts(name, t, most)...)
}

func longTexts(name string, t Text, most int) (es Errors) {
	for _, x := range [...]struct{ lang, text string }{{"ky", t.KY}, {"ru", t.RU}, {"en", t.EN}} {
		if len([]rune(x.text)) > most {
			es = append(es, Bad(name+"_"+x.lang, "error.text_long", "n", most))
		}
	}
	return es
}
