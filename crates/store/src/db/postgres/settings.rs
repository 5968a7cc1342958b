//! How to connect, and the limits that no connection is without.

use std::time::Duration;

use tokio_postgres::Config;

use crate::db::DbError;

/// How long connecting may take, and noticing that the other end is gone.
pub(super) const CONNECT_MAX: Duration = Duration::from_secs(5);
/// What a network may take on top of the longest statement.
const NETWORK_MAX: Duration = Duration::from_secs(5);

#[derive(Debug, Clone)]
pub struct PostgresSettings {
    /// `postgres://user:password@host:port/database`, with TLS if `?sslmode=require` is in it.
    pub url: String,
    /// How many connections one node opens at most.
    pub pool_size: usize,
    /// How long to wait for one of them.
    pub acquire_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// Whom to believe who the database is, PEM; `None`: whom the system believes.
    pub tls_authorities: Option<Vec<u8>>,
}

impl PostgresSettings {
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            pool_size: 16,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            tls_authorities: None,
        }
    }

    /// How long to wait for an answer: the server gives up before, unless it hangs.
    pub(super) fn answer_max(&self) -> Duration {
        self.statement_timeout + NETWORK_MAX
    }
}

pub(super) fn connection_config(settings: &PostgresSettings) -> Result<Config, DbError> {
    // What others call so is what `require` does here.
    let url = settings.url.replace("sslmode=verify-full", "sslmode=require");
    let mut config: Config = url.parse().map_err(DbError::refused)?;
    let options = format!("{} {}", server_settings(settings), config.get_options().unwrap_or_default());
    config
        .options(options.trim_end())
        .application_name("admit")
        .connect_timeout(CONNECT_MAX)
        .tcp_user_timeout(CONNECT_MAX)
        .keepalives(true)
        .keepalives_idle(CONNECT_MAX)
        .keepalives_interval(Duration::from_secs(1))
        .keepalives_retries(5);
    Ok(config)
}

/// A node that hangs inside a transaction loses it after two seconds, and with it the lock on its event; a node that waits for
/// that lock gives up as soon. Plans are kept for the connection's life, made when tables are small and used when they are not,
/// so the ways of reading that only suit small tables are left out, and so is compiling a plan.
fn server_settings(settings: &PostgresSettings) -> String {
    format!(
        "-c idle_in_transaction_session_timeout=2000 -c lock_timeout=2000 -c statement_timeout={} \
         -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off",
        settings.statement_timeout.as_millis()
    )
}
