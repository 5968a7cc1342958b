//! Telling again what was told before.

use std::collections::BTreeSet;

use admit_app::changes::Position;
use admit_app::ports::inventory::InventoryStore;
use admit_app::ports::journals::Journals;
use admit_app::relay::{From, RelayPace, send_again};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_testkit::contract::outlet::Arrived;
use admit_testkit::poll::until;

use crate::ground::{Ground, PATIENCE, id_of};

const THIRD: Version = Version { epoch: 1, number: 3 };

/// The ids that came after the first `before` messages.
fn since(arrived: &[Arrived], before: usize) -> BTreeSet<String> {
    arrived[before..].iter().map(id_of).collect()
}

/// The ids of what the event's journal has after `after`.
async fn ids_after(ground: &Ground, event: EventId, after: Version) -> BTreeSet<String> {
    let first = format!("{event}.{}.", after.epoch);
    let number = |id: &str| id.strip_prefix(&first).and_then(|rest| rest.split('.').next()?.parse::<u64>().ok());
    let journal = ground.journal(event).await;
    journal.into_iter().map(|message| message.id).filter(|id| number(id).is_some_and(|is| is > after.number)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_told_is_told_again_from_where_one_says() {
    let ground = Ground::on_postgres().await;
    let (one, other) = (ground.sale().await, ground.sale().await);
    for sale in [&one, &other] {
        ground.sell(sale, 0..4).await;
    }
    let _relay = ground.relay(RelayPace::default());
    let both = [one.event, other.event];
    let mut before = ground.all_arrive(&both).await.len();
    let mut position = Position::default();
    position.set(one.event, THIRD.into());
    let entries = ground.store.entries(one.event, THIRD, 1).await.unwrap();
    let by_time = ground.store.version_before(one.event, entries[0].at).await.unwrap();
    let cases = [
        (From::Start, &both[..], vec![(one.event, Version::START), (other.event, Version::START)]),
        (From::Version(THIRD), &both[..1], vec![(one.event, THIRD)]),
        (From::Position(position), &both[..], vec![(one.event, THIRD)]),
        (From::Time(entries[0].at), &both[..1], vec![(one.event, by_time)]),
    ];
    for (from, events, expected) in cases {
        let sent = send_again(&ground.store, events, &from).await.unwrap();
        assert_eq!(sent.set_back, expected.len() as u64, "{from:?}");
        let mut wanted = BTreeSet::new();
        for (event, after) in expected {
            wanted.extend(ids_after(&ground, event, after).await);
        }
        assert!(!wanted.is_empty());
        let arrived = until(format!("all of {from:?} comes again"), PATIENCE, async || {
            let arrived = ground.arrived();
            (since(&arrived, before).len() >= wanted.len()).then_some(arrived)
        })
        .await;
        assert_eq!(since(&arrived, before), wanted, "{from:?}");
        before = arrived.len();
        // What comes later comes once, and nothing is told that was told for the last time.
        ground.all_arrive(&both).await;
    }
    let nothing = From::Version(Version { epoch: 1, number: 1_000 });
    assert_eq!(send_again(&ground.store, &both, &nothing).await.unwrap().set_back, 0);
}
