-- Mailed links, the guests' orders that go to proven accounts, and the mails that are to be sent.
--
-- Ids are made from the time, so what is old is a range of the primary key and needs no index to be found and removed.

-- A link that was mailed proves that whoever opens it reads the account's mail. Only the hash of its secret is here.
CREATE TABLE links (
    id BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT links_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX links_account ON links (account_id, created_at);

-- Addresses for which somebody asked for a new password: known or not, so that asking is the same work for both.
CREATE TABLE reset_requests (
    address TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    CONSTRAINT reset_requests_pkey PRIMARY KEY (address)
)
--sqlite: WITHOUT ROWID
;

-- Accounts, by their own id, whose address was proven and whose guests' orders aren't all theirs yet. The guests are gone
-- through in the order of their ids.
CREATE TABLE merges (
    id BYTEA NOT NULL,
    address TEXT NOT NULL,
    proven_at BIGINT NOT NULL,
    pass BIGINT NOT NULL,
    after_guest BYTEA,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    CONSTRAINT merges_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;

CREATE INDEX accounts_guests ON accounts (address, id) WHERE password_hash IS NULL;
CREATE INDEX sessions_account ON sessions (account_id) WHERE revoked_at IS NULL;

-- Mails that aren't sent yet. `subject_id` is the link's or the order's that the mail is about.
CREATE TABLE mails (
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    subject_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    last_error TEXT,
    CONSTRAINT mails_pkey PRIMARY KEY (id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX mails_due ON mails (next_try_at);
