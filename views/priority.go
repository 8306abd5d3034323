package views

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"ashar/internal/civic"
)

// StatementPath is a statement's own page.
func StatementPath(session, id string) string { return SessionPath(session, "statements") + "/" + id }

// PriorityPath is a priority's own page, where it is worked through.
func PriorityPath(session, id string) string { return SessionPath(session, "priorities") + "/" + id }

func mergePath(session, card string) string {
	return SessionPath(session, "priorities") + "/merge?card=" + url.QueryEscape(card)
}

// Forms have ids of their own for each thing: drafts are kept by them.
func captureID(session string) string { return "capture-" + session }

func statementID(id string) string { return "said-" + id }
func cardID(id string) string      { return "card-" + id }

// BoardData is what the statements and cards of a session are shown from.
type BoardData struct {
	Frame   *SessionFrame
	List    civic.Priorities
	Form    *Form // of capturing
	Similar *SimilarData
	Top     []civic.Priority // on the page of the top ones
}

// SimilarData is what is offered while somebody types.
type SimilarData struct {
	Cards []civic.Priority
	Lines int // of the text, when more than one
}

// suggest are the cards a loose statement probably belongs to.
func suggest(like *civic.Likeness, s civic.Statement) []civic.Priority {
	found := like.Similar(s.Text)
	return found[:min(1, len(found))]
}

// clip cuts a long text at a word for a list; cut says that there is more.
func clip(text string, most int) (short string, cut bool) {
	n := 0
	for i := range text {
		if n == most {
			short = text[:i]
			if at := strings.LastIndexAny(short, " \n"); at > i/2 {
				short = short[:at]
			}
			return short + "…", true
		}
		n++
	}
	return text, false
}

// listed are the statements a card shows in the list; one that is its title already stands there.
func listed(p civic.Priority) []civic.Statement {
	var out []civic.Statement
	for _, s := range p.Statements {
		if len(out) < 5 && (s.Text != p.Title || s.Rivals > 0) {
			out = append(out, s)
		}
	}
	return out
}

// edits are the versions of the card's texts; a sector stands there by its
// name in the municipality's own list.
func (d *CardData) edits(ctx context.Context) []civic.Edit {
	out := slices.Clone(d.Edits)
	for i, e := range out {
		if e.Field != "sector" {
			continue
		}
		if j := slices.IndexFunc(d.List.Sectors, func(s civic.Sector) bool { return s.ID == e.Text }); j >= 0 {
			out[i].Text = in(ctx, d.List.Sectors[j].Name)
		}
	}
	return out
}
