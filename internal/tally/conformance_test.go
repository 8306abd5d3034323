package tally

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Real elections, with winners computed by programs that nobody here wrote.
func TestAgreesWithPublishedElections(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of elections")
	}
	b, err := os.ReadFile(filepath.Join(folder, "ranking", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var elections []struct {
		File     string                    `json:"file"`
		Borda    map[string]int            `json:"borda_x2_scores"`
		Winner   []string                  `json:"borda_winner"`
		Pairwise map[string]map[string]int `json:"pairwise"`
		Schulze  []string                  `json:"schulze(beat_path)"`
		Pairs    json.RawMessage           `json:"ranked_pairs_margins"` // a text where the reference gave up
		Minimax  []string                  `json:"minimax_margins"`
		Copeland []string                  `json:"copeland"`
		Split    []string                  `json:"split_cycle"`
		Kemeny   *struct {
			Score    int        `json:"score"`
			Rankings [][]string `json:"rankings"`
		} `json:"kemeny"`
	}
	if err := json.Unmarshal(b, &elections); err != nil {
		t.Fatal(err)
	}
	if len(elections) == 0 {
		t.Fatal("no elections")
	}
	for _, e := range elections {
		t.Run(e.File, func(t *testing.T) {
			f, err := os.Open(filepath.Join(folder, "ranking", e.File))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			p, err := ParsePreflib(f)
			if err != nil {
				t.Fatal(err)
			}
			d, borda := p.Pairwise(), p.BordaTwice()
			for i, a := range p.Names {
				if e.Borda != nil && borda[i] != e.Borda[a] {
					t.Errorf("Borda of %s: %d, want %d", a, borda[i], e.Borda[a])
				}
				for j, c := range p.Names {
					if i != j && e.Pairwise != nil && d[i][j] != e.Pairwise[a][c] {
						t.Errorf("%s over %s: %d, want %d", a, c, d[i][j], e.Pairwise[a][c])
					}
				}
			}
			var kemenyFirst []string
			if e.Kemeny != nil {
				for _, r := range e.Kemeny.Rankings {
					if !slices.Contains(kemenyFirst, r[0]) {
						kemenyFirst = append(kemenyFirst, r[0])
					}
				}
			}
			var pairs []string
			if json.Unmarshal(e.Pairs, &pairs) != nil {
				pairs = nil
			}
			for method, want := range map[string][]string{"borda": e.Winner, "schulze": e.Schulze, "ranked-pairs": pairs,
				"minimax": e.Minimax, "copeland": e.Copeland, "kemeny": kemenyFirst} {
				if want == nil {
					continue
				}
				places, err := Rank(p, method, Margins)
				if err != nil {
					t.Errorf("%s: %v", method, err)
					continue
				}
				var got []string
				for _, c := range places[0] {
					got = append(got, p.Names[c])
				}
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s elects %v, want %v", method, got, want)
				}
			}
			// Where the reference gave up, Split Cycle's winners bound those of ranked pairs.
			if places, err := Rank(p, "ranked-pairs", Margins); err != nil {
				t.Error(err)
			} else {
				for _, c := range places[0] {
					if e.Split != nil && !slices.Contains(e.Split, p.Names[c]) {
						t.Errorf("ranked-pairs elects %s, Split Cycle only %v", p.Names[c], e.Split)
					}
				}
			}
			if e.Kemeny != nil && len(e.Kemeny.Rankings) == 1 {
				places, err := Rank(p, "kemeny", Margins)
				if err != nil {
					t.Fatal(err)
				}
				agreements := flat(places) // the reference counts these: the cost of the order turned round
				slices.Reverse(agreements)
				if got := cost(d, agreements); got != e.Kemeny.Score {
					t.Errorf("kemeny agrees %d times, want %d", got, e.Kemeny.Score)
				}
				for i, name := range e.Kemeny.Rankings[0] {
					if len(places[i]) != 1 || p.Names[places[i][0]] != name {
						t.Errorf("kemeny place %d: %v, want %s", i+1, places[i], name)
					}
				}
			}
		})
	}
}
