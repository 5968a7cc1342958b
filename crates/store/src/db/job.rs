//! A transaction's work on its way to a SQLite thread, and its result on the way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use super::error::DbError;
use super::sqlite::SqliteConnection;
use super::transaction::Transaction;

/// Work that waits for its turn.
pub(super) trait Job: Send {
    /// Does the work inside a transaction that is open.
    fn run(self: Box<Self>, connection: &mut SqliteConnection) -> Box<dyn Ran>;
    /// Answers without having done anything.
    fn refuse(self: Box<Self>, why: DbError);
}

/// Work that was done, but is not committed yet.
pub(super) trait Ran {
    /// Whether it wants to be committed.
    fn is_kept(&self) -> bool;
    /// Answers the caller, once it is known what became of the commit.
    fn finish(self: Box<Self>, committed: Result<(), DbError>);
}

pub(super) struct Work<T, E, F> {
    work: F,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Work<T, E, F> {
    pub(super) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (answer, answered) = oneshot::channel();
        (Self { work, answer }, answered)
    }
}

impl<T, E, F> Job for Work<T, E, F>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    fn run(self: Box<Self>, connection: &mut SqliteConnection) -> Box<dyn Ran> {
        let Work { work, answer } = *self;
        if answer.is_closed() {
            return Box::new(Abandoned);
        }
        connection.start_job();
        // A panic is caught so that it costs its own caller the answer, and not everybody the thread. What it may have left
        // half done is in the database, and is rolled back.
        let ran = catch_unwind(AssertUnwindSafe(|| work(connection).now_or_never()));
        let result = match ran {
            Ok(Some(Ok(_))) if connection.has_failed() => {
                Err(DbError::refused("a transaction went on after a statement failed").into())
            }
            Ok(Some(result)) => result,
            Ok(None) => Err(DbError::refused("a transaction waited for something else than its database").into()),
            Err(_) => Err(DbError::refused("a transaction panicked").into()),
        };
        Box::new(Answer { result, answer })
    }

    fn refuse(self: Box<Self>, why: DbError) {
        // Whoever left needs no answer.
        let _ = self.answer.send(Err(why.into()));
    }
}

struct Answer<T, E> {
    result: Result<T, E>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E: From<DbError>> Ran for Answer<T, E> {
    fn is_kept(&self) -> bool {
        self.result.is_ok()
    }

    fn finish(self: Box<Self>, committed: Result<(), DbError>) {
        let result = match (self.result, committed) {
            (Ok(_), Err(why)) => Err(why.into()),
            (result, _) => result,
        };
        // Whoever left needs no answer.
        let _ = self.answer.send(result);
    }
}

/// The caller left before the work began, so it wasn't done.
struct Abandoned;

impl Ran for Abandoned {
    fn is_kept(&self) -> bool {
        false
    }

    fn finish(self: Box<Self>, _: Result<(), DbError>) {}
}
