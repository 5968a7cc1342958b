//! When all is over: every node shows the same, and so does every listener.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::auditor::agreement::{Shown, compare, is_one_version};
use crate::auditor::breach::Breach;
use crate::engine::nodes::Nodes;

use super::ears::{Overheard, state};

/// How long nodes and listeners may take to come to one version.
const AGREE_WITHIN: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Waits until all nodes show one version of the event, at which they must show the same.
pub(super) async fn nodes_agree(nodes: &Nodes, event: &str) -> Vec<Breach> {
    let deadline = Instant::now() + AGREE_WITHIN;
    loop {
        let (mut shown, mut failed) = (Vec::new(), Vec::new());
        for node in 0..nodes.count() {
            let by = nodes.authority(node).to_owned();
            match state(&by, event).await {
                Ok((version, units)) => shown.push(Shown { by, version, units }),
                Err(error) => failed.push(format!("{by}: {error:#}")),
            }
        }
        let differing = compare(&shown);
        if !differing.is_empty() || (failed.is_empty() && is_one_version(&shown)) {
            return differing;
        }
        if Instant::now() >= deadline {
            let versions: Vec<_> = shown.iter().map(|shown| format!("{}: {}", shown.by, shown.version)).collect();
            let evidence = format!("{event} is not the same everywhere: {versions:?}, {failed:?}");
            return vec![Breach::new("NodesDiffer", evidence)];
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Waits until each listener has come as far as a node, and compares what both have.
pub(super) async fn ears_agree(nodes: &Nodes, event: &str, ears: &[Rc<RefCell<Overheard>>]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, ear) in ears.iter().enumerate() {
        let deadline = Instant::now() + AGREE_WITHIN;
        found.extend(loop {
            if let Ok((version, units)) = state(nodes.authority(0), event).await {
                let heard = ear.borrow().fold.shown().map(|((_, version), units)| Shown {
                    by: format!("listener {index}"),
                    version,
                    units: units.to_vec(),
                });
                let shown = Shown { by: nodes.authority(0).to_owned(), version, units };
                if let Some(heard) = heard.filter(|heard| heard.version == version) {
                    break compare(&[shown, heard]);
                }
                if Instant::now() >= deadline {
                    let heard = ear.borrow().fold.heard();
                    let evidence = format!("listener {index} has heard up to {heard:?}, and the event is at {version}");
                    break vec![Breach::new("ListenerBehind", evidence)];
                }
            } else if Instant::now() >= deadline {
                break vec![Breach::new("ListenerBehind", "no node shows the event")];
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        });
    }
    found
}
