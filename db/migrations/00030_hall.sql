-- +goose Up
-- Templates of the agenda and the checklist; municipality '' is the installation's.
-- Where there is none, the default that ships with Ashar holds. Old versions stay.
CREATE TABLE templates (
    kind         TEXT NOT NULL CHECK (kind IN ('agenda', 'checklist')),
    municipality TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL,
    body         TEXT NOT NULL, -- JSON array of civic.AgendaItem or civic.ChecklistItem
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (kind, municipality, version)
) STRICT;

-- The session's own copy of the agenda, made when it starts.
CREATE TABLE session_steps (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    body        TEXT NOT NULL, -- JSON civic.AgendaItem
    started_at  INTEGER,
    finished_at INTEGER,
    extra       INTEGER NOT NULL DEFAULT 0, -- minutes added
    spent       INTEGER NOT NULL DEFAULT 0, -- seconds before the last pause or reopening
    running_at  INTEGER,                    -- since when the clock runs; NULL while paused or finished
    PRIMARY KEY (session_id, place)
) STRICT;

-- The session's own copy of the checklist, made at its first tick or when it starts.
CREATE TABLE session_checks (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    body       TEXT NOT NULL, -- JSON civic.ChecklistItem
    state      TEXT NOT NULL DEFAULT '' CHECK (state IN ('', 'done', 'not', 'na')),
    note       TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '', -- why a mandatory item stays open
    on_paper   INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0, 1)),
    set_by     TEXT NOT NULL DEFAULT '',
    set_at     INTEGER,
    PRIMARY KEY (session_id, number)
) STRICT;

-- Counts of people, not names. sex and band '' where not asked.
CREATE TABLE attendance (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    what       TEXT NOT NULL CHECK (what IN ('invited', 'came', 'left')),
    sex        TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),
    band       TEXT NOT NULL CHECK (band IN ('', '14-17', '18-28', '29-45', '46-59', '60+')),
    people     INTEGER NOT NULL CHECK (people BETWEEN 0 AND 500),
    PRIMARY KEY (session_id, what, sex, band)
) STRICT;

CREATE TABLE session_halls (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    named      INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)), -- the group agreed to a list of names
    consent    TEXT NOT NULL DEFAULT '' CHECK (consent IN ('', 'oral', 'written', 'refused')),
    recording  INTEGER NOT NULL DEFAULT 0 CHECK (recording IN (0, 1))
) STRICT;

-- Names, only where the group agreed; never in the journal, deleted after keep_until.
CREATE TABLE attendees (
    id            TEXT NOT NULL PRIMARY KEY,
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    sex           TEXT NOT NULL CHECK (sex IN ('f', 'm')),
    band          TEXT NOT NULL CHECK (band IN ('14-17', '18-28', '29-45', '46-59', '60+')),
    street        TEXT NOT NULL DEFAULT '',
    phone         TEXT NOT NULL DEFAULT '',
    consent_data  INTEGER NOT NULL CHECK (consent_data IN (0, 1)),
    consent_photo INTEGER NOT NULL DEFAULT 0 CHECK (consent_photo IN (0, 1)),
    signature     BLOB, -- PNG
    keep_until    TEXT NOT NULL -- date
) STRICT;
CREATE INDEX attendees_session ON attendees (session_id);

CREATE TABLE attendee_views (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX attendee_views_session ON attendee_views (session_id, at);

-- Officials and observers: in the hall, not voting.
CREATE TABLE guests (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('official', 'observer')),
    name       TEXT NOT NULL,
    post       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX guests_session ON guests (session_id);
