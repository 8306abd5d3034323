package db

import (
	"path/filepath"
	"testing"
	"time"
)

// A session held before hours were kept apart has one stretch a step; a pause is counted on.
func TestOldSessionsGetTheirStretches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ashar.db")
	raw := schema(t, path, 80)
	for _, q := range []string{
		`INSERT INTO units (id, level, code, name_ky, fold) VALUES ('m', 'municipality', '1', 'М', ''), ('v', 'village', '2', 'А', '')`,
		`INSERT INTO cycles (id, municipality_id, title_ky, starts, ends, budget_year, status, made_at) VALUES ('c', 'm', 'Ц', '2015-09-01', '2015-12-31', 2016, 'underway', 0)`,
		`INSERT INTO audiences (id, cycle_id, kind, name_ky, place) VALUES ('a', 'c', 'women', 'А', 0)`,
		`INSERT INTO sessions (id, cycle_id, municipality_id, village_id, audience_id, status, date, starts, ends, code) VALUES
			('s', 'c', 'm', 'v', 'a', 'live', '2015-10-01', '11:00', '13:00', 'AAAA')`,
		`INSERT INTO session_steps (session_id, place, body, started_at, finished_at) VALUES
			('s', 1, '{}', 1000000, 61000000), ('s', 2, '{}', 61000000, NULL), ('s', 3, '{}', NULL, NULL)`,
		`INSERT INTO rounds (id, session_id, number, method, rules, options, heads, opened_at) VALUES ('r', 's', 1, 'dots', '{}', '[]', '[]', 0)`,
		`INSERT INTO rounds (id, session_id, number, method, rules, options, heads, opened_at, replaces) VALUES ('n', 's', 2, 'dots', '{}', '[]', '[]', 0, 'r')`,
	} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), filepath.Dir(path), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	steps, err := s.Steps(t.Context(), "s")
	if err != nil || len(steps) != 3 {
		t.Fatal(steps, err)
	}
	if got := steps[0].Stretches; len(got) != 1 || got[0].Until.Sub(got[0].Since) != time.Minute {
		t.Errorf("the first step: %+v", got)
	}
	if got := steps[1]; len(got.Stretches) != 1 || !got.Stretches[0].Until.IsZero() || !got.Paused() || got.PausedAt.IsZero() {
		t.Errorf("the step under way: %+v", got)
	}
	if len(steps[2].Stretches) != 0 {
		t.Errorf("a step to come: %+v", steps[2].Stretches)
	}
	rounds, err := s.RoundHeads(t.Context(), "s")
	if err != nil || rounds[0].ReplacedBy != "n" || !rounds[1].Stands() {
		t.Errorf("%+v, %v", rounds, err)
	}
}
