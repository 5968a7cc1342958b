//! What every store of inventories must do: batches that are all or nothing, one after another, and a journal that tells them all.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use admit_app::counts::Counts;
use admit_app::ports::Store;
use admit_app::ports::error::StoreError;
use admit_app::ports::inventory::{Claim, CommitError, Committed, Decide, InventoryStore, Opening, Writes};
use admit_domain::hold::{Hold, HoldStatus};
use admit_domain::id::{AccountId, EventId, HoldId};
use admit_domain::inventory::audit::{FirstTerms, Folding, Records};
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::inventory::state::Inventory;
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use tokio::task::JoinSet;

use super::node::{Node, fold, restored};
use super::sale::{Sale, fresh};
use super::story::{a_hold, story};

/// Everything that a sale can go through is loaded as it was written, and the journal folds to the same.
pub async fn what_was_written_is_loaded_and_folds_from_the_journal<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let created = store.load(event).await.unwrap().unwrap();
    let (hall, first_terms) = (created.hall.clone(), created.terms.clone());
    let node = Node::open(store, event).await;
    for step in story() {
        node.write(step).await;
        same(&node.memory(), &loaded(store, event).await);
    }

    let mut folding = Folding::new(hall, first_terms, FirstTerms::AsCreated);
    for entry in journal(store, event).await {
        folding.add(&entry);
    }
    same(folding.state(), &loaded(store, event).await);
    let records = Records::in_memory(&loaded(store, event).await);
    let contradictions: Vec<_> = folding.judge(&records);
    assert!(contradictions.is_empty(), "{contradictions:?}");
}

pub async fn another_node_catches_up_from_the_journal<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let (one, other) = (Node::open(store, event).await, Node::open(store, event).await);
    for unit in 0..3 {
        one.write(move |_, opening| vec![Change::Held(a_hold(&[unit], opening.now))]).await;
        assert_eq!(*one.caught_up.lock().unwrap(), 0, "nobody else has committed");
    }
    other
        .write(|memory, opening| {
            assert!(!memory.is_free(Unit(2)), "it decides on what the others did");
            vec![Change::Held(a_hold(&[3, 4], opening.now))]
        })
        .await;
    assert_eq!(*other.caught_up.lock().unwrap(), 3);
    same(&other.memory(), &loaded(store, event).await);
    one.write(|_, opening| vec![Change::Held(a_hold(&[5], opening.now))]).await;
    assert_eq!(*one.caught_up.lock().unwrap(), 1);
    same(&one.memory(), &loaded(store, event).await);
}

pub async fn a_batch_of_nothing_leaves_nothing_behind<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let node = Node::open(store, event).await;
    let committed = node.commit(|_, _| Vec::new()).await.unwrap();
    assert!(matches!(committed, Committed::Nothing));
    assert_eq!(store.version(event).await.unwrap(), Some(Version::START));
    assert!(journal(store, event).await.is_empty());
}

/// Whatever the code above believes: the rows refuse a second owner, and nothing of such a batch stays.
pub async fn a_claimed_unit_is_never_claimed_again<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let node = Node::open(store, event).await;
    node.write(|_, opening| vec![Change::Held(a_hold(&[7], opening.now))]).await;
    let known = node.memory().version();
    for claim in [Claim::Blocked, Claim::Held(HoldId::from_u128(fresh())), Claim::Sold(HoldId::from_u128(fresh()))] {
        let claimed = vec![(Unit(8), claim), (Unit(7), claim)];
        let refused = commit(store, event, known, move |writes| Writes { claimed, ..writes }).await.unwrap_err();
        assert!(matches!(refused, CommitError::ClaimTaken), "{refused:?}");
    }
    same(&node.memory(), &loaded(store, event).await);
    node.write(|_, opening| vec![Change::Held(a_hold(&[8], opening.now))]).await;
    same(&node.memory(), &loaded(store, event).await);
}

