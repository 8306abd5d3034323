package civic

// Gap is something that keeps a round from being closed. Kind says what:
//
//	"count"   beans or ballots of a group do not make up what was handed out:
//	          Heads × Each = Want, counted Got
//	"hands"   more hands for an option than the group has people, without those
//	          who voted by phone: Want, Got
//	"none"    nothing was counted at all
//	"pairs"   pairs not answered: Want, Got
//	"scores"  marks not given: Want, Got
//	"phones"  more people voted by phone than a group has: Want, Got
//	"ballots" ballots of a group do not make up its people: Want, Got
type Gap struct {
	Kind        string
	Group       string
	Option      string // "hands"
	Heads, Each int
	Want, Got   int
	Phones      int // of Got: people who voted by phone
}

// Short is how many are missing; negative when there are too many.
func (g Gap) Short() int { return g.Want - g.Got }

// Gaps checks the counting; none means that it matches and may be confirmed.
func (r *Round) Gaps() []Gap {
	var out []Gap
	switch r.Rules.Method {
	case Dots:
		for _, g := range r.Groups {
			gap := Gap{Kind: "count", Group: g.Key, Heads: g.Heads, Each: r.Rules.Dots, Phones: r.ByPhone(g.Key),
				Want: g.Heads * r.Rules.Dots, Got: r.Sum(g.Key) + g.Spoiled + g.Unused + r.ByPhone(g.Key)*r.Rules.Dots}
			if gap.Want != gap.Got {
				out = append(out, gap)
			}
		}
	case Hands:
		total := 0
		for _, g := range r.Groups {
			total += r.ByPhone(g.Key)
			heads := g.Heads - r.ByPhone(g.Key) // who voted by phone raises no hand
			if heads < 0 {
				out = append(out, Gap{Kind: "phones", Group: g.Key, Want: g.Heads, Got: r.ByPhone(g.Key)})
			}
			for _, o := range r.Options {
				n := r.Counts[RoundCell{o.ID, g.Key}]
				total += n
				if n > max(0, heads) {
					out = append(out, Gap{Kind: "hands", Group: g.Key, Option: o.ID, Want: max(0, heads), Got: n, Phones: r.ByPhone(g.Key)})
				}
			}
		}
		if total == 0 {
			out = append(out, Gap{Kind: "none"})
		}
	case Pairwise:
		if want := len(r.Options) * (len(r.Options) - 1) / 2; len(r.Pairs) != want {
			out = append(out, Gap{Kind: "pairs", Want: want, Got: len(r.Pairs)})
		}
	case Scoring:
		if want := len(r.Options) * len(r.Rules.Criteria); len(r.Scores) != want {
			out = append(out, Gap{Kind: "scores", Want: want, Got: len(r.Scores)})
		}
	case Ballots:
		for _, g := range r.Groups {
			if got := len(r.Ballots) + g.Spoiled + g.Unused + r.ByPhone(g.Key); got != g.Heads {
				out = append(out, Gap{Kind: "ballots", Group: g.Key, Heads: g.Heads, Want: g.Heads, Got: got, Phones: r.ByPhone(g.Key)})
			}
		}
		if len(out) == 0 && len(r.Ballots) == 0 && r.ByPhone(Everybody) == 0 {
			out = append(out, Gap{Kind: "none"})
		}
	}
	return out
}

// VotersOf counts who has a vote, by how the round counts: those who came
// without those who left early, as far as that was counted. Groups nobody is in are left out.
func VotersOf(h HeadCount, by string) []RoundGroup {
	var out []RoundGroup
	add := func(key string, n int) {
		if n > 0 {
			out = append(out, RoundGroup{Key: key, Heads: n})
		}
	}
	switch by {
	case BySex:
		for _, sex := range Sexes {
			add(sex, h.Sum(Came, sex, "")-h.Sum(Left, sex, ""))
		}
	case ByBand:
		for _, band := range AgeBands {
			add(string(band), h.Sum(Came, "", band))
		}
	default:
		add(Everybody, h.Total(Came)-h.Total(Left))
	}
	return out
}
