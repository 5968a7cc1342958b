//! What was done and what came of it, to read and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::availability::Availability;
use crate::lanes::Happened;
use crate::told::Verdict;

#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) seed: u64,
    pub(crate) again: String,
    pub(crate) happened: Happened,
    pub(crate) cannot: Vec<(&'static str, String)>,
    /// What the load says of itself, and how it ended.
    pub(crate) load: Value,
    pub(crate) load_ended: String,
    pub(crate) availability: Availability,
    pub(crate) told: Verdict,
    /// Of each node the least and the most memory it had, in KiB.
    pub(crate) memory_kib: Vec<(u64, u64)>,
    /// Whatever wasn't as it must be, the load's findings among them.
    pub(crate) breaches: Vec<String>,
}

/// How many of many breaches are shown.
const SHOWN_MAX: usize = 20;

impl Report {
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for happening in &self.happened.faults {
            *counts.entry(happening.fault.to_string()).or_insert(0) += 1;
        }
        counts
    }

    pub(crate) fn text(&self) -> String {
        let counts: Vec<String> = self.counts().iter().map(|(fault, count)| format!("{fault} {count}")).collect();
        let mut lines = vec![format!("{} faults: {}", self.happened.faults.len(), counts.join(", "))];
        for fault in &self.happened.left_out {
            lines.push(format!("left out, since there was no time any more: {fault}"));
        }
        for (fault, why) in &self.cannot {
            lines.push(format!("{fault} can't happen on this machine: {why}"));
        }
        lines.push(format!("the load ended with {}", self.load_ended));
        let Availability { done, in_all, beside_one_down, stall_s } = &self.availability;
        lines.push(format!(
            "{done} requests done, {:.2} % of them answered at the first try; {:.2} % at the others while a node was down or stood still",
            in_all.percent(),
            beside_one_down.percent()
        ));
        lines.push(format!("the longest time without an acknowledged write: {stall_s:.1} s"));
        let Verdict { messages, again, returns, back_max, .. } = &self.told;
        lines.push(format!(
            "the broker was told {messages} messages, {again} of them again: the relay went back {returns} times, by {back_max} commits at most"
        ));
        let memory = self.memory_kib.iter().map(|(least, most)| format!("{}–{}", least >> 10, most >> 10));
        lines.push(format!("memory of the nodes, MiB: {}", memory.collect::<Vec<_>>().join(", ")));
        lines.push(format!("run again with: {}", self.again));
        lines.push(format!("breaches: {}", self.breaches.len()));
        lines.extend(self.breaches.iter().take(SHOWN_MAX).map(|breach| format!("  {breach}")));
        lines.join("\n")
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "seed": self.seed,
            "again": self.again,
            "faults": self.counts(),
            "left_out": self.happened.left_out.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "cannot": self.cannot.iter().map(|(fault, why)| json!({ "fault": fault, "why": why })).collect::<Vec<_>>(),
            "told": {
                "messages": self.told.messages,
                "again": self.told.again,
                "returns": self.told.returns,
                "back_commits_max": self.told.back_max,
            },
            "availability": self.availability.json(),
            "memory_kib": self.memory_kib,
            "breaches": self.breaches,
            "load": self.load,
        })
    }
}
