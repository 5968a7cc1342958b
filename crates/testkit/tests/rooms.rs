//! What a node shows of a line after its store failed, in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

fn join() -> Command {
    Command::Join { account: Some(AccountId::from_u128(mint())), proof: Proof::Unproved }
}

/// A batch first reads what other nodes committed. If it fails then, memory is ahead of what is shown, and whoever asks for a
/// place from there must not be told that it is gone.
#[tokio::test(start_paused = true)]
async fn what_a_failed_batch_has_read_is_shown() {
    let breaks = Arc::new(Breaks::default());
    let clock = Arc::new(Clock::starting_at(Timestamp::from_millis(1_800_000_000_000)));
    let store = Arc::new(ReferenceStore::with_troubles(clock, breaks.clone()));
    let (event, terms) = (EventId::from_u128(mint()), sale::terms());
    let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
    let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
    store.create(event, Arc::new(hall), terms);
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
