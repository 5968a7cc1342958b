//! The ceiling: an empty JSON POST, answered by the same HTTP stack that answers everything else.

use std::time::Duration;

use crate::load::{self, Asker, Measured};

struct Ping;

impl Asker for Ping {
    fn next(&mut self) -> Option<(&str, Option<&str>, &[u8])> {
        Some(("/api/v1/ping", None, b"{}"))
    }
}

pub(crate) async fn measure(authority: &str, connections: usize, seconds: Duration) -> anyhow::Result<Measured> {
    load::run(authority, (0..connections).map(|_| Ping).collect(), 200, seconds).await
}
