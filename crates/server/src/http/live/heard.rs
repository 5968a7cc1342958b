//! What clients say on a socket, and how much of it is listened to.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

/// A message as clients send it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "LiveRequest")]
pub(in crate::http) enum Heard {
    /// Signs in.
    Auth {
        access_token: String,
    },
    /// Watches an event, from `after` on if that can still be told. `queue_token` is for events with a
    /// waiting room; without it who is signed in is told of their account's place.
    Join {
        event_id: String,
        queue_token: Option<String>,
        after: Option<String>,
    },
    /// Stops watching an event, or all.
    Leave {
        event_id: Option<String>,
    },
    Ping {},
}

/// How many messages may come at once, and how fast more may follow.
const MESSAGES_MAX: u32 = 60;
const MESSAGE_EVERY: Duration = Duration::from_millis(100);

/// Counts what a client sends, whatever it is.
#[derive(Debug)]
pub(super) struct Budget {
    spent: u32,
    since: Instant,
}

impl Budget {
    pub(super) fn new(now: Instant) -> Budget {
        Budget { spent: 0, since: now }
    }

    /// One more message came. `false`: that is one too many.
    pub(super) fn spend(&mut self, now: Instant) -> bool {
        let earned = (now.duration_since(self.since).as_millis() / MESSAGE_EVERY.as_millis()) as u32;
        if earned >= self.spent {
            *self = Budget::new(now);
        } else {
            self.spent -= earned;
            self.since += MESSAGE_EVERY * earned;
        }
        self.spent += 1;
        self.spent <= MESSAGES_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_off_and_a_steady_client_is_not() {
        let start = Instant::now();
        let mut flood = Budget::new(start);
        assert!((0..MESSAGES_MAX).all(|_| flood.spend(start)));
        assert!(!flood.spend(start));
        let mut steady = Budget::new(start);
        assert!((0..10_000).all(|count| steady.spend(start + MESSAGE_EVERY * count)));
    }

    #[test]
    fn messages_are_what_the_contract_says() {
        for good in [
            r#"{"type":"auth","access_token":"x"}"#,
            r#"{"type":"join","event_id":"evt_x"}"#,
            r#"{"type":"join","event_id":"evt_x","queue_token":"q"}"#,
            r#"{"type":"leave","event_id":"evt_x"}"#,
            r#"{"type":"ping"}"#,
        ] {
            assert!(serde_json::from_str::<Heard>(good).is_ok(), "{good}");
        }
        for bad in [r#"{"type":"pong"}"#, r#"{"type":"ping","x":1}"#, r#"{"type":"join"}"#, "{}", "[]", "1", ""] {
            assert!(serde_json::from_str::<Heard>(bad).is_err(), "{bad}");
        }
    }
}
