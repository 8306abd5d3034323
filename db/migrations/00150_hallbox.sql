-- +goose Up
-- How to get into the Wi-Fi of a municipality's hall: it stands on its posters.
CREATE TABLE hall_wifis (
    municipality_id TEXT NOT NULL PRIMARY KEY REFERENCES units (id) ON DELETE CASCADE,
    name            TEXT NOT NULL,
    password        TEXT NOT NULL DEFAULT '', -- '' for an open network
    hidden          INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
