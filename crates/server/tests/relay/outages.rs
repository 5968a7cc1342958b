//! Brokers that are away, and journals that can't be read.

use std::time::Duration;

use admit_app::ports::inventory::InventoryStore;
use admit_app::ports::relay::RelayBook;
use admit_app::relay::RelayPace;
use admit_domain::inventory::journal::Version;
use admit_testkit::poll::until;
use admit_testkit::postgres::shared;
use tokio::task::block_in_place;

use crate::ground::{Ground, PATIENCE};

/// With the brokers away the sale goes on, nothing is noted that they don't have, and when they are back everything comes.
async fn brokers_go_and_come(pace: RelayPace) {
    let ground = Ground::on_postgres().await;
    let sale = ground.sale().await;
    let relay = ground.relay(pace);
    ground.sell(&sale, 0..5).await;
    ground.all_arrive(&[sale.event]).await;
    let noted = async || ground.store.behind(10).await.unwrap().is_empty().then_some(());
    until("it is noted what was told", PATIENCE, noted).await;
    for round in 1..4u32 {
        let told = ground.store.version(sale.event).await.unwrap().unwrap();
        ground.broker.go_away();
        ground.sell(&sale, round * 5..round * 5 + 5).await;
        ground.lead_is_kept_for_a_while().await;
        let behind = ground.store.behind(10).await.unwrap();
        assert_eq!(
            behind.iter().map(|one| one.told).collect::<Vec<_>>(),
            [told],
            "something was noted that nobody has"
        );
        ground.broker.come_back();
        ground.all_arrive(&[sale.event]).await;
        until("it is noted what was told", PATIENCE, noted).await;
    }
    relay.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_the_brokers_are_away_nothing_is_lost() {
    brokers_go_and_come(RelayPace::default()).await;
}

/// The same where the relay gives its lead up meanwhile, and takes it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_gives_up_on_brokers_comes_back_to_them() {
    let soon = Duration::from_millis(100);
    let pace = RelayPace { stalled_after: soon, retry_first: soon, retry_max: soon, ..RelayPace::default() };
    brokers_go_and_come(pace).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn brokers_that_come_later_are_told_everything() {
    let ground = Ground::on_postgres().await;
    let sale = ground.sale().await;
    ground.broker.go_away();
    let _relay = ground.relay(RelayPace::default());
    ground.sell(&sale, 0..5).await;
    ground.broker.come_back();
    ground.all_arrive(&[sale.event]).await;
}

/// A defect in one event's rows is that event's alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_event_that_cannot_be_told_keeps_no_other_waiting() {
    let ground = Ground::on_postgres().await;
    let (broken, sound) = (ground.sale().await, ground.sale().await);
    for sale in [&broken, &sound] {
        ground.sell(sale, 0..3).await;
    }
    let event: String = broken.event.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let delete = format!("DELETE FROM holds WHERE event_id = '\\x{event}'");
    block_in_place(|| shared().unwrap().psql(&ground.url, &delete).unwrap());
    let _relay = ground.relay(RelayPace::default());
    ground.all_arrive(&[sound.event]).await;
    ground.sell(&sound, 3..6).await;
    let arrived = ground.all_arrive(&[sound.event]).await;
    assert!(arrived.iter().all(|one| one.key == sound.event.to_string()), "half a journal was told");
    let behind = ground.store.behind(10).await.unwrap();
    let told = behind.iter().find(|one| one.event == broken.event).map(|one| one.told);
    assert_eq!(told, Some(Version::START), "what wasn't told was noted");
}
