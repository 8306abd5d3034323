package db

// sumCycle adds up a cycle again, from nothing: whatever was forgotten or went
// wrong before is right after it. Of a scope that is no cycle it writes nothing.
const sumCycle = `INSERT INTO cycle_sums (cycle_id, ` + sumColumns + `) SELECT c.id, ` + cycleSums + `
	ON CONFLICT (cycle_id) DO UPDATE SET cells = excluded.cells, plans = excluded.plans, held = excluded.held, below = excluded.below, came = excluded.came, women = excluded.women,
		youth = excluded.youth, invited = excluded.invited, checks_done = excluded.checks_done, checks = excluded.checks, read_aloud = excluded.read_aloud, needs = excluded.needs, ruled = excluded.ruled,
		acts = excluded.acts, not_started = excluded.not_started, under_way = excluded.under_way, done = excluded.done, cancelled = excluded.cancelled, spent = excluded.spent, cost = excluded.cost`

const sumColumns = `cells, plans, held, below, came, women, youth, invited, checks_done, checks, read_aloud, needs, ruled, acts, not_started, under_way, done, cancelled, spent, cost`

// cycleSums are the sums of a cycle in the order of sumColumns.
const cycleSums = `(SELECT count(*) FROM cycle_villages v WHERE v.cycle_id = c.id) * (SELECT count(*) FROM audiences a WHERE a.cycle_id = c.id AND a.retired = 0),
		(SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.practice = 0 AND s.status <> 'cancelled'), f.*,
		(SELECT count(*) FROM needs n WHERE n.cycle_id = c.id AND EXISTS (SELECT 1 FROM need_cards k WHERE k.need_id = n.id)),
		(SELECT count(*) FROM decisions d WHERE d.cycle_id = c.id AND d.need_id IS NOT NULL AND d.replaced_by IS NULL),
		(SELECT count(*) FROM acts t WHERE t.cycle_id = c.id AND t.filed_at IS NOT NULL), x.*,
		(SELECT coalesce(sum(m.amount), 0) FROM action_costs m JOIN actions y ON y.id = m.action_id WHERE y.cycle_id = c.id AND y.dropped = 0 AND y.status <> 'cancelled')
	FROM cycles c
	CROSS JOIN (SELECT count(*), coalesce(sum(below_minimum), 0), coalesce(sum(came), 0), coalesce(sum(came_f), 0), coalesce(sum(youth), 0), coalesce(sum(invited), 0),
		coalesce(sum(checks_done), 0), coalesce(sum(checks), 0), coalesce(sum(read_aloud), 0) FROM session_facts WHERE cycle_id = $1) f
	CROSS JOIN (SELECT coalesce(sum(CASE WHEN status = 'not_started' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN status = 'under_way' THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN status = 'done' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END), 0), coalesce(sum(spent), 0)
		FROM actions WHERE cycle_id = $1 AND dropped = 0) x
	WHERE c.id = $1`

// sum adds up the cycles that the batch is going to tell of a change.
func (tx *Tx) sum() error {
	for scope := range tx.touched {
		if err := tx.exec(sumCycle, scope); err != nil {
			return err
		}
	}
	return nil
}
