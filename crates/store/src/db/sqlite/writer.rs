//! The one thread that writes: it commits together whatever came in while it was committing.

use std::collections::VecDeque;

use tokio::sync::{mpsc, oneshot};

use super::connection::SqliteConnection;
use super::folder_lock::FolderLock;
use crate::db::DbError;
use crate::db::job::{Job, Ran};

/// How many jobs share one commit at most.
const JOBS_MAX: usize = 256;

pub(super) enum ToWriter {
    Job(Box<dyn Job>),
    /// Take no more, do what was sent, close, and answer.
    Close(oneshot::Sender<()>),
}

/// Runs jobs until it is told to close or nobody can send any more, and those that were sent before.
pub(super) fn write_all(mut connection: SqliteConnection, mut messages: mpsc::Receiver<ToWriter>, lock: FolderLock) {
    let mut ready = VecDeque::new();
    let mut waiting = Vec::new();
    while let Some(message) = messages.blocking_recv() {
        let mut next = Some(message);
        while let Some(message) = next {
            match message {
                ToWriter::Job(job) => ready.push_back(job),
                ToWriter::Close(closed) => {
                    messages.close();
                    waiting.push(closed);
                }
            }
            next = if ready.len() < JOBS_MAX { messages.try_recv().ok() } else { None };
        }
        while !ready.is_empty() {
            commit_together(&mut connection, &mut ready);
        }
    }
    if let Err(why) = connection.batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(
            error = &why as &dyn std::error::Error,
            "the log stays beside the database until the next start"
        );
    }
    drop(connection);
    drop(lock);
    for closed in waiting {
        // Whoever left needs no answer.
        let _ = closed.send(());
    }
}

/// Takes jobs from `ready`, at least one, runs them in one transaction, and answers them after its commit.
fn commit_together(connection: &mut SqliteConnection, ready: &mut VecDeque<Box<dyn Job>>) {
    if let Err(why) = connection.steer("BEGIN IMMEDIATE") {
        return ready.drain(..).for_each(|job| job.refuse(why.again()));
    }
    // A job alone needs no savepoint: if it isn't kept, there is nothing to commit.
    let alone = ready.len() == 1;
    let mut ran = Vec::with_capacity(ready.len());
    let mut outcome = Ok(());
    while let Some(job) = ready.pop_front() {
        outcome = run_one(connection, job, alone, &mut ran);
        if outcome.is_err() {
            break;
        }
    }
    if outcome.is_ok() && ran.iter().any(|job| job.is_kept()) {
        outcome = connection.steer("COMMIT");
    }
    if connection.is_open()
        && let Err(why) = connection.steer("ROLLBACK")
    {
        tracing::error!(error = &why as &dyn std::error::Error, "a transaction could not be rolled back");
    }
    if let Err(why) = &outcome {
        tracing::error!(
            error = why as &dyn std::error::Error,
            jobs = ran.len(),
            "a commit failed; nothing of it was done"
        );
    }
    for job in ran {
        job.finish(outcome.as_ref().copied().map_err(DbError::again));
    }
}

/// Runs one job, undoing it alone if it isn't to be kept. An error means that the whole transaction is lost.
fn run_one(
    connection: &mut SqliteConnection,
    job: Box<dyn Job>,
    alone: bool,
    ran: &mut Vec<Box<dyn Ran>>,
) -> Result<(), DbError> {
    if !alone && let Err(why) = connection.steer("SAVEPOINT job") {
        job.refuse(why.again());
        return Err(why);
    }
    let done = job.run(connection);
    let kept = done.is_kept();
    ran.push(done);
    if !connection.is_open() {
        return Err(DbError::away("the disk is full or broken, so the transaction ended by itself"));
    }
    match (alone, kept) {
        (true, _) => Ok(()),
        (false, true) => connection.steer("RELEASE job"),
        (false, false) => connection.steer("ROLLBACK TO job").and_then(|()| connection.steer("RELEASE job")),
    }
}
