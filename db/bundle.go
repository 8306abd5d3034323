package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
)

// travels is a table whose rows go along with a session or cycle.
type travels struct {
	table string
	of    string // which rows: a condition on the part's id, $1
	key   string // of a table whose rows are changed in place, because others hold on to them; "" where they are replaced
	later string // a column that names rows of the same table
	add   bool   // rows that are there already stay as they are
}

const (
	ofSession = `session_id = $1`
	ofRounds  = `round_id IN (SELECT id FROM rounds WHERE session_id = $1)`
	ofCycle   = `cycle_id = $1`

	ofNeeds      = `need_id IN (SELECT id FROM needs WHERE cycle_id = $1)`
	ofGatherings = `gathering_id IN (SELECT id FROM gatherings WHERE cycle_id = $1)`
	ofActions    = `action_id IN (SELECT id FROM actions WHERE cycle_id = $1)`
	ofActs       = `act_id IN (SELECT id FROM acts WHERE cycle_id = $1)`
)

// parentOf are the table and the column by which a row belongs to something of a cycle.
var parentOf = map[string][2]string{
	ofNeeds: {"needs", "need_id"}, ofGatherings: {"gatherings", "gathering_id"}, ofActions: {"actions", "action_id"}, ofActs: {"acts", "act_id"},
}

// cycleTables and sessionTables are in an order in which they can be written:
// what is named comes before what names it.
var (
	cycleTables = []travels{
		{table: "cycles", of: `id = $1`, key: "id"},
		{table: "audiences", of: ofCycle, key: "id"},
		{table: "cycle_villages", of: ofCycle},
		{table: "schedule_versions", of: ofCycle},
		{table: "sectors", of: `municipality IN (SELECT municipality_id FROM cycles WHERE id = $1)`, add: true},
		{table: "needs", of: ofCycle, key: "id"},
		{table: "need_cards", of: ofNeeds},
		{table: "need_orders", of: ofCycle},
		{table: "divergence_answers", of: ofCycle},
		{table: "letters", of: ofCycle, later: "reminds"},
		{table: "gatherings", of: ofCycle, key: "id"},
		{table: "gathering_items", of: ofGatherings},
		{table: "gathering_counts", of: ofGatherings},
		{table: "proposals", of: ofCycle, key: "id"},
		{table: "nominees", of: ofGatherings},
		{table: "gathering_minutes", of: ofGatherings},
		{table: "gathering_corrections", of: ofGatherings},
		{table: "resolutions", of: ofCycle, key: "id"},
		{table: "decisions", of: ofCycle, later: "replaced_by"},
		{table: "envelopes", of: ofCycle},
		{table: "estimates", of: ofCycle},
		{table: "budget_rules", of: ofCycle},
		{table: "allocations", of: ofCycle},
		{table: "plans", of: ofCycle},
		{table: "plan_versions", of: ofCycle},
		{table: "actions", of: ofCycle, key: "id"},
		{table: "action_steps", of: ofActions},
		{table: "action_costs", of: ofActions},
		{table: "action_reports", of: ofActions},
		{table: "visits", of: ofCycle, key: "id"},
		{table: "acts", of: ofCycle, key: "id", later: "amends"},
		{table: "files", of: `hash IN (SELECT p.hash FROM act_photos p JOIN acts a ON a.id = p.act_id WHERE a.cycle_id = $1)`, key: "hash", add: true},
		{table: "act_photos", of: ofActs},
		{table: "monitoring_reports", of: ofCycle},
		{table: "publications", of: ofCycle},
	}
	sessionTables = []travels{
		{table: "sessions", of: `id = $1`, key: "id"},
		{table: "session_steps", of: ofSession},
		{table: "step_stretches", of: ofSession},
		{table: "session_items", of: ofSession},
		{table: "session_checks", of: ofSession},
		{table: "attendance", of: ofSession},
		{table: "session_halls", of: ofSession},
		{table: "attendees", of: ofSession},
		{table: "guests", of: ofSession},
		{table: "seats", of: ofSession},
		{table: "silences", of: ofSession},
		{table: "silent_slips", of: ofSession},
		{table: "phone_statements", of: ofSession},
		{table: "priorities", of: ofSession, later: "merged_into"},
		{table: "statements", of: ofSession},
		{table: "remarks", of: ofSession},
		{table: "edits", of: ofSession},
		{table: "volunteers", of: ofSession},
		{table: "rounds", of: ofSession, later: "replaces"},
		{table: "tallies", of: ofRounds},
		{table: "round_groups", of: ofRounds},
		{table: "pair_answers", of: ofRounds},
		{table: "scores", of: ofRounds},
		{table: "ballots", of: ofRounds},
		{table: "files", of: `hash IN (SELECT hash FROM photos WHERE session_id = $1)`, key: "hash", add: true},
		{table: "photos", of: ofSession},
		{table: "session_readings", of: ofSession},
		{table: "signatures", of: ofSession},
		{table: "corrections", of: ofSession},
		{table: "minutes", of: ofSession},
		{table: "session_facts", of: ofSession},
	}
)

