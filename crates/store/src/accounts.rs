//! Accounts and their sessions.

use admit_app::ports::accounts::{Account, Accounts, Rotation, Session};
use admit_app::ports::error::StoreResult;
use admit_domain::id::{AccountId, SessionId};
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{Column, DbError, Row, RowsSql, Transaction};

#[async_trait]
impl Accounts for SqlStore {
    async fn create_account(&self, account: &Account) -> StoreResult<()> {
        let account = account.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { insert_account(tx, &account).await })).await?)
    }

    async fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(self.db.read(move |tx| Box::pin(async move { account(tx, id).await })).await?)
    }

    async fn account_by_address(&self, address: &str) -> StoreResult<Option<Account>> {
        let address = address.to_owned();
        Ok(self.db.read(move |tx| Box::pin(async move { account_by_address(tx, &address).await })).await?)
    }

    async fn set_role(&self, id: AccountId, role: Role) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { set_role(tx, id, role).await })).await?)
    }

    async fn create_session(&self, session: &Session) -> StoreResult<()> {
        let session = session.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { insert_session(tx, &session).await })).await?)
    }

    async fn create_session_by_password(&self, session: &Session, password_hash: &str) -> StoreResult<bool> {
        let (session, password_hash) = (session.clone(), password_hash.to_owned());
        let created =
            self.db.write(move |tx| Box::pin(async move { insert_session_by(tx, &session, &password_hash).await }));
        Ok(created.await?)
    }

    async fn session(&self, id: SessionId) -> StoreResult<Option<Session>> {
        Ok(self.db.read(move |tx| Box::pin(async move { session(tx, id).await })).await?)
    }

    async fn rotate_session(
        &self,
        id: SessionId,
        from: [u8; 32],
        to: [u8; 32],
        now: Timestamp,
    ) -> StoreResult<Rotation> {
        Ok(self.db.write(move |tx| Box::pin(async move { rotate_session(tx, id, from, to, now).await })).await?)
    }

    async fn revoke_session(&self, id: SessionId, now: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { revoke_session(tx, id, now).await })).await?)
    }

    async fn sessions_revoked_since(&self, since: Timestamp) -> StoreResult<Vec<SessionId>> {
        Ok(self.db.read(move |tx| Box::pin(async move { sessions_revoked_since(tx, since).await })).await?)
    }
}

pub(crate) async fn insert_account(tx: &mut dyn Transaction, account: &Account) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO accounts (id, email, address, name, role, password_hash, verified_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            account.id.to_bytes().into(),
            account.email.as_str().into(),
            account.address.as_str().into(),
            account.name.as_str().into(),
            account.role.name().into(),
            account.password_hash.as_deref().into(),
            account.verified_at.map(Timestamp::as_millis).into(),
            account.created_at.as_millis().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn account(tx: &mut dyn Transaction, id: AccountId) -> Result<Option<Account>, DbError> {
    tx.query_optional(
        "SELECT id, email, address, name, role, password_hash, verified_at, created_at FROM accounts WHERE id = $1",
        &[id.to_bytes().into()],
    )
    .await?
    .map(|row| account_from(&row))
    .transpose()
}

async fn account_by_address(tx: &mut dyn Transaction, address: &str) -> Result<Option<Account>, DbError> {
    tx.query_optional(
        "SELECT id, email, address, name, role, password_hash, verified_at, created_at
         FROM accounts WHERE address = $1 AND password_hash IS NOT NULL",
        &[address.into()],
    )
    .await?
    .map(|row| account_from(&row))
    .transpose()
}

async fn set_role(tx: &mut dyn Transaction, id: AccountId, role: Role) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET role = $1 WHERE id = $2", &[role.name().into(), id.to_bytes().into()]).await?;
    Ok(())
}

