//! Keys that are made once. The first insert wins, whoever comes.

use admit_app::ports::error::StoreResult;
use admit_app::ports::secrets::Secrets;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{DbError, Transaction};

#[async_trait]
impl Secrets for SqlStore {
    async fn secret_or_insert(&self, name: &str, sealed: &[u8]) -> StoreResult<Vec<u8>> {
        let (name, sealed) = (name.to_owned(), sealed.to_vec());
        Ok(self.db.write(move |tx| Box::pin(async move { secret_or_insert(tx, &name, &sealed).await })).await?)
    }

    async fn secret(&self, name: &str) -> StoreResult<Option<Vec<u8>>> {
        let name = name.to_owned();
        Ok(self.db.read(move |tx| Box::pin(async move { secret(tx, &name).await })).await?)
    }
}

/// The insert waits for another of the same name to commit; the statement after it then sees the one that won.
async fn secret_or_insert(tx: &mut dyn Transaction, name: &str, sealed: &[u8]) -> Result<Vec<u8>, DbError> {
    tx.execute(
        "INSERT INTO secrets (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        &[name.into(), sealed.into()],
    )
    .await?;
    secret(tx, name).await?.ok_or_else(|| DbError::corrupt(format!("the secret {name} is gone although it is there")))
}

async fn secret(tx: &mut dyn Transaction, name: &str) -> Result<Option<Vec<u8>>, DbError> {
    let row = tx.query_optional("SELECT sealed FROM secrets WHERE name = $1", &[name.into()]).await?;
    row.map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()
}
