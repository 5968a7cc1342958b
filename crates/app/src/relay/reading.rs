//! What a relay reads: entries that weren't told yet, a bounded batch at a time, so that memory doesn't grow with what waits.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use futures_util::future::join_all;
use metrics::{counter, gauge};
use tokio::time::Instant;

use super::pace::RelayPace;
use super::run::RelayStore;
use crate::changes::{ChangeMessage, messages_of};
use crate::ports::error::{StoreError, StoreResult};
use crate::ports::journals::JournalPage;

/// How many events behind are noticed in one look at all.
const EVENTS_MAX: u32 = 10_000;
/// How many that changed lately are looked at between the looks at all.
const ACTIVE_MAX: usize = 2_000;
/// How long an event counts as one that changed lately.
const ACTIVE_FOR: Duration = Duration::from_secs(60);
/// How long after news more is expected at any moment.
const LIVELY_FOR: Duration = Duration::from_secs(5);
/// How many entries of one event are read at once, and of how many events side by side.
const ENTRIES: u32 = 128;
const EVENTS_AT_ONCE: usize = 4;
/// A batch that has so much gets no more.
const MESSAGES_MAX: usize = 2_000;
const BYTES_MAX: usize = 4 << 20;
/// How long an event is left alone of which something can't be read.
const UNREADABLE_FOR: Duration = Duration::from_secs(30);
/// Of how many events the oldest entry is looked for when the lag is to be known before anything was read.
const OLDEST_OF: u32 = 20;

/// What is to be told next.
#[derive(Default)]
pub(super) struct Batch {
    /// Of each event in order.
    pub(super) messages: Vec<ChangeMessage>,
    /// The last entry of each event, and when its first was committed, if it has any.
    pub(super) entries: Vec<(EventId, Version, Option<Timestamp>)>,
    bytes: usize,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.entries.iter().filter_map(|(_, _, at)| *at).min()
    }

    fn is_full(&self) -> bool {
        self.messages.len() >= MESSAGES_MAX || self.bytes >= BYTES_MAX
    }
}

