//! How much memory the nodes have while they are tortured.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::ground::Ground;

const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// Looks until told to stop; gives the least and the most of each node, in KiB.
pub(crate) fn watch(ground: &Ground, stops: &AtomicBool) -> Vec<(u64, u64)> {
    let mut seen: Vec<(u64, u64)> = vec![(u64::MAX, 0); ground.nodes.len()];
    while !stops.load(Ordering::SeqCst) {
        for (node, (least, most)) in ground.nodes.iter().zip(&mut seen) {
            if let Some(now) = node.resident_kib() {
                (*least, *most) = ((*least).min(now), (*most).max(now));
            }
        }
        sleep(BETWEEN_LOOKS);
    }
    seen
}
