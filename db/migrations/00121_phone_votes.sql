-- +goose Up
-- A vote by phone. A random key, no time, no row number, nothing of who cast it; it stands here only
-- until the votes by phone are counted into the round.
CREATE TABLE phone_votes (
    id       TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    grp      TEXT NOT NULL,
    marks    TEXT NOT NULL -- JSON object: option id to dots, to 1 for a yes, or to its place
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_votes_round ON phone_votes (round_id, grp);

-- Who has voted by phone, so that nobody votes twice. Gone with the votes when they are counted.
CREATE TABLE phone_voters (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    hash     TEXT NOT NULL, -- of a participant
    PRIMARY KEY (round_id, hash)
) STRICT, WITHOUT ROWID;

-- What phones gave to a round, once counted: JSON civic.PhonePart.
ALTER TABLE rounds ADD COLUMN phones TEXT NOT NULL DEFAULT '';

-- Whether only who holds a printed slip votes, or every phone once.
ALTER TABLE joins ADD COLUMN slips_only INTEGER NOT NULL DEFAULT 0 CHECK (slips_only IN (0, 1));

-- What phones sent in, nobody's: it waits for the facilitator. place is the order of coming in.
CREATE TABLE phone_statements (
    id         TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    text       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT '' CHECK (state IN ('', 'let', 'not'))
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_statements_session ON phone_statements (session_id, place);

-- Who wants to speak, in the order of asking. The number is random and is what the facilitator calls.
CREATE TABLE phone_hands (
    hash       TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    place      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_hands_session ON phone_hands (session_id, place);

ALTER TABLE participants ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;   -- statements so far: nobody floods the hall
ALTER TABLE participants ADD COLUMN number INTEGER NOT NULL DEFAULT 0; -- called by it; 0 until they ask to speak
