package budget

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// outcome is what a reference program chose; a text where it gave up.
type outcome struct {
	Winners []string `json:"winners"`
}

// references are the keys of expected.json and the rules they stand for.
var (
	exactReferences = map[string]Rule{
		"greedy_cost":    {Name: Greedy, Utility: Cost},
		"greedy_card":    {Name: Greedy, Utility: Cardinality},
		"mes_cost":       {Name: EqualShares, Utility: Cost},
		"mes_card":       {Name: EqualShares, Utility: Cardinality},
		"mes_cost_u":     {Name: EqualShares, Utility: Cost, Completion: Utilitarian},
		"mes_card_u":     {Name: EqualShares, Utility: Cardinality, Completion: Utilitarian},
		"mes_cost_add1":  {Name: EqualShares, Utility: Cost, Completion: Add1Exhaustive},
		"mes_card_add1":  {Name: EqualShares, Utility: Cardinality, Completion: Add1Exhaustive},
		"mes_cost_add1u": {Name: EqualShares, Utility: Cost, Completion: Add1U},
		"mes_card_add1u": {Name: EqualShares, Utility: Cardinality, Completion: Add1U},
		"phragmen":       {Name: Phragmen},
		"greedy":         {Name: Greedy},
		"mes":            {Name: EqualShares},
		"mes_add1":       {Name: EqualShares, Completion: Add1Exhaustive},
		"mes_u":          {Name: EqualShares, Completion: Utilitarian},
		"mes_add1u":      {Name: EqualShares, Completion: Add1U},
	}
	floatReferences = map[string]Rule{
		"mes":             {Name: EqualShares, Utility: Cost, Ties: CostVotes},
		"add1":            {Name: EqualShares, Utility: Cost, Ties: CostVotes, Completion: Add1},
		"add1_exhaustive": {Name: EqualShares, Utility: Cost, Ties: CostVotes, Completion: Add1Exhaustive},
		"utilitarian":     {Name: EqualShares, Utility: Cost, Ties: CostVotes, Completion: Utilitarian},
	}
)

// Real elections, with winners computed by programs that nobody here wrote.
func TestAgreesWithPublishedElections(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of elections")
	}
	b, err := os.ReadFile(filepath.Join(folder, "pb", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var elections []struct {
		File     string                     `json:"file"`
		Official []string                   `json:"official_selected"`
		Matches  string                     `json:"official_matches"`
		Exact    map[string]json.RawMessage `json:"pabutools_1.2.3"`
		Floats   map[string]json.RawMessage `json:"equalshares_net_js_floats_tiebreak_minCost_maxVotes_id"`
	}
	if err := json.Unmarshal(b, &elections); err != nil {
		t.Fatal(err)
	}
	if len(elections) == 0 {
		t.Fatal("no elections")
	}
	compared := 0
	for _, e := range elections {
		t.Run(e.File, func(t *testing.T) {
			file, err := readFile(filepath.Join(folder, "pb", e.File))
			if err != nil {
				t.Fatal(err)
			}
			compare := func(key string, rule Rule, want []string) {
				got, err := Allocate(&file.Election, rule)
				if err != nil {
					t.Fatalf("%s: %v", key, err)
				}
				compared++
				if slices.Sort(want); !slices.Equal(got.Winners(), want) {
					t.Errorf("%s chooses %v, want %v", key, got.Winners(), want)
				}
				coherent(t, &file.Election, got)
			}
			for _, side := range []struct {
				have  map[string]json.RawMessage
				rules map[string]Rule
			}{{e.Exact, exactReferences}, {e.Floats, floatReferences}} {
				for key, raw := range side.have {
					var want outcome
					rule, known := side.rules[key]
					if known && json.Unmarshal(raw, &want) == nil {
						compare(key, rule, want.Winners)
					}
				}
			}
			// Cities go by votes, or by all points together.
			if e.Matches == "greedy-skip" && file.Kind != Ordinal {
				compare("official", Rule{Name: Greedy, Utility: Cost}, e.Official)
			}
		})
	}
	t.Logf("%d outcomes compared", compared)
}

func readFile(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ParsePabulib(f)
}
