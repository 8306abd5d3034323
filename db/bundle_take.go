package db

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// arrival is a bundle with what this installation makes of it.
type arrival struct {
	civic.BundlePlan
	ids   *strings.Replacer // their ids of units and people that are known here under others
	units map[string]string // the id here of each unit of the bundle, "" where it is to be made
}

// planTake says what taking a bundle in would do here. Of a scope that is a
// municipality only its own parts are taken; units above a village are made
// for the Installation alone.
func (s *Store) planTake(r reader, scope string, b civic.Bundle, by civic.Signer) (a arrival, err error) {
	a.Bundle, a.Signer, a.Known, a.units = b, by, by == civic.NewSeal(s.key).Signer(), map[string]string{}
	var n int
	if err := r.row(`SELECT count(*) FROM bundle_signers WHERE key = $1`, []any{string(by)}, &n); err != nil {
		return a, err
	}
	a.Known = a.Known || n > 0
	pairs, err := a.known(r)
	if err != nil {
		return a, err
	}
	a.ids = strings.NewReplacer(pairs...)
	foreign := map[string]bool{}
	for _, u := range a.Units {
		foreign[u.ID] = scope != civic.Installation && (u.Level != civic.Village || a.units[u.Parent] != scope)
	}
	if len(b.Parts) == 0 || b.Parts[0].Sort != civic.BundleCycle {
		return a, civic.Bad("file", "error.bundle_changed")
	}
	for _, part := range b.Parts {
		p, err := a.plan(r, scope, part, foreign)
		if err != nil {
			return a, err
		}
		a.Parts = append(a.Parts, p)
	}
	if a.Parts[0].State == civic.BundleForeign {
		for i := range a.Parts {
			a.Parts[i].State = civic.BundleForeign
		}
	}
	return a, nil
}

// known finds the bundle's units by their codes and its people by their logins.
func (a *arrival) known(r reader) (pairs []string, err error) {
	find := func(id, query, name string) (string, error) {
		var here string
		err := r.row(query, []any{id, name}, &here)
		if errors.Is(err, sql.ErrNoRows) {
			return "", nil
		}
		if err == nil && here != id {
			pairs = append(pairs, id, here)
		}
		return here, err
	}
	for _, u := range a.Bundle.Units {
		if !civic.ValidID(u.ID) || !slices.Contains(civic.Levels, u.Level) {
			return nil, civic.Bad("file", "error.bundle_changed")
		}
		here, err := find(u.ID, `SELECT id FROM units WHERE id = $1 OR code = $2 ORDER BY id = $1 DESC LIMIT 1`, u.Code)
		if err != nil {
			return nil, err
		}
		if a.units[u.ID] = here; here == "" {
			a.Units = append(a.Units, u)
		}
	}
	for _, p := range a.Bundle.People {
		if !civic.ValidID(p.ID) {
			return nil, civic.Bad("file", "error.bundle_changed")
		}
		here, err := find(p.ID, `SELECT id FROM users WHERE id = $1 OR login = $2 ORDER BY id = $1 DESC LIMIT 1`, p.Login)
		if err != nil {
			return nil, err
		}
		if here == "" {
			a.People = append(a.People, p)
		}
	}
	return pairs, nil
}

// plan is one part of it.
func (a *arrival) plan(r reader, scope string, part civic.BundlePart, foreign map[string]bool) (civic.PlannedPart, error) {
	p := civic.PlannedPart{BundlePart: part}
	theirs, err := chain(part)
	if err != nil {
		return p, err
	}
	ours, err := packJournal(r, part.ID)
	if err != nil {
		return p, err
	}
	table := tablesOf(part.Sort)[0].table
	var here string
	err = r.row(`SELECT municipality_id FROM `+table+` WHERE id = $1`, []any{part.ID}, &here)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, err
	}
	has := err == nil
	hashes := make([]string, len(ours))
	for i, e := range ours {
		hashes[i] = e.Hash
	}
	var common int
	p.State, common = civic.CompareJournals(has, hashes, theirs)
	p.Ours, p.Theirs = ours[common:], part.Journal[common:]
	of := ""
	if len(part.Tables) > 0 && part.Tables[0].Name == table && len(part.Tables[0].Rows) == 1 {
		of = cell(part.Tables[0], part.Tables[0].Rows[0], "municipality_id")
	}
	if of == "" {
		return p, civic.Bad("file", "error.bundle_changed")
	}
	local := a.units[of] // "" for one that is to be made
	if foreign[of] || scope != civic.Installation && local != scope || has && here != local {
		p.State = civic.BundleForeign
	}
	return p, nil
}

