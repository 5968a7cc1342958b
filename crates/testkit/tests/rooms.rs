//! What a node shows of lines while its store fails or is asked for what isn't there, in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use admit_app::ids::mint;
use admit_app::ports::fanout::Others;
use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_app::waiting_room::Rooms;
use admit_domain::hall::Hall;
use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::{Command, Proof};
use admit_domain::waiting_room::settings::{Mode, Settings, SettingsChange};
use admit_testkit::contract::sale;
use admit_testkit::reference_store::ReferenceStore;
use admit_testkit::reference_store::clock::Clock;
use admit_testkit::reference_store::trouble::{Step, Trouble, Troubles};

/// The next batch breaks after it was decided.
#[derive(Default)]
struct Breaks(AtomicBool);

impl Troubles for Breaks {
    fn at(&self, step: Step) -> Trouble {
        if step == Step::Decided && self.0.swap(false, Ordering::SeqCst) { Trouble::Break } else { Trouble::None }
    }
}

/// A store with one event, which has no room.
fn store_with_event(troubles: Arc<dyn Troubles>) -> (Arc<ReferenceStore>, EventId) {
    let clock = Arc::new(Clock::starting_at(Timestamp::from_millis(1_800_000_000_000)));
    let store = Arc::new(ReferenceStore::with_troubles(clock, troubles));
    let (event, terms) = (EventId::from_u128(mint()), sale::terms());
    let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
    let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
    store.create(event, Arc::new(hall), terms);
    (store, event)
}

fn join() -> Command {
    Command::Join { account: Some(AccountId::from_u128(mint())), proof: Proof::Unproved }
}

/// A batch first reads what other nodes committed. If it fails then, memory is ahead of what is shown, and whoever asks for a
/// place from there must not be told that it is gone.
#[tokio::test(start_paused = true)]
async fn what_a_failed_batch_has_read_is_shown() {
    let breaks = Arc::new(Breaks::default());
    let (store, event) = store_with_event(breaks.clone());
    store.make_room(event, &Settings::default()).await.unwrap();
    let node = || Rooms::new(store.clone(), [7; 32], Others::default());
    let (here, there) = (node(), node());
    let here = here.get(event).await.unwrap().unwrap();
    let there = there.get(event).await.unwrap().unwrap();
    let opened = SettingsChange { mode: Some(Mode::Always), rate_per_min: Some(0), ..SettingsChange::default() };
    there.submit(Command::Configure { change: opened, by: AccountId::from_u128(mint()) }).await.unwrap();
    there.submit(join()).await.unwrap();

    breaks.0.store(true, Ordering::SeqCst);
    here.submit(join()).await.unwrap_err();
    here.catch_up().await.unwrap();
    assert!(here.view().standing(1).is_some(), "a place that another node gave isn't known");
}

/// Counts statements that read.
#[derive(Default)]
struct Reads(AtomicUsize);

impl Troubles for Reads {
    fn at(&self, step: Step) -> Trouble {
        self.0.fetch_add(usize::from(step == Step::Reading), Ordering::SeqCst);
        Trouble::None
    }
}

/// Whoever asks for made-up events would fill the memory with them; that they are looked for each time shows that nothing is kept.
#[tokio::test(start_paused = true)]
async fn only_events_that_are_there_are_remembered_to_have_no_room() {
    let reads = Arc::new(Reads::default());
    let (store, event) = store_with_event(reads.clone());
    let rooms = Rooms::new(store, [7; 32], Others::default());
    let read_for = async |event| {
        let before = reads.0.load(Ordering::SeqCst);
        assert!(rooms.get(event).await.unwrap().is_none());
        reads.0.load(Ordering::SeqCst) - before
    };
    let made_up = EventId::from_u128(mint());
    assert_ne!(read_for(event).await, 0);
    assert_ne!(read_for(made_up).await, 0);
    assert_eq!(read_for(event).await, 0, "that it has none is known for a while");
    assert_ne!(read_for(made_up).await, 0);
}

const READING: Duration = Duration::from_secs(1);

/// Reading takes a while, and ends with a broken connection the first time.
#[derive(Default)]
struct FailsOnce(AtomicUsize);

impl Troubles for FailsOnce {
    fn at(&self, step: Step) -> Trouble {
        match (step, self.0.fetch_add(usize::from(step == Step::Reading), Ordering::SeqCst)) {
            (Step::Reading, 1) => Trouble::Break,
            (Step::Reading, _) => Trouble::Pause(READING),
            _ => Trouble::None,
        }
    }
}

/// Two desks of one room would each show what the other did only once it is read again, and the one that was replaced never.
#[tokio::test(start_paused = true)]
async fn a_room_whose_loading_failed_is_opened_once() {
    let (store, event) = store_with_event(Arc::new(FailsOnce::default()));
    store.make_room(event, &Settings::default()).await.unwrap();
    let rooms = Rooms::new(store, [7; 32], Others::default());
    let later = async || {
        tokio::time::sleep_until(tokio::time::Instant::now() + READING * 3 / 2).await;
        rooms.get(event).await
    };
    let (failed, waited, came) = tokio::join!(rooms.get(event), rooms.get(event), later());
    assert!(failed.is_err(), "its connection broke");
    let [waited, came] = [waited, came].map(|room| room.unwrap().unwrap());
    assert!(Arc::ptr_eq(&waited, &came), "one room has two desks");
}
