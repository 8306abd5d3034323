package db

import (
	"context"
	"database/sql"
	"io/fs"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"ashar/internal/civic"
)

// A database of before keeps the villages its cycles had, and those whose sessions it holds.
func TestOldCyclesGetTheirVillages(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ashar.db")
	raw := schema(t, path, 70)
	for _, q := range []string{
		`INSERT INTO units (id, parent_id, level, code, name_ky, fold, valid_from, valid_to) VALUES
			('m', NULL, 'municipality', '1', 'М', '', '', ''), ('n', NULL, 'municipality', '2', 'Н', '', '', ''),
			('always', 'm', 'village', '3', 'А', '', '', ''), ('later', 'm', 'village', '4', 'Б', '', '2018-01-01', ''),
			('gone', 'm', 'village', '5', 'В', '', '', '2010-01-01'), ('moved', 'n', 'village', '6', 'Г', '', '', ''),
			('tried', 'n', 'village', '7', 'Д', '', '', '')`,
		`INSERT INTO cycles (id, municipality_id, title_ky, starts, ends, budget_year, status, made_at) VALUES ('c', 'm', 'Ц', '2015-09-01', '2015-12-31', 2016, 'closed', 0)`,
		`INSERT INTO audiences (id, cycle_id, kind, name_ky, place) VALUES ('a', 'c', 'women', 'А', 0)`,
		`INSERT INTO sessions (id, cycle_id, municipality_id, village_id, audience_id, status, practice, date, starts, ends, code) VALUES
			('s', 'c', 'm', 'moved', 'a', 'closed', 0, '2015-10-01', '11:00', '13:00', 'AAAA'),
			('p', 'c', 'm', 'tried', 'a', 'planned', 1, '2015-10-01', '11:00', '13:00', 'BBBB')`,
	} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, filepath.Dir(path), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	var got []string
	if err := again.each(ctx, `SELECT village_id FROM cycle_villages WHERE cycle_id = 'c' ORDER BY village_id`, nil, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		got = append(got, id)
		return err
	}); err != nil || len(got) != 2 || got[0] != "always" || got[1] != "moved" {
		t.Errorf("%v %v", got, err)
	}
}

func TestACycleKeepsItsVillages(t *testing.T) {
	h := newHall(t)
	ctx := context.Background()
	head, err := h.s.SessionHead(ctx, h.session)
	if err != nil {
		t.Fatal(err)
	}
	cycle := head.Cycle
	names := func() (out []string) {
		t.Helper()
		s, err := h.s.Schedule(ctx, cycle)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range s.Villages {
			out = append(out, v.Name.KY)
		}
		all, err := h.s.CyclesOf(ctx, h.municipality, "2016-12-12")
		if err != nil || all[0].Villages != len(s.Villages) || all[0].Count != s.Count() {
			t.Errorf("home counts %+v, the matrix %+v (%v)", all[0].Count, s.Count(), err)
		}
		return out
	}
	added := civic.SaveUnit{ID: h.s.IDs.New(), Parent: h.municipality, Level: civic.Village, Code: "9", Name: civic.Text{KY: "Арал"}}
	h.must(h.municipality, added)
	if got := names(); len(got) != 1 {
		t.Fatalf("a village added today stands in an older cycle: %v", got)
	}
	audiences, err := h.s.CycleAudiences(ctx, cycle)
	if err != nil {
		t.Fatal(err)
	}
	save := func(key string, villages ...string) {
		t.Helper()
		c, _, err := h.s.Cycle(ctx, cycle)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.apply(cycle, civic.SaveCycle{ID: cycle, Municipality: h.municipality, Title: c.Title, Starts: c.Starts, Ends: c.Ends, BudgetYear: c.BudgetYear,
			Rules: c.Rules, Version: c.Version, Villages: villages,
			Audiences: []civic.CycleAudience{{ID: audiences[0].ID, Kind: audiences[0].Kind, Name: audiences[0].Name}}})
		if ps := civic.Problems(err); key == "" && err != nil || key != "" && (len(ps) != 1 || ps[0].Key != key || ps[0].Field != "villages" && ps[0].Field != "") {
			t.Errorf("want %q: %v", key, err)
		}
	}
	save("", head.Village, added.ID)
	if got := names(); len(got) != 2 || got[1] != "Арал" {
		t.Fatalf("it was added: %v", got)
	}
	save("error.village_has_sessions", added.ID)
	save("error.choice", head.Village, added.ID, h.municipality)
	save("") // says nothing of villages
	if got := names(); len(got) != 2 {
		t.Errorf("%v", got)
	}
	save("", head.Village)
	if got := names(); len(got) != 1 {
		t.Errorf("it was dropped: %v", got)
	}
	if _, err := h.apply(cycle, civic.PlanSession{ID: h.s.IDs.New(), Village: added.ID, Audience: audiences[0].ID, Date: "2016-12-20", Starts: "11:00", Ends: "13:00",
		ExpectedMin: 8, ExpectedMax: 12, Language: "ky"}); civic.KindOf(err) != civic.Invalid {
		t.Errorf("a session in a village that is not of the cycle: %v", err)
	}
	if err := h.s.write(ctx, func(tx *Tx) error { return tx.exec(`UPDATE cycles SET status = 'closed' WHERE id = $1`, cycle) }); err != nil {
		t.Fatal(err)
	}
	save("error.cycle_ended", head.Village, added.ID)
	save("", head.Village)
}

// schema makes a database as it was at a migration.
func schema(t *testing.T, path string, version int64) *sql.DB {
	t.Helper()
	raw, err := sql.Open("sqlite3", dsn(path, url.Values{"_foreign_keys": {"0"}}))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, raw, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return raw
}
