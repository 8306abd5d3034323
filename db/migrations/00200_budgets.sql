-- +goose Up
-- Money for a year by source. Amounts are whole som.
CREATE TABLE envelopes (
    id       TEXT NOT NULL PRIMARY KEY,
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    year     INTEGER NOT NULL,
    source   TEXT NOT NULL CHECK (source IN ('local', 'national', 'grant', 'sponsor', 'community')),
    name     TEXT NOT NULL DEFAULT '', -- which grant, which sponsor
    amount   INTEGER NOT NULL CHECK (amount >= 0),
    gone     INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    version  INTEGER NOT NULL DEFAULT 1,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX envelopes_cycle ON envelopes (cycle_id, year);

-- What a need costs, by whom it was estimated and when. The newest stands, earlier ones stay.
CREATE TABLE estimates (
    id       TEXT NOT NULL PRIMARY KEY,
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    need_id  TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    cost     INTEGER NOT NULL CHECK (cost >= 0), -- som; 0 takes back what stood before
    source   TEXT NOT NULL, -- who or what it is from
    dated    TEXT NOT NULL, -- date
    note     TEXT NOT NULL DEFAULT '',
    made_by  TEXT NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX estimates_cycle ON estimates (cycle_id, need_id, made_at);

-- The rule by which the budget is divided, declared before it is; and each division that was kept.
CREATE TABLE budget_rules (
    cycle_id TEXT NOT NULL PRIMARY KEY REFERENCES cycles (id) ON DELETE CASCADE,
    rule     TEXT NOT NULL, -- JSON civic.BudgetRules
    made_by  TEXT NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE allocations (
    id         TEXT NOT NULL PRIMARY KEY,
    cycle_id   TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    rule       TEXT NOT NULL, -- JSON civic.BudgetRules
    body       TEXT NOT NULL, -- JSON civic.Division: money, costs and what groups asked for, as they were
    election   TEXT NOT NULL, -- the same as a Pabulib file
    winners    TEXT NOT NULL, -- JSON array of need ids, as the rule had them
    overrides  TEXT NOT NULL DEFAULT '[]', -- JSON array of civic.Override: need, in or out, reason, who, when
    adopted_at INTEGER,
    adopted_by TEXT NOT NULL DEFAULT '',
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (cycle_id, number)
) STRICT;
