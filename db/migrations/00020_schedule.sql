-- +goose Up
-- Schedules as they were agreed or published. A version agreed first and
-- published unchanged stays one row with both stamps.
CREATE TABLE schedule_versions (
    cycle_id     TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL CHECK (number > 0),
    status       TEXT NOT NULL CHECK (status IN ('agreed', 'published')),
    digest       TEXT NOT NULL,
    plan         TEXT NOT NULL, -- JSON civic.PlanSnapshot
    agreed_by    TEXT NOT NULL DEFAULT '', -- the head of the aiyl okmotu
    warnings     INTEGER NOT NULL DEFAULT 0,
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    published_by TEXT NOT NULL DEFAULT '',
    published_at INTEGER,
    PRIMARY KEY (cycle_id, number)
) STRICT;

-- What a person has seen and need not see again: the tour.
CREATE TABLE seen (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    what    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, what)
) STRICT;
