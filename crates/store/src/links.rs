//! Mailed links, what opening one does, and the merges that follow.

use admit_app::ports::accounts::Account;
use admit_app::ports::error::StoreResult;
use admit_app::ports::links::{
    GuestHold, Link, Links, Merge, NewLink, Proof, Proved, Proven, Purpose, Recent, Vouched,
};
use admit_domain::hold::{AddressHash, Buyer};
use admit_domain::id::{AccountId, EventId, HoldId, LinkId, SessionId};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::accounts::{account, insert_account, revoke_sessions_of};
use crate::db::{Column, DbError, Row, RowsSql, Transaction};
use crate::mails::insert_link_mail;
use crate::rows::take_due;

#[async_trait]
impl Links for SqlStore {
    async fn register_account(&self, account: &Account, new: &NewLink) -> StoreResult<()> {
        let (account, new) = (account.clone(), new.clone());
        Ok(self.db.write(move |tx| Box::pin(async move { register_account(tx, &account, &new).await })).await?)
    }

    async fn create_link(&self, new: &NewLink, recent: Recent) -> StoreResult<bool> {
        let new = new.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { create_link(tx, &new, recent).await })).await?)
    }

    async fn link(&self, id: LinkId) -> StoreResult<Option<Link>> {
        Ok(self.db.read(move |tx| Box::pin(async move { link(tx, id).await })).await?)
    }

    async fn request_reset(&self, address: &str, now: Timestamp) -> StoreResult<()> {
        let address = address.to_owned();
        Ok(self.db.write(move |tx| Box::pin(async move { request_reset(tx, &address, now).await })).await?)
    }

    async fn reset_requests(&self, limit: u32) -> StoreResult<Vec<String>> {
        Ok(self.db.read(move |tx| Box::pin(async move { reset_requests(tx, limit).await })).await?)
    }

    async fn reset_request_done(&self, address: &str) -> StoreResult<()> {
        let address = address.to_owned();
        Ok(self.db.write(move |tx| Box::pin(async move { reset_request_done(tx, &address).await })).await?)
    }

    async fn prove(&self, proof: &Proof) -> StoreResult<Proved> {
        let proof = proof.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { prove(tx, &proof).await })).await?)
    }

    async fn vouch(&self, vouched: &Vouched) -> StoreResult<bool> {
        let vouched = vouched.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { vouch(tx, &vouched).await })).await?)
    }

    async fn take_due_merges(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<Merge>> {
        Ok(self.db.write(move |tx| Box::pin(async move { take_due_merges(tx, now, retry_at, limit).await })).await?)
    }

    async fn put_off_merge(&self, merge: &Merge, next_try_at: Timestamp) -> StoreResult<()> {
        let merge = merge.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { put_off_merge(tx, &merge, next_try_at).await })).await?)
    }

    async fn merge_done(&self, merge: &Merge) -> StoreResult<()> {
        let merge = merge.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { merge_done(tx, &merge).await })).await?)
    }

    async fn guests_to_merge(&self, merge: &Merge, limit: u32) -> StoreResult<Vec<AccountId>> {
        let merge = merge.clone();
        Ok(self.db.read(move |tx| Box::pin(async move { guests_to_merge(tx, &merge, limit).await })).await?)
    }

    async fn holds_of_guests(&self, guests: &[AccountId], limit: u32) -> StoreResult<Vec<GuestHold>> {
        let guests = Column::Id(guests.iter().map(|guest| guest.to_bytes()).collect());
        Ok(self.db.read(move |tx| Box::pin(async move { holds_of_guests(tx, guests, limit).await })).await?)
    }

    async fn revoke_sessions_of(&self, accounts: &[AccountId], now: Timestamp) -> StoreResult<Vec<SessionId>> {
        let accounts = accounts.to_vec();
        Ok(self.db.write(move |tx| Box::pin(async move { revoke_sessions_of(tx, &accounts, now).await })).await?)
    }

    async fn purge_accounts(&self, sessions: Timestamp, links: Timestamp, limit: u32) -> StoreResult<u64> {
        Ok(self.db.write(move |tx| Box::pin(async move { purge(tx, sessions, links, limit).await })).await?)
    }
}

