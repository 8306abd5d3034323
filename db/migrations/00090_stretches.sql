-- +goose Up
-- When a step of the agenda was under way: more than once if the group went
-- back to it. until_at is NULL while it goes on.
CREATE TABLE step_stretches (
    session_id TEXT NOT NULL,
    place      INTEGER NOT NULL,
    since_at   INTEGER NOT NULL,
    until_at   INTEGER,
    PRIMARY KEY (session_id, place, since_at),
    FOREIGN KEY (session_id, place) REFERENCES session_steps (session_id, place) ON DELETE CASCADE
) STRICT;
ALTER TABLE session_steps ADD COLUMN paused_at INTEGER; -- since when it pauses; NULL while it runs
UPDATE session_steps SET paused_at = started_at WHERE started_at IS NOT NULL AND finished_at IS NULL AND running_at IS NULL;
INSERT INTO step_stretches (session_id, place, since_at, until_at)
SELECT session_id, place, started_at, finished_at FROM session_steps WHERE started_at IS NOT NULL;
