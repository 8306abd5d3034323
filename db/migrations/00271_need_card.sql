-- +goose Up
-- The card that a need was made of: where it lies now is where the need was
-- joined to. Nearly always the card's id is the need's own.
ALTER TABLE needs ADD COLUMN card_id TEXT NOT NULL DEFAULT '';
UPDATE needs SET card_id = id;

-- +goose Down
ALTER TABLE needs DROP COLUMN card_id;
