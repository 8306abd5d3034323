package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
)

func roundChanges(add func(string, applier)) {
	add(on(openRound))
	add(on(setTally))
	add(on(setRest))
	add(on(answerPair))
	add(on(setScore))
	add(on(putBallot))
	add(on(confirmRound))
	add(on(closeRound))
	add(on(cancelRound))
	add(on(revealRound))
	add(on(drawLot))
}

// andStands is true of a ranking r that is neither cancelled nor recounted.
const andStands = ` AND r.cancelled_at IS NULL AND NOT EXISTS (SELECT 1 FROM rounds n WHERE n.replaces = r.id AND n.cancelled_at IS NULL)`

// openRound checks that the rules are the cycle's, and numbers the round.
func openRound(tx *Tx, op *Operation, o civic.OpenRound) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	var text string
	if err := tx.row(`SELECT c.rules FROM sessions s JOIN cycles c ON c.id = s.cycle_id WHERE s.id = $1`, []any{op.Scope}, &text); err != nil {
		return nil, err
	}
	var rules civic.CycleRules
	if err := json.Unmarshal([]byte(text), &rules); err != nil {
		return nil, err
	}
	if !slices.Contains(rules.Ways(), o.Rules.By) || !o.Rules.Same(civic.RulesOfRound(rules, o.Rules.By)) {
		return nil, civic.Bad("rules", "error.round_rules")
	}
	var standing, number int
	err := tx.row(`SELECT coalesce(sum(CASE WHEN r.status <> 'revealed' AND r.id <> $1`+andStands+` THEN 1 ELSE 0 END), 0), coalesce(max(r.number), 0)
		FROM rounds r WHERE r.session_id = $2`, []any{o.Replaces, op.Scope}, &standing, &number)
	if err != nil {
		return nil, err
	}
	if standing > 0 {
		return nil, civic.E(civic.Conflict, "error.round_standing")
	}
	if o.Replaces != "" {
		var had, again int
		if err := tx.row(`SELECT count(*), (SELECT count(*) FROM rounds n WHERE n.replaces = $1 AND n.cancelled_at IS NULL) FROM rounds WHERE id = $1 AND session_id = $2`,
			[]any{o.Replaces, op.Scope}, &had, &again); err != nil {
			return nil, err
		}
		if had == 0 {
			return nil, civic.E(civic.NotFound, "error.not_found")
		}
		if again > 0 {
			return nil, civic.E(civic.Conflict, "error.round_closed")
		}
	}
	var body [3]string
	for i, v := range []any{o.Rules, o.Options, o.Groups} {
		if body[i], err = encode(v); err != nil {
			return nil, err
		}
	}
	return nil, tx.exec(`INSERT INTO rounds (id, session_id, number, method, rules, options, heads, opened_at, replaces, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, o.ID, op.Scope, number+1, string(o.Rules.Method), body[0], body[1], body[2],
		micros(op.At), nullable(o.Replaces), strings.TrimSpace(o.Reason))
}

// counting is a round of the scope that still takes counts; it is marked as
// changed, and what the second counter confirmed no longer holds.
func (tx *Tx) counting(op *Operation, id string, method ...civic.Method) (*civic.Round, error) {
	r, err := tx.round(op.Scope, id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(method, r.Rules.Method) {
		return nil, civic.Bad("", "error.choice")
	}
	return r, tx.exec(`UPDATE rounds SET counter2 = '', confirmed_at = NULL, version = version + 1 WHERE id = $1`, id)
}

// round is a round of the session that is open: a closed or replaced one never changes.
func (tx *Tx) round(session, id string) (*civic.Round, error) {
	if err := tx.mustBeOpen(session); err != nil {
		return nil, err
	}
	rounds, err := roundsBy(tx.each, `r.session_id = $1 AND r.id = $2`, session, id)
	if err != nil {
		return nil, err
	}
	if len(rounds) == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if !rounds[0].Writable() {
		return nil, civic.E(civic.Conflict, "error.round_closed")
	}
	return &rounds[0], nil
}

func setTally(tx *Tx, op *Operation, s civic.SetTally) (any, error) {
	r, err := tx.counting(op, s.Round, civic.Dots, civic.Hands)
	if err != nil {
		return nil, err
	}
	if r.Title(s.Option) == "" || !hasGroup(r, s.Group) {
		return nil, civic.Bad("n", "error.choice")
	}
	return nil, tx.exec(`INSERT INTO tallies (round_id, option_id, grp, n) VALUES ($1, $2, $3, $4)
		ON CONFLICT (round_id, option_id, grp) DO UPDATE SET n = excluded.n`, s.Round, s.Option, s.Group, s.N)
}

func hasGroup(r *civic.Round, key string) bool {
	return slices.ContainsFunc(r.Groups, func(g civic.RoundGroup) bool { return g.Key == key })
}

func setRest(tx *Tx, op *Operation, s civic.SetRest) (any, error) {
	r, err := tx.counting(op, s.Round, civic.Dots, civic.Ballots)
	if err != nil {
		return nil, err
	}
	if !hasGroup(r, s.Group) {
		return nil, civic.Bad("n", "error.choice")
	}
	if s.What == "spoiled" {
		return nil, tx.exec(`INSERT INTO round_groups (round_id, grp, spoiled) VALUES ($1, $2, $3)
			ON CONFLICT (round_id, grp) DO UPDATE SET spoiled = excluded.spoiled`, s.Round, s.Group, s.N)
	}
	return nil, tx.exec(`INSERT INTO round_groups (round_id, grp, unused) VALUES ($1, $2, $3)
		ON CONFLICT (round_id, grp) DO UPDATE SET unused = excluded.unused`, s.Round, s.Group, s.N)
}

func answerPair(tx *Tx, op *Operation, a civic.AnswerPair) (any, error) {
	r, err := tx.counting(op, a.Round, civic.Pairwise)
	if err != nil {
		return nil, err
	}
	if !r.HasPair(a.A, a.B) {
		return nil, civic.Bad("winner", "error.choice")
	}
	if a.Open {
		return nil, tx.exec(`DELETE FROM pair_answers WHERE round_id = $1 AND a = $2 AND b = $3`, a.Round, a.A, a.B)
	}
	return nil, tx.exec(`INSERT INTO pair_answers (round_id, a, b, winner) VALUES ($1, $2, $3, $4)
		ON CONFLICT (round_id, a, b) DO UPDATE SET winner = excluded.winner`, a.Round, a.A, a.B, a.Winner)
}

func setScore(tx *Tx, op *Operation, s civic.SetScore) (any, error) {
	r, err := tx.counting(op, s.Round, civic.Scoring)
	if err != nil {
		return nil, err
	}
	if r.Title(s.Option) == "" || !slices.ContainsFunc(r.Rules.Criteria, func(c civic.Criterion) bool { return c.ID == s.Criterion }) {
		return nil, civic.Bad("score", "error.choice")
	}
	if s.Score == 0 {
		return nil, tx.exec(`DELETE FROM scores WHERE round_id = $1 AND option_id = $2 AND criterion = $3`, s.Round, s.Option, s.Criterion)
	}
	return nil, tx.exec(`INSERT INTO scores (round_id, option_id, criterion, score) VALUES ($1, $2, $3, $4)
		ON CONFLICT (round_id, option_id, criterion) DO UPDATE SET score = excluded.score`, s.Round, s.Option, s.Criterion, s.Score)
}

// putBallot keeps a ballot under a random key: neither the row nor the journal
// says when it was entered.
func putBallot(tx *Tx, op *Operation, p civic.PutBallot) (any, error) {
	r, err := tx.counting(op, p.Round, civic.Ballots)
	if err != nil {
		return nil, err
	}
	if p.Remove != "" {
		return nil, tx.must(`DELETE FROM ballots WHERE id = $1 AND round_id = $2`, p.Remove, p.Round)
	}
	if err := r.Rules.CheckBallot(p.Places); err != nil {
		return nil, err
	}
	for option := range p.Places {
		if r.Title(option) == "" {
			return nil, civic.Bad("places", "error.choice")
		}
	}
	places, err := encode(p.Places)
	if err != nil {
		return nil, err
	}
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return nil, tx.exec(`INSERT INTO ballots (id, round_id, places) VALUES ($1, $2, $3)`, hex.EncodeToString(id[:]), p.Round, places)
}

func confirmRound(tx *Tx, op *Operation, c civic.ConfirmRound) (any, error) {
	r, err := tx.round(op.Scope, c.Round)
	if err != nil {
		return nil, err
	}
	if len(r.Gaps()) > 0 {
		return nil, civic.E(civic.Conflict, "error.round_gaps")
	}
	if len(r.PhoneVoters) > 0 {
		return nil, civic.E(civic.Conflict, "error.vote_counting")
	}
	return nil, tx.exec(`UPDATE rounds SET counter1 = $1, counter2 = $2, confirmed_at = $3, version = version + 1 WHERE id = $4`,
		strings.TrimSpace(c.Counters[0]), strings.TrimSpace(c.Counters[1]), micros(op.At), c.Round)
}

func closeRound(tx *Tx, op *Operation, c civic.CloseRound) (any, error) {
	r, err := tx.round(op.Scope, c.Round)
	if err != nil {
		return nil, err
	}
	if len(r.Gaps()) > 0 {
		return nil, civic.E(civic.Conflict, "error.round_gaps")
	}
	if !r.Confirmed() {
		return nil, civic.E(civic.Conflict, "error.round_unconfirmed")
	}
	return nil, tx.exec(`UPDATE rounds SET status = 'closed', closed_at = $1, version = version + 1 WHERE id = $2`, micros(op.When()), c.Round)
}

func cancelRound(tx *Tx, op *Operation, c civic.CancelRound) (any, error) {
	if err := tx.mustBeOpen(op.Scope); err != nil {
		return nil, err
	}
	rounds, err := roundHeads(tx.each, `r.session_id = $1 AND r.id = $2`, op.Scope, c.Round)
	if err != nil {
		return nil, err
	}
	if len(rounds) == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if !rounds[0].Cancellable() {
		return nil, civic.E(civic.Conflict, "error.round_closed")
	}
	if err := tx.dropVotes(c.Round); err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE rounds SET cancelled_at = $1, cancel_reason = $2, version = version + 1 WHERE id = $3`, micros(op.At), strings.TrimSpace(c.Reason), c.Round)
}