// chain proves a part's journal: every entry says what the one after it was made of.
func chain(p civic.BundlePart) (hashes []string, err error) {
	prev := ""
	for _, e := range p.Journal {
		l := journalLine{id: e.ID, actor: e.Actor, device: e.Device, scope: p.ID, kind: e.Kind, subject: e.Subject, data: e.Data,
			clientAt: fromMicros(e.ClientAt), serverAt: fromMicros(e.ServerAt), prev: prev}
		if e.Prev != prev || e.Hash != l.hash() || !civic.ValidID(e.ID) {
			return nil, civic.Bad("file", "error.bundle_changed")
		}
		prev = e.Hash
		hashes = append(hashes, e.Hash)
	}
	return hashes, nil
}

func bundleChanges(add func(string, applier)) {
	add(on(takeBundle))
	add(on(packBundle))
}

// packBundle changes nothing; where names left with it, that is written down as a look at them.
func packBundle(tx *Tx, op *Operation, p civic.PackBundle) (any, error) {
	return nil, tx.exec(`INSERT INTO attendee_views (session_id, user_id, at) SELECT DISTINCT a.session_id, $1, CAST($2 AS BIGINT) FROM attendees a JOIN sessions s ON s.id = a.session_id
		WHERE (s.id = $3 OR s.cycle_id = $3) AND s.municipality_id = $4`, op.Actor, micros(op.At), p.Scope, op.Scope)
}

// takeBundle writes what the plan says, all or nothing. The plan is made anew
// and must be the one that was confirmed.
func takeBundle(tx *Tx, op *Operation, t civic.TakeBundle) (any, error) {
	file, err := heldFile(tx, t.Bundle, op.Scope)
	if err != nil {
		return nil, err
	}
	schema, err := schemaOf(tx)
	if err != nil {
		return nil, err
	}
	b, by, err := civic.ReadBundle(file, schema)
	if err != nil {
		return nil, err
	}
	a, err := op.store.planTake(tx, op.Scope, b, by)
	if err != nil {
		return nil, err
	}
	if a.Digest() != t.Digest {
		return nil, civic.E(civic.Conflict, "error.bundle_meanwhile")
	}
	if !a.Known && !t.Trust {
		return nil, civic.Bad("trust", "error.bundle_trust")
	}
	if t.Trust {
		if err := tx.exec(`INSERT INTO bundle_signers (key, name, user_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING`,
			string(by), b.By, op.Actor, micros(op.At)); err != nil {
			return nil, err
		}
	}
	taken, planned := 0, false // the schedule of the cycle is theirs
	for i, p := range a.Parts {
		if i == 0 && p.State != civic.BundleForeign {
			if err := a.meet(tx, op); err != nil {
				return nil, err
			}
		}
		switch {
		case p.State == civic.BundleConflict && slices.Contains(t.Theirs, p.ID):
			if err := keepOurs(tx, op, t, p); err != nil {
				return nil, err
			}
		case p.State == civic.BundleKnown && p.Sort == civic.BundleSession && planned && len(p.Ours) == 0:
			// What is planned of a session stands in its row, and in the journal of the cycle.
			if err := a.write(tx, p, sessionTables[0], p.Tables[0]); err != nil {
				return nil, contradicts(err)
			}
			tx.touched[p.ID] = struct{}{}
			continue
		case p.State != civic.BundleNew && p.State != civic.BundleMore:
			continue
		}
		if err := a.take(tx, p); err != nil {
			return nil, err
		}
		planned = planned || p.Sort == civic.BundleCycle
		taken++
	}
	if err := tx.dropLooseFiles(); err != nil {
		return nil, err
	}
	if err := tx.exec(`DELETE FROM bundle_chunks WHERE bundle_id = $1`, t.Bundle); err != nil {
		return nil, err
	}
	return map[string]int{"taken": taken}, tx.must(`UPDATE bundles SET done_at = $1 WHERE id = $2`, micros(op.At), t.Bundle)
}

