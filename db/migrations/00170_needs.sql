-- +goose Up
-- A need: what one or several groups of a cycle named, in one row of the
-- consolidated list. A card begins as its own need, which has its id, so that
-- two installations come to the same.
CREATE TABLE needs (
    id            TEXT NOT NULL PRIMARY KEY,
    cycle_id      TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    code          TEXT NOT NULL UNIQUE, -- of its passport, as people type it
    title_ky      TEXT NOT NULL,
    title_ru      TEXT NOT NULL DEFAULT '',
    title_en      TEXT NOT NULL DEFAULT '',
    sector        TEXT NOT NULL DEFAULT '',
    location      TEXT NOT NULL DEFAULT '',
    competence    TEXT NOT NULL DEFAULT '' CHECK (competence IN ('', 'ao', 'raion', 'state', 'community')),
    issue         TEXT NOT NULL DEFAULT '', -- № of the issue of local importance
    beneficiaries INTEGER NOT NULL DEFAULT 0 CHECK (beneficiaries >= 0), -- people, 0 not said
    programme     INTEGER NOT NULL DEFAULT 0 CHECK (programme IN (0, 1)), -- stands in the SEDP already
    version       INTEGER NOT NULL DEFAULT 1,
    made_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX needs_cycle ON needs (cycle_id, id);

-- Which cards a need holds, and what a card was in its session when that was
-- closed. No foreign key to priorities: a cycle may travel before its sessions.
CREATE TABLE need_cards (
    card_id    TEXT NOT NULL PRIMARY KEY, -- priorities.id
    need_id    TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    title      TEXT NOT NULL, -- in the group's own words
    place      INTEGER NOT NULL DEFAULT 0, -- rank in its group, 0 not ranked
    shared     INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)), -- the place is shared
    voices     INTEGER NOT NULL DEFAULT 0, -- statements on it
    supporters INTEGER NOT NULL DEFAULT 0, -- seats that support it: a set, never names
    affected   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX need_cards_need ON need_cards (need_id);
CREATE INDEX need_cards_session ON need_cards (session_id);

-- The list as somebody ordered it by hand, beside what the rule gave. The newest stands; "[]" takes the hand off again.
CREATE TABLE need_orders (
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    rule     TEXT NOT NULL, -- JSON civic.ListRules
    computed TEXT NOT NULL, -- JSON array of need ids, as the rule had them
    ordered  TEXT NOT NULL, -- JSON array of need ids
    reason   TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  INTEGER NOT NULL,
    PRIMARY KEY (cycle_id, number)
) STRICT;

-- Why a need that stood high with women, youth or the vulnerable stands low in the list.
CREATE TABLE divergence_answers (
    cycle_id TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    audience TEXT NOT NULL, -- civic.AudienceKind
    need_id  TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    answer   TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  INTEGER NOT NULL,
    PRIMARY KEY (cycle_id, audience, need_id)
) STRICT;

-- Letters about needs that are in another authority's power. Never deleted.
CREATE TABLE letters (
    id          TEXT NOT NULL PRIMARY KEY,
    cycle_id    TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    need_id     TEXT NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    reminds     TEXT REFERENCES letters (id), -- a reminder of an earlier letter
    number      TEXT NOT NULL DEFAULT '', -- as registered
    addressee   TEXT NOT NULL,
    text_ky     TEXT NOT NULL,
    text_ru     TEXT NOT NULL DEFAULT '',
    signed_by   TEXT NOT NULL DEFAULT '',
    sent_on     TEXT NOT NULL DEFAULT '', -- dates; '' not sent yet
    answer_due  TEXT NOT NULL DEFAULT '',
    answered_on TEXT NOT NULL DEFAULT '',
    answer      TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX letters_cycle ON letters (cycle_id, id);
CREATE INDEX letters_need ON letters (need_id);