// counted is a round of the scope whose counting is over and that stands.
func (tx *Tx) counted(session, id string, status civic.RoundStatus) (*civic.Round, error) {
	if err := tx.mustBeOpen(session); err != nil {
		return nil, err
	}
	rounds, err := roundsBy(tx.each, `r.session_id = $1 AND r.id = $2`, session, id)
	if err != nil {
		return nil, err
	}
	if len(rounds) == 0 {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	if r := &rounds[0]; r.Status == status && r.Stands() {
		return r, nil
	}
	return nil, civic.E(civic.Conflict, "error.round_closed")
}

// fits reports whether a result ranks exactly the round's options.
func fits(r *civic.Round, result civic.RoundResult) bool {
	seen := map[string]bool{}
	for _, row := range result.Rows {
		if r.Title(row.Option) == "" {
			return false
		}
		seen[row.Option] = true
	}
	return len(seen) == len(r.Options) && len(result.Rows) == len(r.Options)
}

func revealRound(tx *Tx, op *Operation, v civic.RevealRound) (any, error) {
	r, err := tx.counted(op.Scope, v.Round, civic.RoundClosed)
	if err != nil {
		return nil, err
	}
	if !fits(r, v.Result) {
		return nil, civic.Bad("", "error.round_result")
	}
	result, err := encode(v.Result)
	if err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE rounds SET status = 'revealed', result = $1, version = version + 1 WHERE id = $2`, result, v.Round)
}

// drawLot decides a tie once; a second drawing would be choosing.
func drawLot(tx *Tx, op *Operation, d civic.DrawLot) (any, error) {
	r, err := tx.counted(op.Scope, d.Round, civic.RoundRevealed)
	if err != nil {
		return nil, err
	}
	if r.Rules.TieBreak != "lot" || r.Result == nil || !fits(r, d.Result) {
		return nil, civic.Bad("", "error.choice")
	}
	place := 0
	for _, row := range r.Result.Rows {
		if row.Option == d.Order[0] {
			place = row.Place
		}
	}
	tied := map[string]bool{}
	for _, row := range r.Result.Rows {
		if row.Place == place {
			tied[row.Option] = true
		}
	}
	for _, option := range d.Order {
		if !tied[option] || r.LotOf(option) != nil {
			return nil, civic.E(civic.Conflict, "error.lot_drawn")
		}
		delete(tied, option)
	}
	if len(tied) > 0 { // a lot is among all of a tie
		return nil, civic.Bad("", "error.choice")
	}
	lots, err := encode(append(r.Lots, civic.RoundLot{Order: d.Order, Witnesses: d.Witnesses, At: op.At}))
	if err != nil {
		return nil, err
	}
	result, err := encode(d.Result)
	if err != nil {
		return nil, err
	}
	return nil, tx.exec(`UPDATE rounds SET lots = $1, result = $2, version = version + 1 WHERE id = $3`, lots, result, d.Round)
}

// Rounds are a session's rankings with everything that was counted, in order.
func (s *Store) Rounds(ctx context.Context, session string) ([]civic.Round, error) {
	return roundsBy(s.eachIn(ctx), `r.session_id = $1`, session)
}

// RoundOptions are the cards of a session that stand, as a ranking would take them.
func (s *Store) RoundOptions(ctx context.Context, session string) ([]civic.RoundOption, error) {
	return list(ctx, s, `SELECT id, title FROM priorities
		WHERE session_id = $1 AND withdrawn = 0 AND dissolved = 0 AND merged_into IS NULL ORDER BY place, id`, []any{session},
		func(r scanner, o *civic.RoundOption) error { return r.Scan(&o.ID, &o.Title) })
}

// RoundHeads are a session's rankings without their counts.
func (s *Store) RoundHeads(ctx context.Context, session string) ([]civic.Round, error) {
	return roundHeads(s.eachIn(ctx), `r.session_id = $1`, session)
}

// reading runs a query, of the reader or inside the writer's transaction.
type reading func(query string, args []any, scan func(scanner) error) error

func (s *Store) eachIn(ctx context.Context) reading {
	return func(query string, args []any, scan func(scanner) error) error { return s.each(ctx, query, args, scan) }
}

func roundHeads(each reading, where string, args ...any) ([]civic.Round, error) {
	var out []civic.Round
	err := each(`SELECT r.id, r.session_id, r.number, r.rules, r.options, r.heads, r.status, r.opened_at, r.closed_at,
			coalesce(r.replaces, ''), coalesce(n.id, ''), r.reason, r.counter1, r.counter2, r.confirmed_at, r.cancelled_at, r.cancel_reason, r.lots, r.result, r.phones, r.version
		FROM rounds r LEFT JOIN rounds n ON n.replaces = r.id AND n.cancelled_at IS NULL WHERE `+where+` ORDER BY r.number`, args, func(row scanner) error {
		r := civic.Round{Counts: map[civic.RoundCell]int{}, Scores: map[civic.ScoreCell]int{}}
		var rules, options, heads, lots, result, phones string
		var opened int64
		var closed, confirmed, cancelled sql.NullInt64
		if err := row.Scan(&r.ID, &r.Session, &r.Number, &rules, &options, &heads, &r.Status, &opened, &closed,
			&r.Replaces, &r.ReplacedBy, &r.Reason, &r.Counters[0], &r.Counters[1], &confirmed, &cancelled, &r.Cancelled, &lots, &result, &phones, &r.Version); err != nil {
			return err
		}
		r.OpenedAt, r.ClosedAt, r.ConfirmedAt, r.CancelledAt = fromMicros(opened), maybeTime(closed), maybeTime(confirmed), maybeTime(cancelled)
		err := errors.Join(json.Unmarshal([]byte(rules), &r.Rules), json.Unmarshal([]byte(options), &r.Options),
			json.Unmarshal([]byte(heads), &r.Groups), json.Unmarshal([]byte(lots), &r.Lots))
		if result != "" {
			r.Result = &civic.RoundResult{}
			err = errors.Join(err, json.Unmarshal([]byte(result), r.Result))
		}
		if phones != "" {
			r.Phones = &civic.PhonePart{}
			err = errors.Join(err, json.Unmarshal([]byte(phones), r.Phones))
		}
		out = append(out, r)
		return err
	})
	return out, err
}

// roundsBy reads rounds in two queries: the rounds, and what was counted.
func roundsBy(each reading, where string, args ...any) ([]civic.Round, error) {
	rounds, err := roundHeads(each, where, args...)
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	find := map[string]*civic.Round{}
	for i := range rounds {
		find[rounds[i].ID] = &rounds[i]
	}
	return rounds, each(`SELECT 't' AS what, x.round_id, x.option_id, x.grp, x.n, 0 FROM tallies x JOIN rounds r ON r.id = x.round_id WHERE `+where+`
		UNION ALL SELECT 'g', x.round_id, '', x.grp, x.spoiled, x.unused FROM round_groups x JOIN rounds r ON r.id = x.round_id WHERE `+where+`
		UNION ALL SELECT 's', x.round_id, x.option_id, x.criterion, x.score, 0 FROM scores x JOIN rounds r ON r.id = x.round_id WHERE `+where+`
		UNION ALL SELECT 'p', x.round_id, x.a, x.b, CASE x.winner WHEN x.a THEN 1 WHEN x.b THEN 2 ELSE 0 END, 0
			FROM pair_answers x JOIN rounds r ON r.id = x.round_id WHERE `+where+`
		UNION ALL SELECT 'b', x.round_id, x.id, x.places, 0, 0 FROM ballots x JOIN rounds r ON r.id = x.round_id WHERE `+where+`
		UNION ALL SELECT 'v', x.round_id, '', x.grp, count(*), 0 FROM phone_votes x JOIN rounds r ON r.id = x.round_id WHERE `+where+` GROUP BY x.round_id, x.grp
		ORDER BY 1, 2, 3, 4`, args, func(row scanner) error {
		var what, id, a, b string
		var n, m int
		if err := row.Scan(&what, &id, &a, &b, &n, &m); err != nil {
			return err
		}
		r := find[id]
		switch what {
		case "t":
			r.Counts[civic.RoundCell{Option: a, Group: b}] = n
		case "s":
			r.Scores[civic.ScoreCell{Option: a, Criterion: b}] = n
		case "p":
			r.Pairs = append(r.Pairs, civic.PairAnswer{A: a, B: b, Winner: [...]string{"", a, b}[n]})
		case "b":
			r.Ballots = append(r.Ballots, civic.Ballot{ID: a})
			return json.Unmarshal([]byte(b), &r.Ballots[len(r.Ballots)-1].Places)
		case "v":
			if r.PhoneVoters == nil {
				r.PhoneVoters = map[string]int{}
			}
			r.PhoneVoters[b] = n
		case "g":
			for i := range r.Groups {
				if g := &r.Groups[i]; g.Key == b {
					g.Spoiled, g.Unused = n, m
				}
			}
		}
		return nil
	})
}