// Pack reads a session with its cycle, or a cycle with all of its sessions, as
// they stand at one moment. Practice stays. Where phones are voting it is
// refused: what is not counted yet is secret and cannot travel.
func (s *Store) Pack(ctx context.Context, scope civic.Scope, by string) (b civic.Bundle, err error) {
	b = civic.Bundle{Made: s.now().UTC(), By: by}
	err = s.at(ctx, func(r reader) error { return pack(r, scope, &b) })
	return b, err
}

func pack(r reader, scope civic.Scope, b *civic.Bundle) error {
	sessions := []string{scope.Session}
	if scope.Session == "" {
		var err error
		if sessions, err = texts(r, `SELECT id FROM sessions WHERE cycle_id = $1 AND practice = 0 ORDER BY date, starts, id`, scope.Cycle); err != nil {
			return err
		}
	}
	cycle, err := packPart(r, civic.BundleCycle, scope.Cycle, cycleTables)
	if err != nil {
		return err
	}
	b.Parts = append(b.Parts, cycle)
	for _, id := range sessions {
		var voting, practice int
		if err := r.row(`SELECT (SELECT count(*) FROM phone_votes v JOIN rounds r ON r.id = v.round_id WHERE r.session_id = $1),
			(SELECT count(*) FROM sessions WHERE id = $1 AND practice = 1)`, []any{id}, &voting, &practice); err != nil {
			return err
		}
		if voting > 0 {
			return civic.E(civic.Conflict, "error.bundle_voting")
		}
		if practice > 0 {
			return civic.E(civic.Conflict, "error.bundle_practice")
		}
		part, err := packPart(r, civic.BundleSession, id, sessionTables)
		if err != nil {
			return err
		}
		b.Parts = append(b.Parts, part)
	}
	if err := r.row(`SELECT name_ky, name_ru, name_en FROM units WHERE id = $1`, []any{scope.Municipality}, &b.Place.KY, &b.Place.RU, &b.Place.EN); err != nil {
		return err
	}
	return packNamed(r, b)
}

func packPart(r reader, sort, id string, tables []travels) (civic.BundlePart, error) {
	p := civic.BundlePart{Sort: sort, ID: id}
	var err error
	if sort == civic.BundleCycle {
		err = r.row(`SELECT title_ky, title_ru, title_en FROM cycles WHERE id = $1`, []any{id}, &p.Title.Cycle.KY, &p.Title.Cycle.RU, &p.Title.Cycle.EN)
	} else {
		t := &p.Title
		err = r.row(`SELECT c.title_ky, c.title_ru, c.title_en, v.name_ky, v.name_ru, v.name_en, a.name_ky, a.name_ru, a.name_en, s.date, s.status, s.number
			FROM sessions s JOIN cycles c ON c.id = s.cycle_id JOIN units v ON v.id = s.village_id JOIN audiences a ON a.id = s.audience_id WHERE s.id = $1`, []any{id},
			&t.Cycle.KY, &t.Cycle.RU, &t.Cycle.EN, &t.Village.KY, &t.Village.RU, &t.Village.EN, &t.Audience.KY, &t.Audience.RU, &t.Audience.EN, &t.Date, &t.Status, &t.Number)
	}
	if err != nil {
		return p, err
	}
	if p.Journal, err = packJournal(r, id); err != nil {
		return p, err
	}
	for _, t := range tables {
		rows, err := packTable(r, t, id)
		if err != nil {
			return p, err
		}
		if len(rows.Rows) > 0 {
			p.Tables = append(p.Tables, rows)
		}
	}
	return p, nil
}

