//! What is told when nothing is in the way, and what is kept of that.

use admit_app::ports::relay::RelayBook;
use admit_app::relay::RelayPace;
use admit_testkit::event_schemas;
use admit_testkit::poll::until;

use crate::ground::{Ground, PATIENCE, repeated};

async fn everything_is_told_in_order(ground: &Ground) {
    let mut sales = Vec::new();
    for _ in 0..3 {
        sales.push(ground.sale().await);
    }
    // Some of it before there is a relay, the rest while it tells.
    ground.sell(&sales[0], 0..5).await;
    let relay = ground.relay(RelayPace::default());
    for units in [5..12, 12..20] {
        for sale in &sales {
            ground.sell(sale, units.clone()).await;
        }
    }
    let events: Vec<_> = sales.iter().map(|sale| sale.event).collect();
    let arrived = ground.all_arrive(&events).await;
    assert_eq!(repeated(&arrived), 0, "nothing was in the way");
    for one in &arrived {
        event_schemas::check(&serde_json::from_str(&one.json).unwrap());
    }
    relay.stop().await;
    assert!(ground.store.behind(10).await.unwrap().is_empty(), "whoever ends in good order notes everything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_is_told_in_order_on_postgres() {
    everything_is_told_in_order(&Ground::on_postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_is_told_in_order_on_sqlite() {
    let folder = std::env::temp_dir().join(format!("admit-relay-{}", std::process::id()));
    let ground = Ground::on_sqlite(&folder).await;
    everything_is_told_in_order(&ground).await;
    ground.store.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_starts_again_goes_on_where_it_stopped() {
    let ground = Ground::on_postgres().await;
    let sale = ground.sale().await;
    let mut told = 0;
    for round in 0..3u32 {
        let relay = ground.relay(RelayPace::default());
        ground.sell(&sale, round * 5..round * 5 + 5).await;
        let arrived = ground.all_arrive(&[sale.event]).await;
        assert_eq!(repeated(&arrived), 0, "something was told again");
        assert!(arrived.len() > told);
        told = arrived.len();
        relay.stop().await;
    }
}

/// A kill may cost that what was told last is told again, and nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_killed_leaves_nothing_out() {
    let ground = Ground::on_postgres().await;
    let (early, sale) = (ground.sale().await, ground.sale().await);
    // Long ago, and noted for long.
    ground.sell(&early, 0..10).await;
    let relay = ground.relay(RelayPace::default());
    ground.all_arrive(&[early.event]).await;
    let noted = async || ground.store.behind(10).await.unwrap().is_empty().then_some(());
    until("it is noted what was told", PATIENCE, noted).await;
    ground.sell(&sale, 0..5).await;
    relay.kill().await;
    ground.sell(&sale, 5..10).await;
    let _next = ground.relay(RelayPace::default());
    let arrived = ground.all_arrive(&[early.event, sale.event]).await;
    let of_early = arrived.iter().filter(|one| one.key == early.event.to_string()).count();
    assert_eq!(of_early, ground.journal(early.event).await.len(), "what was noted is told again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_relays_one_tells_and_the_other_comes_after_it() {
    let ground = Ground::on_postgres().await;
    let sale = ground.sale().await;
    let (one, other) = (ground.relay(RelayPace::default()), ground.relay(RelayPace::default()));
    ground.sell(&sale, 0..10).await;
    let arrived = ground.all_arrive(&[sale.event]).await;
    assert_eq!(repeated(&arrived), 0, "two of them told the same");
    let (leader, next) = if one.sent() > 0 { (one, other) } else { (other, one) };
    assert_eq!((leader.sent(), next.sent()), (arrived.len(), 0));
    leader.kill().await;
    ground.sell(&sale, 10..20).await;
    ground.all_arrive(&[sale.event]).await;
    assert!(next.sent() > 0);
    // Whoever stops in good order is followed at once: a lead of an hour would be too long to wait for.
    next.stop().await;
    let long = RelayPace { lead: PATIENCE * 60, ..RelayPace::default() };
    let (third, fourth) = (ground.relay(long), ground.relay(long));
    ground.sell(&sale, 20..25).await;
    ground.all_arrive(&[sale.event]).await;
    let (leader, next) = if third.sent() > 0 { (third, fourth) } else { (fourth, third) };
    leader.stop().await;
    ground.sell(&sale, 25..30).await;
    ground.all_arrive(&[sale.event]).await;
    assert!(next.sent() > 0);
}
