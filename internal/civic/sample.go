package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Stratum is a village in a sample: how many there are, and how many of them are drawn.
type Stratum struct {
	Unit    string `json:"unit"`
	Code    string `json:"code"`    // of the village: what is drawn by
	Size    int    `json:"size"`    // households in the village's list, or slips printed for it
	Main    int    `json:"main"`    // to be asked
	Reserve int    `json:"reserve"` // drawn after them, to stand in
}

// Sample is a draw: its seed draws the same again.
type Sample struct {
	ID      string
	Survey  string
	Of      string // one of SampleKinds
	Seed    string
	Strata  []Stratum
	DrawnBy string // name
	DrawnAt string // date
}

// SampleKinds are what a sample is drawn of.
var SampleKinds = []string{"households", "slips"}

// Bounds on a sample.
const (
	SampleMost  = 5_000  // households to be asked
	StratumMost = 50_000 // households of a village
	SeedMax     = 40
)

// Shares divides total in proportion to weights by the largest remainder; of equal remainders the
// earlier one is served first. A total no larger than the weights' sum gives nobody more than its weight.
func Shares(total int, weights []int) []int {
	shares := make([]int, len(weights))
	sum := 0
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		return shares
	}
	order := make([]int, len(weights))
	rest := total
	for i, w := range weights {
		order[i] = i
		shares[i] = total * w / sum
		rest -= shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return total*weights[b]%sum - total*weights[a]%sum })
	for _, i := range order[:rest] {
		shares[i]++
	}
	return shares
}

// ReserveOf is how many stand in reserve for so many: a percentage, rounded up, of those who are left.
func ReserveOf(main, percent, size int) int {
	return max(0, min((main*percent+99)/100, size-main))
}

// Draw puts the numbers of a village's list into the order of chance: by the SHA-256 of
// "seed|village|number", as 64 hexadecimal digits, the smallest first. The first ones are to be asked,
// the next ones stand in reserve in this order. Anybody can reckon it again:
//
//	printf '%s' "$seed|$code|$number" | sha256sum
//
// It depends on nothing else: not on other villages, nor on how many are wanted.
func Draw(seed, village string, numbers []int) []int {
	type lot struct {
		key    string
		number int
	}
	lots := make([]lot, len(numbers))
	for i, n := range numbers {
		sum := sha256.Sum256([]byte(seed + "|" + village + "|" + strconv.Itoa(n)))
		lots[i] = lot{hex.EncodeToString(sum[:]), n}
	}
	slices.SortFunc(lots, func(a, b lot) int { return strings.Compare(a.key, b.key) })
	drawn := make([]int, len(lots))
	for i, l := range lots {
		drawn[i] = l.number
	}
	return drawn
}

// DrawSample draws anew. The one before gives way as long as nobody has been visited; its seed stays on record.
type DrawSample struct {
	ID     string    `json:"id"`
	Survey string    `json:"survey"`
	Of     string    `json:"of"`
	Seed   string    `json:"seed"`
	Strata []Stratum `json:"strata"`
}

func (DrawSample) Kind() string      { return "sample.draw" }
func (d DrawSample) Subject() string { return d.Survey }

var seedForm = regexp.MustCompile(`^[0-9A-Za-z-]{1,40}$`)

// SizeField and MainField name a village's fields in the form of a draw.
func SizeField(unit string) string { return "size-" + unit }

// MainField is how many of a village are drawn, by hand.
func MainField(unit string) string { return "main-" + unit }

