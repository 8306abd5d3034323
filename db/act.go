package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func actChanges(add func(string, applier)) {
	add(on(saveAct))
	add(on(fileAct))
	add(on(dropAct))
	add(on(answerAct))
	add(on(addActPhoto))
	add(on(removeActPhoto))
	add(on(savePeriodReport))
}

// draft is what a change needs to know of an act.
type draft struct {
	filed   bool
	filedOn string // date
	version int64
	writer  string
}

// actOf reads an act of the cycle; there is none when it is not found and not another cycle's.
func (tx *Tx) actOf(cycle, id string) (d *draft, err error) {
	var of string
	var filed sql.NullInt64
	d = &draft{}
	err = tx.row(`SELECT cycle_id, filed_at, version, written_on FROM acts WHERE id = $1`, []any{id}, &of, &filed, &d.version, &d.writer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case of != cycle:
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	d.filed = filed.Valid
	if filed.Valid {
		d.filedOn = civic.Today(fromMicros(filed.Int64))
	}
	return d, nil
}

// draftOf is actOf for what only a draft allows.
func (tx *Tx) draftOf(cycle, id string) (*draft, error) {
	d, err := tx.actOf(cycle, id)
	if err == nil && d == nil {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err == nil && d.filed {
		err = civic.E(civic.Conflict, "error.act_filed")
	}
	return d, err
}

// mine reports whether the same person wrote the draft last, on the same device
// as far as devices are known: what a phone without a line kept in its order
// then follows on, whatever version it had read.
func (d *draft) mine(op *Operation) bool {
	actor, device, _ := strings.Cut(d.writer, "/")
	return actor == op.Actor && (device == op.Device || device == "" || op.Device == "")
}

func writtenOn(op *Operation) string { return op.Actor + "/" + op.Device }

func saveAct(tx *Tx, op *Operation, s civic.SaveAct) (any, error) {
	had, err := tx.actOf(op.Scope, s.ID)
	switch {
	case err != nil:
		return nil, err
	case had == nil && s.Base > 0:
		return nil, civic.E(civic.NotFound, "error.not_found")
	case had == nil:
		if err := tx.beginAct(op, s); err != nil {
			return nil, err
		}
	case had.filed:
		return nil, civic.E(civic.Conflict, "error.act_filed")
	case had.version != s.Base && !had.mine(op):
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return nil, tx.must(`UPDATE acts SET visited_on = $1, members = $2, method = $3, planned_work = $4, found_work = $5, planned_money = $6, found_money = $7, planned_end = $8, found_end = $9,
			quality = $10, quality_note = $11, pleased = $12, neither = $13, displeased = $14, violations = $15, recommendations = $16, status = $17, percent = $18, answer_due = $19,
			written_on = $20, version = version + 1 WHERE id = $21 AND cycle_id = $22 AND filed_at IS NULL`,
		s.VisitedOn, strings.Join(civic.Lines(civic.Said(s.Members)), "\n"), string(s.Method), civic.Said(s.PlannedWork), civic.Said(s.FoundWork), s.PlannedMoney, s.FoundMoney, s.PlannedEnd, s.FoundEnd,
		s.Quality, civic.Said(s.QualityNote), s.Pleased, s.Neither, s.Displeased, civic.Said(s.Violations), civic.Said(s.Recommendations), string(s.Status), s.Percent, s.AnswerDue,
		writtenOn(op), s.ID, op.Scope)
}

// beginAct makes the row of a draft, at version 0: what fills it makes it the first.
func (tx *Tx) beginAct(op *Operation, s civic.SaveAct) error {
	if err := tx.mustBeAction(op.Scope, s.Action); err != nil {
		return err
	}
	if s.Visit != "" {
		if _, err := tx.visitOf(op.Scope, s.Visit); err != nil {
			return err
		}
	}
	if s.Amends != "" {
		amended, err := tx.actOf(op.Scope, s.Amends)
		if err != nil {
			return err
		}
		if amended == nil || !amended.filed {
			return civic.E(civic.Conflict, "error.act_amends")
		}
	}
	return tx.once(`INSERT INTO acts (id, cycle_id, action_id, visit_id, amends, visited_on, version, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (id) DO NOTHING`,
		s.ID, op.Scope, s.Action, nullable(s.Visit), nullable(s.Amends), s.VisitedOn, op.Actor, micros(op.When()))
}

func fileAct(tx *Tx, op *Operation, f civic.FileAct) (any, error) {
	if _, err := tx.draftOf(op.Scope, f.ID); err != nil {
		return nil, err
	}
	var t civic.ActText
	if err := tx.row(`SELECT visited_on, members, found_work, status, percent, answer_due, violations, recommendations FROM acts WHERE id = $1`, []any{f.ID},
		&t.VisitedOn, &t.Members, &t.FoundWork, &t.Status, &t.Percent, &t.AnswerDue, &t.Violations, &t.Recommendations); err != nil {
		return nil, err
	}
	if err := t.Lacks(civic.Today(op.At)).Or(); err != nil {
		return nil, err
	}
	if t.AnswerDue == "" && t.Violations+t.Recommendations != "" {
		t.AnswerDue = civic.Today(op.At.AddDate(0, 0, civic.AnswerDays))
	}
	return nil, tx.must(`UPDATE acts SET number = (SELECT coalesce(max(x.number), 0) + 1 FROM acts x WHERE x.cycle_id = $1),
			ao_status = (SELECT a.status FROM actions a WHERE a.id = acts.action_id), ao_percent = (SELECT a.percent FROM actions a WHERE a.id = acts.action_id),
			answer_due = $2, filed_at = $3, version = version + 1 WHERE id = $4`, op.Scope, t.AnswerDue, micros(op.At), f.ID)
}

// dropAct works twice: what is gone is gone.
func dropAct(tx *Tx, op *Operation, d civic.DropAct) (any, error) {
	had, err := tx.actOf(op.Scope, d.ID)
	if err != nil || had == nil {
		return nil, err
	}
	if had.filed {
		return nil, civic.E(civic.Conflict, "error.act_filed")
	}
	if err := tx.must(`DELETE FROM acts WHERE id = $1`, d.ID); err != nil {
		return nil, err
	}
	return nil, tx.dropLooseFiles()
}

func answerAct(tx *Tx, op *Operation, a civic.AnswerAct) (any, error) {
	had, err := tx.actOf(op.Scope, a.Act)
	switch {
	case err != nil:
		return nil, err
	case had == nil:
		return nil, civic.E(civic.NotFound, "error.not_found")
	case !had.filed:
		return nil, civic.E(civic.Conflict, "error.act_draft")
	case had.version != a.Base:
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	case a.On > civic.Today(op.At):
		return nil, civic.Bad("answered_on", "error.future")
	case a.On < had.filedOn:
		return nil, civic.Bad("answered_on", "error.act_answer_before")
	}
	return nil, tx.must(`UPDATE acts SET answer = $1, answered_on = $2, answered_by = $3, version = version + 1 WHERE id = $4`, civic.Said(a.Answer), a.On, op.Actor, a.Act)
}

const actQuery = `SELECT t.id, t.action_id, a.title_ky, a.title_ru, a.title_en, a.place, coalesce(t.visit_id, ''), coalesce(t.amends, ''), coalesce(b.number, 0), t.number, t.visited_on,
		t.members, t.method, t.planned_work, t.found_work, t.planned_money, t.found_money, t.planned_end, t.found_end, t.quality, t.quality_note, t.pleased, t.neither, t.displeased,
		t.violations, t.recommendations, t.status, t.percent, t.ao_status, t.ao_percent, t.filed_at, t.answer_due, t.answer, coalesce(w.name, ''), t.answered_on, t.version,
		coalesce(u.name, ''), t.made_at, (SELECT count(*) FROM act_photos p WHERE p.act_id = t.id AND p.hash IS NOT NULL)
	FROM acts t JOIN actions a ON a.id = t.action_id LEFT JOIN acts b ON b.id = t.amends LEFT JOIN users w ON w.id = t.answered_by LEFT JOIN users u ON u.id = t.made_by `

func scanAct(r scanner, a *civic.Act) error {
	var filed sql.NullInt64
	var made int64
	err := r.Scan(&a.ID, &a.Action, &a.ActionTitle.KY, &a.ActionTitle.RU, &a.ActionTitle.EN, &a.ActionPlace, &a.Visit, &a.Amends, &a.AmendsNumber, &a.Number, &a.VisitedOn,
		&a.Members, &a.Method, &a.PlannedWork, &a.FoundWork, &a.PlannedMoney, &a.FoundMoney, &a.PlannedEnd, &a.FoundEnd, &a.Quality, &a.QualityNote, &a.Pleased, &a.Neither, &a.Displeased,
		&a.Violations, &a.Recommendations, &a.Status, &a.Percent, &a.AOStatus, &a.AOPercent, &filed, &a.AnswerDue, &a.Answer, &a.AnsweredBy, &a.AnsweredOn, &a.Version,
		&a.By, &made, &a.Pictures)
	a.FiledAt, a.At = maybeTime(filed), fromMicros(made)
	return err
}

// Acts of a cycle, drafts too, the newest visit first; without their photos.
func (s *Store) Acts(ctx context.Context, cycle string) ([]civic.Act, error) {
	return list(ctx, s, actQuery+`WHERE t.cycle_id = $1 ORDER BY t.visited_on DESC, t.number DESC, t.made_at DESC, t.id`, []any{cycle}, scanAct)
}

// Act reads one of the cycle with its photos, removed ones too.
func (s *Store) Act(ctx context.Context, cycle, id string) (a civic.Act, err error) {
	found, err := list(ctx, s, actQuery+`WHERE t.id = $1 AND t.cycle_id = $2`, []any{id, cycle}, scanAct)
	if err != nil {
		return a, err
	}
	if len(found) == 0 {
		return a, civic.E(civic.NotFound, "error.not_found")
	}
	a = found[0]
	a.Photos, err = s.actPhotos(ctx, id)
	return a, err
}
