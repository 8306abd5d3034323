package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"ashar/internal/civic"
)

func scheduleChanges(add func(string, applier)) {
	add(on(fixSchedule))
	add(on(copySchedule))
}

const scheduleRows = `SELECT ` + sessionColumns + `, coalesce(mo.name, ''), coalesce(mo.sex, ''), coalesce(re.name, '')
	FROM sessions s LEFT JOIN users mo ON mo.id = s.moderator_id LEFT JOIN users re ON re.id = s.recorder_id
	WHERE s.cycle_id IN ($1, $2) AND s.practice = 0 ORDER BY s.date, s.starts, s.id`

func scanScheduleRow(r scanner, x *civic.ScheduleRow) error {
	dest, finish := sessionDest(&x.Session)
	if err := r.Scan(append(dest, &x.ModeratorName, &x.ModeratorSex, &x.RecorderName)...); err != nil {
		return err
	}
	finish()
	return nil
}

// of is a thing with the cycle it belongs to.
type of[T any] struct {
	cycle string
	thing T
}

// The rows of the matrix are the cycle's own villages, wherever they lie today.
const scheduleVillages = `SELECT c.cycle_id, v.id, v.name_ky, v.name_ru, v.name_en,
		coalesce((SELECT p.people FROM population p WHERE p.unit_id = v.id AND p.sex = '' AND p.band = '' ORDER BY p.year DESC LIMIT 1), 0)
	FROM cycle_villages c JOIN units v ON v.id = c.village_id WHERE c.cycle_id IN ($1, $2) ORDER BY v.code`

func scanScheduleVillage(r scanner, v *of[civic.ScheduleVillage]) error {
	return r.Scan(&v.cycle, &v.thing.ID, &v.thing.Name.KY, &v.thing.Name.RU, &v.thing.Name.EN, &v.thing.Population)
}

const scheduleAudiences = `SELECT a.cycle_id, a.id, a.kind, a.name_ky, a.name_ru, a.name_en, a.place, a.retired FROM audiences a
	WHERE a.cycle_id IN ($1, $2) AND (a.retired = 0 OR EXISTS (SELECT 1 FROM sessions s WHERE s.audience_id = a.id AND s.practice = 0))
	ORDER BY a.retired, a.place`

func scanAudience(r scanner, a *of[civic.Audience]) error {
	x := &a.thing
	return r.Scan(&a.cycle, &x.ID, &x.Kind, &x.Name.KY, &x.Name.RU, &x.Name.EN, &x.Place, &x.Retired)
}

// matrices reads what two cycles plan, which may be one and the same.
func (s *Store) matrices(ctx context.Context, one, other string) (map[string]*civic.Schedule, error) {
	both := []any{one, other}
	out := map[string]*civic.Schedule{}
	err := s.each(ctx, `SELECT `+cycleColumns+`, `+placeColumns+` FROM cycles c JOIN units m ON m.id = c.municipality_id`+placeJoins+`WHERE c.id IN ($1, $2)`, both,
		func(r scanner) error {
			x := &civic.Schedule{}
			dest, finish := cycleDest(&x.Cycle)
			if err := r.Scan(append(dest, placeDest(&x.Place)...)...); err != nil {
				return err
			}
			out[x.Cycle.ID] = x
			return finish()
		})
	if err != nil {
		return nil, err
	}
	if out[one] == nil || out[other] == nil {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	villages, err := list(ctx, s, scheduleVillages, both, scanScheduleVillage)
	if err != nil {
		return nil, err
	}
	for _, v := range villages {
		out[v.cycle].Villages = append(out[v.cycle].Villages, v.thing)
	}
	audiences, err := list(ctx, s, scheduleAudiences, both, scanAudience)
	if err != nil {
		return nil, err
	}
	for _, a := range audiences {
		out[a.cycle].Audiences = append(out[a.cycle].Audiences, a.thing)
	}
	rows, err := list(ctx, s, scheduleRows, both, scanScheduleRow)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out[r.Cycle].Rows = append(out[r.Cycle].Rows, r)
	}
	return out, nil
}

