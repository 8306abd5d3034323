-- +goose Up
-- A gathering (жыйын), a public hearing, or a meeting of one village: an event with minutes of its own.
CREATE TABLE gatherings (
    id            TEXT NOT NULL PRIMARY KEY,
    cycle_id      TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    sort          TEXT NOT NULL CHECK (sort IN ('gathering', 'hearing', 'meeting')),
    village_id    TEXT REFERENCES units (id), -- NULL the whole municipality
    number        TEXT NOT NULL DEFAULT '', -- of the minutes
    date          TEXT NOT NULL,
    starts        TEXT NOT NULL,
    ends          TEXT NOT NULL DEFAULT '',
    venue         TEXT NOT NULL DEFAULT '',
    initiator     TEXT NOT NULL DEFAULT '',
    notice_on     TEXT NOT NULL DEFAULT '', -- date
    notice_way    TEXT NOT NULL DEFAULT '',
    quorum        INTEGER NOT NULL DEFAULT 0 CHECK (quorum >= 0), -- how many must be there; 0 none is asked
    quorum_rule   TEXT NOT NULL DEFAULT '', -- as the charter has it
    quorum_source TEXT NOT NULL DEFAULT '', -- article and date of the local charter
    chair         TEXT NOT NULL DEFAULT '',
    secretary     TEXT NOT NULL DEFAULT '',
    counters      TEXT NOT NULL DEFAULT '', -- counting commission, one a line
    status        TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'live', 'closed', 'cancelled')),
    reason        TEXT NOT NULL DEFAULT '', -- why cancelled
    decisions     TEXT NOT NULL DEFAULT '', -- what the gathering decided, one a line
    slips_given   INTEGER NOT NULL DEFAULT 0, -- slips handed out
    started_at    INTEGER,
    closed_at     INTEGER,
    minutes_version INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1,
    made_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX gatherings_cycle ON gatherings (cycle_id, date);

CREATE TABLE gathering_items (
    id           TEXT NOT NULL PRIMARY KEY,
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    title        TEXT NOT NULL,
    speaker      TEXT NOT NULL DEFAULT '',
    heard        TEXT NOT NULL DEFAULT '', -- what was said
    done         INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX gathering_items_of ON gathering_items (gathering_id, place);

-- Presence by village and sex; village '' is everybody together.
CREATE TABLE gathering_counts (
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    village_id   TEXT NOT NULL DEFAULT '',
    sex          TEXT NOT NULL CHECK (sex IN ('f', 'm')),
    people       INTEGER NOT NULL CHECK (people >= 0),
    PRIMARY KEY (gathering_id, village_id, sex)
) STRICT;

-- Questions and suggestions on slips, or spoken, and proposals put to the vote.
CREATE TABLE proposals (
    id           TEXT NOT NULL PRIMARY KEY,
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    cycle_id     TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    sort         TEXT NOT NULL CHECK (sort IN ('question', 'suggestion', 'proposal')),
    place        INTEGER NOT NULL,
    text         TEXT NOT NULL,
    author       TEXT NOT NULL DEFAULT '', -- '' anonymous; kept out of the journal
    by_slip      INTEGER NOT NULL DEFAULT 0 CHECK (by_slip IN (0, 1)),
    need_id      TEXT REFERENCES needs (id), -- what it is about
    budget_line  TEXT NOT NULL DEFAULT '',
    answer       TEXT NOT NULL DEFAULT '',
    votes_for    INTEGER, -- NULL not voted on
    against      INTEGER,
    abstained    INTEGER,
    answer_due   TEXT NOT NULL DEFAULT '',
    withdrawn    INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    reason       TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1,
    made_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX proposals_gathering ON proposals (gathering_id, place);
CREATE INDEX proposals_cycle ON proposals (cycle_id);

-- Lists of the initiative group (ДТ) and the monitoring group (БМжБ), as read out and amended at a gathering. Names never enter the journal.
CREATE TABLE nominees (
    id           TEXT NOT NULL PRIMARY KEY,
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    body         TEXT NOT NULL CHECK (body IN ('initiative', 'monitoring')),
    name         TEXT NOT NULL,
    village_id   TEXT NOT NULL DEFAULT '',
    post         TEXT NOT NULL DEFAULT '' CHECK (post IN ('', 'chair', 'secretary')),
    added        INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1)), -- on the spot
    removed      INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    reason       TEXT NOT NULL DEFAULT '', -- why removed
    place        INTEGER NOT NULL
) STRICT;
CREATE INDEX nominees_of ON nominees (gathering_id, body, place);

CREATE TABLE gathering_minutes (
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    version      INTEGER NOT NULL,
    body         TEXT NOT NULL, -- JSON civic.GatheringMinutes
    PRIMARY KEY (gathering_id, version)
) STRICT;

-- Closed minutes opened again; version is the one it leads to.
CREATE TABLE gathering_corrections (
    gathering_id TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
    version      INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (gathering_id, version)
) STRICT;
