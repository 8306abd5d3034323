-- +goose Up
-- What pages of a whole country look for.
CREATE INDEX sessions_newest ON sessions (status, date, starts, id);
CREATE INDEX sessions_village ON sessions (village_id);
CREATE INDEX estimates_need ON estimates (need_id, made_at);
CREATE INDEX acts_visit ON acts (visit_id);

-- +goose Down
DROP INDEX estimates_need;
DROP INDEX acts_visit;
DROP INDEX sessions_village;
DROP INDEX sessions_newest;
