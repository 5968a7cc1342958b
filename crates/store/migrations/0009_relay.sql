-- Whoever tells the journals to a message broker: one row at most, whose holder has the lead until then.
CREATE TABLE relay_lead (
    id BIGINT NOT NULL,
    holder BYTEA NOT NULL,
    held_until BIGINT NOT NULL,
    CONSTRAINT relay_lead_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;

-- The last entry of each event's journal that was told. An event without a row was never told of.
CREATE TABLE relay_cursors (
    event_id BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT relay_cursors_pkey PRIMARY KEY (event_id)
)
--sqlite: WITHOUT ROWID
;
-- Both are written several times a second and stay small.
--postgres: ALTER TABLE relay_lead SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
--postgres: ALTER TABLE relay_cursors SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
