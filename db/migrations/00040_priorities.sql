-- +goose Up
-- Directions of problems. Rows lie over the list that ships with Ashar; municipality '' is the installation's.
CREATE TABLE sectors (
    id           TEXT NOT NULL,
    municipality TEXT NOT NULL DEFAULT '',
    name_ky      TEXT NOT NULL,
    name_ru      TEXT NOT NULL DEFAULT '',
    name_en      TEXT NOT NULL DEFAULT '',
    icon         TEXT NOT NULL,
    place        INTEGER NOT NULL,
    retired      INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (id, municipality)
) STRICT;

-- A card. Merging makes a new card and points its parts at it; they stay as they were.
CREATE TABLE priorities (
    id          TEXT NOT NULL PRIMARY KEY,
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL, -- order among all cards of the session
    title       TEXT NOT NULL,
    sector      TEXT NOT NULL DEFAULT '', -- id of a sector
    location    TEXT NOT NULL DEFAULT '',
    who         TEXT NOT NULL DEFAULT '', -- who is affected
    affected    INTEGER NOT NULL DEFAULT 0 CHECK (affected >= 0), -- people, 0 not said
    competence  TEXT NOT NULL DEFAULT '' CHECK (competence IN ('', 'ao', 'raion', 'state', 'community')),
    issue       TEXT NOT NULL DEFAULT '', -- № of the issue of local importance
    supporters  TEXT NOT NULL DEFAULT '', -- seats, with spaces between
    causes      TEXT NOT NULL DEFAULT '',
    effects     TEXT NOT NULL DEFAULT '',
    solutions   TEXT NOT NULL DEFAULT '',
    labour      TEXT NOT NULL DEFAULT '',
    money       TEXT NOT NULL DEFAULT '',
    land        TEXT NOT NULL DEFAULT '',
    minority    TEXT NOT NULL DEFAULT '',
    merged_into TEXT REFERENCES priorities (id),
    dissolved   INTEGER NOT NULL DEFAULT 0 CHECK (dissolved IN (0, 1)), -- a merger that was taken apart again
    withdrawn   INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    reason      TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX priorities_session ON priorities (session_id, place);
CREATE INDEX priorities_merged ON priorities (merged_into);

-- What was said, in the speaker's words. Nobody's name or seat belongs here.
CREATE TABLE statements (
    id          TEXT NOT NULL PRIMARY KEY,
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    priority_id TEXT REFERENCES priorities (id),
    place       INTEGER NOT NULL, -- order among all statements of the session
    text        TEXT NOT NULL,
    location    TEXT NOT NULL DEFAULT '',
    withdrawn   INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    reason      TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX statements_session ON statements (session_id, place);
CREATE INDEX statements_priority ON statements (priority_id);

-- Beside priorities: questions to the aiyl okmotu, special opinions, incidents.
CREATE TABLE remarks (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sort       TEXT NOT NULL CHECK (sort IN ('question', 'opinion', 'incident')),
    text       TEXT NOT NULL,
    answer     TEXT NOT NULL DEFAULT '',
    office     TEXT NOT NULL DEFAULT '', -- who answers
    due        TEXT NOT NULL DEFAULT '', -- 2006-01-02
    clock      TEXT NOT NULL DEFAULT '', -- 15:04, of an incident
    withdrawn  INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    reason     TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 1,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX remarks_session ON remarks (session_id, id);

-- Every version of every text of a statement, priority or remark; nothing people wrote is lost.
CREATE TABLE edits (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    thing      TEXT NOT NULL CHECK (thing IN ('statement', 'priority', 'remark')),
    subject    TEXT NOT NULL,
    field      TEXT NOT NULL,
    version    INTEGER NOT NULL, -- of the thing
    text       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('held', 'rival', 'passed')),
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX edits_subject ON edits (subject, version, id);

-- Names, only of those who consented; never in the journal, deleted after keep_until.
CREATE TABLE volunteers (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    body       TEXT NOT NULL CHECK (body IN ('delegate', 'initiative', 'monitoring')),
    name       TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    keep_until TEXT NOT NULL DEFAULT '' -- date
) STRICT;
CREATE INDEX volunteers_session ON volunteers (session_id, body);
