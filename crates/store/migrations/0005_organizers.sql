-- What organizers own, prepare and cancel; what events are ordered by; and the answers to repeated writes that no inventory
-- remembers.

ALTER TABLE venues ADD COLUMN organizer_id BYTEA;
CREATE INDEX venues_organizer ON venues (organizer_id, id);
ALTER TABLE performers ADD COLUMN organizer_id BYTEA;
CREATE INDEX performers_organizer ON performers (organizer_id, id);

-- The name in lower case, which is the first line of what the event is found by. It sorts by its bytes on both databases.
--sqlite: ALTER TABLE events ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
--postgres: ALTER TABLE events ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
--sqlite: UPDATE events SET name_key = substr(search_text, 1, instr(search_text, char(10)) - 1);
--postgres: UPDATE events SET name_key = split_part(search_text, chr(10), 1);
-- The price of the event's cheapest tier, as in its inventory's terms.
ALTER TABLE events ADD COLUMN price_min BIGINT NOT NULL DEFAULT 0;
--sqlite: UPDATE events SET price_min = COALESCE((SELECT MIN(json_extract(t.value, '$.price')) FROM inventory i, json_each(i.terms, '$.tiers') t WHERE i.event_id = events.id), 0);
--postgres: UPDATE events SET price_min = COALESCE((SELECT MIN(CAST(t.value ->> 'price' AS BIGINT)) FROM inventory i, json_array_elements(CAST(i.terms AS JSON) -> 'tiers') AS t (value) WHERE i.event_id = events.id), 0);
CREATE INDEX events_name ON events (name_key, id);
CREATE INDEX events_price ON events (price_min, id);
CREATE INDEX events_venue ON events (venue_id);
CREATE INDEX events_organizer ON events (organizer_id, id);

-- Events that aren't published. Nothing that the public reads joins this table. `body` is as codec/draft.rs says.
CREATE TABLE event_drafts (
    id BYTEA NOT NULL,
    organizer_id BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT event_drafts_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX event_drafts_organizer ON event_drafts (organizer_id, id);

-- Events that are being cancelled, by the event's id. The wish is written before anything is done about it.
CREATE TABLE cancellations (
    id BYTEA NOT NULL,
    requested_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    done_at BIGINT,
    CONSTRAINT cancellations_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX cancellations_due ON cancellations (next_try_at) WHERE done_at IS NULL;

-- Hashes of the key and the body of a write, and its answer once it has one. `made_id` is the id of what it makes.
CREATE TABLE idempotency (
    account_id BYTEA NOT NULL,
    request_key BYTEA NOT NULL,
    request_body BYTEA NOT NULL,
    made_id BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    status BIGINT,
    answer BYTEA,
    CONSTRAINT idempotency_pkey PRIMARY KEY (account_id, request_key)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX idempotency_begun ON idempotency (begun_at);
