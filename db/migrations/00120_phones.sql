-- +goose Up
-- A session open to participants' phones. The code holds while closed_at is NULL; opened again there is another.
CREATE TABLE joins (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    code       TEXT NOT NULL,
    opened_at  INTEGER NOT NULL,
    closed_at  INTEGER,
    wifi       TEXT NOT NULL DEFAULT '', -- name and password of the hall's own network, for slips and the wall
    password   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX joins_code ON joins (code) WHERE closed_at IS NULL;

-- Who takes part by phone: the hash of what the phone or the slip keeps. No name, no sex, no age, no time,
-- and no row number that would tell the order of joining.
CREATE TABLE participants (
    hash       TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    joined     INTEGER NOT NULL DEFAULT 1 CHECK (joined IN (0, 1)), -- 0: a slip not used yet, or a phone that has left
    slip       INTEGER NOT NULL DEFAULT 0                           -- its number on paper, 0 without a slip
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_session ON participants (session_id, joined, slip);

-- Changes that are not journaled, counted: pages of the session follow them too.
CREATE TABLE pulses (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL
) STRICT;
