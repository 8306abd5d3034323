-- +goose Up
-- Who may read a municipality's data by program; only the hash of a token is kept.
CREATE TABLE api_tokens (
    hash            TEXT NOT NULL PRIMARY KEY,
    municipality_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    name            TEXT NOT NULL, -- what it is for
    made_by         TEXT NOT NULL,
    made_at         INTEGER NOT NULL,
    used_at         INTEGER
) STRICT;
CREATE INDEX api_tokens_municipality ON api_tokens (municipality_id);

-- Addresses that are told when something is published. Its secret is made of the installation's and the id.
CREATE TABLE webhooks (
    id              TEXT NOT NULL PRIMARY KEY,
    municipality_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    url             TEXT NOT NULL,
    made_by         TEXT NOT NULL,
    made_at         INTEGER NOT NULL,
    gone            INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))
) STRICT;
CREATE INDEX webhooks_municipality ON webhooks (municipality_id);

CREATE TABLE webhook_events (
    id         TEXT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    body       TEXT NOT NULL, -- JSON, as it is sent
    tries      INTEGER NOT NULL DEFAULT 0,
    next_at    INTEGER, -- NULL arrived, or given up
    arrived_at INTEGER,
    problem    TEXT NOT NULL DEFAULT '', -- what was answered last
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_events_next ON webhook_events (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_events_of ON webhook_events (webhook_id, made_at);
