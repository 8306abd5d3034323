-- +goose Up
-- What the conductor decided about the wall; no row: it follows the session.
CREATE TABLE walls (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    scene      TEXT NOT NULL DEFAULT '',
    blank      INTEGER NOT NULL DEFAULT 0 CHECK (blank IN (0, 1)),
    theme      TEXT NOT NULL DEFAULT 'light' CHECK (theme IN ('light', 'dark')),
    lang       TEXT NOT NULL DEFAULT ''
) STRICT;

-- Browsers that show the wall and nothing else. A row begins as a code; taken, it is the hash of what that browser keeps.
CREATE TABLE screens (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    code       TEXT,
    hash       TEXT,
    device     TEXT NOT NULL DEFAULT '',
    at         INTEGER NOT NULL, -- since when it is a code, then since when it shows the wall
    CHECK ((code IS NULL) <> (hash IS NULL))
) STRICT;
CREATE UNIQUE INDEX screens_code ON screens (code);
CREATE UNIQUE INDEX screens_hash ON screens (hash);
CREATE INDEX screens_session ON screens (session_id);
