-- +goose Up
-- The joint action plan (БАП) of a cycle: its head, its rows, and its versions as adopted.
CREATE TABLE plans (
    cycle_id     TEXT NOT NULL PRIMARY KEY REFERENCES cycles (id) ON DELETE CASCADE,
    title_ky     TEXT NOT NULL,
    title_ru     TEXT NOT NULL DEFAULT '',
    title_en     TEXT NOT NULL DEFAULT '',
    starts       TEXT NOT NULL, -- dates
    ends         TEXT NOT NULL,
    party_ao     TEXT NOT NULL DEFAULT '', -- who stands for the aiyl okmotu
    party_people TEXT NOT NULL DEFAULT '', -- and for the local community
    approved_by  TEXT NOT NULL DEFAULT '', -- Бекитемин: the chair of the council
    approved_on  TEXT NOT NULL DEFAULT '',
    resolution_id TEXT REFERENCES resolutions (id),
    resolution   TEXT NOT NULL DEFAULT '', -- its number, where it is not kept here
    agreed_by    TEXT NOT NULL DEFAULT '', -- Макулдашылды
    agreed_on    TEXT NOT NULL DEFAULT '',
    status       TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'proposed', 'adopted')),
    version      INTEGER NOT NULL DEFAULT 1,
    made_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE plan_versions (
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    body     TEXT NOT NULL, -- JSON civic.Plan
    reason   TEXT NOT NULL DEFAULT '',
    made_by  TEXT NOT NULL,
    made_at  INTEGER NOT NULL,
    PRIMARY KEY (cycle_id, number)
) STRICT;

CREATE TABLE actions (
    id             TEXT NOT NULL PRIMARY KEY,
    cycle_id       TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    need_id        TEXT REFERENCES needs (id),
    place          INTEGER NOT NULL,
    title_ky       TEXT NOT NULL,
    title_ru       TEXT NOT NULL DEFAULT '',
    title_en       TEXT NOT NULL DEFAULT '',
    description    TEXT NOT NULL DEFAULT '',
    sector         TEXT NOT NULL DEFAULT '',
    issue          TEXT NOT NULL DEFAULT '', -- № of the issue of local importance
    village_id     TEXT NOT NULL DEFAULT '',
    result         TEXT NOT NULL DEFAULT '', -- goal, expected result
    responsible_ao TEXT NOT NULL DEFAULT '', -- post and name
    responsible_dt TEXT NOT NULL DEFAULT '', -- of the initiative group
    starts         TEXT NOT NULL DEFAULT '',
    ends           TEXT NOT NULL DEFAULT '',
    estimate       INTEGER NOT NULL DEFAULT 0 CHECK (estimate >= 0), -- what it costs, som; action_costs say who pays
    indicator      TEXT NOT NULL DEFAULT '',
    baseline       TEXT NOT NULL DEFAULT '',
    target         TEXT NOT NULL DEFAULT '',
    beneficiaries  INTEGER NOT NULL DEFAULT 0 CHECK (beneficiaries >= 0),
    monitoring_by  TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'not_started' CHECK (status IN ('not_started', 'under_way', 'done', 'cancelled')),
    percent        INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    spent          INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0), -- som
    delay          TEXT NOT NULL DEFAULT '', -- reason of being late or cancelled
    finished_on    TEXT NOT NULL DEFAULT '',
    dropped        INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)), -- taken out of a draft
    version        INTEGER NOT NULL DEFAULT 1,
    made_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX actions_cycle ON actions (cycle_id, place);
CREATE INDEX actions_need ON actions (need_id);

CREATE TABLE action_steps (
    id        TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    text      TEXT NOT NULL,
    due       TEXT NOT NULL DEFAULT '',
    done_on   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX action_steps_of ON action_steps (action_id, place);

CREATE TABLE action_costs (
    action_id TEXT NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    source    TEXT NOT NULL CHECK (source IN ('local', 'national', 'grant', 'sponsor', 'community')),
    year      INTEGER NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount >= 0), -- som
    in_kind   TEXT NOT NULL DEFAULT '', -- community: ashar in words, "20 people 3 days"
    PRIMARY KEY (action_id, source, year)
) STRICT;

-- How an action stood on a day, as the aiyl okmotu reported it.
CREATE TABLE action_reports (
    id          TEXT NOT NULL PRIMARY KEY,
    action_id   TEXT NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    cycle_id    TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    status      TEXT NOT NULL CHECK (status IN ('not_started', 'under_way', 'done', 'cancelled')),
    percent     INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    spent       INTEGER NOT NULL CHECK (spent >= 0),
    delay       TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    reported_on TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX action_reports_of ON action_reports (action_id, made_at);
CREATE INDEX action_reports_cycle ON action_reports (cycle_id);
