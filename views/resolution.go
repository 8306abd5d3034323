package views

import (
	"context"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// ResolutionData is a resolution with what its page is about.
type ResolutionData struct {
	civic.Resolution
	Cycle       civic.Cycle
	Place       civic.Place
	Unexplained []civic.Departure // what the annex of a draft would fix without a reason
	Decides     bool
	Plans       bool  // this person fixes the plan that the council adopted
	Form        *Form // to adopt a draft
}

// ResolutionFormData is the form of a draft.
type ResolutionFormData struct {
	ResolutionData
	Form   *Form
	Action string
	Theirs bool // somebody else saved meanwhile: their text is shown beside
}

func (d *ResolutionData) draft() bool { return d.Status != civic.ResolutionAdopted }

func (d *ResolutionData) path() string { return ResolutionPath(d.Cycle.ID, d.ID) }

// resolutionOf says whose it is, of which convocation and session.
func resolutionOf(ctx context.Context, d *ResolutionData) string {
	key := "resolution.of_regular"
	if !d.Regular {
		key = "resolution.of_extraordinary"
	}
	return t(ctx, key, "place", in(ctx, d.Place.Name), "convocation", dash(d.Convocation), "session", dash(d.SessionNo))
}

// passingText names what a need was passed over for, or passes over.
func passingText(ctx context.Context, passed []civic.AnnexPassing) string {
	var before, behind []string
	for _, p := range passed {
		place := strconv.Itoa(p.Place)
		if p.Before {
			before = append(before, place)
		} else {
			behind = append(behind, place)
		}
	}
	var parts []string
	if len(behind) > 0 {
		parts = append(parts, t(ctx, "council.passed_for", "places", strings.Join(behind, ", ")))
	}
	if len(before) > 0 {
		parts = append(parts, t(ctx, "council.before", "places", strings.Join(before, ", ")))
	}
	return strings.Join(parts, " ")
}

// textProblems are those of fields that stand in the form of the text.
func textProblems(ctx context.Context, f *Form) (all []string) {
	for _, p := range f.Problems {
		switch p.Field {
		case "", "elected", "present", "for", "against", "abstained":
		default:
			sentence := t(ctx, p.Key, named(ctx, p.Args)...)
			if name, in, ok := strings.Cut(p.Field, "_"); ok && p.Key == "error.resolution_blank" {
				sentence = t(ctx, "resolution.text."+name) + ", " + t(ctx, "resolution."+in) + ": " + sentence
			}
			all = append(all, sentence)
		}
	}
	return all
}

func resolutionChair(ctx context.Context, woman bool) string {
	if woman {
		return t(ctx, "paper.resolution.chairwoman")
	}
	return t(ctx, "paper.resolution.chairman")
}
