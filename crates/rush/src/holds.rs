//! Holding distinct seats: every request can succeed, and each success is a durable commit.

use std::sync::Arc;
use std::time::Duration;

use crate::load::{self, Asker, Measured};
use crate::setup::Hall;

/// Holds the seats of one slice of the hall, one after another.
struct Holder {
    hall: Arc<Hall>,
    token: String,
    seats: std::ops::Range<usize>,
    body: Vec<u8>,
}

impl Asker for Holder {
    fn next(&mut self) -> Option<(&str, Option<&str>, &[u8])> {
        let seat = &self.hall.seats[self.seats.next()?];
        self.body.clear();
        self.body.extend_from_slice(b"{\"seats\":[\"");
        self.body.extend_from_slice(seat.as_bytes());
        self.body.extend_from_slice(b"\"]}");
        Some((&self.hall.reserve_path, Some(&self.token), &self.body))
    }
}

/// One seat a hold; each connection has an account and a slice of `share`, a range of the hall's seats, of its own.
pub(crate) async fn measure(
    authority: &str,
    hall: &Arc<Hall>,
    tokens: &[String],
    share: std::ops::Range<usize>,
    seconds: Duration,
) -> anyhow::Result<Measured> {
    let slice = share.len() / tokens.len();
    let askers = tokens.iter().enumerate().map(|(index, token)| Holder {
        hall: hall.clone(),
        token: token.clone(),
        seats: share.start + index * slice..share.start + (index + 1) * slice,
        body: Vec::new(),
    });
    load::run(authority, askers.collect(), 201, seconds).await
}
