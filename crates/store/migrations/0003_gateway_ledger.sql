-- The simulated gateway's own book. Nothing else reads it: a real provider keeps its own.

CREATE TABLE gateway_charges (
    payment_id BYTEA NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    decline TEXT,
    return_url TEXT,
    created_at BIGINT NOT NULL,
    -- The sum of the charge's refunds.
    refunded BIGINT NOT NULL,
    CONSTRAINT gateway_charges_pkey PRIMARY KEY (payment_id)
)
--sqlite: WITHOUT ROWID
;

CREATE TABLE gateway_refunds (
    id BYTEA NOT NULL,
    payment_id BYTEA NOT NULL,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT gateway_refunds_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;

-- Webhooks to deliver.
CREATE TABLE gateway_deliveries (
    id BYTEA NOT NULL,
    payment_id BYTEA NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    done_at BIGINT,
    CONSTRAINT gateway_deliveries_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX gateway_deliveries_due ON gateway_deliveries (next_try_at) WHERE done_at IS NULL;
