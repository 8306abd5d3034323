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
    charged_ky  TEXT NOT NULL DEFAULT '', -- the clause that charges somebody with carrying it out
    charged_ru  TEXT NOT NULL DEFAULT '',
    control_ky  TEXT NOT NULL DEFAULT '', -- the clause that puts it under somebody's control
    control_ru  TEXT NOT NULL DEFAULT '',
    publish_ky  TEXT NOT NULL DEFAULT '', -- the clause of publication and the register
    publish_ru  TEXT NOT NULL DEFAULT '',
    chair       TEXT NOT NULL DEFAULT '',
    chair_woman INTEGER NOT NULL DEFAULT 0 CHECK (chair_woman IN (0, 1)), -- төрайым
    elected     INTEGER NOT NULL DEFAULT 0, -- deputies
    present     INTEGER NOT NULL DEFAULT 0,
    votes_for   INTEGER NOT NULL DEFAULT 0,
    against     INTEGER NOT NULL DEFAULT 0,
    abstained   INTEGER NOT NULL DEFAULT 0,
    annex       TEXT NOT NULL DEFAULT '', -- JSON civic.Annex as adopted
    about       TEXT NOT NULL DEFAULT 'needs' CHECK (about IN ('needs', 'budget', 'plan')), -- what its annex is
    status      TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'adopted')),
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
    departs_ky    TEXT NOT NULL DEFAULT '', -- why it departs from the people's order
    departs_ru    TEXT NOT NULL DEFAULT '',
    place         INTEGER NOT NULL DEFAULT 0 CHECK (place >= 0), -- the need's in the people's order when it was decided
    decided_on    TEXT NOT NULL,
    decided_by    TEXT NOT NULL DEFAULT '', -- '' the council, else the post of an official
    elected       INTEGER, -- deputies; all five NULL where it was not voted on by itself
    present       INTEGER,
    votes_for     INTEGER,
    against       INTEGER,
    abstained     INTEGER,
    budget_line   TEXT NOT NULL DEFAULT '',
    amount        INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0), -- som
    answer_due    TEXT NOT NULL DEFAULT '', -- date by which it is to be carried out or answered
    answered_on   TEXT NOT NULL DEFAULT '',
    answer        TEXT NOT NULL DEFAULT '', -- what was done
    replaced_by   TEXT REFERENCES decisions (id),
    version       INTEGER NOT NULL DEFAULT 1,
    made_by       TEXT NOT NULL,
    made_at       INTEGER NOT NULL,
    CHECK ((need_id IS NULL) <> (proposal_id IS NULL))
) STRICT;
CREATE INDEX decisions_cycle ON decisions (cycle_id);
CREATE INDEX decisions_need ON decisions (need_id);
CREATE INDEX decisions_proposal ON decisions (proposal_id);
