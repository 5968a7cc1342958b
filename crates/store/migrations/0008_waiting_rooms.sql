-- Waiting rooms: one row for each that was ever made, the bits of who is gone, those who were called and appeared, and whose a
-- place is. Nobody who merely waits as a guest has a row.

-- The lock of a room, which makes its numbers one sequence. `head` is as codec/room_head.rs says.
CREATE TABLE waiting_rooms (
    event_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    due_at BIGINT,
    head TEXT NOT NULL,
    CONSTRAINT waiting_rooms_pkey PRIMARY KEY (event_id)
)
--sqlite: WITHOUT ROWID
;
--postgres: ALTER TABLE waiting_rooms SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX waiting_rooms_due ON waiting_rooms (due_at) WHERE due_at IS NOT NULL;

-- 8,192 places a row, a bit each: set once the place is gone. `version` is the room's that wrote it last.
CREATE TABLE waiting_room_chunks (
    event_id BYTEA NOT NULL,
    chunk BIGINT NOT NULL,
    version BIGINT NOT NULL,
    bits BYTEA NOT NULL,
    CONSTRAINT waiting_room_chunks_pkey PRIMARY KEY (event_id, chunk)
);

-- `at` is when a live pass ends, or when one ended. `bought_at` is written by the batch of the purchase, not by the room.
CREATE TABLE waiting_room_shoppers (
    event_id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    number BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    stage TEXT NOT NULL,
    at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    bought_at BIGINT,
    CONSTRAINT waiting_room_shoppers_pkey PRIMARY KEY (event_id, position)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX waiting_room_shoppers_version ON waiting_room_shoppers (event_id, version);
-- What a reserving batch looks at.
CREATE UNIQUE INDEX waiting_room_shoppers_live ON waiting_room_shoppers (event_id, account_id) WHERE stage = 'live';

-- Of an account's places the one with the greatest `turn` counts.
CREATE TABLE waiting_room_places (
    event_id BYTEA NOT NULL,
    number BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    turn BIGINT NOT NULL,
    CONSTRAINT waiting_room_places_pkey PRIMARY KEY (event_id, number)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX waiting_room_places_account ON waiting_room_places (event_id, account_id, turn);

-- The latest batches, so that one whose answer was lost can be found.
CREATE TABLE waiting_room_batches (
    event_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    batch_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT waiting_room_batches_pkey PRIMARY KEY (event_id, version)
)
--sqlite: WITHOUT ROWID
;

CREATE TABLE waiting_room_history (
    event_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    part BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    account_id BYTEA,
    settings TEXT NOT NULL,
    CONSTRAINT waiting_room_history_pkey PRIMARY KEY (event_id, version, part)
);

-- 1: whoever reserves must have a pass.
ALTER TABLE inventory ADD COLUMN guarded BIGINT NOT NULL DEFAULT 0;