func packJournal(r reader, scope string) (all []civic.BundleEntry, err error) {
	err = r.each(`SELECT id, actor, device, kind, subject, data, client_at, server_at, outcome, prev, hash FROM journal WHERE scope = $1 ORDER BY seq`, []any{scope}, func(r scanner) error {
		var e civic.BundleEntry
		var outcome sql.NullString
		err := r.Scan(&e.ID, &e.Actor, &e.Device, &e.Kind, &e.Subject, &e.Data, &e.ClientAt, &e.ServerAt, &outcome, &e.Prev, &e.Hash)
		e.Outcome = outcome.String
		all = append(all, e)
		return err
	})
	return all, err
}

func packTable(r reader, t travels, id string) (civic.BundleTable, error) {
	out := civic.BundleTable{Name: t.table}
	err := r.each(`SELECT * FROM `+t.table+` WHERE `+t.of, []any{id}, func(row scanner) error {
		if out.Columns == nil {
			names, err := row.(*sql.Rows).Columns()
			if err != nil {
				return err
			}
			out.Columns = names
		}
		values, dest := make([]any, len(out.Columns)), make([]any, len(out.Columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
			}
		}
		out.Rows = append(out.Rows, values)
		return nil
	})
	return out, err
}

// packNamed adds the units and people that the rows name. An id is found
// wherever it stands, in a column or inside a list.
func packNamed(r reader, b *civic.Bundle) error {
	text, err := json.Marshal(b.Parts)
	if err != nil {
		return err
	}
	var units []civic.BundleUnit
	err = r.each(`SELECT id, coalesce(parent_id, ''), level, code, name_ky, name_ru, name_en, aliases, valid_from, valid_to FROM units ORDER BY code`, nil, func(r scanner) error {
		var u civic.BundleUnit
		var also string
		if err := r.Scan(&u.ID, &u.Parent, &u.Level, &u.Code, &u.Name.KY, &u.Name.RU, &u.Name.EN, &also, &u.From, &u.To); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(also), &u.Also)
		units = append(units, u)
		return err
	})
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	above := map[string]string{}
	for _, u := range units {
		above[u.ID] = u.Parent
		wanted[u.ID] = wanted[u.ID] || bytes.Contains(text, []byte(u.ID))
	}
	for _, u := range units {
		for id := u.ID; wanted[u.ID] && id != ""; id = above[id] {
			wanted[id] = true
		}
	}
	for _, level := range civic.Levels { // the highest first
		for _, u := range units {
			if u.Level == level && wanted[u.ID] {
				b.Units = append(b.Units, u)
			}
		}
	}
	return r.each(`SELECT id, login, name, sex FROM users ORDER BY login`, nil, func(r scanner) error {
		var p civic.BundlePerson
		err := r.Scan(&p.ID, &p.Login, &p.Name, &p.Sex)
		if bytes.Contains(text, []byte(p.ID)) {
			b.People = append(b.People, p)
		}
		return err
	})
}

// texts is the first column of every row.
func texts(r reader, query string, args ...any) (all []string, err error) {
	err = r.each(query, args, func(r scanner) error {
		var s string
		err := r.Scan(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

// tablesOf are those of a sort of part.
func tablesOf(sort string) []travels {
	if sort == civic.BundleCycle {
		return cycleTables
	}
	return sessionTables
}

// columnsOf are a table's columns as they are here.
func columnsOf(r reader, table string) ([]string, error) {
	return texts(r, `SELECT name FROM pragma_table_info($1) ORDER BY cid`, table)
}

// value turns what a bundle holds into what the database takes.
func value(v any, ids *strings.Replacer) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return ids.Replace(v), nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	case map[string]any:
		if s, ok := v["base64"].(string); ok && len(v) == 1 {
			return base64.StdEncoding.DecodeString(s)
		}
	}
	return nil, errors.New("a value of no known sort")
}

// cell is a text in a row of a table, "" where there is none.
func cell(t civic.BundleTable, row []any, column string) string {
	if i := slices.Index(t.Columns, column); i >= 0 && i < len(row) {
		s, _ := row[i].(string)
		return s
	}
	return ""
}
