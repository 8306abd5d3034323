-- +goose Up
-- A tick changes few pages: many tablets' ticks share one wait for the disk,
-- and what is left to pay is the pages. The words of an item stand apart from
-- its mark, and one index of the journal serves a scope and a thing within it
-- (an index by subject changed a page of its own for every tick).
CREATE TABLE session_items (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    body       TEXT NOT NULL, -- JSON civic.ChecklistItem
    PRIMARY KEY (session_id, number)
) STRICT;
INSERT INTO session_items (session_id, number, body) SELECT session_id, number, body FROM session_checks;
ALTER TABLE session_checks DROP COLUMN body;

DROP INDEX journal_subject;
DROP INDEX journal_scope;
CREATE INDEX journal_scope ON journal (scope, seq, subject);
CREATE INDEX journal_planned ON journal (subject, server_at) WHERE kind IN ('session.plan', 'session.status', 'schedule.copy');
