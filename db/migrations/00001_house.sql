-- +goose Up
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The journal: every change people make, once. hash covers the entry and the one before it in its scope.
CREATE TABLE journal (
    seq       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    actor     TEXT NOT NULL,
    device    TEXT NOT NULL,
    scope     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    data      TEXT NOT NULL,
    client_at INTEGER NOT NULL,
    server_at INTEGER NOT NULL,
    digest    TEXT NOT NULL,
    outcome   TEXT,
    prev      TEXT NOT NULL,
    hash      TEXT NOT NULL
) STRICT;
CREATE INDEX journal_scope ON journal (scope, seq);
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TABLE users (
    id       TEXT NOT NULL PRIMARY KEY,
    login    TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    fold     TEXT NOT NULL,
    sex      TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'f', 'm')),
    phone    TEXT NOT NULL DEFAULT '',
    lang     TEXT NOT NULL DEFAULT 'ky' CHECK (lang IN ('ky', 'ru', 'en')),
    password TEXT NOT NULL DEFAULT '',
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    feed     TEXT UNIQUE, -- hash of the private calendar address
    made_at  INTEGER NOT NULL
) STRICT;

-- municipality is '' for the whole installation.
CREATE TABLE grants (
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role         TEXT NOT NULL CHECK (role IN ('administrator', 'trainer', 'coordinator', 'facilitator', 'deputy', 'monitor', 'member')),
    municipality TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (user_id, role, municipality)
) STRICT;
CREATE INDEX grants_municipality ON grants (municipality, role);

-- A signed-in device. The cookie carries a random id; only its hash is kept.
CREATE TABLE logins (
    hash    TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device  TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX logins_user ON logins (user_id);

-- A one-time link or printed card with which a person sets a password.
CREATE TABLE invitations (
    hash    TEXT NOT NULL PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE, -- NULL: creates the first administrator
    made_at INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE units (
    id         TEXT NOT NULL PRIMARY KEY,
    parent_id  TEXT REFERENCES units (id),
    level      TEXT NOT NULL CHECK (level IN ('oblast', 'raion', 'municipality', 'village')),
    code       TEXT NOT NULL UNIQUE,
    name_ky    TEXT NOT NULL,
    name_ru    TEXT NOT NULL DEFAULT '',
    name_en    TEXT NOT NULL DEFAULT '',
    aliases    TEXT NOT NULL DEFAULT '[]', -- JSON array of other spellings
    fold       TEXT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '',
    valid_to   TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX units_parent ON units (parent_id, level);

CREATE TABLE unit_predecessors (
    unit_id        TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    predecessor_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    PRIMARY KEY (unit_id, predecessor_id)
) STRICT;

-- People and households of a village. sex '' and band '' mean "all".
CREATE TABLE population (
    unit_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    year    INTEGER NOT NULL,
    sex     TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),
    band    TEXT NOT NULL CHECK (band IN ('', '14-17', '18-28', '29-45', '46-59', '60+')),
    people  INTEGER NOT NULL CHECK (people >= 0),
    PRIMARY KEY (unit_id, year, sex, band)
) STRICT;

CREATE TABLE households (
    unit_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    year    INTEGER NOT NULL,
    number  INTEGER NOT NULL CHECK (number >= 0),
    PRIMARY KEY (unit_id, year)
) STRICT;

-- Pictures and scans, re-encoded. scope is a session, cycle or municipality.
CREATE TABLE files (
    id      TEXT NOT NULL PRIMARY KEY,
    scope   TEXT NOT NULL,
    subject TEXT NOT NULL, -- what it shows: a check, a priority, a signature …
    mime    TEXT NOT NULL,
    width   INTEGER NOT NULL DEFAULT 0,
    height  INTEGER NOT NULL DEFAULT 0,
    bytes   BLOB NOT NULL,
    caption TEXT NOT NULL DEFAULT '',
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX files_subject ON files (scope, subject);
