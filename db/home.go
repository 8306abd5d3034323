package db

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

const headColumns = sessionColumns + `,
	v.name_ky, v.name_ru, v.name_en, a.name_ky, a.name_ru, a.name_en, a.kind, m.name_ky, m.name_ru, m.name_en,
	c.title_ky, c.title_ru, c.title_en, c.rules, coalesce(mo.name, ''), coalesce(re.name, '')`

const headJoins = ` FROM sessions s JOIN units v ON v.id = s.village_id JOIN audiences a ON a.id = s.audience_id
	JOIN units m ON m.id = s.municipality_id JOIN cycles c ON c.id = s.cycle_id
	LEFT JOIN users mo ON mo.id = s.moderator_id LEFT JOIN users re ON re.id = s.recorder_id `

var cycleRules decoder[civic.CycleRules]

// headDest are the destinations of headColumns; finish them by calling the function after Scan.
func headDest(h *civic.SessionHead) ([]any, func() error) {
	dest, finish := sessionDest(&h.Session)
	var rules string
	return append(dest,
			&h.VillageName.KY, &h.VillageName.RU, &h.VillageName.EN, &h.AudienceName.KY, &h.AudienceName.RU, &h.AudienceName.EN, &h.AudienceKind,
			&h.MunicipalityName.KY, &h.MunicipalityName.RU, &h.MunicipalityName.EN,
			&h.CycleTitle.KY, &h.CycleTitle.RU, &h.CycleTitle.EN, &rules, &h.ModeratorName, &h.RecorderName), func() error {
			finish()
			var err error
			h.Rules, err = cycleRules.decode(rules)
			return err
		}
}

// Who reads is joined as "me", the day as "day": so a query's parameters stand in the query itself.

// seesSession: I hold a role in the municipality of the session.
const seesSession = `EXISTS (SELECT 1 FROM grants g WHERE g.user_id = me.id AND g.municipality IN ('', s.municipality_id))`

// seesPlace: I hold a role in municipality m.
const seesPlace = `EXISTS (SELECT 1 FROM grants g WHERE g.user_id = me.id AND g.municipality IN ('', m.id))`

func scanHomeSession(r scanner, h *civic.HomeSession) error {
	dest, finish := headDest(&h.SessionHead)
	if err := r.Scan(append(dest, &h.Mine)...); err != nil {
		return err
	}
	return finish()
}

const mine = `, CASE WHEN s.moderator_id = me.id OR s.recorder_id = me.id THEN 1 ELSE 0 END`

// ComingSessions are those a person may see that are live, or planned from a
// day to a day (dates); with them the person's practice sessions. Theirs come first.
func (s *Store) ComingSessions(ctx context.Context, user, from, to string, most int) ([]civic.HomeSession, error) {
	return list(ctx, s, `SELECT `+headColumns+mine+headJoins+`JOIN users me ON me.id = $1
		WHERE s.id IN (SELECT x.id FROM sessions x WHERE x.status = 'live' AND x.practice = 0
				UNION SELECT x.id FROM sessions x WHERE x.status IN ('planned', 'confirmed') AND x.date >= $2 AND x.date <= $3 AND x.practice = 0
				UNION SELECT x.id FROM sessions x WHERE x.moderator_id = $1 AND x.practice = 1)
			AND (s.practice = 1 OR `+seesSession+`)
		ORDER BY s.practice, CASE WHEN s.status = 'live' THEN 0 ELSE 1 END,
			CASE WHEN s.moderator_id = me.id OR s.recorder_id = me.id THEN 0 ELSE 1 END, s.date, s.starts, s.id LIMIT $4`,
		[]any{user, from, to, most}, scanHomeSession)
}

// ClosedSessions are the newest closed ones a person may see.
func (s *Store) ClosedSessions(ctx context.Context, user string, most int) ([]civic.HomeSession, error) {
	return list(ctx, s, `SELECT `+headColumns+mine+headJoins+`JOIN users me ON me.id = $1
		WHERE s.id IN (SELECT id FROM (SELECT x.id FROM sessions x WHERE x.status = 'closed' AND x.practice = 0
					AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = $1 AND g.municipality = '') ORDER BY x.date DESC, x.starts DESC, x.id DESC LIMIT $2) AS everywhere
				UNION SELECT id FROM (SELECT x.id FROM grants g CROSS JOIN sessions x WHERE g.user_id = $1 AND x.municipality_id = g.municipality AND x.status = 'closed' AND x.practice = 0
					ORDER BY x.date DESC, x.starts DESC, x.id DESC LIMIT $2) AS here)
		ORDER BY s.date DESC, s.starts DESC, s.id DESC LIMIT $2`, []any{user, most}, scanHomeSession)
}

