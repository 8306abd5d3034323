-- +goose Up
-- Of a scene with more than one page, the one that stands on the wall; 0 the first.
ALTER TABLE walls ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
