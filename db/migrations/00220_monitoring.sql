-- +goose Up
-- The monitoring group's plan for a year: what is visited when.
CREATE TABLE visits (
    id        TEXT NOT NULL PRIMARY KEY,
    cycle_id  TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    action_id TEXT REFERENCES actions (id), -- NULL something else, by its title
    title     TEXT NOT NULL DEFAULT '',
    year      INTEGER NOT NULL,
    due       TEXT NOT NULL, -- date
    planned   TEXT NOT NULL DEFAULT '', -- the date before it was moved; '' never moved
    who       TEXT NOT NULL DEFAULT '', -- names; kept out of the journal
    method    TEXT NOT NULL DEFAULT 'visit' CHECK (method IN ('visit', 'documents', 'interview', 'survey')),
    dropped   INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
    reason    TEXT NOT NULL DEFAULT '',
    version   INTEGER NOT NULL DEFAULT 1,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX visits_cycle ON visits (cycle_id, due);

-- An act of a visit. The group's own status stands beside the aiyl okmotu's: neither can overwrite the other.
CREATE TABLE acts (
    id              TEXT NOT NULL PRIMARY KEY,
    cycle_id        TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    action_id       TEXT NOT NULL REFERENCES actions (id),
    visit_id        TEXT REFERENCES visits (id),
    amends          TEXT REFERENCES acts (id), -- the filed act that it adds to or corrects
    number          INTEGER NOT NULL DEFAULT 0, -- given when filed
    visited_on      TEXT NOT NULL,
    members         TEXT NOT NULL DEFAULT '', -- who was there, one a line; kept out of the journal
    method          TEXT NOT NULL DEFAULT 'visit' CHECK (method IN ('visit', 'documents', 'interview', 'survey')),
    planned_work    TEXT NOT NULL DEFAULT '',
    found_work      TEXT NOT NULL DEFAULT '',
    planned_money   INTEGER, -- som; NULL not known
    found_money     INTEGER,
    planned_end     TEXT NOT NULL DEFAULT '',
    found_end       TEXT NOT NULL DEFAULT '',
    quality         TEXT NOT NULL DEFAULT '' CHECK (quality IN ('', 'good', 'fair', 'poor')),
    quality_note    TEXT NOT NULL DEFAULT '',
    pleased         INTEGER NOT NULL DEFAULT 0 CHECK (pleased >= 0), -- users asked, as counts
    neither         INTEGER NOT NULL DEFAULT 0 CHECK (neither >= 0),
    displeased      INTEGER NOT NULL DEFAULT 0 CHECK (displeased >= 0),
    violations      TEXT NOT NULL DEFAULT '',
    recommendations TEXT NOT NULL DEFAULT '',
    status          TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'not_started', 'under_way', 'done', 'cancelled')), -- the group's own
    percent         INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    ao_status       TEXT NOT NULL DEFAULT '', -- the aiyl okmotu's, as it stood when filed
    ao_percent      INTEGER NOT NULL DEFAULT 0,
    filed_at        INTEGER, -- NULL a draft
    answer_due      TEXT NOT NULL DEFAULT '',
    answer          TEXT NOT NULL DEFAULT '',
    answered_by     TEXT NOT NULL DEFAULT '',
    answered_on     TEXT NOT NULL DEFAULT '',
    version         INTEGER NOT NULL DEFAULT 1,
    written_on      TEXT NOT NULL DEFAULT '', -- who and which device saved the draft last: what they sent earlier does not contradict them
    made_by         TEXT NOT NULL,
    made_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX acts_cycle ON acts (cycle_id, visited_on);
CREATE INDEX acts_action ON acts (action_id);

CREATE TABLE act_photos (
    id         TEXT NOT NULL PRIMARY KEY,
    act_id     TEXT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    hash       TEXT REFERENCES files (hash), -- NULL once removed
    caption    TEXT NOT NULL DEFAULT '',
    blurred    INTEGER NOT NULL DEFAULT 0, -- how many places were made unrecognisable
    made_by    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    removed_by TEXT NOT NULL DEFAULT '',
    removed_at INTEGER,
    reason     TEXT NOT NULL DEFAULT '',
    CHECK ((hash IS NULL) = (removed_at IS NOT NULL))
) STRICT;
CREATE INDEX act_photos_of ON act_photos (act_id);
CREATE INDEX act_photos_hash ON act_photos (hash);

-- What the group reports of a period; its tables are reckoned from acts and reports of the time.
CREATE TABLE monitoring_reports (
    id          TEXT NOT NULL PRIMARY KEY,
    cycle_id    TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    starts      TEXT NOT NULL, -- dates
    ends        TEXT NOT NULL,
    summary     TEXT NOT NULL DEFAULT '',
    council_on  TEXT NOT NULL DEFAULT '', -- presented to the council; '' not yet
    citizens_on TEXT NOT NULL DEFAULT '', -- and to citizens
    version     INTEGER NOT NULL DEFAULT 1,
    made_by     TEXT NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX monitoring_reports_cycle ON monitoring_reports (cycle_id, ends);
