-- The inventory of every event: its version, its journal, and the rows that the journal folds to.
--
-- Ids are 16 bytes, times are milliseconds since 1970, money is minor units. A line that begins with a database's name after
-- two dashes is meant for that database alone. There are no foreign keys: all these rows are written by the batches of one
-- event, one after another, and each key checked would be a row read and locked on the way to every sale.

-- One row an event. Its lock is what serialises all writers of the event.
CREATE TABLE inventory (
    event_id BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    currency TEXT NOT NULL,
    terms TEXT NOT NULL,
    CONSTRAINT inventory_pkey PRIMARY KEY (event_id)
)
--sqlite: WITHOUT ROWID
;
-- Every batch writes a new copy of this row, so the copies are kept small and on one page: the terms lie elsewhere.
--postgres: ALTER TABLE inventory ALTER COLUMN terms SET STORAGE EXTERNAL;
--postgres: ALTER TABLE inventory SET (fillfactor = 20, toast_tuple_target = 128, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Every unit's tier, a byte each; 255 is not for sale. Never changes.
CREATE TABLE event_tiers (
    event_id BYTEA NOT NULL,
    tiers BYTEA NOT NULL,
    CONSTRAINT event_tiers_pkey PRIMARY KEY (event_id)
);

-- The journal.
CREATE TABLE inventory_changes (
    event_id BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    batch_id BYTEA NOT NULL,
    changes TEXT NOT NULL,
    CONSTRAINT inventory_changes_pkey PRIMARY KEY (event_id, epoch, version)
);

-- A unit's exclusive owner. This primary key is why no seat is sold twice.
CREATE TABLE claims (
    event_id BYTEA NOT NULL,
    unit BIGINT NOT NULL,
    state TEXT NOT NULL,
    hold_id BYTEA,
    CONSTRAINT claims_pkey PRIMARY KEY (event_id, unit)
)
--sqlite: WITHOUT ROWID
;
-- Room on each page to turn held into sold without touching the index.
--postgres: ALTER TABLE claims SET (fillfactor = 70);

-- Found by event and id together, so that one index serves both one hold and all of an event's.
CREATE TABLE holds (
    id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    address_hash BYTEA NOT NULL,
    units TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    granted_until BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    order_id BYTEA,
    ended_at BIGINT,
    extension_until BIGINT,
    extension_key BYTEA,
    extension_body BYTEA,
    attempts BIGINT NOT NULL,
    raised BIGINT NOT NULL,
    request_key BYTEA,
    request_body BYTEA,
    CONSTRAINT holds_pkey PRIMARY KEY (event_id, id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX holds_account ON holds (account_id) WHERE status IN ('open', 'in_checkout');
CREATE INDEX holds_due ON holds (expires_at, event_id) WHERE status = 'open';

CREATE TABLE orders (
    id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    hold_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    address_hash BYTEA NOT NULL,
    payment_id BYTEA NOT NULL,
    total BIGINT NOT NULL,
    ticket_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    pay_by BIGINT NOT NULL,
    request_key BYTEA,
    request_body BYTEA,
    status TEXT NOT NULL,
    next_action TEXT,
    settled_at BIGINT,
    decline TEXT,
    refund_amount BIGINT,
    refund_reason TEXT,
    refund_at BIGINT,
    cancel_key BYTEA,
    cancel_body BYTEA,
    CONSTRAINT orders_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX orders_event ON orders (event_id, id);
CREATE INDEX orders_account ON orders (account_id, id);
CREATE INDEX orders_due ON orders (pay_by) WHERE status = 'pending';

-- One attempt at the provider each, and whether it took money.
CREATE TABLE payments (
    id BYTEA NOT NULL,
    order_id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    CONSTRAINT payments_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;

-- A ticket's id is its order's with a number, so an order's tickets lie side by side.
CREATE TABLE tickets (
    id BYTEA NOT NULL,
    order_id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    unit BIGINT NOT NULL,
    status TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    voided_at BIGINT,
    CONSTRAINT tickets_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;

-- Money owed back. At most one a payment, whose 128 bits are its id too.
CREATE TABLE refunds (
    id BYTEA NOT NULL,
    order_id BYTEA NOT NULL,
    payment_id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    CONSTRAINT refunds_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX refunds_due ON refunds (next_try_at) WHERE status = 'due';
