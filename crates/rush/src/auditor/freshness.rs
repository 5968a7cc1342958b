//! Nodes learn of each other's commits: one that is well doesn't show what is older than what another showed some time ago, and
//! none shows what is older than it showed itself.
//!
//! Architecture invariant: this is never red for what a fault excuses. A node is judged only where it said again and again, from
//! well before the look until after it, and quickly each time, that its store is ready. A paused node, one that is cut off from its
//! store, one that has just come back and a load that itself had no time break that chain, and nothing is asked of what follows
//! until it has held long enough once more.

use std::time::{Duration, Instant};

use super::breach::Breach;

/// How old what a node shows may be.
pub(crate) const LAG_MAX: Duration = Duration::from_secs(3);
/// How long a node that was unwell has to find its way back: requests that it sent into a cut line must first be given up.
const RECOVERS_WITHIN: Duration = Duration::from_secs(6);
/// An answer that took longer doesn't tell when it was true, and two answers further apart say nothing of the time between.
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);
const BREACHES_MAX: usize = 10;

/// `epoch.number`.
pub(crate) type Version = (u64, u64);

/// A node's answer to how an event stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) node: usize,
    pub(crate) asked: Instant,
    pub(crate) answered: Instant,
    pub(crate) version: Version,
}

/// A node's answer, or none, to whether it is ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Health {
    pub(crate) node: usize,
    pub(crate) asked: Instant,
    pub(crate) answered: Instant,
    pub(crate) is_ready: bool,
}

/// What came of judging one event's looks.
#[derive(Debug, Default)]
pub(crate) struct Freshness {
    /// Looks that had to be fresh.
    pub(crate) judged: usize,
    pub(crate) breaches: Vec<Breach>,
}

/// A time in which a node was well without a break.
#[derive(Debug, Clone, Copy)]
struct Well {
    from: Instant,
    until: Instant,
}

/// Judges the looks at one event. `what` names it.
pub(crate) fn judge(what: &str, looks: &[Look], health: &[Health]) -> Freshness {
    let mut found = Freshness::default();
    let nodes = looks.iter().map(|look| look.node + 1).max().unwrap_or(0);
    for node in 0..nodes {
        let well = times_well(health.iter().filter(|health| health.node == node));
        let others = newest_over_time(looks.iter().filter(|look| look.node != node));
        let mut own: Vec<Look> = looks.iter().filter(|look| look.node == node).copied().collect();
        own.sort_unstable_by_key(|look| look.asked);
        for look in own.iter().filter(|look| has_to_be_fresh(look, &well)) {
            found.judged += 1;
            let Some(since) = look.asked.checked_sub(LAG_MAX) else { continue };
            let known = others.partition_point(|(at, _)| *at <= since);
            let Some((at, version)) = known.checked_sub(1).map(|index| others[index]) else { continue };
            if look.version < version && found.breaches.len() < BREACHES_MAX {
                let evidence = format!(
                    "node {node} showed {what} at {:?}, {} ms after another had shown {version:?}, and was well all the while",
                    look.version,
                    look.asked.saturating_duration_since(at).as_millis(),
                );
                found.breaches.push(Breach::new("Stale", evidence));
            }
        }
        found.breaches.extend(ran_back(what, &own));
    }
    found
}

/// What a node has shown was committed, so nothing older comes after it, whatever happens to the node or its store.
fn ran_back(what: &str, own: &[Look]) -> Option<Breach> {
    let mut newest: Option<Look> = None;
    for look in own {
        if let Some(before) = newest.filter(|before| before.answered <= look.asked && before.version > look.version) {
            let evidence =
                format!("node {} showed {what} at {:?} and later at {:?}", look.node, before.version, look.version);
            return Some(Breach::new("RanBack", evidence));
        }
        if newest.is_none_or(|newest| newest.version < look.version) {
            newest = Some(*look);
        }
    }
    None
}

fn has_to_be_fresh(look: &Look, well: &[Well]) -> bool {
    let is_quick = look.answered.saturating_duration_since(look.asked) <= ANSWERS_WITHIN;
    let covers = |well: &Well| well.from + LAG_MAX + RECOVERS_WITHIN <= look.asked && look.answered <= well.until;
    is_quick && well.iter().any(covers)
}

/// When one node was well, as far as its answers prove it.
fn times_well<'health>(health: impl Iterator<Item = &'health Health>) -> Vec<Well> {
    let mut all: Vec<Health> = health.copied().collect();
    all.sort_unstable_by_key(|health| health.asked);
    let mut times: Vec<Well> = Vec::new();
    let mut holds = false;
    for Health { asked, answered, is_ready, .. } in all {
        if !is_ready || answered.saturating_duration_since(asked) > ANSWERS_WITHIN {
            holds = false;
            continue;
        }
        match times.last_mut() {
            // From its asking on it may already have been unwell again, so that is as far as an answer reaches.
            Some(well) if holds && asked.saturating_duration_since(well.until) <= ANSWERS_WITHIN => well.until = asked,
            _ => times.push(Well { from: answered, until: asked }),
        }
        holds = true;
    }
    times
}

