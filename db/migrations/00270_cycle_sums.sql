-- +goose Up
-- A cycle in numbers, added up by the writer whenever the cycle is told of a
-- change, so that a whole country is one look at one row of each.
CREATE TABLE cycle_sums (
    cycle_id    TEXT NOT NULL PRIMARY KEY REFERENCES cycles (id) ON DELETE CASCADE,
    cells       INTEGER NOT NULL, -- villages × audiences asked
    plans       INTEGER NOT NULL, -- sessions that are not cancelled
    held        INTEGER NOT NULL,
    below       INTEGER NOT NULL, -- of them below the least attendance
    came        INTEGER NOT NULL,
    women       INTEGER NOT NULL,
    youth       INTEGER NOT NULL,
    invited     INTEGER NOT NULL,
    checks_done INTEGER NOT NULL,
    checks      INTEGER NOT NULL,
    read_aloud  INTEGER NOT NULL,
    needs       INTEGER NOT NULL,
    ruled       INTEGER NOT NULL, -- needs with a decision
    acts        INTEGER NOT NULL, -- filed
    not_started INTEGER NOT NULL, -- actions
    under_way   INTEGER NOT NULL,
    done        INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,
    spent       INTEGER NOT NULL,
    cost        INTEGER NOT NULL
) STRICT;
INSERT INTO cycle_sums
SELECT c.id,
    (SELECT count(*) FROM cycle_villages v WHERE v.cycle_id = c.id) * (SELECT count(*) FROM audiences a WHERE a.cycle_id = c.id AND a.retired = 0),
    (SELECT count(*) FROM sessions s WHERE s.cycle_id = c.id AND s.practice = 0 AND s.status <> 'cancelled'),
    coalesce(f.held, 0), coalesce(f.below, 0), coalesce(f.came, 0), coalesce(f.women, 0), coalesce(f.youth, 0), coalesce(f.invited, 0), coalesce(f.checks_done, 0), coalesce(f.checks, 0), coalesce(f.read_aloud, 0),
    (SELECT count(*) FROM needs n WHERE n.cycle_id = c.id AND EXISTS (SELECT 1 FROM need_cards k WHERE k.need_id = n.id)),
    (SELECT count(*) FROM decisions d WHERE d.cycle_id = c.id AND d.need_id IS NOT NULL AND d.replaced_by IS NULL),
    (SELECT count(*) FROM acts t WHERE t.cycle_id = c.id AND t.filed_at IS NOT NULL),
    coalesce(x.not_started, 0), coalesce(x.under_way, 0), coalesce(x.done, 0), coalesce(x.cancelled, 0), coalesce(x.spent, 0),
    (SELECT coalesce(sum(m.amount), 0) FROM action_costs m JOIN actions y ON y.id = m.action_id WHERE y.cycle_id = c.id AND y.dropped = 0 AND y.status <> 'cancelled')
FROM cycles c
LEFT JOIN (SELECT cycle_id, count(*) AS held, sum(below_minimum) AS below, sum(came) AS came, sum(came_f) AS women, sum(youth) AS youth, sum(invited) AS invited,
        sum(checks_done) AS checks_done, sum(checks) AS checks, sum(read_aloud) AS read_aloud FROM session_facts GROUP BY cycle_id) f ON f.cycle_id = c.id
LEFT JOIN (SELECT cycle_id, sum(CASE WHEN status = 'not_started' THEN 1 ELSE 0 END) AS not_started, sum(CASE WHEN status = 'under_way' THEN 1 ELSE 0 END) AS under_way,
        sum(CASE WHEN status = 'done' THEN 1 ELSE 0 END) AS done, sum(CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled, sum(spent) AS spent
        FROM actions WHERE dropped = 0 GROUP BY cycle_id) x ON x.cycle_id = c.id;
DROP INDEX session_facts_sums;

-- +goose Down
CREATE INDEX session_facts_sums ON session_facts (cycle_id, came, came_f, youth, invited, checks_done, checks, below_minimum, read_aloud);
DROP TABLE cycle_sums;
