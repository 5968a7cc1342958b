//! What the relay told, held against what it had to tell: nothing left out, each event in order, and little of it twice.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

/// How many of an event's commits the relay has in its hands at once.
const IN_FLIGHT: usize = 128;
/// Whoever relays notes five times a second how far it came, and tells no more where it can't. So what is told again came first
/// shortly before what came last, except for what was in flight while the brokers were away or the node stood still.
const BACK_FOR_MAX: Duration = Duration::from_secs(15);

/// A message, as far as it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) id: String,
    /// The event, and the stream that the type names.
    pub(crate) of: Arc<(String, String)>,
    /// The journal's.
    pub(crate) version: (u64, u64),
    /// Of all that it says.
    pub(crate) says: u64,
    /// When it came, since the run began; nothing for what is read from a journal.
    pub(crate) came: Duration,
}

/// What came of the comparison.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) breaches: Vec<String>,
    /// Messages that don't have to be heard again.
    pub(crate) messages: usize,
    pub(crate) again: usize,
    /// How often the relay went back, and by how many commits at most.
    pub(crate) returns: usize,
    pub(crate) back_max: usize,
}

impl Told {
    /// # Panics
    /// If it isn't what a message is.
    pub(crate) fn read(json: &str) -> Told {
        let message: Value = serde_json::from_str(json).unwrap_or_default();
        Told::of(&message).unwrap_or_else(|| panic!("no message: {json}"))
    }

    pub(crate) fn of(message: &Value) -> Option<Told> {
        let text = |name: &str| message[name].as_str();
        let stream: Vec<&str> = text("type")?.splitn(3, '.').take(2).collect();
        let (epoch, number) = text("journalversion")?.split_once('.')?;
        let mut says = DefaultHasher::new();
        // Keys are sorted, so the same message reads the same however it was written.
        message.to_string().hash(&mut says);
        Some(Told {
            id: text("id")?.to_owned(),
            of: Arc::new((text("subject")?.to_owned(), stream.join("."))),
            version: (epoch.parse().ok()?, number.parse().ok()?),
            says: says.finish(),
            came: Duration::ZERO,
        })
    }
}

/// How many messages haven't come yet.
pub(crate) fn missing(journal: &[Told], arrived: &[Told]) -> usize {
    let heard: std::collections::HashSet<&str> = arrived.iter().map(|told| &*told.id).collect();
    journal.iter().filter(|told| !heard.contains(&*told.id)).count()
}

/// Holds what arrived against the journals, both in their order for each event. `faults`: how many there were.
pub(crate) fn judge(journal: &[Told], arrived: &[Told], faults: usize) -> Verdict {
    let (wanted, came) = (by_stream(journal), by_stream(arrived));
    let mut verdict = Verdict { messages: journal.len(), ..Verdict::default() };
    for (of, heard) in &came {
        let nothing = Vec::new();
        one_stream(&mut verdict, of, wanted.get(of).unwrap_or(&nothing), heard);
    }
    for (of, told) in wanted.iter().filter(|(of, _)| !came.contains_key(*of)) {
        verdict.breaches.push(format!("nothing came of {} messages of {} on {}", told.len(), of.0, of.1));
    }
    let again_max = (faults + 1) * 4 * IN_FLIGHT * wanted.len().max(1);
    if verdict.again > again_max {
        verdict.breaches.push(format!("{} messages were told again after {faults} faults", verdict.again));
    }
    verdict
}

fn by_stream(all: &[Told]) -> BTreeMap<&(String, String), Vec<&Told>> {
    let mut streams: BTreeMap<_, Vec<&Told>> = BTreeMap::new();
    for told in all {
        streams.entry(&*told.of).or_default().push(told);
    }
    streams
}

fn one_stream(verdict: &mut Verdict, of: &(String, String), wanted: &[&Told], heard: &[&Told]) {
    let place: HashMap<&str, usize> = wanted.iter().enumerate().map(|(index, told)| (&*told.id, index)).collect();
    let (event, stream) = of;
    // How far it was told, when each message came first, and which came last.
    let (mut head, mut first_came, mut last) = (0, vec![None; wanted.len()], None);
    for told in heard {
        let Some(index) = place.get(&*told.id).copied() else {
            verdict.breaches.push(format!("{} on {stream} isn't in the journal of {event}", told.id));
            continue;
        };
        if wanted[index].says != told.says {
            verdict.breaches.push(format!("{} on {stream} says something else than the journal of {event}", told.id));
        }
        if index > head {
            let left_out = &wanted[head].id;
            verdict.breaches.push(format!("{} came on {stream} before {left_out} of {event}", told.id));
        }
        if index < head {
            verdict.again += 1;
            if last != Some(index.wrapping_sub(1)) {
                let earliest = first_came[index].unwrap_or(told.came);
                let newest = first_came[head - 1].unwrap_or(told.came);
                went_back(verdict, of, &wanted[index..head], newest.saturating_sub(earliest));
            }
        }
        first_came[index].get_or_insert(told.came);
        head = head.max(index + 1);
        last = Some(index);
    }
    if let Some(next) = wanted.get(head) {
        let count = wanted.len() - head;
        verdict.breaches.push(format!("{count} messages of {event} on {stream} never came, from {} on", next.id));
    }
}

/// `again`: from what is told again to the newest that was told, which first came within `span`.
fn went_back(verdict: &mut Verdict, (event, stream): &(String, String), again: &[&Told], span: Duration) {
    let mut commits: Vec<(u64, u64)> = again.iter().map(|told| told.version).collect();
    commits.dedup();
    verdict.returns += 1;
    verdict.back_max = verdict.back_max.max(commits.len());
    if span > BACK_FOR_MAX {
        let first = again.first().map_or("", |told| &told.id);
        verdict.breaches.push(format!(
            "the relay went back {} commits of {event} on {stream}, which it had told within {span:.1?}, to {first}",
            commits.len(),
        ));
    }
}

#[cfg(test)]
mod tests;