// overviewColumns count a cycle's matrix in the database, as Schedule.Count does in Go.
const overviewColumns = cycleColumnsMaybe + `,
	(SELECT count(*) FROM cycle_villages v WHERE v.cycle_id = c.id),
	(SELECT count(*) FROM units v WHERE v.parent_id = m.id AND v.level = 'village' AND (v.valid_from = '' OR v.valid_from <= day.today) AND (v.valid_to = '' OR v.valid_to >= day.today)),
	(SELECT count(*) FROM units v WHERE v.parent_id = m.id AND v.level = 'village' AND (v.valid_from = '' OR v.valid_from <= day.today) AND (v.valid_to = '' OR v.valid_to >= day.today)
		AND NOT EXISTS (SELECT 1 FROM population p WHERE p.unit_id = v.id)),
	(SELECT count(DISTINCT g.user_id) FROM grants g JOIN users u ON u.id = g.user_id WHERE g.municipality = m.id AND g.role = 'facilitator' AND u.disabled = 0),
	(SELECT count(*)` + cells + `),
	(SELECT count(*)` + cells + `
		AND EXISTS (SELECT 1 FROM sessions s WHERE s.cycle_id = c.id AND s.village_id = v.village_id AND s.audience_id = a.id AND s.practice = 0 AND s.status <> 'cancelled')),
	(SELECT count(*)` + cells + `
		AND EXISTS (SELECT 1 FROM sessions s WHERE s.cycle_id = c.id AND s.village_id = v.village_id AND s.audience_id = a.id AND s.practice = 0 AND s.status = 'closed')),
	(SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.practice = 0 AND s.status = 'live'),
	(SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.practice = 0 AND s.status IN ('planned', 'confirmed') AND s.date < day.today),
	coalesce((SELECT max(w.number) FROM schedule_versions w WHERE w.cycle_id = c.id), 0),
	coalesce((SELECT w.status FROM schedule_versions w WHERE w.cycle_id = c.id ORDER BY w.number DESC LIMIT 1), ''),
	EXISTS (SELECT 1 FROM journal j WHERE j.subject IN (SELECT x.id FROM sessions x WHERE x.cycle_id = c.id AND x.practice = 0 UNION SELECT c.id)
		AND j.kind IN ('session.plan', 'session.status', 'schedule.copy')
		AND j.server_at > (SELECT max(coalesce(w.published_at, w.made_at)) FROM schedule_versions w WHERE w.cycle_id = c.id))`

const cycleColumnsMaybe = `coalesce(c.id, ''), m.id, coalesce(c.title_ky, ''), coalesce(c.title_ru, ''), coalesce(c.title_en, ''),
	coalesce(c.starts, ''), coalesce(c.ends, ''), coalesce(c.budget_year, 0), coalesce(c.status, ''), coalesce(c.rules, '{}'), coalesce(c.version, 0)`

const cells = ` FROM cycle_villages v JOIN audiences a ON a.cycle_id = c.id AND a.retired = 0 WHERE v.cycle_id = c.id`

func scanOverview(r scanner, o *civic.Overview) error {
	dest, finish := cycleDest(&o.Cycle)
	dest = append(placeDest(&o.Place), dest...)
	if err := r.Scan(append(dest, &o.Villages, &o.Here, &o.Blank, &o.Staff, &o.Count.Cells, &o.Count.Planned, &o.Count.Held, &o.Count.Live, &o.Passed, &o.Version, &o.Fixed, &o.Changed)...); err != nil {
		return err
	}
	return finish()
}

// Overviews are the municipalities a person may see, each with its newest cycle: at most so many, those where a cycle goes on first.
func (s *Store) Overviews(ctx context.Context, user, today string, most int) ([]civic.Overview, error) {
	return list(ctx, s, `WITH day AS (SELECT CAST($1 AS TEXT) AS today),
		chosen AS (SELECT m.id, y.id AS newest, CASE WHEN y.id IS NULL THEN 2 WHEN y.status = 'closed' THEN 1 ELSE 0 END AS turn
			FROM units m JOIN users me ON me.id = $2 LEFT JOIN cycles y ON y.id = (SELECT z.id FROM cycles z WHERE z.municipality_id = m.id ORDER BY z.starts DESC, z.id DESC LIMIT 1)
			WHERE m.level = 'municipality' AND (m.valid_to = '' OR m.valid_to >= $1 OR y.id IS NOT NULL) AND `+seesPlace+` ORDER BY turn, m.code LIMIT $3)
		SELECT `+placeColumns+`, `+overviewColumns+` FROM day CROSS JOIN chosen JOIN units m ON m.id = chosen.id`+placeJoins+`
		LEFT JOIN cycles c ON c.id = chosen.newest ORDER BY CASE WHEN chosen.newest IS NULL THEN 1 ELSE 0 END, m.code`,
		[]any{today, user, most}, scanOverview)
}

