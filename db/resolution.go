package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func resolutionChanges(add func(string, applier)) {
	add(on(saveResolution))
	add(on(adoptResolution))
	add(on(dropResolution))
}

func saveResolution(tx *Tx, op *Operation, s civic.SaveResolution) (any, error) {
	values := []any{s.Number, s.Date, s.Convocation, s.SessionNo, flag(s.Regular), s.Seat, civic.Said(s.Title.KY), civic.Said(s.Title.RU), civic.Said(s.Preamble.KY), civic.Said(s.Preamble.RU),
		lined(s.Points.KY), lined(s.Points.RU), civic.Said(s.Charged.KY), civic.Said(s.Charged.RU), civic.Said(s.Control.KY), civic.Said(s.Control.RU),
		civic.Said(s.Publish.KY), civic.Said(s.Publish.RU), s.Chair, flag(s.ChairWoman), string(s.About), s.ID, op.Scope}
	if s.Base == 0 {
		return nil, tx.exec(`INSERT INTO resolutions (number, date, convocation, session_no, regular, seat, title_ky, title_ru, preamble_ky, preamble_ru,
				points_ky, points_ru, charged_ky, charged_ru, control_ky, control_ru, publish_ky, publish_ru, chair, chair_woman, about, id, cycle_id, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`, append(values, micros(op.At))...)
	}
	n, err := tx.affect(`UPDATE resolutions SET number = $1, date = $2, convocation = $3, session_no = $4, regular = $5, seat = $6, title_ky = $7, title_ru = $8,
			preamble_ky = $9, preamble_ru = $10, points_ky = $11, points_ru = $12, charged_ky = $13, charged_ru = $14, control_ky = $15, control_ru = $16,
			publish_ky = $17, publish_ru = $18, chair = $19, chair_woman = $20, about = $21, version = version + 1
		WHERE id = $22 AND cycle_id = $23 AND version = $24 AND status = 'draft'`, append(values, s.Base)...)
	if err == nil && n == 0 {
		err = tx.resolutionGone(op.Scope, s.ID)
	}
	return nil, err
}

// lined keeps one point a line, whatever stood between them.
func lined(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line = civic.Said(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// resolutionGone says why a draft was not changed.
func (tx *Tx) resolutionGone(cycle, id string) error {
	var status string
	err := tx.row(`SELECT status FROM resolutions WHERE id = $1 AND cycle_id = $2`, []any{id, cycle}, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return civic.E(civic.NotFound, "error.not_found")
	case err != nil:
		return err
	case status == string(civic.ResolutionAdopted):
		return civic.E(civic.Conflict, "error.resolution_adopted")
	}
	return civic.E(civic.Conflict, "error.changed_meanwhile")
}

// adoptResolution fixes a draft. What its annex holds must still be what stands.
func adoptResolution(tx *Tx, op *Operation, a civic.AdoptResolution) (any, error) {
	var t civic.ResolutionText
	err := tx.row(`SELECT about, number, date, convocation, session_no, seat, preamble_ky, preamble_ru, points_ky, points_ru, charged_ky, charged_ru, control_ky, control_ru, chair
		FROM resolutions WHERE id = $1 AND cycle_id = $2 AND version = $3 AND status = 'draft'`, []any{a.ID, op.Scope, a.Base},
		&t.About, &t.Number, &t.Date, &t.Convocation, &t.SessionNo, &t.Seat, &t.Preamble.KY, &t.Preamble.RU, &t.Points.KY, &t.Points.RU,
		&t.Charged.KY, &t.Charged.RU, &t.Control.KY, &t.Control.RU, &t.Chair)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, tx.resolutionGone(op.Scope, a.ID)
	}
	if err != nil {
		return nil, err
	}
	if err := t.Adoptable(); err != nil {
		return nil, err
	}
	if t.Date > civic.Today(op.At) {
		return nil, civic.Bad("date", "error.future")
	}
	if a.Annex.Empty() {
		return nil, civic.E(civic.Conflict, "error.resolution_empty")
	}
	text, err := json.Marshal(a.Annex)
	if err != nil {
		return nil, err
	}
	for _, id := range a.Annex.Decisions() {
		n, err := tx.affect(`UPDATE decisions SET resolution_id = $1 WHERE id = $2 AND cycle_id = $3 AND resolution_id IS NULL AND replaced_by IS NULL`, a.ID, id, op.Scope)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, civic.E(civic.Conflict, "error.resolution_changed")
		}
	}
	return nil, tx.must(`UPDATE resolutions SET status = 'adopted', elected = $1, present = $2, votes_for = $3, against = $4, abstained = $5, annex = $6, adopted_at = $7,
		version = version + 1 WHERE id = $8`, a.Votes.Elected, a.Votes.Present, a.Votes.For, a.Votes.Against, a.Votes.Abstained, string(text), micros(op.At), a.ID)
}

func dropResolution(tx *Tx, op *Operation, d civic.DropResolution) (any, error) {
	n, err := tx.affect(`DELETE FROM resolutions WHERE id = $1 AND cycle_id = $2 AND status = 'draft'`, d.ID, op.Scope)
	if err == nil && n == 0 {
		err = tx.resolutionGone(op.Scope, d.ID)
	}
	return nil, err
}

// Resolution of a cycle, whole.
func (s *Store) Resolution(ctx context.Context, cycle, id string) (r civic.Resolution, err error) {
	var annex string
	var adopted *int64
	var made int64
	err = s.row(ctx, `SELECT id, cycle_id, number, date, convocation, session_no, regular, seat, title_ky, title_ru, preamble_ky, preamble_ru, points_ky, points_ru,
			charged_ky, charged_ru, control_ky, control_ru, publish_ky, publish_ru, chair, chair_woman, elected, present, votes_for, against, abstained, about, status,
			annex, adopted_at, version, made_at
		FROM resolutions WHERE id = $1 AND cycle_id = $2`, []any{id, cycle}, &r.ID, &r.Cycle, &r.Number, &r.Date, &r.Convocation, &r.SessionNo, &r.Regular, &r.Seat,
		&r.Title.KY, &r.Title.RU, &r.Preamble.KY, &r.Preamble.RU, &r.Points.KY, &r.Points.RU, &r.Charged.KY, &r.Charged.RU, &r.Control.KY, &r.Control.RU,
		&r.Publish.KY, &r.Publish.RU, &r.Chair, &r.ChairWoman, &r.Votes.Elected, &r.Votes.Present, &r.Votes.For, &r.Votes.Against, &r.Votes.Abstained, &r.About, &r.Status,
		&annex, &adopted, &r.Version, &made)
	if err != nil {
		return r, err
	}
	r.MadeAt = fromMicros(made)
	if adopted != nil {
		r.AdoptedAt = fromMicros(*adopted)
	}
	if annex != "" {
		err = json.Unmarshal([]byte(annex), &r.Annex)
	}
	return r, err
}
