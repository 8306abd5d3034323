-- +goose Up
CREATE TABLE session_readings (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    read_aloud INTEGER NOT NULL DEFAULT 0 CHECK (read_aloud IN (0, 1)),
    confirmed  INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1))
) STRICT;

-- Names of participants who signed are kept here and on the minutes, never in the journal.
CREATE TABLE signatures (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('moderator', 'recorder', 'participant1', 'participant2')),
    name       TEXT NOT NULL,
    picture    BLOB, -- PNG; NULL when it is signed on paper
    signed_at  INTEGER NOT NULL,
    PRIMARY KEY (session_id, role)
) STRICT;

-- A closed session is opened again only with a reason; closing it makes a new version of the minutes.
CREATE TABLE corrections (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL, -- of the minutes that it leads to
    what       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    PRIMARY KEY (session_id, version)
) STRICT;

-- Minutes as they were closed, so that an old version prints as it did.
CREATE TABLE minutes (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    body       TEXT NOT NULL, -- JSON civic.Minutes
    PRIMARY KEY (session_id, version)
) STRICT;