// meet makes the units and people that are not here yet. A person can sign in
// when somebody here gives them a role: a bundle gives none.
func (a *arrival) meet(tx *Tx, op *Operation) error {
	for _, u := range a.Units {
		parent := u.Parent
		if here := a.units[parent]; here != "" {
			parent = here
		}
		if op.Scope != civic.Installation && (u.Level != civic.Village || parent != op.Scope) {
			continue
		}
		also, err := encode(u.Also)
		if err != nil {
			return err
		}
		if err := tx.once(`INSERT INTO units (id, parent_id, level, code, name_ky, name_ru, name_en, aliases, fold, valid_from, valid_to)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`, u.ID, nullable(parent), string(u.Level), u.Code,
			u.Name.KY, u.Name.RU, u.Name.EN, also, u.Name.Fold()+" "+civic.Fold(strings.Join(u.Also, " "))+" "+civic.Fold(u.Code), u.From, u.To); err != nil {
			return err
		}
	}
	for _, p := range a.People {
		if err := tx.once(`INSERT INTO users (id, login, name, fold, sex, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			p.ID, p.Login, p.Name, civic.Fold(p.Name), p.Sex, micros(op.At)); err != nil {
			return err
		}
	}
	return nil
}

// keepOurs puts what stands here into a bundle of its own before it is replaced.
func keepOurs(tx *Tx, op *Operation, t civic.TakeBundle, p civic.PlannedPart) error {
	b := civic.Bundle{Made: op.At}
	if err := tx.row(`SELECT name FROM users WHERE id = $1`, []any{op.Actor}, &b.By); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	scope := civic.Scope{}
	var err error
	if p.Sort == civic.BundleCycle {
		err = tx.row(`SELECT municipality_id, id FROM cycles WHERE id = $1`, []any{p.ID}, &scope.Municipality, &scope.Cycle)
	} else {
		err = tx.row(`SELECT municipality_id, cycle_id, id FROM sessions WHERE id = $1`, []any{p.ID}, &scope.Municipality, &scope.Cycle, &scope.Session)
	}
	if err != nil {
		return err
	}
	if err := pack(tx, scope, &b); err != nil {
		return err
	}
	schema, err := schemaOf(tx)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := civic.NewSeal(op.store.key).Write(&file, b, schema, t.Version); err != nil {
		return err
	}
	h := civic.HeldBundle{ID: civic.ChildID(t.Bundle, "kept/"+p.ID), Scope: op.Scope, Way: civic.BundleKept, User: op.Actor, Name: civic.BundleName(b), At: op.At}
	return holdFile(tx, h, file.Bytes())
}

// contradicts is what a person hears of rows that cannot be written.
func contradicts(err error) error {
	return civic.Bad("file", "error.bundle_contradicts").Because(err)
}

// take writes a part's rows and what its journal has more than ours.
func (a *arrival) take(tx *Tx, p civic.PlannedPart) error {
	tables := tablesOf(p.Sort)
	if p.Sort == civic.BundleSession {
		var voting int
		if err := tx.row(`SELECT count(*) FROM phone_votes v JOIN rounds r ON r.id = v.round_id WHERE r.session_id = $1`, []any{p.ID}, &voting); err != nil {
			return err
		}
		if voting > 0 {
			return civic.E(civic.Conflict, "error.bundle_voting")
		}
	}
	if p.State != civic.BundleNew {
		for _, t := range slices.Backward(tables) {
			if t.key == "" && !t.add {
				if err := tx.exec(`DELETE FROM `+t.table+` WHERE `+t.of, p.ID); err != nil {
					return contradicts(err)
				}
			}
		}
	}
	if p.State == civic.BundleConflict {
		if err := tx.exec(`DELETE FROM journal WHERE scope = $1`, p.ID); err != nil {
			return err
		}
		p.Theirs = p.Journal
	}
	for _, t := range tables {
		i := slices.IndexFunc(p.Tables, func(rows civic.BundleTable) bool { return rows.Name == t.table })
		if i < 0 {
			continue
		}
		if err := a.write(tx, p, t, p.Tables[i]); err != nil {
			return contradicts(err)
		}
	}
	if p.Sort == civic.BundleSession {
		var whole int
		if err := tx.row(`SELECT count(*) FROM sessions s JOIN cycles c ON c.id = s.cycle_id AND c.municipality_id = s.municipality_id
			JOIN audiences a ON a.id = s.audience_id AND a.cycle_id = c.id WHERE s.id = $1`, []any{p.ID}, &whole); err != nil || whole == 0 {
			return contradicts(errors.Join(errors.New("the session is of another cycle"), err))
		}
	}
	for _, e := range p.Theirs {
		if err := tx.exec(`INSERT INTO journal (id, actor, device, scope, kind, subject, data, client_at, server_at, digest, outcome, prev, hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12)`,
			e.ID, e.Actor, e.Device, p.ID, e.Kind, e.Subject, e.Data, e.ClientAt, e.ServerAt, nullable(e.Outcome), e.Prev, e.Hash); err != nil {
			return contradicts(err)
		}
	}
	tx.touched[p.ID] = struct{}{}
	if p.Sort == civic.BundleSession {
		return tx.touchCycle(p.ID)
	}
	return nil
}

// write writes the rows of one table. Each must belong to the part: a file can claim anything.
func (a *arrival) write(tx *Tx, p civic.PlannedPart, t travels, rows civic.BundleTable) error {
	known, err := columnsOf(tx, t.table)
	if err != nil {
		return err
	}
	var set, marks []string
	for i, c := range rows.Columns {
		if !slices.Contains(known, c) {
			return errors.New("no column " + c)
		}
		marks = append(marks, "$"+strconv.Itoa(i+1))
		if c != t.key {
			set = append(set, c+" = excluded."+c)
		}
	}
	query := `INSERT INTO ` + t.table + ` (` + strings.Join(rows.Columns, ", ") + `) VALUES (` + strings.Join(marks, ", ") + `)`
	switch {
	case t.add:
		query += ` ON CONFLICT DO NOTHING`
	case t.key != "":
		query += ` ON CONFLICT (` + t.key + `) DO UPDATE SET ` + strings.Join(set, ", ")
	}
	later := slices.Index(rows.Columns, t.later)
	id := slices.Index(rows.Columns, "id")
	for _, row := range rows.Rows {
		if len(row) != len(rows.Columns) {
			return errors.New("a row of another length")
		}
		if err := a.belongs(tx, p, t, rows, row); err != nil {
			return err
		}
		values := make([]any, len(row))
		for i, v := range row {
			if i != later {
				if values[i], err = value(v, a.ids); err != nil {
					return err
				}
			}
		}
		if err := tx.exec(query, values...); err != nil {
			return err
		}
	}
	for _, row := range rows.Rows {
		if later >= 0 && row[later] != nil {
			if err := tx.exec(`UPDATE `+t.table+` SET `+t.later+` = $1 WHERE id = $2`, row[later], row[id]); err != nil {
				return err
			}
		}
	}
	// Rows that are changed in place are found by their key, whoever's they were: none may have been another's.
	if t.key != "" && !t.add {
		var mine int
		if err := tx.row(`SELECT count(*) FROM `+t.table+` WHERE `+t.of, []any{p.ID}, &mine); err != nil {
			return err
		}
		if mine < len(rows.Rows) {
			return errors.New("rows of something else")
		}
	}
	return nil
}

// belongs says whether a row is the part's own.
func (a *arrival) belongs(tx *Tx, p civic.PlannedPart, t travels, rows civic.BundleTable, row []any) error {
	no := errors.New("a row of " + t.table + " is not of " + p.ID)
	var n int
	switch t.of {
	case `id = $1`:
		if cell(rows, row, "id") != p.ID {
			return no
		}
	case ofCycle:
		if cell(rows, row, "cycle_id") != p.ID {
			return no
		}
		if t.key != "" { // changed in place: it may not be another cycle's
			if err := tx.row(`SELECT count(*) FROM `+t.table+` WHERE `+t.key+` = $1 AND cycle_id <> $2`, []any{cell(rows, row, t.key), p.ID}, &n); err != nil || n > 0 {
				return errors.Join(no, err)
			}
		}
	case ofSession:
		if cell(rows, row, "session_id") != p.ID {
			return no
		}
	case ofNeeds, ofGatherings, ofActions, ofActs:
		parent := parentOf[t.of]
		if err := tx.row(`SELECT count(*) FROM `+parent[0]+` WHERE id = $1 AND cycle_id = $2`, []any{cell(rows, row, parent[1]), p.ID}, &n); err != nil || n == 0 {
			return errors.Join(no, err)
		}
	case ofRounds:
		if err := tx.row(`SELECT count(*) FROM rounds WHERE id = $1 AND session_id = $2`, []any{cell(rows, row, "round_id"), p.ID}, &n); err != nil || n == 0 {
			return errors.Join(no, err)
		}
	default: // files: content goes by its hash, and is a picture
		if t.table == "sectors" {
			tx.newSectors = true
			err := tx.row(`SELECT count(*) FROM cycles WHERE id = $1 AND municipality_id = $2`, []any{p.ID, a.ids.Replace(cell(rows, row, "municipality"))}, &n)
			if err != nil || n == 0 {
				return errors.Join(no, err)
			}
		}
		if t.table == "files" {
			i := slices.Index(rows.Columns, "bytes")
			if i < 0 || cell(rows, row, "mime") != "image/jpeg" {
				return no
			}
			content, err := value(row[i], strings.NewReplacer())
			b, ok := content.([]byte)
			sum := sha256.Sum256(b)
			if err != nil || !ok || hex.EncodeToString(sum[:]) != cell(rows, row, "hash") {
				return no
			}
		}
	}
	return nil
}

// schemaOf is the number of the newest migration.
func schemaOf(r reader) (n int64, err error) {
	err = r.row(`SELECT max(version_id) FROM goose_db_version WHERE is_applied = 1`, nil, &n)
	return n, err
}
