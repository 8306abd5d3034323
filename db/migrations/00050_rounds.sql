-- +goose Up
-- A ranking. Rules, options and voters are fixed at opening.
CREATE TABLE rounds (
    id           TEXT NOT NULL PRIMARY KEY,
    session_id   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    method       TEXT NOT NULL CHECK (method IN ('dots', 'hands', 'pairwise', 'scoring', 'ballots')),
    rules        TEXT NOT NULL, -- JSON civic.RoundRules
    options      TEXT NOT NULL, -- JSON array of civic.RoundOption
    heads        TEXT NOT NULL, -- JSON array of civic.RoundGroup: who had a vote
    status       TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'revealed')),
    opened_at    INTEGER NOT NULL,
    closed_at    INTEGER,
    replaces     TEXT REFERENCES rounds (id),
    reason       TEXT NOT NULL DEFAULT '',
    counter1     TEXT NOT NULL DEFAULT '',
    counter2     TEXT NOT NULL DEFAULT '',
    confirmed_at INTEGER,
    lots         TEXT NOT NULL DEFAULT '[]', -- JSON array of civic.RoundLot
    result       TEXT NOT NULL DEFAULT '',   -- JSON civic.RoundResult, as revealed
    version      INTEGER NOT NULL DEFAULT 1,
    UNIQUE (session_id, number)
) STRICT;
CREATE UNIQUE INDEX rounds_replaces ON rounds (replaces); -- a round is recounted once; then the recount is

CREATE TABLE tallies (
    round_id  TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    option_id TEXT NOT NULL,
    grp       TEXT NOT NULL,
    n         INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (round_id, option_id, grp)
) STRICT;

CREATE TABLE round_groups (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    grp      TEXT NOT NULL,
    spoiled  INTEGER NOT NULL DEFAULT 0 CHECK (spoiled >= 0),
    unused   INTEGER NOT NULL DEFAULT 0 CHECK (unused >= 0),
    PRIMARY KEY (round_id, grp)
) STRICT;

CREATE TABLE pair_answers (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    a        TEXT NOT NULL,
    b        TEXT NOT NULL,
    winner   TEXT NOT NULL, -- '' neither
    PRIMARY KEY (round_id, a, b)
) STRICT;

CREATE TABLE scores (
    round_id  TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    option_id TEXT NOT NULL,
    criterion TEXT NOT NULL,
    score     INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (round_id, option_id, criterion)
) STRICT;

-- Secret: a random key, no time, and no row number that would tell the order of entry.
CREATE TABLE ballots (
    id       TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    places   TEXT NOT NULL -- JSON object: option id to place
) STRICT, WITHOUT ROWID;
CREATE INDEX ballots_round ON ballots (round_id);