/// How far an event was told, and when it last had news.
struct Known {
    told: Version,
    news_at: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Turn {
    told: Version,
    /// A version that there is.
    head: Version,
}

pub(super) struct Reading<'a> {
    store: &'a dyn RelayStore,
    pace: RelayPace,
    /// Events that changed lately.
    known: BTreeMap<EventId, Known>,
    /// Events of which something is to be told.
    behind: BTreeMap<EventId, Turn>,
    /// The event that was read last; others come first next time.
    last: Option<EventId>,
    look_at_all_at: Instant,
    unreadable: HashMap<EventId, Instant>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(store: &'a dyn RelayStore, pace: RelayPace) -> Reading<'a> {
        Reading {
            store,
            pace,
            known: BTreeMap::new(),
            behind: BTreeMap::new(),
            last: None,
            look_at_all_at: Instant::now(),
            unreadable: HashMap::new(),
        }
    }

    /// Reads what there is, up to a batch's bounds.
    pub(super) async fn next_batch(&mut self) -> StoreResult<Batch> {
        self.look().await?;
        let mut batch = Batch::default();
        let turns = self.turns();
        for some in turns.chunks(EVENTS_AT_ONCE) {
            if batch.is_full() {
                break;
            }
            let pages = some.iter().map(|(event, turn)| self.store.journal_page(*event, turn.told, ENTRIES));
            for ((event, turn), page) in some.iter().zip(join_all(pages).await) {
                self.last = Some(*event);
                if !self.add(&mut batch, *event, *turn, page)? {
                    self.behind.remove(event);
                }
            }
        }
        Ok(batch)
    }

    /// How long to wait before the next look: not long while something happens.
    pub(super) fn pause(&self) -> Duration {
        let is_lively = self.known.values().any(|known| known.news_at.elapsed() < LIVELY_FOR);
        if is_lively { self.pace.look_every } else { self.pace.look_every * 10 }
    }

    /// Everything up to here was told.
    pub(super) fn told(&mut self, event: EventId, version: Version) {
        if let Some(known) = self.known.get_mut(&event) {
            known.told = version;
        }
        if let Some(turn) = self.behind.get_mut(&event) {
            turn.told = version;
        }
    }

    /// When the oldest entry was committed that wasn't told, of the first events that there are.
    pub(super) async fn oldest_untold(&self) -> StoreResult<Option<Timestamp>> {
        let mut oldest: Option<Timestamp> = None;
        for behind in self.store.behind(OLDEST_OF).await? {
            let entry = self.store.entries(behind.event, behind.told, 1).await?.into_iter().next();
            oldest = entry.map(|entry| entry.at).into_iter().chain(oldest).min();
        }
        Ok(oldest)
    }

    /// Events that are behind, beginning after the one that was read last.
    fn turns(&self) -> Vec<(EventId, Turn)> {
        let mut turns: Vec<_> = self.behind.iter().map(|(event, turn)| (*event, *turn)).collect();
        let done = turns.iter().filter(|(event, _)| self.last.is_some_and(|last| *event <= last)).count();
        turns.rotate_left(done);
        turns
    }

    /// Adds a page to the batch. Whether there may be more of the event.
    fn add(
        &mut self,
        batch: &mut Batch,
        event: EventId,
        turn: Turn,
        page: StoreResult<Option<JournalPage>>,
    ) -> StoreResult<bool> {
        let made = page.and_then(|page| messages_in(event, page));
        let (messages, read) = match made {
            Ok(made) => made,
            Err(StoreError::Corrupt(what)) => {
                // One event's defect keeps no other waiting.
                counter!("admit_alarms_total", "kind" => "relay").increment(1);
                tracing::error!(%event, what, "an event's journal can't be told");
                self.unreadable.insert(event, Instant::now() + UNREADABLE_FOR);
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        let Some(read) = read else {
            // A new epoch begins where its backup ended, without entries of its own.
            batch.entries.push((event, turn.head, None));
            return Ok(false);
        };
        batch.bytes += messages.iter().map(|message| message.json.len()).sum::<usize>();
        batch.messages.extend(messages);
        batch.entries.push((event, read.last, Some(read.first_at)));
        Ok(read.count == ENTRIES as usize)
    }

    async fn look(&mut self) -> StoreResult<()> {
        let began = Instant::now();
        if began >= self.look_at_all_at {
            self.look_at_all().await?;
            // However many events there are, looking takes a tenth of the time at most.
            self.look_at_all_at = Instant::now() + self.pace.look_at_all_every.max(began.elapsed() * 10);
            return Ok(());
        }
        let active: Vec<EventId> = self.known.keys().copied().take(ACTIVE_MAX).collect();
        if active.is_empty() {
            return Ok(());
        }
        for (event, head) in self.store.versions(&active).await? {
            let Some(known) = self.known.get_mut(&event) else { continue };
            if head > known.told && !is_left_alone(&self.unreadable, event, began) {
                known.news_at = began;
                self.behind.entry(event).or_insert(Turn { told: known.told, head }).head = head;
            }
        }
        Ok(())
    }

    async fn look_at_all(&mut self) -> StoreResult<()> {
        let all = self.store.behind(EVENTS_MAX).await?;
        let now = Instant::now();
        self.unreadable.retain(|_, until| *until > now);
        // The book may not have what was told last; whoever was forgotten here is noted there.
        self.known.retain(|_, known| now.duration_since(known.news_at) < ACTIVE_FOR);
        let mut count = 0;
        for behind in all {
            let known = self.known.entry(behind.event).or_insert(Known { told: behind.told, news_at: now });
            if behind.head <= known.told {
                continue;
            }
            count += 1;
            if !is_left_alone(&self.unreadable, behind.event, now) {
                known.news_at = now;
                let turn = Turn { told: known.told, head: behind.head };
                self.behind.entry(behind.event).or_insert(turn).head = behind.head;
            }
        }
        gauge!("admit_relay_behind_events").set(f64::from(count));
        Ok(())
    }
}

fn is_left_alone(unreadable: &HashMap<EventId, Instant>, event: EventId, now: Instant) -> bool {
    unreadable.get(&event).is_some_and(|until| *until > now)
}

/// What was read of one event.
struct Read {
    last: Version,
    first_at: Timestamp,
    count: usize,
}

fn messages_in(event: EventId, page: Option<JournalPage>) -> StoreResult<(Vec<ChangeMessage>, Option<Read>)> {
    let Some(JournalPage { entries, facts }) = page else { return Ok((Vec::new(), None)) };
    let mut messages = Vec::new();
    for entry in &entries {
        messages.extend(messages_of(event, entry, &facts)?);
    }
    let read = entries.first().zip(entries.last());
    let read = read.map(|(first, last)| Read { last: last.version, first_at: first.at, count: entries.len() });
    Ok((messages, read))
}