/// Memory and rows that have drifted apart are noticed when a row that should be there isn't.
pub async fn a_batch_on_rows_that_are_not_there_is_refused<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let strange = a_hold(&[1], Timestamp::from_millis(0));
    let fills: [fn(Writes, Hold) -> Writes; 3] = [
        |writes, _| Writes { unclaimed: vec![Unit(1)], ..writes },
        |writes, hold| Writes { reclaimed: vec![(Unit(1), Claim::Sold(hold.id))], ..writes },
        |writes, hold| Writes { changed_holds: vec![hold], ..writes },
    ];
    for fill in fills {
        let hold = strange.clone();
        let refused = commit(store, event, Version::START, move |writes| fill(writes, hold)).await.unwrap_err();
        assert!(matches!(refused, CommitError::Store(StoreError::Corrupt(_))), "{refused:?}");
    }
    assert!(journal(store, event).await.is_empty());
}

pub async fn an_event_without_an_inventory_has_none<S: Store>(store: &S) {
    let unknown = EventId::from_u128(fresh());
    let refused = commit(store, unknown, Version::START, |writes| writes).await.unwrap_err();
    assert!(matches!(refused, CommitError::NoInventory), "{refused:?}");
    assert!(store.load(unknown).await.unwrap().is_none());
    assert_eq!(store.version(unknown).await.unwrap(), None);
    assert!(store.entries(unknown, Version::START, 10).await.unwrap().is_empty());
    assert!(!store.was_committed(unknown, BatchId(1)).await.unwrap());
}

pub async fn a_batch_is_known_by_its_id<S: Store>(store: &S) {
    let (event, other) = (Sale::open(store).await.event, Sale::open(store).await.event);
    let node = Node::open(store, event).await;
    for unit in 0..3 {
        node.write(move |_, opening| vec![Change::Held(a_hold(&[unit], opening.now))]).await;
    }
    for entry in journal(store, event).await {
        assert!(store.was_committed(event, entry.batch).await.unwrap());
        assert!(!store.was_committed(other, entry.batch).await.unwrap());
    }
    assert!(!store.was_committed(event, BatchId(fresh())).await.unwrap());
}

pub async fn the_journal_is_read_in_pages<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let node = Node::open(store, event).await;
    for unit in 0..7 {
        node.write(move |_, opening| vec![Change::Held(a_hold(&[unit], opening.now))]).await;
    }
    let all = journal(store, event).await;
    assert_eq!(all.len(), 7);
    for limit in 1..=8 {
        let (mut seen, mut after) = (Vec::new(), Version::START);
        loop {
            let page = store.entries(event, after, limit).await.unwrap();
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = last.version;
            seen.extend(page);
        }
        assert_eq!(seen, all);
    }
}

pub async fn versions_of_many_events_come_at_once<S: Store>(store: &S) {
    let (one, other) = (Sale::open(store).await.event, Sale::open(store).await.event);
    Node::open(store, one).await.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await;
    let unknown = EventId::from_u128(fresh());
    let versions: BTreeMap<_, _> = store.versions(&[unknown, other, one]).await.unwrap().into_iter().collect();
    assert_eq!(versions, BTreeMap::from([(one, Version::START.next()), (other, Version::START)]));
    assert!(store.versions(&[]).await.unwrap().is_empty());
}

/// However the clocks of nodes and databases differ, no batch is earlier than one before it.
pub async fn time_never_runs_back<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let ahead = store.now().await.unwrap() + Duration::from_secs(3_600);
    commit(store, event, Version::START, move |writes| Writes {
        entry: Entry { at: ahead, ..writes.entry.clone() },
        ..writes
    })
    .await
    .unwrap();
    let now = Arc::new(Mutex::new(None));
    let seen = now.clone();
    let known = Version::START.next();
    let decide: Decide = Box::new(move |opening, _| {
        *seen.lock().unwrap() = Some(opening);
        None
    });
    store.commit(event, known.into(), decide).await.unwrap();
    let opening = now.lock().unwrap().clone().unwrap();
    assert_eq!((opening.version, opening.now), (known.next(), ahead));
    assert!(store.now().await.unwrap() < ahead);
}