// CyclesOf lists the cycles of a municipality, newest first.
func (s *Store) CyclesOf(ctx context.Context, municipality, today string) ([]civic.Overview, error) {
	return list(ctx, s, `WITH day AS (SELECT CAST($1 AS TEXT) AS today) SELECT `+placeColumns+`, `+overviewColumns+` FROM day CROSS JOIN cycles c
		JOIN units m ON m.id = c.municipality_id`+placeJoins+`
		WHERE m.id = $2 ORDER BY c.starts DESC, c.id DESC`, []any{today, municipality}, scanOverview)
}

// CyclesToTake are cycles that a person may take something over from, of municipalities they may see or with a schedule
// that hangs out: those of the municipality near first, at most so many; with a query those of municipalities of that name.
func (s *Store) CyclesToTake(ctx context.Context, user, near, query, today string, most int) ([]civic.Overview, error) {
	return list(ctx, s, `WITH day AS (SELECT CAST($1 AS TEXT) AS today),
		chosen AS (SELECT y.id, CASE WHEN y.municipality_id = $2 THEN 0 ELSE 1 END AS turn FROM cycles y JOIN units m ON m.id = y.municipality_id JOIN users me ON me.id = $3
			WHERE ($4 = '' OR ' ' || m.fold LIKE '% ' || $4 || '%')
			AND (`+seesPlace+` OR EXISTS (SELECT 1 FROM schedule_versions v WHERE v.cycle_id = y.id AND v.status = 'published'
				AND v.number = (SELECT max(number) FROM schedule_versions n WHERE n.cycle_id = y.id)))
			ORDER BY turn, m.code, y.starts DESC, y.id DESC LIMIT $5)
		SELECT `+placeColumns+`, `+overviewColumns+` FROM day CROSS JOIN chosen JOIN cycles c ON c.id = chosen.id JOIN units m ON m.id = c.municipality_id`+placeJoins+`
		ORDER BY chosen.turn, m.code, c.starts DESC, c.id DESC`, []any{today, near, user, query, most}, scanOverview)
}

// PlaceOf reads a municipality with the units above it.
func (s *Store) PlaceOf(ctx context.Context, municipality string) (civic.Place, error) {
	var p civic.Place
	err := s.row(ctx, `SELECT `+placeColumns+` FROM units m`+placeJoins+`WHERE m.id = $1 AND m.level = 'municipality'`, []any{municipality}, placeDest(&p)...)
	return p, err
}

// Seen reports whether a person has put something away for good, such as the tour.
func (s *Store) Seen(ctx context.Context, user, what string) (bool, error) {
	var n int
	err := s.row(ctx, `SELECT count(*) FROM seen WHERE user_id = $1 AND what = $2`, []any{user, what}, &n)
	return n > 0, err
}

// SetSeen puts it away, or brings it back. It is the person's own affair and not journaled.
func (s *Store) SetSeen(ctx context.Context, user, what string, seen bool) error {
	return s.write(ctx, func(tx *Tx) error {
		if !seen {
			return tx.exec(`DELETE FROM seen WHERE user_id = $1 AND what = $2`, user, what)
		}
		return tx.exec(`INSERT INTO seen (user_id, what, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, user, what, micros(s.now()))
	})
}

// Readiness reads how far sessions are, in two queries for all of them.
func (s *Store) Readiness(ctx context.Context, sessions []string) (map[string]civic.Readiness, error) {
	out := map[string]civic.Readiness{}
	if len(sessions) == 0 {
		return out, nil
	}
	ids, marks := make([]any, len(sessions)), make([]string, len(sessions))
	for i, id := range sessions {
		ids[i], marks[i] = id, "$"+strconv.Itoa(i+1)
	}
	among := `(` + strings.Join(marks, ", ") + `)`
	err := s.each(ctx, `SELECT session_id, body, state FROM session_checks JOIN session_items USING (session_id, number) WHERE session_id IN `+among, ids, func(r scanner) error {
		var id, body string
		var c civic.Check
		if err := r.Scan(&id, &body, &c.State); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &c.ChecklistItem); err != nil || c.Phase != civic.Before {
			return err
		}
		x := out[id]
		x.Checks++
		if c.Settled() {
			x.Checked++
		}
		out[id] = x
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.each(ctx, `SELECT session_id, body, started_at IS NOT NULL, finished_at IS NOT NULL FROM session_steps WHERE session_id IN `+among+` ORDER BY session_id, place`, ids, func(r scanner) error {
		var id, body string
		var started, finished bool
		var item civic.AgendaItem
		if err := r.Scan(&id, &body, &started, &finished); err != nil {
			return err
		}
		x := out[id]
		x.Steps++
		if finished {
			x.Finished++
		} else if started && x.Step.Empty() {
			if err := json.Unmarshal([]byte(body), &item); err != nil {
				return err
			}
			x.Step, x.StepNumber = item.Title, x.Steps
		}
		out[id] = x
		return nil
	})
	return out, err
}
