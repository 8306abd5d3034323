-- +goose Up
-- Everybody writes before anybody speaks: slips typed from paper lie here until all are shown, then they are statements.
CREATE TABLE silences (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    open       INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE silent_slips (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    text       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX silent_slips_session ON silent_slips (session_id);
ALTER TABLE phone_statements ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)); -- sent in the silence, not shown yet
ALTER TABLE participants ADD COLUMN silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1));     -- has sent in the silence that is open or was last
