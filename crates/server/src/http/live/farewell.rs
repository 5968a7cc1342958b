//! What a stream says last when its node stops.

use axum::body::Bytes;

/// How soon and how late browsers come again whose streams end together. The nodes that are left get all of them.
const AGAIN_MS: std::ops::RangeInclusive<u64> = 1_000..=10_000;

/// Asks the browser to wait for a time of its own before it reconnects. The next stream says how long from then on.
pub(in crate::http) fn farewell() -> Bytes {
    let mut bytes = [0; 8];
    // Without randomness all come at once, as they would unasked.
    let _ = getrandom::fill(&mut bytes);
    let (soonest, latest) = (AGAIN_MS.start(), AGAIN_MS.end());
    let again_ms = soonest + u64::from_ne_bytes(bytes) % (latest - soonest + 1);
    Bytes::from(format!("retry: {again_ms}\n\n"))
}
