//! How busy a database is, as an operator wants to know it.

/// What is under way and what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreUsage {
    /// Transactions that wait for a connection or for their thread.
    pub waiting: usize,
    /// `None`: the database is a file, with threads of its own.
    pub pool: Option<PoolUsage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUsage {
    pub in_use: usize,
    pub idle: usize,
    pub max: usize,
}
