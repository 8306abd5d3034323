package views

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
)

// screenRows is how many needs a page of the hall's screen holds.
const screenRows = 5

// GatheringScreenData is a page of the people's list on the wall: page 0 says
// what it is, then rows or single needs. It holds nothing of who said it.
type GatheringScreenData struct {
	Gathering civic.Gathering
	List      *civic.NeedList
	One       bool // a need a page
	Page      int
	Words     []string // of people, on a single need
}

// each is how many needs stand on a page.
func (d *GatheringScreenData) each() int {
	if d.One {
		return 1
	}
	return screenRows
}

// Pages counts them, the first included.
func (d *GatheringScreenData) Pages() int { return 1 + (len(d.List.Rows)+d.each()-1)/d.each() }

// rows of this page.
func (d *GatheringScreenData) rows() []civic.NeedRow {
	if d.Page == 0 {
		return nil
	}
	from := (d.Page - 1) * d.each()
	return d.List.Rows[from:min(from+d.each(), len(d.List.Rows))]
}

// Single is the need that has the page to itself, nil on other pages.
func (d *GatheringScreenData) Single() *civic.NeedRow {
	if rows := d.rows(); d.One && len(rows) == 1 {
		return &rows[0]
	}
	return nil
}

// SetWords chooses what people said: one sentence of each of up to three cards, the short ones first.
func (d *GatheringScreenData) SetWords(voices map[string][]string) {
	for _, card := range d.Single().Cards {
		if said := voices[card.Card]; len(said) > 0 && !slices.Contains(d.Words, said[0]) && len([]rune(said[0])) <= 140 {
			d.Words = append(d.Words, said[0])
		}
	}
	slices.SortStableFunc(d.Words, func(a, b string) int { return len(a) - len(b) })
	d.Words = d.Words[:min(3, len(d.Words))]
}

func (d *GatheringScreenData) at(page int) string {
	s := GatheringPath(d.Gathering.Cycle, d.Gathering.ID, "screen") + "?page=" + strconv.Itoa(page)
	if d.One {
		s += "&show=one"
	}
	return s
}

// other is the same place in the other way of showing.
func (d *GatheringScreenData) other() string {
	to := *d
	to.One = !d.One
	if d.Page > 0 {
		to.Page = 1 + (d.Page-1)*d.each()/to.each()
	}
	return to.at(to.Page)
}

// first are the audiences that have it at the top of their own order, in words.
func (d *GatheringScreenData) first(ctx context.Context, r civic.NeedRow) (out []string) {
	for _, k := range d.List.Kinds() {
		if place := r.Ranks[k]; place > 0 && place <= 3 {
			out = append(out, t(ctx, "audience."+string(k))+": "+t(ctx, "gathering.screen_place", "place", strconv.Itoa(place)))
		}
	}
	return out
}