async fn register_account(tx: &mut dyn Transaction, account: &Account, new: &NewLink) -> Result<(), DbError> {
    insert_account(tx, account).await?;
    insert_link(tx, new).await
}

async fn create_link(tx: &mut dyn Transaction, new: &NewLink, recent: Recent) -> Result<bool, DbError> {
    let counted = tx
        .query_optional(
            "SELECT COUNT(*) FROM links WHERE account_id = $1 AND created_at > $2 AND purpose = $3",
            &[new.link.account.to_bytes().into(), recent.since.as_millis().into(), new.link.purpose.name().into()],
        )
        .await?;
    if counted.map(|row| row.int(0)).transpose()?.unwrap_or(0) >= i64::from(recent.max) {
        return Ok(false);
    }
    insert_link(tx, new).await?;
    Ok(true)
}

async fn insert_link(tx: &mut dyn Transaction, new: &NewLink) -> Result<(), DbError> {
    let link = &new.link;
    tx.execute(
        "INSERT INTO links (id, hash, account_id, purpose, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            link.id.to_bytes().into(),
            link.hash.into(),
            link.account.to_bytes().into(),
            link.purpose.name().into(),
            link.created_at.as_millis().into(),
            link.expires_at.as_millis().into(),
            link.used_at.map(Timestamp::as_millis).into(),
        ],
    )
    .await?;
    insert_link_mail(tx, new).await
}

async fn link(tx: &mut dyn Transaction, id: LinkId) -> Result<Option<Link>, DbError> {
    tx.query_optional(
        "SELECT id, hash, account_id, purpose, created_at, expires_at, used_at FROM links WHERE id = $1",
        &[id.to_bytes().into()],
    )
    .await?
    .map(|row| link_from(&row))
    .transpose()
}

async fn request_reset(tx: &mut dyn Transaction, address: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO reset_requests (address, requested_at) VALUES ($1, $2)
         ON CONFLICT (address) DO UPDATE SET requested_at = excluded.requested_at",
        &[address.into(), now.as_millis().into()],
    )
    .await?;
    Ok(())
}

