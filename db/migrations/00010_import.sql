-- +goose Up
-- Files of territory and people that were read and wait to be confirmed.
CREATE TABLE imports (
    id      TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    scope   TEXT NOT NULL, -- a municipality, or 'installation'
    name    TEXT NOT NULL, -- of the file
    tables  TEXT NOT NULL, -- JSON []civic.ImportTable; '[]' once confirmed
    until   INTEGER NOT NULL,
    done_at INTEGER,
    rows    INTEGER NOT NULL DEFAULT 0 -- written
) STRICT;
CREATE INDEX imports_until ON imports (until);
