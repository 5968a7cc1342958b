//! SQLite: one thread that writes, a few that read, and bounded queues in front of them.

mod connection;
mod empty_folder;
mod failure;
mod folder_lock;
mod reader;
#[cfg(test)]
mod tests;
mod whole;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::Builder;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

pub(super) use connection::SqliteConnection;
pub(crate) use empty_folder::EmptyFolder;
pub(super) use whole::{copy_file, read_pages};

use self::folder_lock::FolderLock;
use self::writer::ToWriter;
use super::clock::Clock;
use super::error::DbError;
use super::job::{Job, Work};
use super::transaction::Transaction;
use super::usage::StoreUsage;

const FILE: &str = "admit.db";
const READERS: usize = 4;
/// How many jobs may wait, for the writer and for the readers.
const WAITING_MAX: usize = 1024;
/// How long a caller waits for a place in the queue.
const QUEUE_WAIT_MAX: Duration = Duration::from_secs(5);
/// How long a caller waits for its answer. Only a disk that hangs takes so long.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub(crate) struct SqliteDb {
    /// `None`: opened to read only.
    writer: Option<mpsc::Sender<ToWriter>>,
    readers: mpsc::Sender<Box<dyn Job>>,
    file: Arc<Path>,
}

impl SqliteDb {
    /// Opens the database in `folder`, making both if need be, for this process alone.
    pub(super) fn open(folder: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(folder).map_err(DbError::away)?;
        let lock = FolderLock::take(folder)?;
        let (file, clock) = (folder.join(FILE), Clock::start());
        let connection = SqliteConnection::open_writer(&file, clock)?;
        let (writer, jobs) = mpsc::channel(WAITING_MAX);
        start_thread("admit-writer", move || writer::write_all(connection, jobs, lock))?;
        Ok(Self { writer: Some(writer), readers: start_readers(&file, clock)?, file: file.into() })
    }

    /// Opens the database in `folder` beside a process that may be writing to it.
    pub(super) fn open_to_read(folder: &Path) -> Result<Self, DbError> {
        let file = folder.join(FILE);
        Ok(Self { writer: None, readers: start_readers(&file, Clock::start())?, file: file.into() })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let Some(writer) = &self.writer else { return Err(DbError::refused("the database was opened to read").into()) };
        run(writer, ToWriter::Job, work).await
    }

    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        run(&self.readers, |job| job, work).await
    }

    pub(super) fn usage(&self) -> StoreUsage {
        let writing = self.writer.as_ref().map_or(0, |writer| writer.max_capacity() - writer.capacity());
        let reading = self.readers.max_capacity() - self.readers.capacity();
        StoreUsage { waiting: writing + reading, pool: None }
    }

    /// Waits until the writer has done all that was sent, the log is in the database, and the folder is free again. Whoever
    /// writes later finds the database away.
    pub(super) async fn close(&self) {
        let Some(writer) = &self.writer else { return };
        let (closed, wait) = oneshot::channel();
        if timeout(QUEUE_WAIT_MAX, writer.send(ToWriter::Close(closed))).await.is_ok_and(|sent| sent.is_ok()) {
            // The sender goes away unused if the thread ends otherwise, which is as good.
            let _ = timeout(ANSWER_WAIT_MAX, wait).await;
        }
    }
}

async fn run<M, T, E, F>(queue: &mpsc::Sender<M>, message: fn(Box<dyn Job>) -> M, work: F) -> Result<T, E>
where
    M: Send,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    let (work, answered) = Work::new(work);
    match timeout(QUEUE_WAIT_MAX, queue.send(message(Box::new(work)))).await {
        Ok(Ok(())) => {}
        Ok(Err(_)) => return Err(DbError::away("the database is closed").into()),
        Err(_) => return Err(DbError::away("too many transactions wait for the database").into()),
    }
    match timeout(ANSWER_WAIT_MAX, answered).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(DbError::unknown("the database's thread ended").into()),
        Err(_) => Err(DbError::unknown("the database's disk hangs").into()),
    }
}

fn start_readers(file: &Path, clock: Clock) -> Result<mpsc::Sender<Box<dyn Job>>, DbError> {
    let (readers, jobs) = mpsc::channel(WAITING_MAX);
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..READERS {
        let connection = SqliteConnection::open_reader(file, clock)?;
        let jobs = jobs.clone();
        start_thread("admit-reader", move || reader::read_all(connection, &jobs))?;
    }
    Ok(readers)
}

fn start_thread(name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), DbError> {
    Builder::new().name(name.to_owned()).spawn(run).map(drop).map_err(DbError::away)
}
