-- +goose Up
-- The Wi-Fi is the hall's (hall_wifis), the same for its posters, slips and the wall.
ALTER TABLE joins DROP COLUMN wifi;
ALTER TABLE joins DROP COLUMN password;

-- A tablet that is handed round: signed out, and in one session, until the moderator signs in again.
CREATE TABLE kiosks (
    hash       TEXT NOT NULL PRIMARY KEY, -- of what the tablet keeps
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
