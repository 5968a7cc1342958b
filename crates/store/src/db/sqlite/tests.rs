//! Jobs that share a commit: each is all or nothing, and a full disk costs those that were in the same transaction, nobody else.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use super::*;
use crate::db::error::DiskFull;

struct Scratch {
    db: SqliteDb,
    folder: PathBuf,
}

impl Scratch {
    async fn open() -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("admit-sqlite-{}-{number}", std::process::id()));
        let db = SqliteDb::open(&folder).unwrap();
        run_script(&db, "CREATE TABLE claims (event_id BIGINT, unit BIGINT, body BYTEA, PRIMARY KEY (event_id, unit))")
            .await
            .unwrap();
        Self { db, folder }
    }

    /// Keeps the writer busy until the sender is used or dropped.
    async fn busy_writer(&self) -> mpsc::Sender<()> {
        let (release, released) = mpsc::channel();
        let (begun, has_begun) = oneshot::channel();
        let db = self.db.clone();
        tokio::spawn(async move {
            let wait = |begun: oneshot::Sender<()>, released: mpsc::Receiver<()>| async move {
                // Whoever waits for either is the test itself.
                let _ = begun.send(());
                let _ = released.recv();
                Ok::<_, DbError>(())
            };
            db.write(move |_| Box::pin(wait(begun, released))).await
        });
        has_begun.await.unwrap();
        release
    }

    async fn units(&self) -> Vec<i64> {
        let rows = self
            .db
            .read(|tx| Box::pin(async move { tx.query("SELECT unit FROM claims ORDER BY unit", &[]).await }))
            .await;
        rows.unwrap_or_else(|error: DbError| panic!("{error:?}")).iter().map(|row| row.int(0).unwrap()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn run_script(db: &SqliteDb, sql: &'static str) -> Result<(), DbError> {
    db.write(move |tx| Box::pin(async move { tx.script(sql).await })).await
}

async fn claim(db: SqliteDb, unit: i64, bytes: usize) -> Result<(), DbError> {
    let row = [0i64.into(), unit.into(), vec![0; bytes].into()];
    let sql = "INSERT INTO claims (event_id, unit, body) VALUES ($1, $2, $3)";
    db.write(move |tx| Box::pin(async move { tx.execute(sql, &row).await.map(drop) })).await
}

/// Queues the jobs in their order behind a busy writer, so that they share a transaction, and returns their results.
async fn together(scratch: &Scratch, jobs: &[(i64, usize)]) -> Vec<Result<(), DbError>> {
    let release = scratch.busy_writer().await;
    let mut handles = Vec::new();
    for (unit, bytes) in jobs {
        let waiting = queue_length(&scratch.db);
        handles.push(tokio::spawn(claim(scratch.db.clone(), *unit, *bytes)));
        while queue_length(&scratch.db) == waiting {
            tokio::task::yield_now().await;
        }
    }
    release.send(()).unwrap();
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await.unwrap());
    }
    results
}

fn queue_length(db: &SqliteDb) -> usize {
    let writer = db.writer.as_ref().unwrap();
    writer.max_capacity() - writer.capacity()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_is_undone_alone() {
    let scratch = Scratch::open().await;
    let results = together(&scratch, &[(1, 1), (2, 1), (1, 1), (3, 1)]).await;
    assert!(matches!(&results[..], [Ok(()), Ok(()), Err(DbError::Taken { constraint: "claims_pkey" }), Ok(())]));
    assert_eq!(scratch.units().await, [1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_that_a_job_passes_over_undoes_it_too() {
    let scratch = Scratch::open().await;
    claim(scratch.db.clone(), 1, 1).await.unwrap();
    let refused: Result<(), DbError> = scratch
        .db
        .write(|tx| {
            Box::pin(async move {
                tx.execute("INSERT INTO claims (event_id, unit) VALUES (0, 2)", &[]).await?;
                let _ = tx.execute("INSERT INTO claims (event_id, unit) VALUES (0, 1)", &[]).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(refused, Err(DbError::Refused(_))));
    assert_eq!(scratch.units().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_nothing_that_was_not_kept_is_acknowledged() {
    let scratch = Scratch::open().await;
    run_script(&scratch.db, "PRAGMA max_page_count = 20").await.unwrap();
    let results = together(&scratch, &[(1, 10), (2, 1_000_000), (3, 10)]).await;
    let full = |result: &Result<(), DbError>| matches!(result, Err(DbError::Away(cause)) if cause.is::<DiskFull>());
    assert!(full(&results[1]), "{results:?}");
    let acknowledged: Vec<i64> =
        [1, 2, 3].into_iter().zip(&results).filter(|(_, result)| result.is_ok()).map(|(unit, _)| unit).collect();
    assert_eq!(scratch.units().await, acknowledged);

    run_script(&scratch.db, "PRAGMA max_page_count = 100000").await.unwrap();
    claim(scratch.db.clone(), 4, 1_000_000).await.unwrap();
    assert_eq!(scratch.units().await.last(), Some(&4));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_left_while_it_waited_is_passed_over() {
    let scratch = Scratch::open().await;
    let release = scratch.busy_writer().await;
    let waiting = tokio::spawn(claim(scratch.db.clone(), 1, 1));
    while queue_length(&scratch.db) == 0 {
        tokio::task::yield_now().await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    release.send(()).unwrap();
    claim(scratch.db.clone(), 2, 1).await.unwrap();
    assert_eq!(scratch.units().await, [2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_waits_for_something_else_is_refused() {
    let scratch = Scratch::open().await;
    let refused: Result<(), DbError> = scratch
        .db
        .write(|_| {
            Box::pin(async {
                tokio::task::yield_now().await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(refused, Err(DbError::Refused(_))));
}