async fn insert_session(tx: &mut dyn Transaction, session: &Session) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sessions (id, account_id, refresh_hash, created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            session.id.to_bytes().into(),
            session.account.to_bytes().into(),
            session.refresh_hash.into(),
            session.created_at.as_millis().into(),
            session.expires_at.as_millis().into(),
            session.revoked_at.map(Timestamp::as_millis).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Changing the account's row, if only to what it is, takes the lock that a new password takes.
async fn insert_session_by(tx: &mut dyn Transaction, session: &Session, password_hash: &str) -> Result<bool, DbError> {
    let is_so = tx
        .execute(
            "UPDATE accounts SET password_hash = password_hash WHERE id = $1 AND password_hash = $2",
            &[session.account.to_bytes().into(), password_hash.into()],
        )
        .await?;
    if is_so > 0 {
        insert_session(tx, session).await?;
    }
    Ok(is_so > 0)
}

const REVOKE_SESSIONS_OF: RowsSql = RowsSql {
    sqlite: "UPDATE sessions SET revoked_at = $1 WHERE account_id = $2 AND revoked_at IS NULL RETURNING id",
    postgres: "UPDATE sessions SET revoked_at = n.revoked_at FROM UNNEST($1::BIGINT[], $2::BYTEA[]) AS n (revoked_at, account_id)
               WHERE sessions.account_id = n.account_id AND sessions.revoked_at IS NULL RETURNING sessions.id",
};

pub(crate) async fn revoke_sessions_of(
    tx: &mut dyn Transaction,
    accounts: &[AccountId],
    now: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let ids = Column::Id(accounts.iter().map(|account| account.to_bytes()).collect());
    let at = Column::Int(vec![now.as_millis(); accounts.len()]);
    let rows = tx.query_rows(&REVOKE_SESSIONS_OF, vec![at, ids]).await?;
    rows.iter().map(|row| row.id(0).map(SessionId::from_bytes)).collect()
}

async fn session(tx: &mut dyn Transaction, id: SessionId) -> Result<Option<Session>, DbError> {
    tx.query_optional(
        "SELECT id, account_id, refresh_hash, created_at, expires_at, revoked_at FROM sessions WHERE id = $1",
        &[id.to_bytes().into()],
    )
    .await?
    .map(|row| session_from(&row))
    .transpose()
}

/// Both statements look at the row as it is once they have its lock, so of two that rotate from one hash only one finds
/// it there; the other sees a live session whose newest hash is another, and ends it.
async fn rotate_session(
    tx: &mut dyn Transaction,
    id: SessionId,
    from: [u8; 32],
    to: [u8; 32],
    now: Timestamp,
) -> Result<Rotation, DbError> {
    let rotated = tx
        .execute(
            "UPDATE sessions SET refresh_hash = $1 WHERE id = $2 AND refresh_hash = $3 AND revoked_at IS NULL AND expires_at > $4",
            &[to.into(), id.to_bytes().into(), from.into(), now.as_millis().into()],
        )
        .await?;
    if rotated > 0 {
        return Ok(Rotation::Done);
    }
    let revoked = tx
        .execute(
            "UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL AND expires_at > $3",
            &[now.as_millis().into(), id.to_bytes().into(), now.as_millis().into()],
        )
        .await?;
    Ok(if revoked > 0 { Rotation::Reused } else { Rotation::Ended })
}

/// A session that was revoked before keeps its first time.
async fn revoke_session(tx: &mut dyn Transaction, id: SessionId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
        &[now.as_millis().into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

async fn sessions_revoked_since(tx: &mut dyn Transaction, since: Timestamp) -> Result<Vec<SessionId>, DbError> {
    tx.query("SELECT id FROM sessions WHERE revoked_at >= $1 ORDER BY revoked_at, id", &[since.as_millis().into()])
        .await?
        .iter()
        .map(|row| row.id(0).map(SessionId::from_bytes))
        .collect()
}

fn account_from(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        id: AccountId::from_bytes(row.id(0)?),
        email: row.text(1)?.to_owned(),
        address: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        role: Role::from_name(row.text(4)?).ok_or_else(|| DbError::shape(4))?,
        password_hash: row.optional_text(5)?.map(str::to_owned),
        verified_at: row.optional_int(6)?.map(Timestamp::from_millis),
        created_at: Timestamp::from_millis(row.int(7)?),
    })
}

fn session_from(row: &Row) -> Result<Session, DbError> {
    Ok(Session {
        id: SessionId::from_bytes(row.id(0)?),
        account: AccountId::from_bytes(row.id(1)?),
        refresh_hash: row.bytes(2)?.try_into().map_err(|_| DbError::shape(2))?,
        created_at: Timestamp::from_millis(row.int(3)?),
        expires_at: Timestamp::from_millis(row.int(4)?),
        revoked_at: row.optional_int(5)?.map(Timestamp::from_millis),
    })
}
