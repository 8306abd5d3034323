-- +goose Up
-- A resolution (токтом) of the council: draft first, then adopted and fixed.
CREATE TABLE resolutions (
    id          TEXT NOT NULL PRIMARY KEY,
    cycle_id    TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    number      TEXT NOT NULL DEFAULT '',
    convocation TEXT NOT NULL DEFAULT '', -- чакырылыш, "VIII"
    session_no  TEXT NOT NULL DEFAULT '', -- сессия, "II"
    regular     INTEGER NOT NULL DEFAULT 1 CHECK (regular IN (0, 1)), -- кезектеги or кезексиз
    date        TEXT NOT NULL,
    seat        TEXT NOT NULL DEFAULT '', -- village where the council sits
    title_ky    TEXT NOT NULL,
    title_ru    TEXT NOT NULL DEFAULT '',
    preamble_ky TEXT NOT NULL DEFAULT '',
    preamble_ru TEXT NOT NULL DEFAULT '',
    points_ky   TEXT NOT NULL DEFAULT '', -- one a line
    points_ru   TEXT NOT NULL DEFAULT '',
    charged     TEXT NOT NULL DEFAULT '', -- who carries it out
    controls    TEXT NOT NULL DEFAULT '', -- who controls it
    chair       TEXT NOT NULL DEFAULT '',
    chair_woman INTEGER NOT NULL DEFAULT 0 CHECK (chair_woman IN (0, 1)), -- төрайым
    elected     INTEGER NOT NULL DEFAULT 0, -- deputies
    present     INTEGER NOT NULL DEFAULT 0,
    votes_for   INTEGER NOT NULL DEFAULT 0,
    against     INTEGER NOT NULL DEFAULT 0,
    abstained   INTEGER NOT NULL DEFAULT 0,
    about       TEXT NOT NULL DEFAULT 'needs' CHECK (about IN ('needs', 'budget', 'plan')), -- what its annex is
    status      TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'adopted')),
    body        TEXT NOT NULL DEFAULT '', -- JSON of the annex as adopted
    adopted_at  INTEGER,
    version     INTEGER NOT NULL DEFAULT 1,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX resolutions_cycle ON resolutions (cycle_id, date);

-- What was decided of a need or proposal. A later decision replaces an earlier one, which stays.
CREATE TABLE decisions (
    id            TEXT NOT NULL PRIMARY KEY,
    cycle_id      TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    need_id       TEXT REFERENCES needs (id),
    proposal_id   TEXT REFERENCES proposals (id),
    resolution_id TEXT REFERENCES resolutions (id),
    outcome       TEXT NOT NULL CHECK (outcome IN ('accepted', 'partly', 'postponed', 'rejected', 'forwarded')),
    reason_ky     TEXT NOT NULL,
    reason_ru     TEXT NOT NULL DEFAULT '',
    decided_on    TEXT NOT NULL,
    decided_by    TEXT NOT NULL DEFAULT '', -- council, or the post of an official
    votes_for     INTEGER, -- NULL not voted on separately
    against       INTEGER,
    abstained     INTEGER,
    budget_line   TEXT NOT NULL DEFAULT '',
    amount        INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0), -- som
    answer_due    TEXT NOT NULL DEFAULT '', -- date by which it is to be carried out or answered
    answered_on   TEXT NOT NULL DEFAULT '',
    answer        TEXT NOT NULL DEFAULT '',
    replaced_by   TEXT REFERENCES decisions (id),
    made_by       TEXT NOT NULL,
    made_at       INTEGER NOT NULL,
    CHECK ((need_id IS NULL) <> (proposal_id IS NULL))
) STRICT;
CREATE INDEX decisions_cycle ON decisions (cycle_id);
CREATE INDEX decisions_need ON decisions (need_id);
CREATE INDEX decisions_proposal ON decisions (proposal_id);
