-- +goose Up
-- The villages a cycle asks, as they were when it was opened: what the
-- territory becomes later does not change them.
CREATE TABLE cycle_villages (
    cycle_id   TEXT NOT NULL REFERENCES cycles (id) ON DELETE CASCADE,
    village_id TEXT NOT NULL REFERENCES units (id),
    PRIMARY KEY (cycle_id, village_id)
) STRICT;
CREATE INDEX cycle_villages_village ON cycle_villages (village_id);
INSERT INTO cycle_villages
    SELECT c.id, v.id FROM cycles c JOIN units v ON v.parent_id = c.municipality_id AND v.level = 'village'
        WHERE (v.valid_from = '' OR v.valid_from <= c.ends) AND (v.valid_to = '' OR v.valid_to >= c.starts)
    UNION SELECT s.cycle_id, s.village_id FROM sessions s WHERE s.practice = 0;
