-- Accounts with their sessions, what the catalogue shows, and the keys that all nodes share.
--
-- There are no foreign keys, as with the inventory: nothing here is ever deleted, and a row is written after those it names.

CREATE TABLE accounts (
    id BYTEA NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
-- Any number of guests may use an address, and one account may own it.
CREATE UNIQUE INDEX accounts_address ON accounts (address) WHERE password_hash IS NOT NULL;

CREATE TABLE sessions (
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    refresh_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT sessions_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- `body` is the plan as JSON, as codec/seat_map.rs says.
CREATE TABLE seat_maps (
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    units BIGINT NOT NULL,
    body BYTEA NOT NULL,
    CONSTRAINT seat_maps_pkey PRIMARY KEY (id)
);

-- Names sort by their bytes on both databases, whatever language the server speaks.
CREATE TABLE venues (
    id BYTEA NOT NULL,
--sqlite:     name TEXT NOT NULL,
--postgres:     name TEXT COLLATE "C" NOT NULL,
    city TEXT NOT NULL,
    -- Lower case, for filtering.
    city_key TEXT NOT NULL,
    country TEXT NOT NULL,
    address TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    seat_map_id BYTEA NOT NULL,
    CONSTRAINT venues_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX venues_name ON venues (name, id);

CREATE TABLE performers (
    id BYTEA NOT NULL,
--sqlite:     name TEXT NOT NULL,
--postgres:     name TEXT COLLATE "C" NOT NULL,
    description TEXT NOT NULL,
    CONSTRAINT performers_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX performers_name ON performers (name, id);

CREATE TABLE events (
    id BYTEA NOT NULL,
    organizer_id BYTEA,
    venue_id BYTEA NOT NULL,
    seat_map_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    category TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    doors_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Name, description, venue, city and performers in lower case, a line each.
    search_text TEXT NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX events_start ON events (starts_at, id);

-- `place` is the performer's place in the billing, from 0.
CREATE TABLE event_performers (
    event_id BYTEA NOT NULL,
    place BIGINT NOT NULL,
    performer_id BYTEA NOT NULL,
    CONSTRAINT event_performers_pkey PRIMARY KEY (event_id, place)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX event_performers_performer ON event_performers (performer_id, event_id);

-- Keys, sealed before they get here.
CREATE TABLE secrets (
    name TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT secrets_pkey PRIMARY KEY (name)
)
--sqlite: WITHOUT ROWID
;
