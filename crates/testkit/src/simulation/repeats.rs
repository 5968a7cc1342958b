//! Requests that come again, and keys that come again with another request.

use admit_domain::hold::RequestKey;
use admit_domain::inventory::command::{CancelledBy, Command};

use super::crowd::Crowd;

impl Crowd {
    /// A request with a key once more, or its key with another request.
    pub(super) fn repeat(&mut self) -> Command {
        let Some(request) = self.rng.pick_late(&self.requests).cloned() else { return Command::Expire };
        if self.rng.percent(75) { self.again(request) } else { self.with_another_body(request) }
    }

    /// The same request as its caller repeats it: what would be made gets a new id.
    pub(super) fn again(&mut self, request: Command) -> Command {
        match request {
            Command::Hold { buyer, choice, key, .. } => Command::Hold { hold: self.new_hold(), buyer, choice, key },
            Command::Begin { hold, account, key, .. } => {
                let (order, payment) = self.new_order();
                Command::Begin { hold, account, order, payment, key }
            }
            other => other,
        }
    }

    fn with_another_body(&mut self, request: Command) -> Command {
        let body = self.rng.wide().to_be_bytes();
        let renewed = |key: Option<RequestKey>| key.map(|key| RequestKey { body, ..key });
        match self.again(request) {
            Command::Hold { hold, buyer, key, .. } => {
                let choice = self.choice();
                Command::Hold { hold, buyer, choice, key: renewed(key) }
            }
            Command::Extend { account, key, .. } => {
                let (hold, key) = (self.new_hold(), renewed(key));
                Command::Extend { hold, account, key }
            }
            Command::Begin { account, order, payment, key, .. } => {
                let (hold, _) = self.known_hold();
                Command::Begin { hold, account, order, payment, key: renewed(key) }
            }
            Command::Cancel { order, by: CancelledBy::Buyer(account), key } => {
                let order = self.known_order().map_or(order, |known| known.id);
                Command::Cancel { order, by: CancelledBy::Buyer(account), key: renewed(key) }
            }
            other => other,
        }
    }
}
