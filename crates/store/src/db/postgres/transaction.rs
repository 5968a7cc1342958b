//! A transaction on one of the pool's connections.

use std::future::Future;
use std::time::Duration;

use admit_domain::time::Timestamp;
use async_trait::async_trait;
use deadpool_postgres::Object;
use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Statement};

use super::failure::{commit_error, db_error, is_broken};
use super::value::row_from;
use crate::db::transaction::RowsWrite;
use crate::db::{Column, DbError, Dialect, Row, RowsSql, Transaction, Value};

/// Migrations take as long as they must, within reason.
const SCRIPT_MAX: Duration = Duration::from_secs(30 * 60);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// `BEGIN` goes out with the first statement, which spares a round trip.
    NotBegun,
    Open,
    /// A statement failed. The server takes no more, and neither do we.
    Failed,
    /// Nobody knows what the server thinks.
    Broken,
    Ended,
}

pub(super) struct PostgresTransaction {
    /// `None` only while it is dropped.
    client: Option<Object>,
    begin: &'static str,
    state: State,
    answer_max: Duration,
}

impl PostgresTransaction {
    pub(super) fn new(client: Object, begin: &'static str, answer_max: Duration) -> Self {
        Self { client: Some(client), begin, state: State::NotBegun, answer_max }
    }

    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        match self.state {
            State::NotBegun | State::Ended => return Ok(()),
            State::Failed | State::Broken => {
                self.roll_back();
                return Err(DbError::refused("a transaction went on after a statement failed"));
            }
            State::Open => {}
        }
        let answer = timeout(self.answer_max, client_of(&self.client)?.batch_execute("COMMIT")).await;
        let result = match answer {
            Ok(result) => result.map_err(commit_error),
            Err(elapsed) => Err(DbError::unknown(elapsed)),
        };
        self.state = if matches!(result, Err(DbError::Unknown(_))) { State::Broken } else { State::Ended };
        result
    }

    /// Tells the server and doesn't wait: whatever uses the connection next comes after it.
    pub(super) fn roll_back(mut self) {
        if matches!(self.state, State::Open | State::Failed)
            && let Ok(client) = client_of(&self.client)
        {
            // A future of the client's sends when it is first polled.
            let sent = client.batch_execute("ROLLBACK").now_or_never();
            self.state = if matches!(sent, Some(Err(_))) { State::Broken } else { State::Ended };
        }
    }

    /// What is to be sent before the next statement.
    fn begin(&mut self) -> Result<Option<&'static str>, DbError> {
        match self.state {
            State::NotBegun => {
                self.state = State::Open;
                Ok(Some(self.begin))
            }
            State::Open => Ok(None),
            State::Failed | State::Broken | State::Ended => {
                Err(DbError::refused("a transaction went on after a statement failed"))
            }
        }
    }

    /// Notes what a failure means for the transaction.
    fn noted<T>(&mut self, answer: Result<Result<T, Error>, tokio::time::error::Elapsed>) -> Result<T, DbError> {
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                self.state = if is_broken(&error) { State::Broken } else { State::Failed };
                Err(db_error(error))
            }
            Err(elapsed) => {
                self.state = State::Broken;
                Err(DbError::away(elapsed))
            }
        }
    }

    async fn rows(&mut self, sql: &str, arguments: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, DbError> {
        let begin = self.begin()?;
        let client = client_of(&self.client)?;
        let work = async {
            let statement = client.prepare_cached(sql).await?;
            after(client, begin, client.query(&statement, arguments)).await
        };
        let answer = timeout(self.answer_max, work).await;
        self.noted(answer)?.iter().map(row_from).collect()
    }
}

#[async_trait]
impl Transaction for PostgresTransaction {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    async fn now(&mut self) -> Result<Timestamp, DbError> {
        let sql = "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";
        let rows = self.rows(sql, &[]).await?;
        let row = rows.first().ok_or_else(|| DbError::shape(0))?;
        Ok(Timestamp::from_millis(row.int(0)?))
    }

    async fn query(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Vec<Row>, DbError> {
        self.rows(sql, &as_sql(arguments)).await
    }

    async fn execute(&mut self, sql: &'static str, arguments: &[Value]) -> Result<u64, DbError> {
        let begin = self.begin()?;
        let client = client_of(&self.client)?;
        let arguments = as_sql(arguments);
        let work = async {
            let statement = client.prepare_cached(sql).await?;
            after(client, begin, client.execute(&statement, &arguments)).await
        };
        let answer = timeout(self.answer_max, work).await;
        self.noted(answer)
    }

    async fn execute_all(&mut self, mut writes: Vec<RowsWrite>) -> Result<Vec<u64>, DbError> {
        let all = writes.len();
        let with_rows: Vec<usize> = (0..all).filter(|index| writes[*index].len() > 0).collect();
        writes.retain(|write| write.len() > 0);
        if writes.is_empty() {
            return Ok(vec![0; all]);
        }
        let begin = self.begin()?;
        let client = client_of(&self.client)?;
        let answer = timeout(self.answer_max, send_all(client, begin, &writes)).await;
        let touched = self.noted(answer)?;
        let mut counts = vec![0; all];
        for (index, count) in with_rows.into_iter().zip(touched) {
            counts[index] = count;
        }
        Ok(counts)
    }

    async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let begin = self.begin()?;
        let client = client_of(&self.client)?;
        let answer = timeout(SCRIPT_MAX, after(client, begin, client.batch_execute(sql))).await;
        self.noted(answer)
    }

    async fn query_rows(&mut self, sql: &RowsSql, columns: Vec<Column>) -> Result<Vec<Row>, DbError> {
        if columns.first().is_none_or(|column| column.len() == 0) {
            return Ok(Vec::new());
        }
        self.rows(sql.postgres, &as_sql(&columns)).await
    }
}

impl Drop for PostgresTransaction {
    /// A connection whose transaction may be open, because its future was dropped or the server fell silent, is closed instead of
    /// going back to the pool. The server then rolls back.
    fn drop(&mut self) {
        if let Some(client) = self.client.take()
            && !matches!(self.state, State::NotBegun | State::Ended)
        {
            drop(Object::take(client));
        }
    }
}

fn client_of(client: &Option<Object>) -> Result<&Object, DbError> {
    client.as_ref().ok_or_else(|| DbError::refused("a transaction was used after its end"))
}

fn as_sql<T: ToSql + Sync>(arguments: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    arguments.iter().map(|argument| argument as &(dyn ToSql + Sync)).collect()
}

/// Sends `begin` and `work` one after the other, and only then waits for both. Futures of the client send when first polled.
async fn after<T>(
    client: &Object,
    begin: Option<&'static str>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(begin) = begin else { return work.await };
    let (begun, done) = join(client.batch_execute(begin), work).await;
    begun?;
    done
}

/// Sends all statements before waiting for the first answer. Once one has failed the server refuses the others too, so the first
/// error is the one that counts.
async fn send_all(client: &Object, begin: Option<&'static str>, writes: &[RowsWrite]) -> Result<Vec<u64>, Error> {
    let mut statements: Vec<Statement> = Vec::with_capacity(writes.len());
    for write in writes {
        statements.push(client.prepare_cached(write.sql.postgres).await?);
    }
    let arguments: Vec<_> = writes.iter().map(|write| as_sql(&write.columns)).collect();
    let sends = statements.iter().zip(&arguments).map(|(statement, arguments)| client.execute(statement, arguments));
    let answers = after(client, begin, join_all(sends).map(Ok)).await?;
    answers.into_iter().collect()
}