// Schedule reads a cycle's plan whole, in seven queries whatever its size.
func (s *Store) Schedule(ctx context.Context, cycle string) (civic.Schedule, error) {
	both, err := s.matrices(ctx, cycle, cycle)
	if err != nil {
		return civic.Schedule{}, err
	}
	x := *both[cycle]
	if x.Staff, err = s.staff(ctx, x.Cycle); err != nil {
		return x, err
	}
	if x.Elsewhere, err = s.elsewhere(ctx, x.Cycle); err != nil {
		return x, err
	}
	x.Last, err = s.lastVersion(ctx, cycle)
	return x, err
}

// ScheduleBeside reads a cycle's plan and the one it is to be copied from:
// both matrices, who can moderate in the first, and the newest version of the second. The caller decides
// whether the person may see the source.
func (s *Store) ScheduleBeside(ctx context.Context, cycle, source string) (target, from civic.Schedule, err error) {
	both, err := s.matrices(ctx, cycle, source)
	if err != nil {
		return target, from, err
	}
	target, from = *both[cycle], *both[source]
	if target.Staff, err = s.staff(ctx, target.Cycle); err != nil {
		return target, from, err
	}
	from.Last, err = s.lastVersion(ctx, source)
	return target, from, err
}

// staff are the people who can moderate or record in a municipality, and
// whoever stands in its schedule already.
func (s *Store) staff(ctx context.Context, c civic.Cycle) ([]civic.Staff, error) {
	return list(ctx, s, `SELECT u.id, u.name, u.sex FROM users u
		WHERE u.id IN (SELECT g.user_id FROM grants g JOIN users w ON w.id = g.user_id WHERE g.municipality = $1 AND g.role IN ('facilitator', 'coordinator', 'trainer') AND w.disabled = 0
			UNION SELECT x.moderator_id FROM sessions x WHERE x.cycle_id = $2 AND x.practice = 0
			UNION SELECT y.recorder_id FROM sessions y WHERE y.cycle_id = $2 AND y.practice = 0)
		ORDER BY u.name, u.id`, []any{c.Municipality, c.ID}, func(r scanner, p *civic.Staff) error {
		return r.Scan(&p.ID, &p.Name, &p.Sex)
	})
}

// elsewhere is when the cycle's people have sessions in other cycles on the same days.
func (s *Store) elsewhere(ctx context.Context, c civic.Cycle) ([]civic.Busy, error) {
	return list(ctx, s, `WITH mine AS (SELECT moderator_id AS person, date FROM sessions WHERE cycle_id = $1 AND practice = 0
			UNION SELECT recorder_id, date FROM sessions WHERE cycle_id = $1 AND practice = 0)
		SELECT DISTINCT m.person, o.date, o.starts, o.ends FROM mine m
		JOIN sessions o ON (o.moderator_id = m.person OR o.recorder_id = m.person) AND o.date = m.date
		WHERE o.cycle_id <> $1 AND o.practice = 0 AND o.status IN ('planned', 'confirmed', 'live') ORDER BY o.date, o.starts, m.person`,
		[]any{c.ID}, func(r scanner, b *civic.Busy) error { return r.Scan(&b.Person, &b.Date, &b.Starts, &b.Ends) })
}

const versionColumns = `v.number, v.status, v.digest, v.agreed_by, v.warnings, coalesce(mk.name, ''), v.made_at, coalesce(pb.name, ''), v.published_at`

const versionJoins = ` FROM schedule_versions v LEFT JOIN users mk ON mk.id = v.made_by LEFT JOIN users pb ON pb.id = v.published_by `

func versionDest(v *civic.ScheduleVersion) ([]any, func()) {
	var made int64
	var published sql.NullInt64
	return []any{&v.Number, &v.Status, &v.Digest, &v.AgreedBy, &v.Warnings, &v.MadeBy, &made, &v.PublishedBy, &published}, func() {
		v.MadeAt, v.PublishedAt = fromMicros(made), maybeTime(published)
	}
}

func (s *Store) lastVersion(ctx context.Context, cycle string) (*civic.ScheduleVersion, error) {
	var v civic.ScheduleVersion
	dest, finish := versionDest(&v)
	err := s.row(ctx, `SELECT `+versionColumns+versionJoins+`WHERE v.cycle_id = $1 ORDER BY v.number DESC LIMIT 1`, []any{cycle}, dest...)
	if civic.KindOf(err) == civic.NotFound {
		return nil, nil
	}
	finish()
	return &v, err
}

