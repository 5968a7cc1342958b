//! What every store must do of telling the journals: entries with all that they name, in order, without a gap, and the same
//! however often and however late they are told.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use admit_app::changes::{ChangeMessage, Kind, messages_of};
use admit_app::ports::Store;
use admit_app::ports::organizing::Owned;
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::{Change, Version};
use admit_domain::unit::UnitRange;
use tokio::task::JoinSet;

use crate::event_schemas;

use super::node::Node;
use super::sale::{Sale, fresh};
use super::story::{a_hold, story};

const SOON: Duration = Duration::from_secs(600);

/// Each entry is told right after its commit, and all again when everything has happened: under the same ids, the same.
pub async fn what_is_told_again_says_the_same<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let node = Node::open(store, event).await;
    let (mut told, mut after) = (Vec::new(), Version::START);
    for step in story() {
        node.write(step).await;
        let page = store.journal_page(event, after, 10).await.unwrap().unwrap();
        assert_eq!(page.entries.len(), 1, "one entry came");
        after = page.entries[0].version;
        told.extend(messages_of(event, &page.entries[0], &page.facts).unwrap());
    }
    let mut again = Vec::new();
    let page = store.journal_page(event, Version::START, 1_000).await.unwrap().unwrap();
    for entry in &page.entries {
        again.extend(messages_of(event, entry, &page.facts).unwrap());
    }
    assert_eq!(told, again);
    for message in &told {
        event_schemas::check(&serde_json::from_str(&message.json).unwrap());
    }
    let ids: BTreeSet<&str> = told.iter().map(|message| &*message.id).collect();
    assert_eq!(ids.len(), told.len(), "every id is a message's own");
    let kinds: BTreeSet<Kind> = told.iter().map(|message| message.kind).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "a sale's life has all kinds, but not {missing:?}");
}

pub async fn journals_are_found_by_whose_they_are<S: Store>(store: &S) {
    assert!(store.journal_heads(Owned::ByAnybody, 10).await.unwrap().is_empty());
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(Sale::open(store).await.event);
    }
    // One in which nothing has happened has nothing to tell.
    for event in &events[1..] {
        let node = Node::open(store, *event).await;
        node.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now + SOON))]).await;
    }
    let heads: Vec<_> = events[1..].iter().map(|event| (*event, Version::START.next())).collect();
    assert_eq!(store.journal_heads(Owned::ByAnybody, 10).await.unwrap(), heads);
    assert_eq!(store.journal_heads(Owned::ByAnybody, 2).await.unwrap(), heads[..2]);
    let owner = store.event(events[2]).await.unwrap().unwrap().event.organizer.unwrap();
    assert_eq!(store.journal_heads(Owned::By(owner), 10).await.unwrap(), [heads[1]]);
    let nobody = AccountId::from_u128(fresh());
    assert!(store.journal_heads(Owned::By(nobody), 10).await.unwrap().is_empty());
    let unknown = EventId::from_u128(fresh());
    assert!(store.journal_page(unknown, Version::START, 10).await.unwrap().is_none());
    assert!(store.journal_page(events[0], Version::START, 10).await.unwrap().unwrap().entries.is_empty());
}

/// Whoever reads while many write, a page at a time, hears everything once and in order.
pub async fn a_reader_among_writers_misses_nothing<S: Store + Clone>(store: &S) {
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(Sale::open(store).await.event);
    }
    let mut writers = JoinSet::new();
    for writer in 0..12u32 {
        let (store, event) = (store.clone(), events[writer as usize % events.len()]);
        writers.spawn(async move {
            let sale = Node::open(&store, event).await;
            for turn in 0..8 {
                let unit = (writer * 11 + turn * 7) % 30;
                let change =
                    move |memory: &admit_domain::inventory::state::Inventory, opening| toggled(memory, opening, unit);
                sale.commit(change).await.unwrap();
            }
        });
    }
    let mut heard: BTreeMap<EventId, (Version, Vec<ChangeMessage>)> = BTreeMap::new();
    loop {
        let is_last = writers.is_empty();
        for (event, head) in store.journal_heads(Owned::ByAnybody, 10).await.unwrap() {
            let (version, messages) = heard.entry(event).or_insert((Version::START, Vec::new()));
            while *version < head {
                let page = store.journal_page(event, *version, 3).await.unwrap().unwrap();
                assert!(!page.entries.is_empty(), "whoever sees a version finds its entry");
                for entry in &page.entries {
                    assert_eq!(entry.version, version.next(), "an entry was passed over");
                    *version = entry.version;
                    messages.extend(messages_of(event, entry, &page.facts).unwrap());
                }
            }
        }
        if is_last {
            break;
        }
        while let Some(done) = writers.try_join_next() {
            done.unwrap();
        }
        tokio::task::yield_now().await;
    }
    for event in events {
        let (version, messages) = &heard[&event];
        assert_eq!(store.version(event).await.unwrap(), Some(*version));
        let page = store.journal_page(event, Version::START, 10_000).await.unwrap().unwrap();
        let all = page.entries.iter().flat_map(|entry| messages_of(event, entry, &page.facts).unwrap());
        assert_eq!(messages, &all.collect::<Vec<_>>());
    }
}

fn toggled(
    memory: &admit_domain::inventory::state::Inventory,
    opening: admit_app::ports::inventory::Opening,
    unit: u32,
) -> Vec<Change> {
    let unit = admit_domain::unit::Unit(unit);
    let holder = memory.holds().find(|hold| hold.is_open() && hold.units[0].unit == unit);
    match holder {
        Some(hold) => vec![Change::Released { hold: hold.id }],
        None => vec![Change::Held(a_hold(&[unit.0], opening.now + SOON))],
    }
}

pub async fn a_version_is_found_by_its_time<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let at_first = store.now().await.unwrap();
    assert_eq!(store.version_before(sale.event, at_first).await.unwrap(), Version::START);
    for units in [UnitRange::new(0, 1), UnitRange::new(1, 1), UnitRange::new(2, 1)] {
        sale.begin(AccountId::from_u128(fresh()), units, at_first + SOON).await;
    }
    let entries = store.entries(sale.event, Version::START, 10).await.unwrap();
    for entry in &entries {
        let before = store.version_before(sale.event, entry.at).await.unwrap();
        let expected = entries.iter().filter(|other| other.at < entry.at).map(|other| other.version).max();
        assert_eq!(before, expected.unwrap_or(Version::START));
    }
    let later = store.now().await.unwrap() + SOON;
    assert_eq!(store.version_before(sale.event, later).await.unwrap(), entries[2].version);
}

/// For suites beside this one: an event with as many entries.
pub async fn an_event_with<S: Store>(store: &S, entries: u32) -> EventId {
    let event = Sale::open(store).await.event;
    let node = Node::open(store, event).await;
    for unit in 0..entries {
        node.write(move |_, opening| vec![Change::Held(a_hold(&[unit], opening.now + SOON))]).await;
    }
    event
}