pub async fn events_with_due_holds_are_found<S: Store>(store: &S) {
    let (due, not_due) = (Sale::open(store).await.event, Sale::open(store).await.event);
    let (node, other) = (Node::open(store, due).await, Node::open(store, not_due).await);
    other.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now + Duration::from_secs(600)))]).await;
    assert!(store.events_with_due_holds(10).await.unwrap().is_empty());
    let hold = a_hold(&[0], Timestamp::from_millis(1));
    let id = hold.id;
    let second = a_hold(&[1], Timestamp::from_millis(2));
    node.write(move |_, _| vec![Change::Held(hold), Change::Held(second)]).await;
    assert_eq!(store.events_with_due_holds(10).await.unwrap(), [due]);
    assert!(store.events_with_due_holds(0).await.unwrap().is_empty());
    node.write(move |memory, _| memory.holds().map(|hold| Change::Expired { hold: hold.id }).collect()).await;
    assert!(store.events_with_due_holds(10).await.unwrap().is_empty());
    assert_eq!(loaded(store, due).await.hold(id).unwrap().status, HoldStatus::Expired);
}

pub async fn places_are_counted_without_reading_who_has_them<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let (untouched, unknown) = (Sale::open(store).await.event, EventId::from_u128(fresh()));
    let node = Node::open(store, sale.event).await;
    let all = node.memory().hall().tier_capacity().iter().sum::<u32>();
    sale.buy(AccountId::from_u128(fresh()), UnitRange::new(0, 3)).await;
    node.write(|_, opening| vec![Change::Held(a_hold(&[4, 5], opening.now + Duration::from_secs(600)))]).await;
    node.write(|_, _| vec![Change::Blocked(vec![UnitRange::new(8, 1)])]).await;
    let found = store.occupancies(&[sale.event, untouched, unknown]).await.unwrap();
    let found: BTreeMap<EventId, (Version, Counts)> =
        found.into_iter().map(|(event, version, counts)| (event, (version, counts))).collect();
    let (version, counts) = found[&sale.event];
    assert_eq!(Some(version), store.version(sale.event).await.unwrap());
    assert_eq!(counts, Counts { available: all - 6, held: 2, sold: 3 });
    assert_eq!(found[&untouched].1, Counts { available: all, held: 0, sold: 0 });
    assert_eq!(found.len(), 2);
    assert!(store.occupancies(&[]).await.unwrap().is_empty());
}

pub async fn events_with_holds_are_found<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let (held, released) = (Sale::open(store).await.event, Sale::open(store).await.event);
    assert!(store.events_with_holds().await.unwrap().is_empty());
    for event in [held, released] {
        let node = Node::open(store, event).await;
        node.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now + Duration::from_secs(600)))]).await;
        if event == released {
            node.write(|memory, _| memory.holds().map(|hold| Change::Released { hold: hold.id }).collect()).await;
        }
    }
    let soon = store.now().await.unwrap() + Duration::from_secs(600);
    sale.begin(AccountId::from_u128(fresh()), UnitRange::new(0, 2), soon).await;
    let found: BTreeSet<EventId> = store.events_with_holds().await.unwrap().into_iter().collect();
    assert_eq!(found, BTreeSet::from([held, sale.event]));
}

pub async fn holds_that_ended_long_ago_are_not_loaded<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let hold = Hold {
        status: HoldStatus::Released,
        ended_at: Some(store.now().await.unwrap() - Duration::from_secs(90_000)),
        ..a_hold(&[0], Timestamp::from_millis(1))
    };
    let recent = Hold { id: HoldId::from_u128(fresh()), ended_at: Some(store.now().await.unwrap()), ..hold.clone() };
    let new_holds = vec![hold, recent.clone()];
    commit(store, event, Version::START, |writes| Writes { new_holds, ..writes }).await.unwrap();
    assert_eq!(store.load(event).await.unwrap().unwrap().holds, [recent]);
}

/// A decision that fails costs its own caller the answer, and the store nothing.
pub async fn a_decision_that_panics_writes_nothing<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    let decide: Decide = Box::new(|_, _| panic!("this panic is part of a test"));
    let refused = store.commit(event, Version::START.into(), decide).await.unwrap_err();
    assert!(matches!(refused, CommitError::Store(StoreError::Refused(_))), "{refused:?}");
    assert_eq!(store.version(event).await.unwrap(), Some(Version::START));
    Node::open(store, event).await.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await;
}