// ScheduleVersions lists the versions of a schedule with their rows, newest first.
func (s *Store) ScheduleVersions(ctx context.Context, cycle string) ([]civic.ScheduleVersion, error) {
	return list(ctx, s, `SELECT `+versionColumns+`, v.plan`+versionJoins+`WHERE v.cycle_id = $1 ORDER BY v.number DESC`, []any{cycle},
		func(r scanner, v *civic.ScheduleVersion) error {
			var plan string
			dest, finish := versionDest(v)
			if err := r.Scan(append(dest, &plan)...); err != nil {
				return err
			}
			finish()
			return json.Unmarshal([]byte(plan), &v.Plan)
		})
}

// fixSchedule keeps the plan as it stands in the transaction, so that a
// version is never something nobody saw.
func fixSchedule(tx *Tx, op *Operation, f civic.FixSchedule) (any, error) {
	if err := tx.mustNotBeEnded(op.Scope); err != nil {
		return nil, err
	}
	var now civic.Schedule
	scope := []any{op.Scope, op.Scope}
	var villages []of[civic.ScheduleVillage]
	if err := tx.each(scheduleVillages, scope, into(&villages, scanScheduleVillage)); err != nil {
		return nil, err
	}
	for _, v := range villages {
		now.Villages = append(now.Villages, v.thing)
	}
	var audiences []of[civic.Audience]
	if err := tx.each(scheduleAudiences, scope, into(&audiences, scanAudience)); err != nil {
		return nil, err
	}
	for _, a := range audiences {
		now.Audiences = append(now.Audiences, a.thing)
	}
	if err := tx.each(scheduleRows, scope, into(&now.Rows, scanScheduleRow)); err != nil {
		return nil, err
	}
	if len(now.Rows) == 0 {
		return nil, civic.Bad("", "error.schedule_empty")
	}
	plan := now.Snapshot()
	digest := plan.Digest()
	if digest != f.Seen {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	var last civic.ScheduleVersion
	err := tx.row(`SELECT number, status, digest, agreed_by FROM schedule_versions WHERE cycle_id = $1 ORDER BY number DESC LIMIT 1`,
		[]any{op.Scope}, &last.Number, &last.Status, &last.Digest, &last.AgreedBy)
	if err == nil {
		now.Last = &last
	} else if !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if !now.Status().May(f.Status) {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	agreed := strings.TrimSpace(f.AgreedBy)
	if f.Status == civic.SchedulePublished && last.Digest == digest {
		return map[string]int{"version": last.Number}, tx.must(`UPDATE schedule_versions SET status = 'published', published_by = $1, published_at = $2, warnings = $3
			WHERE cycle_id = $4 AND number = $5`, op.Actor, micros(op.At), f.Warnings, op.Scope, last.Number)
	}
	text, err := encode(plan)
	if err != nil {
		return nil, err
	}
	var publishedBy string
	var publishedAt any
	if f.Status == civic.SchedulePublished {
		publishedBy, publishedAt = op.Actor, micros(op.At)
		if agreed == "" {
			agreed = last.AgreedBy
		}
	}
	return map[string]int{"version": last.Number + 1}, tx.exec(`INSERT INTO schedule_versions (cycle_id, number, status, digest, plan, agreed_by, warnings, made_by, made_at, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		op.Scope, last.Number+1, string(f.Status), digest, text, agreed, f.Warnings, op.Actor, micros(op.At), publishedBy, publishedAt)
}

// into collects rows inside a transaction.
func into[T any](out *[]T, scan func(scanner, *T) error) func(scanner) error {
	return func(r scanner) error {
		var t T
		err := scan(r, &t)
		*out = append(*out, t)
		return err
	}
}

// copySchedule plans every row, all or none.
func copySchedule(tx *Tx, op *Operation, c civic.CopySchedule) (any, error) {
	for _, p := range c.Rows {
		p.Version = 0
		if _, err := planSession(tx, op, p); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
