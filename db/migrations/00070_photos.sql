-- +goose Up
-- The pictures themselves, named by what is in them: the same picture is kept
-- once. Nothing was ever written into the table that stood here before.
DROP TABLE files;
CREATE TABLE files (
    hash   TEXT NOT NULL PRIMARY KEY, -- SHA-256 of bytes
    mime   TEXT NOT NULL,
    width  INTEGER NOT NULL,
    height INTEGER NOT NULL,
    small  BLOB NOT NULL, -- thumbnail; before bytes, so that reading it skips nothing
    bytes  BLOB NOT NULL
) STRICT;

-- A photo of a checklist item, of a card, or of neither. When it is removed
-- the picture and the caption go; that it was there, who removed it and why, stays.
CREATE TABLE photos (
    id           TEXT NOT NULL PRIMARY KEY,
    session_id   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    check_number INTEGER NOT NULL DEFAULT 0,
    priority_id  TEXT REFERENCES priorities (id) ON DELETE CASCADE,
    hash         TEXT REFERENCES files (hash),
    caption      TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1,
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    removed_by   TEXT NOT NULL DEFAULT '',
    removed_at   INTEGER,
    reason       TEXT NOT NULL DEFAULT '',
    CHECK (check_number = 0 OR priority_id IS NULL),
    CHECK ((hash IS NULL) = (removed_at IS NOT NULL))
) STRICT;
CREATE INDEX photos_session ON photos (session_id, check_number);
CREATE INDEX photos_hash ON photos (hash);

-- Captions have versions like every text.
CREATE TABLE edits_wider (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    thing      TEXT NOT NULL CHECK (thing IN ('statement', 'priority', 'remark', 'photo')),
    subject    TEXT NOT NULL,
    field      TEXT NOT NULL,
    version    INTEGER NOT NULL, -- of the thing
    text       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('held', 'rival', 'passed')),
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
INSERT INTO edits_wider SELECT id, session_id, thing, subject, field, version, text, state, made_by, made_at FROM edits;
DROP TABLE edits;
ALTER TABLE edits_wider RENAME TO edits;
CREATE INDEX edits_subject ON edits (subject, version, id);