/// Callers who leave at any moment take neither the event's lock nor the store's connections with them.
pub async fn callers_may_leave_at_any_moment<S: Store>(store: &S) {
    let event = Sale::open(store).await.event;
    for left in 0..60 {
        let known = store.version(event).await.unwrap().unwrap();
        let leaving = commit(store, event, known, |writes| writes);
        tokio::select! {
            biased;
            _ = leaving => {}
            () = turns(left) => {}
        }
    }
    // It comes after whatever the last of them had sent already.
    Node::open(store, event).await.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await;
    let version = store.version(event).await.unwrap().unwrap();
    assert_eq!(journal(store, event).await.len() as u64, version.number);
}

/// Twenty writers on three events, each deciding on what it sees: the events' journals have no gap and no unit two owners.
pub async fn many_writers_take_turns<S: Store + Clone>(store: &S) {
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(Sale::open(store).await.event);
    }
    let mut writers = JoinSet::new();
    for writer in 0..20 {
        let (store, event) = (store.clone(), events[writer % events.len()]);
        writers.spawn(async move {
            let node = Node::open(&store, event).await;
            let mut wrote = 0;
            for turn in 0..6 {
                let wanted = [(writer as u32 + turn * 7) % 30];
                let committed = node.commit(move |memory, opening| take_or_give_back(memory, opening, wanted)).await;
                wrote += u64::from(matches!(committed.unwrap(), Committed::Written));
            }
            (event, wrote)
        });
    }
    let mut wrote: BTreeMap<EventId, u64> = BTreeMap::new();
    for (event, batches) in writers.join_all().await {
        *wrote.entry(event).or_default() += batches;
    }
    for event in events {
        let created = store.load(event).await.unwrap().unwrap();
        let mut folded = restored_at_start(store, event).await;
        let entries = journal(store, event).await;
        entries.iter().for_each(|entry| fold(&mut folded, entry));
        assert_eq!(entries.len() as u64, wrote[&event]);
        let batches: HashSet<u128> = entries.iter().map(|entry| entry.batch.0).collect();
        assert_eq!(batches.len(), entries.len());
        same(&folded, &restored(created));
    }
}

fn take_or_give_back(memory: &Inventory, opening: Opening, wanted: [u32; 1]) -> Vec<Change> {
    if memory.is_free(Unit(wanted[0])) {
        return vec![Change::Held(a_hold(&wanted, opening.now + Duration::from_secs(60)))];
    }
    let holder = memory.holds().find(|hold| hold.is_open() && hold.units[0].unit == Unit(wanted[0]));
    holder.map(|hold| Change::Released { hold: hold.id }).into_iter().collect()
}

async fn restored_at_start<S: InventoryStore>(store: &S, event: EventId) -> Inventory {
    let loaded = store.load(event).await.unwrap().unwrap();
    let start = admit_app::ports::inventory::Loaded {
        version: Version::START,
        at: Timestamp::MIN,
        claims: Vec::new(),
        holds: Vec::new(),
        orders: Vec::new(),
        ..loaded
    };
    restored(start)
}

/// Commits one batch that says nothing and whose rows are what `fill` makes them.
async fn commit<S: InventoryStore>(
    store: &S,
    event: EventId,
    known: Version,
    fill: impl FnOnce(Writes) -> Writes + Send + 'static,
) -> Result<Committed, CommitError> {
    let decide: Decide = Box::new(move |opening, _| {
        let entry = Entry { version: opening.version, at: opening.now, batch: BatchId(fresh()), changes: Vec::new() };
        Some(fill(Writes::of(entry)))
    });
    store.commit(event, known.into(), decide).await
}

async fn journal<S: InventoryStore>(store: &S, event: EventId) -> Vec<Entry> {
    store.entries(event, Version::START, 10_000).await.unwrap()
}

async fn loaded<S: InventoryStore>(store: &S, event: EventId) -> Inventory {
    restored(store.load(event).await.unwrap().unwrap())
}

/// Gives others `count` turns to run.
async fn turns(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

fn same(one: &Inventory, other: &Inventory) {
    let [one, other] = [one, other].map(|inventory| {
        let mut records = Records::in_memory(inventory);
        records.holds.sort_unstable_by_key(|hold| hold.id);
        records.orders.sort_unstable_by_key(|order| order.id);
        (records.claims, records.holds, records.orders, records.terms, records.version, records.at)
    });
    assert_eq!(one, other);
}
