package db

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"time"

	"ashar/internal/civic"
)

// AddWebhook has an address told from now on.
func (s *Store) AddWebhook(ctx context.Context, id, municipality, url, user string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.once(`INSERT INTO webhooks (id, municipality_id, url, made_by, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
			id, municipality, url, user, micros(s.now()))
	})
}

// EndWebhook tells an address nothing more.
func (s *Store) EndWebhook(ctx context.Context, municipality, id string) error {
	return s.write(ctx, func(tx *Tx) error {
		if err := tx.must(`UPDATE webhooks SET gone = 1 WHERE id = $1 AND municipality_id = $2 AND gone = 0`, id, municipality); err != nil {
			return err
		}
		return tx.exec(`UPDATE webhook_events SET next_at = NULL WHERE webhook_id = $1`, id)
	})
}

// WebhookSecret signs what is sent to an address: made of the installation's own, so that it is kept nowhere.
func (s *Store) WebhookSecret(id string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte("webhook " + id))
	return hex.EncodeToString(m.Sum(nil))
}

const hookEvents = 5 // shown of each address

// Webhooks are the addresses of a municipality with what they were told last.
func (s *Store) Webhooks(ctx context.Context, municipality string) ([]civic.Webhook, error) {
	var all []civic.Webhook
	err := s.each(ctx, `SELECT w.id, w.url, coalesce(u.name, ''), w.made_at, coalesce(e.id, ''), coalesce(e.tries, 0), e.next_at, e.arrived_at, coalesce(e.problem, ''), coalesce(e.made_at, 0)
		FROM webhooks w LEFT JOIN users u ON u.id = w.made_by LEFT JOIN webhook_events e ON e.webhook_id = w.id
		WHERE w.municipality_id = $1 AND w.gone = 0 ORDER BY w.made_at, w.id, e.made_at DESC`, []any{municipality}, func(r scanner) error {
		var w civic.Webhook
		var e civic.HookEvent
		var made, at int64
		var next, arrived sql.NullInt64
		if err := r.Scan(&w.ID, &w.URL, &w.By, &made, &e.ID, &e.Tries, &next, &arrived, &e.Problem, &at); err != nil {
			return err
		}
		w.At, e.At, e.NextAt, e.ArrivedAt = fromMicros(made), fromMicros(at), maybeTime(next), maybeTime(arrived)
		if n := len(all); n == 0 || all[n-1].ID != w.ID {
			all = append(all, w)
		}
		if last := &all[len(all)-1]; e.ID != "" && len(last.Events) < hookEvents {
			last.Events = append(last.Events, e)
		}
		return nil
	})
	return all, err
}

// tellHooks writes down what the addresses of a cycle's municipality are to be
// told, in the transaction that makes it true: nothing is told that is not, and
// nothing that is goes untold.
func (tx *Tx) tellHooks(op *Operation, cycle, event, what string) error {
	var municipality, code string
	if err := tx.row(`SELECT c.municipality_id, u.code FROM cycles c JOIN units u ON u.id = c.municipality_id WHERE c.id = $1`, []any{cycle}, &municipality, &code); err != nil {
		return err
	}
	var hooks []string
	if err := tx.each(`SELECT id FROM webhooks WHERE municipality_id = $1 AND gone = 0 ORDER BY id`, []any{municipality}, func(r scanner) error {
		var id string
		err := r.Scan(&id)
		hooks = append(hooks, id)
		return err
	}); err != nil {
		return err
	}
	for _, hook := range hooks {
		id := civic.ChildID(op.ID, "webhook/"+hook)
		body, err := json.Marshal(struct {
			ID           string `json:"id"`
			Event        string `json:"event"`
			What         string `json:"what"`
			Cycle        string `json:"cycle"`
			Municipality string `json:"municipality"` // its code
			Page         string `json:"page"`
			At           string `json:"at"`
		}{id, event, what, cycle, code, "/open/cycles/" + cycle, op.At.UTC().Format(time.RFC3339)})
		if err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO webhook_events (id, webhook_id, body, next_at, made_at) VALUES ($1, $2, $3, $4, $4)`, id, hook, string(body), micros(op.At)); err != nil {
			return err
		}
	}
	return nil
}

// HooksDue are the events to send now, the oldest first.
func (s *Store) HooksDue(ctx context.Context, most int) ([]civic.HookEvent, error) {
	return list(ctx, s, `SELECT e.id, e.webhook_id, w.url, e.body, e.tries FROM webhook_events e JOIN webhooks w ON w.id = e.webhook_id
		WHERE e.next_at IS NOT NULL AND e.next_at <= $1 AND w.gone = 0 ORDER BY e.next_at LIMIT $2`, []any{micros(s.now()), most}, func(r scanner, e *civic.HookEvent) error {
		return r.Scan(&e.ID, &e.Webhook, &e.URL, &e.Body, &e.Tries)
	})
}

// HookTried notes how a telling went: arrived, to be tried again, or given up.
func (s *Store) HookTried(ctx context.Context, e civic.HookEvent, problem string) error {
	now := s.now()
	tries := e.Tries + 1
	var next, arrived any
	if problem == "" {
		arrived = micros(now)
	} else if tries < civic.HookTries {
		next = micros(now.Add(civic.HookWait(tries)))
	}
	return s.write(ctx, func(tx *Tx) error {
		return tx.exec(`UPDATE webhook_events SET tries = $1, next_at = $2, arrived_at = $3, problem = $4 WHERE id = $5`, tries, next, arrived, problem, e.ID)
	})
}

// RetryHook tries a telling again at once.
func (s *Store) RetryHook(ctx context.Context, municipality, event string) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.must(`UPDATE webhook_events SET next_at = $1, tries = 0 WHERE id = $2 AND arrived_at IS NULL
			AND webhook_id IN (SELECT id FROM webhooks WHERE municipality_id = $3 AND gone = 0)`, micros(s.now()), event, municipality)
	})
}
