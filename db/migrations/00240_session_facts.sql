-- +goose Up
-- What a closed session was in numbers, reckoned when it is closed, so that a
-- hundred thousand of them can be looked at together. The columns are added up
-- in the database, the body says the same in full.
CREATE TABLE session_facts (
    session_id      TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    cycle_id        TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    municipality_id TEXT NOT NULL,
    invited         INTEGER NOT NULL,
    came_f          INTEGER NOT NULL,
    came_m          INTEGER NOT NULL,
    came            INTEGER NOT NULL, -- those of no told sex too
    youth           INTEGER NOT NULL,
    below_minimum   INTEGER NOT NULL CHECK (below_minimum IN (0, 1)),
    minutes_planned INTEGER NOT NULL,
    minutes_taken   INTEGER NOT NULL,
    turns           INTEGER NOT NULL,
    turns_f         INTEGER NOT NULL,
    checks_done     INTEGER NOT NULL,
    checks          INTEGER NOT NULL, -- those that apply
    read_aloud      INTEGER NOT NULL CHECK (read_aloud IN (0, 1)),
    signatures      INTEGER NOT NULL,
    cards           INTEGER NOT NULL,
    statements      INTEGER NOT NULL,
    body            TEXT NOT NULL -- JSON civic.SessionFact
) STRICT;
CREATE INDEX session_facts_cycle ON session_facts (cycle_id);
CREATE INDEX session_facts_municipality ON session_facts (municipality_id, cycle_id);
-- What a table of all municipalities adds up, without touching the rows themselves.
CREATE INDEX session_facts_sums ON session_facts (cycle_id, came, came_f, youth, invited, checks_done, checks, below_minimum, read_aloud);
CREATE INDEX sessions_state ON sessions (cycle_id, practice, status);
