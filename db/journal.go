package db

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"strconv"
	"time"

	"ashar/internal/civic"
)

// Apply validates a change, applies it and journals it in one transaction.
// The same operation id again answers the stored receipt and changes nothing;
// the same id with other content is a Conflict.
func (s *Store) Apply(ctx context.Context, op civic.Operation) (civic.Receipt, error) {
	p, err := s.ready(op)
	if err != nil {
		return civic.Receipt{}, err
	}
	var r civic.Receipt
	err = s.write(ctx, func(tx *Tx) (err error) {
		r, err = p.apply(tx, s)
		return err
	})
	if err != nil { // who gave up waiting must not look at r: it may be written just now
		return civic.Receipt{}, err
	}
	return r, nil
}

// ApplyAll applies operations in their order, all of them or none, in one transaction.
func (s *Store) ApplyAll(ctx context.Context, ops []civic.Operation) error {
	all := make([]pending, len(ops))
	for i, op := range ops {
		p, err := s.ready(op)
		if err != nil {
			return err
		}
		all[i] = p
	}
	return s.write(ctx, func(tx *Tx) error {
		for _, p := range all {
			if _, err := p.apply(tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// pending is an operation that can be applied.
type pending struct {
	op   civic.Operation
	by   applier
	line journalLine
}

// ready checks what needs no transaction.
func (s *Store) ready(op civic.Operation) (pending, error) {
	by, ok := appliers[op.Change.Kind()]
	if !ok {
		return pending{}, fmt.Errorf("no applier for %q", op.Change.Kind())
	}
	if err := op.Change.Validate(); err != nil {
		return pending{}, err
	}
	if op.ID == "" {
		op.ID = s.IDs.New()
	}
	if !civic.ValidID(op.ID) {
		return pending{}, civic.E(civic.Invalid, "error.operation_id")
	}
	line, err := s.line(op)
	return pending{op, by, line}, err
}

func (p pending) apply(tx *Tx, s *Store) (civic.Receipt, error) {
	r, prev, err := tx.seen(p.line)
	if err != nil || r.Repeated {
		return r, err
	}
	p.line.prev, p.line.serverAt = prev, s.now()
	if p.op.ClientAt.IsZero() {
		p.op.ClientAt = p.line.serverAt
	}
	p.line.clientAt = p.op.ClientAt
	outcome, err := p.by(tx, &Operation{Operation: p.op, At: p.line.serverAt, store: s})
	if err != nil {
		return r, err
	}
	return tx.journal(p.line, outcome)
}

// line is an operation on its way into the journal.
func (s *Store) line(op civic.Operation) (journalLine, error) {
	full, err := json.Marshal(op.Change)
	if err != nil {
		return journalLine{}, err
	}
	data := full
	if p, ok := op.Change.(civic.Private); ok {
		if data, err = json.Marshal(p.Journaled()); err != nil {
			return journalLine{}, err
		}
	}
	// Keyed, so that the digest of a short private text cannot be guessed from a copy of the journal.
	digest := sum(hmac.New(sha256.New, s.key), op.Scope, op.Change.Kind(), op.Change.Subject(), op.Actor, string(full))
	return journalLine{
		id: op.ID, actor: op.Actor, device: op.Device, scope: op.Scope,
		kind: op.Change.Kind(), subject: op.Change.Subject(), data: string(data),
		digest: digest,
	}, nil
}

// seen looks whether the operation is in the journal already, and at the head
// of its scope: one query, since every tick of every tablet waits for it. An
// applier leaves the journal of its own scope alone, so the head still stands
// when the entry is appended.
func (tx *Tx) seen(l journalLine) (r civic.Receipt, head string, err error) {
	var seq int64
	err = tx.row(`SELECT coalesce((SELECT hash FROM journal WHERE scope = $1 ORDER BY seq DESC LIMIT 1), ''),
		coalesce((SELECT seq FROM journal WHERE id = $2), 0)`, []any{l.scope, l.id}, &head, &seq)
	if err != nil || seq == 0 {
		return r, head, err
	}
	var at int64
	var digest string
	var outcome sql.NullString
	if err := tx.row(`SELECT server_at, digest, outcome FROM journal WHERE seq = $1`, []any{seq}, &at, &digest, &outcome); err != nil {
		return r, head, err
	}
	// What came in a bundle has no digest of this installation: its id alone says that it is done.
	if digest != "" && !hmac.Equal([]byte(digest), []byte(l.digest)) {
		return r, head, civic.E(civic.Conflict, "error.operation_reused")
	}
	r = civic.Receipt{Seq: seq, Repeated: true, ServerAt: fromMicros(at)}
	if outcome.Valid {
		r.Outcome = json.RawMessage(outcome.String)
	}
	return r, head, nil
}

// journal appends the entry, chained to the one before it in its scope.
func (tx *Tx) journal(l journalLine, outcome any) (r civic.Receipt, err error) {
	var stored any
	if outcome != nil {
		if r.Outcome, err = json.Marshal(outcome); err != nil {
			return r, err
		}
		stored = string(r.Outcome)
	}
	tx.touched[l.scope] = struct{}{}
	r.ServerAt = l.serverAt
	r.Seq, err = tx.insert(`INSERT INTO journal (id, actor, device, scope, kind, subject, data, client_at, server_at, digest, outcome, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.id, l.actor, l.device, l.scope, l.kind, l.subject, l.data, micros(l.clientAt), micros(l.serverAt), l.digest, stored, l.prev, l.hash())
	return r, err
}

// OnChange has every scope told that committed changes touched. tell must not
// wait: all writing stands still meanwhile.
func (s *Store) OnChange(tell func(scope string)) { s.writer.tell.Store(&tell) }

// Newest grows with every change of a scope, journaled, of a phone or of a respondent; 0 for an empty journal.
func (s *Store) Newest(ctx context.Context, scope string) (seq int64, err error) {
	err = s.row(ctx, `SELECT coalesce(max(seq), 0) + coalesce((SELECT n FROM pulses WHERE session_id = $1), 0) + coalesce((SELECT pulse FROM surveys WHERE id = $1), 0) FROM journal WHERE scope = $1`, []any{scope}, &seq)
	return seq, err
}

// JournalHead is the number of the newest journaled entry of a scope alone.
func (s *Store) JournalHead(ctx context.Context, scope string) (seq int64, err error) {
	err = s.row(ctx, `SELECT coalesce(max(seq), 0) FROM journal WHERE scope = $1`, []any{scope}, &seq)
	return seq, err
}

// Journal reads the entries of a scope after a sequence number, oldest first.
func (s *Store) Journal(ctx context.Context, scope string, after int64) ([]civic.Entry, error) {
	return list(ctx, s, `SELECT `+entryColumns+` FROM journal WHERE scope = $1 AND seq > $2 ORDER BY seq`,
		[]any{scope, after}, scanEntry)
}

// History reads what happened to one thing, newest first.
func (s *Store) History(ctx context.Context, scope, subject string) ([]civic.Entry, error) {
	var by string
	return list(ctx, s, `SELECT `+entryColumns+`, coalesce((SELECT name FROM users u WHERE u.id = actor), '') FROM journal WHERE subject = $1 AND scope = $2 ORDER BY seq DESC`,
		[]any{subject, scope}, func(r scanner, e *civic.Entry) error {
			err := scanEntry(withMore{r, &by}, e)
			e.ActorName = by
			return err
		})
}

// withMore scans one more column than asked.
type withMore struct {
	scanner
	last any
}

func (w withMore) Scan(dest ...any) error { return w.scanner.Scan(append(dest, w.last)...) }

// Head is the hash of the last entry of a scope: the check value on paper. Empty for an empty journal.
func (s *Store) Head(ctx context.Context, scope string) (string, error) {
	var head string
	err := s.row(ctx, `SELECT hash FROM journal WHERE scope = $1 ORDER BY seq DESC LIMIT 1`, []any{scope}, &head)
	if civic.KindOf(err) == civic.NotFound {
		return "", nil
	}
	return head, err
}

// Verify recomputes the chain of a scope and names the first broken entry.
func (s *Store) Verify(ctx context.Context, scope string) error {
	entries, err := s.Journal(ctx, scope, 0)
	if err != nil {
		return err
	}
	prev := ""
	for _, e := range entries {
		l := journalLine{id: e.ID, actor: e.Actor, device: e.Device, scope: e.Scope, kind: e.Kind, subject: e.Subject,
			data: string(e.Data), clientAt: e.ClientAt, serverAt: e.ServerAt, prev: prev}
		if e.Prev != prev || e.Hash != l.hash() {
			return fmt.Errorf("journal of %s: entry %d does not match its check value", scope, e.Seq)
		}
		prev = e.Hash
	}
	return nil
}

const entryColumns = `seq, id, actor, device, scope, kind, subject, data, client_at, server_at, prev, hash`

func scanEntry(r scanner, e *civic.Entry) error {
	var client, server int64
	var data string
	err := r.Scan(&e.Seq, &e.ID, &e.Actor, &e.Device, &e.Scope, &e.Kind, &e.Subject, &data, &client, &server, &e.Prev, &e.Hash)
	e.Data, e.ClientAt, e.ServerAt = json.RawMessage(data), fromMicros(client), fromMicros(server)
	return err
}

type journalLine struct {
	id, actor, device, scope, kind, subject, data, digest, prev string
	clientAt, serverAt                                          time.Time
}

// hash is the SHA-256 of the entry in its canonical form and of the hash before it.
func (l journalLine) hash() string {
	return sum(sha256.New(), l.prev, l.id, l.actor, l.device, l.scope, l.kind, l.subject, l.data,
		strconv.FormatInt(micros(l.clientAt), 10), strconv.FormatInt(micros(l.serverAt), 10))
}

// sum digests parts, each with its length before it: no two lists read alike.
func sum(h hash.Hash, parts ...string) string {
	all := make([]byte, 0, 1024)
	for _, part := range parts {
		all = append(append(strconv.AppendInt(all, int64(len(part)), 10), ':'), part...)
	}
	h.Write(all)
	return hex.EncodeToString(h.Sum(all[:0]))
}

// prepare reads or makes the installation's secret.
func (s *Store) prepare(ctx context.Context) error {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh)
	return s.write(ctx, func(tx *Tx) error {
		var kept string
		if err := tx.exec(`INSERT INTO settings (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING`, hex.EncodeToString(fresh)); err != nil {
			return err
		}
		err := tx.row(`SELECT value FROM settings WHERE name = 'key'`, nil, &kept)
		if err == nil {
			s.key, err = hex.DecodeString(kept)
		}
		return err
	})
}