// Validate wants a seed that can be typed again, and no more drawn than there are.
func (d DrawSample) Validate() error {
	var es Errors
	if !ValidID(d.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(SampleKinds, d.Of) {
		es = append(es, Bad("of", "error.choice"))
	}
	if !seedForm.MatchString(d.Seed) {
		es = append(es, Bad("seed", "error.sample_seed", "n", SeedMax))
	}
	total := 0
	for _, s := range d.Strata {
		if s.Size < 0 || s.Size > StratumMost {
			es = append(es, Bad(SizeField(s.Unit), "error.between", "from", 0, "to", StratumMost))
			continue
		}
		if s.Main < 0 || s.Reserve < 0 || s.Main+s.Reserve > s.Size {
			es = append(es, Bad(MainField(s.Unit), "error.sample_more", "n", s.Size))
		}
		total += s.Main
	}
	if len(es) == 0 && (total < 1 || total > SampleMost) {
		es = append(es, Bad("total", "error.between", "from", 1, "to", SampleMost))
	}
	return es.Or()
}

// VisitOutcome is what came of going to a household.
type VisitOutcome string

const (
	NotVisited    VisitOutcome = ""
	VisitDone     VisitOutcome = "done"
	VisitAbsent   VisitOutcome = "absent"
	VisitRefused  VisitOutcome = "refused"
	VisitNowhere  VisitOutcome = "none" // there is no such household
	visitPlaceMax              = 200
)

// VisitOutcomes in the order they are offered.
var VisitOutcomes = []VisitOutcome{VisitDone, VisitAbsent, VisitRefused, VisitNowhere}

// SurveyVisit is a household, or the holder of a slip, to go to. Nothing leads from it to a response:
// it has no time, and it is not journaled.
type SurveyVisit struct {
	ID          string
	Unit        string
	Village     Text
	Number      int // in the village's list, or on the slip
	Turn        int // in the order of chance, from 1
	Reserve     bool
	Place       string // street and house
	Interviewer string // user's id
	Name        string // and name
	Outcome     VisitOutcome
	StandsIn    bool // of a reserve: its turn has come
}

// StandIn says which reserves' turn has come, village by village: one for each that could not be asked, in the order of chance.
func StandIn(visits []SurveyVisit) {
	failed := map[string]int{}
	order := make([]int, len(visits))
	for i := range visits {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return visits[a].Turn - visits[b].Turn })
	for _, i := range order { // reserves have later turns than all they stand in for
		v := &visits[i]
		v.StandsIn = v.Reserve && (failed[v.Unit] > 0 || v.Outcome != NotVisited)
		if v.StandsIn && failed[v.Unit] > 0 {
			failed[v.Unit]--
		}
		if (!v.Reserve || v.StandsIn) && v.Outcome != NotVisited && v.Outcome != VisitDone {
			failed[v.Unit]++
		}
	}
}

// SetSurveyVisit is what a visit form says. Not journaled: the order of visits would tell who answered what.
type SetSurveyVisit struct {
	ID      string
	Outcome VisitOutcome
	Place   *string // nil leaves it as it is
}

// Validate bounds it.
func (v SetSurveyVisit) Validate() error {
	var es Errors
	if v.Outcome != NotVisited && !slices.Contains(VisitOutcomes, v.Outcome) {
		es = append(es, Bad("outcome", "error.choice"))
	}
	if v.Place != nil && tooLong(*v.Place, visitPlaceMax) {
		es = append(es, Bad("place", "error.text_long", "n", visitPlaceMax))
	}
	return es.Or()
}

// AssignVisits gives the visits of a village to an interviewer, or to nobody: all that nobody has made yet, or one.
type AssignVisits struct {
	Survey      string `json:"survey"`
	Unit        string `json:"unit"`
	Visit       string `json:"visit,omitempty"`
	Interviewer string `json:"interviewer"`
}

func (AssignVisits) Kind() string      { return "sample.assign" }
func (a AssignVisits) Subject() string { return a.Survey }

// Validate has nothing to look at: the store knows who works here.
func (a AssignVisits) Validate() error { return nil }

// VillageProgress is how far a village is in a survey.
type VillageProgress struct {
	Unit       string
	Name       Text
	Code       string
	Households int // known from the territory; 0 not known
	Year       int // of that count
	Slips      int // printed
	Main       int // drawn to be asked
	Reserve    int
	Done       int
	Failed     int // absent, refused, nowhere
	Responses  int // that count
}
