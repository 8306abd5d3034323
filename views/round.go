package views

import (
	"context"
	"net/url"
	"strconv"

	"ashar/internal/civic"
)

// RoundPath is the address of a ranking.
func RoundPath(r *civic.Round) string { return SessionPath(r.Session, "rounds") + "/" + r.ID }

// RoundStart is what the page shows where a ranking is opened.
type RoundStart struct {
	Frame    *SessionFrame
	Form     *Form
	Rules    civic.CycleRules
	Ways     []RoundWay
	Options  []civic.RoundOption
	Replaces *civic.Round
}

// RoundWay is one way to count the voters, and how many they are.
type RoundWay struct {
	By     string
	Groups []civic.RoundGroup
}

// Nobody reports that nobody with a vote is counted yet.
func (d *RoundStart) Nobody() bool {
	for _, w := range d.Ways {
		if len(w.Groups) > 0 {
			return false
		}
	}
	return true
}

// Chosen reports whether an option is ticked: as entered, else as in the
// recounted round, else all.
func (d *RoundStart) Chosen(option string) bool {
	if d.Form.Values.Has("session_form") {
		return d.Form.Has("option", option)
	}
	return d.Replaces == nil || d.Replaces.Title(option) != ""
}

// Way is how voters are counted as entered, else as in the recounted round, else the first.
func (d *RoundStart) Way() string {
	if d.Form.Values.Has("by") {
		return d.Form.Value("by")
	}
	if d.Replaces != nil {
		return d.Replaces.Rules.By
	}
	return d.Ways[0].By
}

// RoundData is what the page of a ranking shows.
type RoundData struct {
	Frame   *SessionFrame
	Rounds  []civic.Round
	Round   *civic.Round
	Form    *Form
	Pairs   [][2]string       // pairwise: in the order they are asked
	Pair    int               // which of them is on the screen; len(Pairs) when all are answered
	Circles [][]string        // pairwise: options that beat each other in a circle
	Salt    string            // of the next ballot
	Phones  bool              // the session is open to phones
	Icons   map[string]string // of the sectors of the cards, where the result is shown
	Differs bool              // the result kept is not what the counts give
}

// Writes reports whether counts may be entered by this person.
func (d *RoundData) Writes() bool { return d.Frame.Writes && d.Round.Writable() }

// NextPair is the first pair without an answer.
func (d *RoundData) NextPair() int {
	for i, p := range d.Pairs {
		if d.Round.Answer(p[0], p[1]) == nil {
			return i
		}
	}
	return len(d.Pairs)
}

func (d *RoundData) path() string { return RoundPath(d.Round) }

func (d *RoundData) pairPath(i int) string { return d.path() + "?pair=" + strconv.Itoa(i+1) }

func (d *RoundData) recountPath() string {
	return SessionPath(d.Round.Session, "rounds") + "/new?replaces=" + url.QueryEscape(d.Round.ID)
}

// post are the attributes of a form that writes into the round.
func (d *RoundData) post(to string) map[string]any {
	return map[string]any{"method": "post", "action": d.path() + "/" + to, "hx-post": d.path() + "/" + to,
		"hx-target": "#round", "hx-swap": "outerMorph", "hx-sync": "this:drop"}
}

// group is what a group of voters is called.
func groupText(ctx context.Context, key string) string {
	switch key {
	case "f", "m":
		return t(ctx, "sex."+key)
	case civic.Everybody:
		return t(ctx, "round.group.all")
	}
	return BandText(civic.AgeBand(key))
}

// groupKind is "f", "m", "all" or "band": each has its own sentence, because
// endings are never glued to a name.
func groupKind(key string) string {
	switch key {
	case "f", "m", civic.Everybody:
		return key
	}
	return "band"
}

// gapText says what is missing and the sum that shows it.
func gapText(ctx context.Context, r *civic.Round, g civic.Gap) (lead, sum string) {
	if g.Phones > 0 {
		defer func() { sum += " " + t(ctx, "round.gap.by_phone", "n", g.Phones) }()
	}
	way, n := "short", g.Short()
	if n < 0 {
		way, n = "over", -n
	}
	switch g.Kind {
	case "count":
		return t(ctx, "round.gap.count."+way+"."+groupKind(g.Group), "n", n, "group", groupText(ctx, g.Group)),
			t(ctx, "round.gap.count.sum", "heads", g.Heads, "each", g.Each, "want", g.Want, "got", g.Got)
	case "ballots":
		return t(ctx, "round.gap.ballots."+way, "n", n), t(ctx, "round.gap.ballots.sum", "heads", g.Heads, "got", g.Got)
	case "phones":
		return t(ctx, "round.gap.phones"), t(ctx, "round.gap.phones.sum", "group", groupText(ctx, g.Group), "heads", g.Want, "got", g.Got)
	case "hands":
		return t(ctx, "round.gap.hands", "title", r.Title(g.Option)), t(ctx, "round.gap.hands.sum", "group", groupText(ctx, g.Group), "heads", g.Want, "got", g.Got)
	}
	return t(ctx, "round.gap."+g.Kind, "n", n), ""
}

// calm reports that a gap is work still to do rather than a mistake.
func calm(g civic.Gap) bool {
	return g.Kind == "none" || g.Kind == "pairs" || g.Kind == "scores" || g.Got == g.Phones*max(1, g.Each) && g.Kind != "hands" && g.Short() > 0 || g.Kind == "ballots" && g.Short() > 0
}

// points writes what an order was made by: whole where it is whole.
func points(ctx context.Context, p float64) string {
	if p == float64(int64(p)) {
		return lang(ctx).Number(int64(p))
	}
	return lang(ctx).Decimal(p, 1)
}

// ties puts rows that came out equal together, also when the declared rule
// then parted them.
func (d *RoundData) ties() [][]civic.ResultRow {
	var out [][]civic.ResultRow
	for _, row := range d.Round.Result.Rows {
		if n := len(out); n > 0 {
			last := out[n-1][len(out[n-1])-1]
			lot := d.Round.LotOf(row.Option)
			if row.Tied && last.Tied && (row.Points == last.Points && d.circle(row.Option) == nil || row.Place == last.Place) || lot != nil && lot == d.Round.LotOf(last.Option) {
				out[n-1] = append(out[n-1], row)
				continue
			}
		}
		out = append(out, []civic.ResultRow{row})
	}
	return out
}

func (d *RoundData) circle(option string) []string {
	for _, c := range d.Circles {
		for _, o := range c {
			if o == option {
				return c
			}
		}
	}
	return nil
}

func rankText(row civic.ResultRow) string {
	if row.Shared() {
		return strconv.Itoa(row.Place) + "="
	}
	return strconv.Itoa(row.Place)
}

// beanMax is how many beans are drawn one by one; above it a bar says it better.
const beanMax = 36

func ordinal(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// votesText says a row's votes in words: women 8, men 3.
func votesText(ctx context.Context, r *civic.Round, row civic.ResultRow) string {
	s := ""
	for i, g := range r.Groups {
		if i > 0 {
			s += ", "
		}
		s += groupText(ctx, g.Key) + " " + strconv.Itoa(row.ByGroup[g.Key])
	}
	return s
}

// phoneGroup is what a voter calls their own group.
func phoneGroup(ctx context.Context, key string) string {
	switch key {
	case "f", "m":
		return t(ctx, "phone.group."+key)
	}
	return groupText(ctx, key)
}
