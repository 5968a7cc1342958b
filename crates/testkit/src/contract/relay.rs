//! What every store must do as the relay's book: one has the lead, and what was told is noted by it alone.

use std::collections::BTreeMap;
use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::relay::{Behind, RelayBook, RelayId};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use tokio::task::JoinSet;

use super::journals::an_event_with;
use super::sale::fresh;

/// No test takes so long.
const LONG: Duration = Duration::from_secs(3_600);

fn relay() -> RelayId {
    RelayId(fresh())
}

fn at(number: u64) -> Version {
    Version { epoch: 1, number }
}

pub async fn one_relay_has_the_lead<S: Store + Clone>(store: &S) {
    let mut relays = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        relays.spawn(async move {
            let relay = relay();
            (relay, store.take_lead(relay, LONG).await.unwrap())
        });
    }
    let leaders: Vec<RelayId> =
        relays.join_all().await.into_iter().filter(|(_, has_it)| *has_it).map(|(relay, _)| relay).collect();
    let [leader] = leaders[..] else { panic!("{leaders:?} lead") };
    assert!(!store.take_lead(leader, LONG).await.unwrap(), "it is kept, not taken twice");
    assert!(store.keep_lead(leader, LONG, &[]).await.unwrap().is_some());
    let other = relay();
    assert!(store.keep_lead(other, LONG, &[]).await.unwrap().is_none());
    store.leave_lead(other).await.unwrap();
    assert!(!store.take_lead(other, LONG).await.unwrap(), "nobody gives up what another has");
    store.leave_lead(leader).await.unwrap();
    assert!(store.take_lead(other, LONG).await.unwrap());
    assert!(store.keep_lead(leader, LONG, &[]).await.unwrap().is_none());
}

pub async fn a_lead_that_is_not_kept_ends<S: Store>(store: &S) {
    let (one, other) = (relay(), relay());
    assert!(store.take_lead(one, Duration::ZERO).await.unwrap());
    // Nobody came meanwhile, so it goes on.
    let before = store.now().await.unwrap();
    assert!(store.keep_lead(one, Duration::ZERO, &[]).await.unwrap().unwrap() >= before);
    assert!(store.take_lead(other, LONG).await.unwrap());
    assert!(store.keep_lead(one, LONG, &[]).await.unwrap().is_none());
    assert!(store.keep_lead(other, LONG, &[]).await.unwrap().is_some());
}

pub async fn only_the_leader_notes_what_was_told<S: Store>(store: &S) {
    let (one, other) = (an_event_with(store, 5).await, an_event_with(store, 3).await);
    let quiet = an_event_with(store, 0).await;
    let (leader, late) = (relay(), relay());
    let fresh_book = [(one, (at(0), at(5))), (other, (at(0), at(3)))];
    assert_eq!(behind(store).await, BTreeMap::from(fresh_book));
    assert!(store.take_lead(leader, LONG).await.unwrap());
    assert!(store.keep_lead(late, LONG, &[(one, at(5))]).await.unwrap().is_none());
    assert_eq!(behind(store).await, BTreeMap::from(fresh_book));
    assert!(store.keep_lead(leader, LONG, &[(one, at(2)), (other, at(3)), (quiet, at(0))]).await.unwrap().is_some());
    assert_eq!(behind(store).await, BTreeMap::from([(one, (at(2), at(5)))]));
    assert!(store.keep_lead(leader, LONG, &[(one, at(5))]).await.unwrap().is_some());
    assert!(behind(store).await.is_empty());
    // A new epoch comes after all of the one before.
    let elsewhere = Version { epoch: 2, number: 1 };
    assert!(store.keep_lead(leader, LONG, &[(one, elsewhere)]).await.unwrap().is_some());
    assert!(behind(store).await.is_empty());
}

pub async fn a_book_that_is_set_back_is_looked_into_again<S: Store>(store: &S) {
    let (one, other, never) =
        (an_event_with(store, 5).await, an_event_with(store, 3).await, an_event_with(store, 2).await);
    let (leader, next) = (relay(), relay());
    assert!(store.take_lead(leader, LONG).await.unwrap());
    assert!(store.keep_lead(leader, LONG, &[(one, at(5)), (other, at(1))]).await.unwrap().is_some());
    // Back for one; the other hasn't come so far, and the third was never told of.
    assert_eq!(store.set_back(&[(one, at(2)), (other, at(2)), (never, at(1))]).await.unwrap(), 1);
    let expected = [(one, (at(2), at(5))), (other, (at(1), at(3))), (never, (at(0), at(2)))];
    assert_eq!(behind(store).await, BTreeMap::from(expected));
    // Whoever had the lead has lost it, and with it what it was about to note.
    assert!(store.keep_lead(leader, LONG, &[(one, at(5))]).await.unwrap().is_none());
    assert_eq!(behind(store).await, BTreeMap::from(expected));
    assert!(store.take_lead(next, LONG).await.unwrap());
    assert_eq!(store.set_back(&[]).await.unwrap(), 0);
    assert!(store.keep_lead(next, LONG, &[]).await.unwrap().is_none());
}

async fn behind<S: RelayBook>(store: &S) -> BTreeMap<EventId, (Version, Version)> {
    let all = store.behind(100).await.unwrap();
    assert_eq!(store.behind(1).await.unwrap(), all[..all.len().min(1)]);
    all.into_iter().map(|Behind { event, told, head }| (event, (told, head))).collect()
}
