-- +goose Up
-- What of a cycle everybody may see, from when on. A withdrawn row stays with its reason.
CREATE TABLE publications (
    cycle_id     TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    what         TEXT NOT NULL CHECK (what IN ('schedule', 'list', 'decisions', 'plan', 'monitoring')),
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    withdrawn    INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    reason       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (cycle_id, what)
) STRICT;
