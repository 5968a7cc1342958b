//! The threads that read, each job in one snapshot.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;

use super::connection::SqliteConnection;
use crate::db::job::Job;

pub(super) type SharedJobs = Arc<Mutex<mpsc::Receiver<Box<dyn Job>>>>;

/// Runs jobs until nobody can send any more.
pub(super) fn read_all(mut connection: SqliteConnection, jobs: &SharedJobs) {
    // The guard lives only for the waiting, so one thread waits in the channel and the others wait for its place.
    while let Some(job) = next(jobs) {
        if let Err(why) = connection.steer("BEGIN") {
            job.refuse(why);
            continue;
        }
        let ran = job.run(&mut connection);
        // A reader has nothing to lose; ending the snapshot is all that counts.
        if connection.is_open()
            && let Err(why) = connection.steer("ROLLBACK")
        {
            tracing::error!(error = &why as &dyn std::error::Error, "a snapshot could not be ended");
        }
        ran.finish(Ok(()));
    }
}

fn next(jobs: &SharedJobs) -> Option<Box<dyn Job>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}
