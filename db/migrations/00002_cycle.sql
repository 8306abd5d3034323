-- +goose Up
CREATE TABLE cycles (
    id              TEXT NOT NULL PRIMARY KEY,
    municipality_id TEXT NOT NULL REFERENCES units (id),
    title_ky        TEXT NOT NULL,
    title_ru        TEXT NOT NULL DEFAULT '',
    title_en        TEXT NOT NULL DEFAULT '',
    starts          TEXT NOT NULL, -- dates 2006-01-02
    ends            TEXT NOT NULL,
    budget_year     INTEGER NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('drafting', 'agreed', 'underway', 'closed')),
    rules           TEXT NOT NULL DEFAULT '{}', -- JSON civic.CycleRules: ranking method and minimum attendance, fixed before the first session opens
    version         INTEGER NOT NULL DEFAULT 1,
    made_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX cycles_municipality ON cycles (municipality_id, starts);

-- The groups a cycle asks. kind drives rules (a women's group wants a woman moderator).
CREATE TABLE audiences (
    id       TEXT NOT NULL PRIMARY KEY,
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('women', 'men', 'youth', 'elders', 'vulnerable', 'mixed', 'other')),
    name_ky  TEXT NOT NULL,
    name_ru  TEXT NOT NULL DEFAULT '',
    name_en  TEXT NOT NULL DEFAULT '',
    place    INTEGER NOT NULL,
    retired  INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE INDEX audiences_cycle ON audiences (cycle_id, place);

-- One focus group: a cell of the schedule first, then what happened in it.
CREATE TABLE sessions (
    id              TEXT NOT NULL PRIMARY KEY,
    cycle_id        TEXT NOT NULL REFERENCES cycles (id),
    municipality_id TEXT NOT NULL REFERENCES units (id),
    village_id      TEXT NOT NULL REFERENCES units (id),
    audience_id     TEXT NOT NULL REFERENCES audiences (id),
    number          INTEGER NOT NULL DEFAULT 0, -- № of the minutes, given at the start; 0 before
    status          TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'live', 'closed', 'cancelled')),
    practice        INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1)),
    on_paper        INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0, 1)), -- keyed in from paper
    date            TEXT NOT NULL,                   -- 2006-01-02
    starts          TEXT NOT NULL,                   -- 15:04
    ends            TEXT NOT NULL,
    venue           TEXT NOT NULL DEFAULT '',
    heating         INTEGER NOT NULL DEFAULT 0 CHECK (heating IN (0, 1)),
    power           INTEGER NOT NULL DEFAULT 0 CHECK (power IN (0, 1)),
    accessible      INTEGER NOT NULL DEFAULT 0 CHECK (accessible IN (0, 1)),
    expected_min    INTEGER NOT NULL DEFAULT 8,
    expected_max    INTEGER NOT NULL DEFAULT 12,
    moderator_id    TEXT REFERENCES users (id),
    recorder_id     TEXT REFERENCES users (id),
    observer        TEXT NOT NULL DEFAULT '',
    inviter         TEXT NOT NULL DEFAULT '',
    inviter_phone   TEXT NOT NULL DEFAULT '',
    language        TEXT NOT NULL DEFAULT 'ky',
    transport       TEXT NOT NULL DEFAULT '',
    materials       INTEGER NOT NULL DEFAULT 0 CHECK (materials IN (0, 1)),
    childcare       INTEGER NOT NULL DEFAULT 0 CHECK (childcare IN (0, 1)),
    reason          TEXT NOT NULL DEFAULT '',        -- why moved or cancelled
    moved_from      TEXT NOT NULL DEFAULT '',        -- the date and time it was moved from
    code            TEXT NOT NULL UNIQUE,            -- short code on paper and posters
    started_at      INTEGER,
    closed_at       INTEGER,
    minutes_version INTEGER NOT NULL DEFAULT 0,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX sessions_cycle ON sessions (cycle_id, date, starts);
CREATE INDEX sessions_municipality ON sessions (municipality_id, date);
CREATE INDEX sessions_moderator ON sessions (moderator_id, date);
CREATE INDEX sessions_recorder ON sessions (recorder_id, date);
