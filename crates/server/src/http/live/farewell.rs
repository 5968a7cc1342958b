//! What listeners are told last when their node stops: how long to wait before they come again, for each another time.

use axum::body::Bytes;
use serde_json::{Value, json};

/// How soon and how late those come again whose connections end together. The nodes that are left get all of them.
const AGAIN_MS: std::ops::RangeInclusive<u64> = 1_000..=10_000;

/// Asks a browser to wait for a time of its own before it opens its stream again. The next stream says how long from then on.
pub(in crate::http) fn farewell() -> Bytes {
    Bytes::from(format!("retry: {}\n\n", again_ms()))
}

/// Asks for the same on a socket.
pub(super) fn farewell_message() -> Value {
    json!({ "type": "reconnect", "after_ms": again_ms() })
}

fn again_ms() -> u64 {
    let mut bytes = [0; 8];
    // Without randomness all come at once, as they would unasked.
    let _ = getrandom::fill(&mut bytes);
    let (soonest, latest) = (AGAIN_MS.start(), AGAIN_MS.end());
    soonest + u64::from_ne_bytes(bytes) % (latest - soonest + 1)
}
