-- +goose Up
-- A ranking opened by mistake is cancelled with a reason; it stays in the list
-- and in the minutes. A recount that was cancelled recounted nothing.
ALTER TABLE rounds ADD COLUMN cancelled_at INTEGER;
ALTER TABLE rounds ADD COLUMN cancel_reason TEXT NOT NULL DEFAULT '';
DROP INDEX rounds_replaces;
CREATE UNIQUE INDEX rounds_replaces ON rounds (replaces) WHERE cancelled_at IS NULL;