async fn reset_requests(tx: &mut dyn Transaction, limit: u32) -> Result<Vec<String>, DbError> {
    let rows = tx.query("SELECT address FROM reset_requests LIMIT $1", &[limit.into()]).await?;
    rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

async fn reset_request_done(tx: &mut dyn Transaction, address: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM reset_requests WHERE address = $1", &[address.into()]).await?;
    Ok(())
}

/// The account's row is changed before its sessions are looked for, in a statement of their own: whoever signs in with the
/// earlier password locks that row too, and so either is found here or finds the password changed.
async fn prove(tx: &mut dyn Transaction, proof: &Proof) -> Result<Proved, DbError> {
    let Some(link) = link(tx, proof.link).await? else { return Ok(Proved::NotGood) };
    let Some(before) = account(tx, link.account).await? else { return Ok(Proved::NotGood) };
    let needs_password = before.verified_at.is_none() || proof.purpose == Purpose::Reset;
    if proof.password_hash.is_none() && needs_password {
        return Ok(Proved::PasswordNeeded);
    }
    if !use_link(tx, proof).await? {
        return Ok(Proved::NotGood);
    }
    tx.execute(
        "UPDATE accounts SET verified_at = COALESCE(verified_at, $1), password_hash = COALESCE($2, password_hash) WHERE id = $3",
        &[proof.now.as_millis().into(), proof.password_hash.as_deref().into(), link.account.to_bytes().into()],
    )
    .await?;
    let revoked = match proof.password_hash {
        Some(_) => end_sessions_and_links(tx, link.account, proof.now).await?,
        None => Vec::new(),
    };
    begin_merge(tx, &before, proof).await?;
    let account = account(tx, link.account).await?;
    Ok(account.map_or(Proved::NotGood, |account| Proved::Done(Box::new(Proven { account, revoked }))))
}

/// Whoever had the password before has nothing any more by which to come in.
async fn end_sessions_and_links(
    tx: &mut dyn Transaction,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let revoked = revoke_sessions_of(tx, &[account], now).await?;
    tx.execute(
        "UPDATE links SET used_at = $1 WHERE account_id = $2 AND used_at IS NULL",
        &[now.as_millis().into(), account.to_bytes().into()],
    )
    .await?;
    Ok(revoked)
}

async fn vouch(tx: &mut dyn Transaction, vouched: &Vouched) -> Result<bool, DbError> {
    let changed = tx
        .execute(
            "UPDATE accounts SET verified_at = $1, role = $2, password_hash = $3
             WHERE id = $4 AND password_hash IS NOT NULL AND verified_at IS NULL",
            &[
                vouched.now.as_millis().into(),
                vouched.role.name().into(),
                vouched.password_hash.as_str().into(),
                vouched.account.to_bytes().into(),
            ],
        )
        .await?;
    if changed > 0 {
        end_sessions_and_links(tx, vouched.account, vouched.now).await?;
    }
    Ok(changed > 0)
}

async fn use_link(tx: &mut dyn Transaction, proof: &Proof) -> Result<bool, DbError> {
    let used = tx
        .execute(
            "UPDATE links SET used_at = $1
             WHERE id = $2 AND hash = $3 AND purpose = $4 AND used_at IS NULL AND expires_at > $5",
            &[
                proof.now.as_millis().into(),
                proof.link.to_bytes().into(),
                proof.hash.into(),
                proof.purpose.name().into(),
                proof.now.as_millis().into(),
            ],
        )
        .await?;
    Ok(used > 0)
}

async fn begin_merge(tx: &mut dyn Transaction, account: &Account, proof: &Proof) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO merges (id, address, proven_at, pass, after_guest, attempts, next_try_at)
         VALUES ($1, $2, $3, 0, NULL, 0, $4)
         ON CONFLICT (id) DO UPDATE SET proven_at = excluded.proven_at, pass = 0, after_guest = NULL, attempts = 0,
            next_try_at = excluded.next_try_at",
        &[
            account.id.to_bytes().into(),
            account.address.as_str().into(),
            proof.now.as_millis().into(),
            proof.merge_at.as_millis().into(),
        ],
    )
    .await?;
    Ok(())
}

async fn take_due_merges(
    tx: &mut dyn Transaction,
    now: Timestamp,
    retry_at: Timestamp,
    limit: u32,
) -> Result<Vec<Merge>, DbError> {
    let sql = take_due!(tx.dialect(); "merges", "attempts >= 0", "id, address, proven_at, pass, after_guest");
    tx.query(sql, &[now.as_millis().into(), limit.into(), retry_at.as_millis().into()])
        .await?
        .iter()
        .map(merge_from)
        .collect()
}

async fn put_off_merge(tx: &mut dyn Transaction, merge: &Merge, next_try_at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE merges SET pass = $1, after_guest = $2, next_try_at = $3 WHERE id = $4 AND proven_at = $5",
        &[
            merge.pass.into(),
            merge.after.map(AccountId::to_bytes).into(),
            next_try_at.as_millis().into(),
            merge.account.to_bytes().into(),
            merge.proven_at.as_millis().into(),
        ],
    )
    .await?;
    Ok(())
}

async fn merge_done(tx: &mut dyn Transaction, merge: &Merge) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM merges WHERE id = $1 AND proven_at = $2",
        &[merge.account.to_bytes().into(), merge.proven_at.as_millis().into()],
    )
    .await?;
    Ok(())
}

async fn guests_to_merge(tx: &mut dyn Transaction, merge: &Merge, limit: u32) -> Result<Vec<AccountId>, DbError> {
    let after = merge.after.map_or([0; 16], AccountId::to_bytes);
    tx.query(
        "SELECT id FROM accounts
         WHERE address = $1 AND password_hash IS NULL AND id > $2 AND created_at <= $3 ORDER BY id LIMIT $4",
        &[merge.address.as_str().into(), after.into(), merge.proven_at.as_millis().into(), limit.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0).map(AccountId::from_bytes))
    .collect()
}

