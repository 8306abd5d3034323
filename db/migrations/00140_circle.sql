-- +goose Up
-- Who sits in the circle and how often they spoke: seats, not names. What was
-- said from which seat is nowhere.
CREATE TABLE seats (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seat       INTEGER NOT NULL CHECK (seat BETWEEN 1 AND 20),
    sex        TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'f', 'm')),
    young      INTEGER NOT NULL DEFAULT 0 CHECK (young IN (0, 1)),
    turns      INTEGER NOT NULL DEFAULT 0 CHECK (turns >= 0),
    last       INTEGER NOT NULL DEFAULT 0, -- which turn of the session was this seat's last one
    PRIMARY KEY (session_id, seat)
) STRICT, WITHOUT ROWID;
