//! Desks whose store fails them at the worst moment, in virtual time: nothing is claimed for callers who have gone, and of an event
//! there is one desk.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use admit_app::desk::{Answer, Desk, DeskError, DeskSettings, Desks};
use admit_app::ids::{mint, mint_hold, mint_order};
use admit_app::ports::fanout::Others;
use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer, Hold, HoldStatus};
use admit_domain::id::{AccountId, EventId, OrderId, PaymentId};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::order::OrderStatus;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use admit_testkit::contract::sale;
use admit_testkit::reference_store::ReferenceStore;
use admit_testkit::reference_store::clock::Clock;
use admit_testkit::reference_store::trouble::{Step, Trouble, Troubles};

/// Longer than any caller waits.
const FOR_LONG: Duration = Duration::from_secs(20);
const A_MOMENT: Duration = Duration::from_millis(100);

/// What is to go wrong, one thing after another, each when its step comes next.
#[derive(Default)]
struct Script(Mutex<VecDeque<(Step, Trouble)>>);

impl Script {
    fn then(&self, troubles: impl IntoIterator<Item = (Step, Trouble)>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(troubles);
    }

    fn is_over(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

impl Troubles for Script {
    fn at(&self, step: Step) -> Trouble {
        let mut script = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        script.pop_front_if(|(next, _)| *next == step).map_or(Trouble::None, |(_, trouble)| trouble)
    }
}

struct Ground {
    script: Arc<Script>,
    store: Arc<ReferenceStore>,
    desks: Desks,
    event: EventId,
}

impl Ground {
    fn new() -> Ground {
        let clock = Clock::starting_at(Timestamp::from_millis(1_000_000_000_000));
        let script = Arc::new(Script::default());
        let store = Arc::new(ReferenceStore::with_troubles(Arc::new(clock), script.clone()));
        let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
        let (event, terms) = (new.event.id, sale::terms());
        let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
        store.create(event, Arc::new(hall), terms);
        let desks = Desks::new(store.clone(), DeskSettings::default(), Others::default());
        Ground { script, store, desks, event }
    }

    fn hold_of(&self, unit: u32) -> (AccountId, Command) {
        let account = AccountId::from_u128(mint());
        let buyer = Buyer { account, address: AddressHash(account.to_bytes()) };
        let choice = Choice::Seats(vec![Unit(unit)]);
        (account, Command::Hold { hold: mint_hold(self.event), buyer, choice, key: None })
    }

    async fn held(&self, desk: &Desk, unit: u32) -> (AccountId, Hold) {
        let (account, command) = self.hold_of(unit);
        let Answer::Hold(hold) = desk.submit(command).await.unwrap().answer else { panic!("no hold") };
        (account, *hold)
    }

    fn stored(&self, id: admit_domain::id::HoldId) -> Hold {
        let holds = self.store.records(self.event).unwrap().holds;
        holds.into_iter().find(|hold| hold.id == id).unwrap()
    }
}

fn begin(account: AccountId, hold: &Hold) -> (OrderId, Command) {
    let (order, payment) = (mint_order(), PaymentId::from_u128(mint()));
    (order, Command::Begin { hold: hold.id, account, order, payment, key: None })
}

#[tokio::test(start_paused = true)]
async fn nothing_is_claimed_for_callers_who_left_while_a_commit_was_unknown() {
    let ground = Ground::new();
    let desk = ground.desks.get(ground.event).await.unwrap();
    let (payer, paid) = ground.held(&desk, 0).await;
    let (order, paying) = begin(payer, &paid);
    desk.submit(paying).await.unwrap();
    let (account, kept) = ground.held(&desk, 1).await;

    // The commit never happened, and whether it did is known only after everybody has gone.
    ground.script.then([(Step::Committing, Trouble::Break), (Step::Reading, Trouble::Pause(FOR_LONG))]);
    let confirm = Command::Confirm { order, amount: paid.total() };
    let (_, hold) = ground.hold_of(2);
    let verdicts = tokio::join!(desk.submit(confirm), desk.submit(begin(account, &kept).1), desk.submit(hold));
    for verdict in [verdicts.0, verdicts.1, verdicts.2] {
        assert!(matches!(verdict, Err(DeskError::Late)), "{verdict:?}");
    }
    // It goes on with whatever comes next.
    desk.submit(Command::Expire).await.unwrap_err();
    desk.submit(Command::Expire).await.unwrap();
    assert!(ground.script.is_over());
    let records = ground.store.records(ground.event).unwrap();
    assert_eq!(records.orders.iter().map(|order| order.status).collect::<Vec<_>>(), [OrderStatus::Paid]);
    assert_eq!(ground.stored(kept.id).status, HoldStatus::Open, "nobody would pay it");
    assert_eq!(records.holds.len(), 2, "nobody knows of it: {:?}", records.holds);
}

#[tokio::test(start_paused = true)]
async fn however_loading_fails_there_is_one_desk_of_an_event() {
    let ground = Ground::new();
    // The first to come fails, and those who have waited or come just then load it anew, slowly.
    let slowly = (Step::Reading, Trouble::Pause(A_MOMENT));
    ground.script.then([slowly, (Step::Reading, Trouble::Break), slowly, slowly, slowly]);
    let get = async |after: u32| {
        tokio::time::sleep_until(tokio::time::Instant::now() + A_MOMENT * after / 4).await;
        ground.desks.get(ground.event).await
    };
    // One comes and leaves while waiting; the last come while the second loads.
    let left = tokio::time::timeout(A_MOMENT / 2, get(1));
    let (first, second, left, third, fourth) = tokio::join!(get(0), get(2), left, get(5), get(6));
    assert!(matches!(first, Err(DeskError::Away)), "the first one's store was away");
    assert!(left.is_err(), "it left");
    let second = second.unwrap();
    for other in [third.unwrap(), fourth.unwrap()] {
        assert!(Arc::ptr_eq(&second, &other), "two desks of one event");
    }
    assert!(Arc::ptr_eq(&second, &ground.desks.get(ground.event).await.unwrap()));
}