/// Two statements, since each finds its rows by an index of its own.
const TRIED_TO_PAY: RowsSql = RowsSql {
    sqlite: "SELECT h.event_id, h.id, h.account_id, h.address_hash FROM orders o
             JOIN holds h ON h.event_id = o.event_id AND h.id = o.hold_id WHERE o.account_id = $1 LIMIT 1000",
    postgres: "SELECT h.event_id, h.id, h.account_id, h.address_hash FROM orders o
             JOIN holds h ON h.event_id = o.event_id AND h.id = o.hold_id WHERE o.account_id = ANY($1::BYTEA[]) LIMIT 1000",
};
/// Reads all open holds, which are as many as people shop at this moment: an index over accounts would cost every hold more than this
/// costs the few who prove an address. What is in checkout has an order.
const HELD: RowsSql = RowsSql {
    sqlite: "SELECT event_id, id, account_id, address_hash FROM holds
             WHERE status = 'open' AND account_id = $1 LIMIT 1000",
    postgres: "SELECT event_id, id, account_id, address_hash FROM holds
             WHERE status = 'open' AND account_id = ANY($1::BYTEA[]) LIMIT 1000",
};

async fn holds_of_guests(tx: &mut dyn Transaction, guests: Column, limit: u32) -> Result<Vec<GuestHold>, DbError> {
    let mut rows = tx.query_rows(&TRIED_TO_PAY, vec![guests.clone()]).await?;
    rows.extend(tx.query_rows(&HELD, vec![guests]).await?);
    let mut holds: Vec<GuestHold> = rows.iter().map(guest_hold_from).collect::<Result<_, _>>()?;
    holds.sort_unstable_by_key(|hold| (hold.event, hold.hold));
    holds.dedup();
    holds.truncate(limit as usize);
    Ok(holds)
}

async fn purge(tx: &mut dyn Transaction, sessions: Timestamp, links: Timestamp, limit: u32) -> Result<u64, DbError> {
    let first = |at| admit_app::ids::first_at(at).to_be_bytes();
    let sessions = tx
        .execute(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE id < $1 ORDER BY id LIMIT $2)",
            &[first(sessions).into(), limit.into()],
        )
        .await?;
    let links = tx
        .execute(
            "DELETE FROM links WHERE id IN (SELECT id FROM links WHERE id < $1 ORDER BY id LIMIT $2)",
            &[first(links).into(), limit.into()],
        )
        .await?;
    Ok(sessions + links)
}

fn link_from(row: &Row) -> Result<Link, DbError> {
    Ok(Link {
        id: LinkId::from_bytes(row.id(0)?),
        hash: row.bytes(1)?.try_into().map_err(|_| DbError::shape(1))?,
        account: AccountId::from_bytes(row.id(2)?),
        purpose: Purpose::from_name(row.text(3)?).ok_or_else(|| DbError::shape(3))?,
        created_at: Timestamp::from_millis(row.int(4)?),
        expires_at: Timestamp::from_millis(row.int(5)?),
        used_at: row.optional_int(6)?.map(Timestamp::from_millis),
    })
}

fn merge_from(row: &Row) -> Result<Merge, DbError> {
    let after = match row.optional_bytes(4)? {
        Some(_) => Some(AccountId::from_bytes(row.id(4)?)),
        None => None,
    };
    Ok(Merge {
        account: AccountId::from_bytes(row.id(0)?),
        address: row.text(1)?.to_owned(),
        proven_at: Timestamp::from_millis(row.int(2)?),
        pass: u32::try_from(row.int(3)?).map_err(|_| DbError::shape(3))?,
        after,
    })
}

fn guest_hold_from(row: &Row) -> Result<GuestHold, DbError> {
    Ok(GuestHold {
        event: EventId::from_bytes(row.id(0)?),
        hold: HoldId::from_bytes(row.id(1)?),
        buyer: Buyer { account: AccountId::from_bytes(row.id(2)?), address: AddressHash(row.id(3)?) },
    })
}
