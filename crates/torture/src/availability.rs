//! How well the nodes answered while they were tortured, from what the load noted second by second.

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::lanes::Happening;

/// The load began so long before it was noticed that it buys, at most.
const NOTICED_WITHIN_S: usize = 2;

/// Requests that a node was asked first, and how many of them it answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) asked: u64,
    pub(crate) answered: u64,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Availability {
    /// Requests that came to an end.
    pub(crate) done: u64,
    pub(crate) in_all: Tries,
    /// At the other nodes, while one was down or stood still.
    pub(crate) beside_one_down: Tries,
    /// The longest time without an acknowledged write, in seconds.
    pub(crate) stall_s: f64,
}

impl Tries {
    fn add(&mut self, other: Tries) {
        self.asked += other.asked;
        self.answered += other.answered;
    }

    pub(crate) fn percent(self) -> f64 {
        self.answered as f64 * 100.0 / self.asked.max(1) as f64
    }
}

/// `load`: the load's own report.
pub(crate) fn availability(load: &Value, faults: &[Happening]) -> Availability {
    let nodes: Vec<Vec<Tries>> = list(&load["nodes"]).map(|node| list(&node["seconds"]).map(tries).collect()).collect();
    let mut found = Availability { done: load["answers"].as_u64().unwrap_or(0), ..Availability::default() };
    let stall = list(&load["facts"]).find(|fact| fact["what"] == "longest time without an acknowledged write");
    found.stall_s = stall.and_then(|fact| fact["value"].as_f64()).unwrap_or(0.0);
    nodes.iter().flatten().for_each(|second| found.in_all.add(*second));
    for down in faults.iter().filter(|fault| is_down(fault.fault)) {
        let seconds = down.from.as_secs() as usize..=down.to.as_secs() as usize + NOTICED_WITHIN_S;
        let others = nodes.iter().enumerate().filter(|(node, _)| *node != down.node).map(|(_, seconds)| seconds);
        let meanwhile = others.flat_map(|all| all.get(*seconds.start()..all.len().min(seconds.end() + 1)));
        meanwhile.flatten().for_each(|second| found.beside_one_down.add(*second));
    }
    found
}

impl Availability {
    pub(crate) fn json(&self) -> Value {
        json!({
            "done": self.done,
            "answered_at_first_percent": self.in_all.percent(),
            "beside_one_down_percent": self.beside_one_down.percent(),
            "stall_s": self.stall_s,
        })
    }
}

fn is_down(fault: Fault) -> bool {
    matches!(fault, Fault::NodeKilled | Fault::NodeFrozen | Fault::NodeRestarted)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn tries(second: &Value) -> Tries {
    let number = |index: usize| second[index].as_u64().unwrap_or(0);
    Tries { asked: number(0), answered: number(1) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_others_answered_beside_a_node_that_was_down_is_counted_apart() {
        let seconds = |answered: u64| json!(vec![[10, answered]; 20]);
        let load = json!({
            "answers": 600,
            "nodes": [{ "seconds": seconds(0) }, { "seconds": seconds(10) }, { "seconds": seconds(9) }],
            "facts": [{ "what": "longest time without an acknowledged write", "value": 2.5, "unit": "s" }],
        });
        let happened = |fault, from, to| Happening {
            fault,
            node: 0,
            from: Duration::from_secs(from),
            to: Duration::from_secs(to),
        };
        let faults = [happened(Fault::NodeKilled, 3, 5), happened(Fault::RedisKilled, 0, 9)];
        let found = availability(&load, &faults);
        assert_eq!((found.done, found.stall_s), (600, 2.5));
        assert_eq!(found.in_all, Tries { asked: 600, answered: 380 });
        assert_eq!(found.beside_one_down, Tries { asked: 100, answered: 95 });
        assert_eq!(availability(&Value::Null, &faults), Availability::default());
        let late = [happened(Fault::NodeFrozen, 18, 40)];
        assert_eq!(availability(&load, &late).beside_one_down.asked, 40);
        assert_eq!(availability(&load, &[happened(Fault::NodeFrozen, 90, 99)]).beside_one_down.asked, 0);
    }
}
