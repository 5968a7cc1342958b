//! What the relay told, held against what it had to tell: nothing left out, each event in order, and little of it twice.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

/// How many of an event's commits the relay has in its hands at once.
const IN_FLIGHT: usize = 128;
/// So far it may go back in an event: what is told between two notes, and what is in flight beside it.
const BACK_MAX: usize = 4 * IN_FLIGHT;
/// After a time without brokers or without a leader it tells so quickly that more commits than that lie between two notes. They were
/// made within that time: the longest fault, a lead that nobody keeps, a pause before trying again.
const BACK_FOR_MAX: Duration = Duration::from_secs(25);

/// A message, as far as it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) id: String,
    /// The event, and the stream that the type names.
    pub(crate) of: Arc<(String, String)>,
    /// The journal's.
    pub(crate) version: (u64, u64),
    pub(crate) at: Timestamp,
    /// Of all that it says.
    pub(crate) says: u64,
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
            at: text("time")?.parse().ok()?,
            says: says.finish(),
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
    let again_max = (faults + 1) * BACK_MAX * wanted.len().max(1);
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
    // How far it was told, and which message came last.
    let (mut head, mut last) = (0, None);
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
                went_back(verdict, of, &wanted[index..head]);
            }
        }
        head = head.max(index + 1);
        last = Some(index);
    }
    if let Some(next) = wanted.get(head) {
        let count = wanted.len() - head;
        verdict.breaches.push(format!("{count} messages of {event} on {stream} never came, from {} on", next.id));
    }
}

/// `again`: from what is told again to the newest that was told.
fn went_back(verdict: &mut Verdict, (event, stream): &(String, String), again: &[&Told]) {
    let mut commits: Vec<(u64, u64)> = again.iter().map(|told| told.version).collect();
    commits.dedup();
    let (Some(first), Some(newest)) = (again.first(), again.last()) else { return };
    let span = newest.at.duration_since(first.at).unsigned_abs();
    verdict.returns += 1;
    verdict.back_max = verdict.back_max.max(commits.len());
    if commits.len() > BACK_MAX && span > BACK_FOR_MAX {
        verdict.breaches.push(format!(
            "the relay went back {} commits of {event} on {stream}, over {span:.0?}, to {}",
            commits.len(),
            first.id
        ));
    }
}

#[cfg(test)]
mod tests;
