//! A crowd against the real code, without HTTP in between: everybody joins, is told where they stand, and costs a bit.
//!
//! `ADMIT_DEEP=1` makes it ten million people, and prints what docs/measured.md says.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use admit_app::app::App;
use admit_app::ports::catalogue::Catalogue;
use admit_app::waiting_room::RoomDesk;
use admit_domain::event::Venue;
use admit_domain::id::{AccountId, EventId};
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::settings::{Mode, SettingsChange};
use admit_domain::waiting_room::standing::Status;
use admit_server::compose::{Node, compose, open_store};
use admit_server::config::{Demo, Layers, Settings};
use admit_testkit::contract::sale;
use tokio::task::JoinSet;

const USUAL: u32 = 20_000;
const DEEP: u32 = 10_000_000;
const CALLERS: u32 = 512;
/// One in so many leaves, so that every part of the line has its bits.
const LEAVES: usize = 50;

async fn node(folder: &std::path::Path) -> Node {
    let mut layers = Layers::defaults();
    layers.flag("data", folder.to_str().unwrap(), "a test");
    let settings = Settings::read(&layers, Demo::Off).unwrap();
    let store = open_store(&settings.profile).await.unwrap();
    compose(&settings, store, "http://shop.example").await.unwrap()
}

async fn line(node: &Node) -> (EventId, Arc<RoomDesk>) {
    let plan = sale::seating_plan();
    let venue = Venue { seat_map: plan.id, ..sale::venue("Small Hall", "Leeds") };
    let event = sale::event("A sale", &venue);
    node.store.create_seat_map(&plan).await.unwrap();
    node.store.create_venue(&venue).await.unwrap();
    node.store.create_event(&event).await.unwrap();
    let room = node.app.make_room(event.event.id).await.unwrap();
    let change = SettingsChange { mode: Some(Mode::Always), rate_per_min: Some(0), ..SettingsChange::default() };
    room.submit(Command::Configure { change, by: AccountId::from_u128(1) }).await.unwrap();
    (event.event.id, room)
}

/// Everybody's tokens of the last part, and how long it took.
async fn all_join(app: &Arc<App>, event: EventId, people: u32, kept: u32) -> (Vec<(u32, String)>, f64) {
    let (next, began) = (Arc::new(AtomicU32::new(0)), Instant::now());
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (app, next) = (app.clone(), next.clone());
        callers.spawn(async move {
            let mut tokens = Vec::new();
            while next.fetch_add(1, Ordering::Relaxed) < people {
                let place = app.join_waiting_room(event, None, None).await.unwrap();
                let again = app.waiting_status(event, Some(&place.token), None).await.unwrap();
                assert_eq!(
                    (again.standing.position, again.standing.status),
                    (place.standing.position, Status::Waiting)
                );
                if place.standing.position > people - kept {
                    tokens.push((place.standing.position, place.token));
                }
            }
            tokens
        });
    }
    let tokens = callers.join_all().await.into_iter().flatten().collect();
    (tokens, began.elapsed().as_secs_f64())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_has_a_place_of_their_own_which_costs_a_bit() {
    let is_deep = std::env::var_os("ADMIT_DEEP").is_some_and(|value| value == "1");
    let people = if is_deep { DEEP } else { USUAL };
    let folder = std::env::temp_dir().join(format!("admit-line-{}", std::process::id()));
    let node = node(&folder).await;
    let (event, room) = line(&node).await;
    let kept = people / 10;
    let (mut tokens, took) = all_join(&node.app, event, people, kept).await;
    tokens.sort();
    assert!(tokens.iter().map(|(position, _)| *position).eq(people - kept + 1..=people), "gapless, each once");
    assert_eq!((room.view().head.issued, room.view().waiting()), (people, people));

    for leaver in (1..=people).step_by(LEAVES).collect::<Vec<_>>().chunks(2_000) {
        let mut leaving = JoinSet::new();
        for number in leaver {
            let (room, number) = (room.clone(), *number);
            leaving.spawn(async move { room.submit(Command::Leave { number, account: None }).await.unwrap() });
        }
        leaving.join_all().await;
    }
    let bytes = room.view().line.bytes();
    assert!(bytes as f64 <= f64::from(people) / 8.0 * 1.05 + 2_048.0, "{bytes} bytes for {people} people");

    let began = Instant::now();
    for (position, token) in &tokens {
        let is_gone = ((position - 1) as usize).is_multiple_of(LEAVES);
        let shown = node.app.waiting_status(event, Some(token), None).await.unwrap().standing;
        assert_eq!(shown.status, if is_gone { Status::Left } else { Status::Waiting });
        let left = (position - 1).div_ceil(LEAVES as u32);
        assert!(is_gone || shown.ahead == position - 1 - left, "{shown:?}");
    }
    let statuses = began.elapsed().as_secs_f64();
    let per_second = |count: u32, seconds: f64| (f64::from(count) / seconds) as u64;
    eprintln!(
        "{people} people: {} joins/s each with its status, {} statuses/s on one thread, {bytes} bytes for the line",
        per_second(people, took),
        per_second(kept, statuses),
    );
    node.store.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
