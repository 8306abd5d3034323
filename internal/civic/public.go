package civic

import (
	"strings"
	"time"
)

// PublicPlace is a municipality that shows something to everybody.
type PublicPlace struct {
	Place
	Cycles []PublicCycle // newest first
}

// PublicCycle is a cycle with what of it everybody may see.
type PublicCycle struct {
	Cycle     Cycle
	Published Published
}

// SmallNumber is below which a count of people is not told in public.
const SmallNumber = 5

// PublicCode is what a code on paper leads to: a need or a session of a cycle, of which this is published.
// Since is the need that holds the card with the code's id now: minutes have the code that a card had when they were closed.
type PublicCode struct {
	Cycle                Cycle
	Place                Place
	Need, Since, Session string
	Published            Published
	Division             *Allocation // of the budget, that was adopted last; nil for none
}

// Row is the need that a code opens: its own while that is on the list, else the one its card was put into. nil for none.
func (of PublicCode) Row(list *NeedList) *NeedRow {
	if row := list.Row(of.Need); row != nil {
		return row
	}
	return list.Row(of.Since)
}

// PublicStatement is one person's sentence on the way to a need.
type PublicStatement struct {
	Session string
	Card    string
	Text    string
	At      time.Time
}

// PublicMoney is how much was given to what an audience or village had among its
// first needs. One need may be of several, so the parts may overlap.
type PublicMoney struct {
	Name   Text
	Amount int64
	Needs  int
}

// PublicTop is how many of a group's first needs count as its own.
const PublicTop = 5

// MoneyBy adds up what needs were given, by audience and by village: a need
// counts for each whose own first PublicTop hold it.
func (l *NeedList) MoneyBy(amounts map[string]int64) (audiences, villages []PublicMoney, whole int64) {
	type key struct{ audience, village string }
	at := map[key]int{}
	add := func(list *[]PublicMoney, k key, name Text, need string) {
		i, ok := at[k]
		if !ok {
			i = len(*list)
			at[k] = i
			*list = append(*list, PublicMoney{Name: name})
		}
		(*list)[i].Amount += amounts[need]
		(*list)[i].Needs++
	}
	for i := range l.Rows {
		need := l.Rows[i].Need
		if amounts[need.ID] == 0 {
			continue
		}
		whole += amounts[need.ID]
		seen := map[key]bool{}
		for g := range l.Groups {
			group := &l.Groups[g]
			if best := need.Best(group.Session); best == 0 || best > PublicTop {
				continue
			}
			for _, k := range []key{{audience: group.Audience}, {village: group.Village}} {
				if seen[k] {
					continue
				}
				seen[k] = true
				if k.audience != "" {
					add(&audiences, k, group.AudienceName, need.ID)
				} else {
					add(&villages, k, group.VillageName, need.ID)
				}
			}
		}
	}
	return audiences, villages, whole
}

// PublicAct is a filed act of the monitoring group as everybody sees it: no names.
type PublicAct struct {
	ID              string
	Action          string
	Number          int
	On              string // date
	Status          ActionStatus
	Percent         int
	OfficeStatus    ActionStatus // the aiyl okmotu's at that time
	OfficePercent   int
	Found           string
	Recommendations string
	AnswerDue       string
	Answer          string
	AnsweredOn      string
	Photos          []PublicPhoto
}

// PublicPhoto has no place, no program and no face that was made unrecognisable.
type PublicPhoto struct {
	ID      string
	Caption string
}

// PublicView is a cycle as everybody sees it: what is not published is empty.
type PublicView struct {
	Published Published
	List      *NeedList // always there: places and audiences are named by it; its rows only where the list is published
	Decisions map[string]*Decision
	Actions   map[string][]*Action // by need
	Plan      []Action
	Acts      map[string][]PublicAct // by action, newest first; where a page tells them
	Letters   map[string][]Letter    // sent ones, by need; where a page tells them
	Division  *Allocation            // that was adopted; where a page tells it, nil for none
}

// Divided is what the adopted division gives a need: known is whether it says anything of it, as it does not where the cost was not known.
func (v *PublicView) Divided(need string) (sum int64, known bool) {
	if v.Division == nil || v.Division.Line(need) == nil || v.Division.Line(need).Cost == 0 {
		return 0, false
	}
	if v.Division.In(need) {
		sum = v.Division.Line(need).Cost
	}
	return sum, true
}

// Given is how much each need was given: by the adopted division, else by its decision, else by the plan's money.
func (v *PublicView) Given() map[string]int64 {
	given := map[string]int64{}
	for need, d := range v.Decisions {
		if d.Outcome == Accepted || d.Outcome == Partly {
			given[need] = d.Amount
		}
	}
	if v.Division != nil {
		for _, l := range v.Division.Lines {
			if sum, known := v.Divided(l.Need); known {
				given[l.Need] = sum
			}
		}
	}
	for need, actions := range v.Actions {
		if _, known := v.Divided(need); known || given[need] > 0 {
			continue
		}
		for _, a := range actions {
			if a.Status != ActionCancelled {
				given[need] += a.Cost()
			}
		}
	}
	return given
}

// Overdue are the decisions whose answer is due and not given, by the list's order.
func (v *PublicView) Overdue(today string) (late []*Decision) {
	for i := range v.List.Rows {
		if d := v.Decisions[v.List.Rows[i].ID]; d != nil && d.Overdue(today) {
			late = append(late, d)
		}
	}
	return late
}

// Undecided counts needs of the list without a decision and without money of the division.
func (v *PublicView) Undecided() int {
	n := 0
	for i := range v.List.Rows {
		if sum, _ := v.Divided(v.List.Rows[i].ID); sum == 0 && v.Decisions[v.List.Rows[i].ID] == nil {
			n++
		}
	}
	return n
}

// GroupStatus is the newest act that tells a status of an action: whence Action.GroupStatus is.
func (v *PublicView) GroupStatus(action string) *PublicAct {
	acts := v.Acts[action]
	for i := range acts {
		if acts[i].Status != "" {
			return &acts[i]
		}
	}
	return nil
}

// CleanPaperCode is a code as it stands on papers, of whatever was typed: in
// capitals, without spaces and dashes, Cyrillic letters that look alike taken
// for the Latin ones.
func CleanPaperCode(s string) string {
	return strings.Map(func(r rune) rune {
		if to, ok := likeLatin[r]; ok {
			return to
		}
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
}

var likeLatin = map[rune]rune{'\u0410': 'A', '\u0421': 'C', '\u0415': 'E', '\u041d': 'H', '\u041a': 'K', '\u041c': 'M', '\u0420': 'P', '\u0422': 'T', '\u0425': 'X', '\u0423': 'Y'}
