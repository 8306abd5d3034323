-- +goose Up
-- What moves between installations: files held here, who signs them, and the keys that let them in.
CREATE TABLE bundles (
    id      TEXT NOT NULL PRIMARY KEY,
    scope   TEXT NOT NULL, -- a municipality, or 'installation'
    way     TEXT NOT NULL CHECK (way IN ('in', 'out', 'kept')),
    user_id TEXT NOT NULL, -- who brought, sent or replaced it; of one that was sent here, who made the key
    name    TEXT NOT NULL,
    size    INTEGER NOT NULL,
    digest  TEXT NOT NULL, -- SHA-256 of the file
    got     INTEGER NOT NULL DEFAULT 0, -- bytes that are here, or that the other side has
    at      INTEGER NOT NULL,
    done_at INTEGER,
    target  TEXT NOT NULL DEFAULT '', -- address that it goes to
    secret  TEXT NOT NULL DEFAULT '', -- the key that lets it in there; '' once it has arrived
    problem TEXT NOT NULL DEFAULT '', -- key of a sentence
    tried_at INTEGER
) STRICT;
CREATE INDEX bundles_scope ON bundles (scope, way, at);

CREATE TABLE bundle_chunks (
    bundle_id TEXT NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    start     INTEGER NOT NULL, -- of the first byte in the file
    bytes     BLOB NOT NULL,
    PRIMARY KEY (bundle_id, start)
) STRICT;

CREATE TABLE bundle_signers (
    key  TEXT NOT NULL PRIMARY KEY, -- ed25519, hex
    name TEXT NOT NULL,             -- who signed by it when it was first seen
    user_id TEXT NOT NULL,          -- who said that it is to be trusted
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE bundle_keys (
    hash    TEXT NOT NULL PRIMARY KEY,
    municipality_id TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    until   INTEGER NOT NULL
) STRICT;
CREATE INDEX bundle_keys_municipality ON bundle_keys (municipality_id);

-- +goose Down
DROP TABLE bundle_keys;
DROP TABLE bundle_signers;
DROP TABLE bundle_chunks;
DROP TABLE bundles;