/// The newest version that was known, as of each moment at which that changed.
fn newest_over_time<'look>(looks: impl Iterator<Item = &'look Look>) -> Vec<(Instant, Version)> {
    let mut all: Vec<(Instant, Version)> = looks.map(|look| (look.answered, look.version)).collect();
    all.sort_unstable();
    let mut newest: Vec<(Instant, Version)> = Vec::new();
    for (at, version) in all {
        if newest.last().is_none_or(|(_, before)| *before < version) {
            newest.push((at, version));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(250);
    const STEPS: u32 = 80;

    /// Two nodes, looked at every quarter of a second for twenty; the first commits once a second.
    struct Story {
        begun: Instant,
        looks: Vec<Look>,
        health: Vec<Health>,
    }

    impl Story {
        /// `shown(step)`: the version that the second node shows then.
        fn new(shown: impl Fn(u32) -> u32) -> Self {
            let begun = Instant::now();
            let (mut looks, mut health) = (Vec::new(), Vec::new());
            for step in 0..STEPS {
                let asked = begun + STEP * step;
                let answered = asked + Duration::from_millis(5);
                for (node, number) in [(0, step / 4), (1, shown(step))] {
                    health.push(Health { node, asked, answered, is_ready: true });
                    let (asked, answered) = (answered, answered + Duration::from_millis(5));
                    looks.push(Look { node, asked, answered, version: (1, u64::from(number)) });
                }
            }
            Story { begun, looks, health }
        }

        fn stands_still_from(step: u32) -> Self {
            Self::new(|now| now.min(step) / 4)
        }

        /// The second node's answers on its health between these steps.
        fn change(&mut self, from: u32, until: u32, change: impl Fn(&mut Health)) {
            let (from, until) = (self.begun + STEP * from, self.begun + STEP * until);
            let those =
                self.health.iter_mut().filter(|health| health.node == 1 && (from..until).contains(&health.asked));
            those.for_each(change);
        }

        fn found(&self) -> Vec<String> {
            let mut names: Vec<_> =
                judge("it", &self.looks, &self.health).breaches.into_iter().map(|breach| breach.name).collect();
            names.dedup();
            names
        }
    }

    #[test]
    fn a_node_that_learns_in_time_is_good() {
        let story = Story::new(|step| step.saturating_sub(10) / 4);
        assert_eq!(story.found(), [""; 0]);
        assert!(judge("it", &story.looks, &story.health).judged > 80);
    }

    #[test]
    fn a_node_that_is_well_and_learns_nothing_is_found() {
        assert_eq!(Story::stands_still_from(44).found(), ["Stale"]);
        assert_eq!(Story::new(|step| step.saturating_sub(20) / 4).found(), ["Stale"]);
    }

    #[test]
    fn a_node_that_was_unwell_meanwhile_is_not_judged() {
        let mut away = Story::stands_still_from(44);
        away.change(44, STEPS, |health| health.is_ready = false);
        assert_eq!(away.found(), [""; 0]);
        let mut paused = Story::stands_still_from(44);
        paused.change(50, 51, |health| health.answered += Duration::from_secs(4));
        paused.change(70, 71, |health| health.answered += Duration::from_secs(4));
        assert_eq!(paused.found(), [""; 0]);
        let mut unseen = Story::stands_still_from(44);
        let from = unseen.begun + STEP * 46;
        unseen.health.retain(|health| health.asked < from);
        assert_eq!(unseen.found(), [""; 0]);
    }

    #[test]
    fn a_gap_between_answers_breaks_the_chain() {
        let mut story = Story::stands_still_from(44);
        let (from, until) = (story.begun + STEP * 66, story.begun + STEP * 72);
        story.health.retain(|health| health.node == 0 || !(from..until).contains(&health.asked));
        // What lies between was three seconds behind before the gap, and isn't judged after it.
        assert_eq!(story.found(), ["Stale"]);
        let mut earlier = Story::stands_still_from(44);
        let (from, until) = (earlier.begun + STEP * 48, earlier.begun + STEP * 54);
        earlier.health.retain(|health| health.node == 0 || !(from..until).contains(&health.asked));
        assert_eq!(earlier.found(), [""; 0]);
    }

    #[test]
    fn a_node_that_shows_what_is_older_than_it_showed_is_found_however_unwell_it_was() {
        let mut story = Story::new(|step| if step < 40 { step / 4 } else { step / 4 - 2 });
        story.change(0, STEPS, |health| health.is_ready = false);
        assert_eq!(story.found(), ["RanBack"]);
    }
}
