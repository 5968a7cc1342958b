//! What every store of waiting rooms must do: batches one after another, and nodes that come to the same state.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::inventory::{Decide, Known as Expected, Passes};
use admit_app::ports::waiting_rooms::{Asked, RoomCommitted, RoomDecide, RoomError, RoomWrites};
use admit_app::waiting_room::memory::{catch_up, restore};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;
use admit_domain::waiting_room::command::{Command, Done, Proof, Refusal};
use admit_domain::waiting_room::draw::RoomKey;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Mode, Settings, SettingsChange};
use admit_domain::waiting_room::standing::Status;
use admit_domain::waiting_room::step::{Step, What};
use tokio::task::JoinSet;

use crate::poll::until;

use super::sale::{STARTS_AT, Sale, fresh};

const KEY: RoomKey = RoomKey::from_bytes([5; 32]);

type Verdicts = Vec<Result<Done, Refusal>>;

/// A node in miniature: a room in memory that catches up and commits.
struct Node<S> {
    store: S,
    event: EventId,
    room: Arc<Mutex<Room>>,
}

impl<S: Store + Clone> Node<S> {
    async fn open(store: &S, event: EventId) -> Self {
        let stored = store.stored_room(event, 0).await.unwrap().unwrap();
        let room = Arc::new(Mutex::new(restore(event, KEY, stored).unwrap()));
        Self { store: store.clone(), event, room }
    }

    fn room(&self) -> Room {
        self.room.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn commit(&self, commands: Vec<Command>, batch: BatchId) -> Result<(RoomCommitted, Verdicts), RoomError> {
        let (room, verdicts) = (self.room.clone(), Arc::new(Mutex::new(Vec::new())));
        let (asked, told) = (asked(&commands), verdicts.clone());
        let decide: RoomDecide = Box::new(move |opening| {
            let mut room = room.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(missed) = opening.missed {
                assert!(catch_up(&mut room, missed));
            }
            let mut step = Step::begin(room.clone(), opening.version, opening.now, opening.known);
            *told.lock().unwrap() = commands.iter().map(|command| step.carry_out(command)).collect();
            let outcome = step.finish().unwrap();
            if !outcome.is_changed {
                return None;
            }
            *room = outcome.room.clone();
            Some(RoomWrites { batch, room: outcome.room, changes: outcome.changes })
        });
        let known = self.room().version;
        let committed = self.store.commit_room(self.event, known, asked, decide).await?;
        let verdicts = verdicts.lock().unwrap().clone();
        Ok((committed, verdicts))
    }

    async fn write(&self, commands: Vec<Command>) -> Verdicts {
        self.commit(commands, BatchId(fresh())).await.unwrap().1
    }

    async fn join(&self, account: Option<AccountId>) -> u32 {
        match self.write(vec![Command::Join { account, proof: Proof::Verified }]).await[..] {
            [Ok(Done::Place { number })] => number,
            ref other => panic!("{other:?}"),
        }
    }

    async fn set(&self, change: SettingsChange) {
        let configured = self.write(vec![Command::Configure { change, by: somebody() }]).await;
        assert!(configured.iter().all(Result::is_ok), "{configured:?}");
    }

    /// Lines up, called at once, and let in.
    async fn let_in(&self, account: AccountId) -> u32 {
        let number = self.join(Some(account)).await;
        let standing = self.room().standing(number).unwrap();
        assert!(matches!(standing.status, Status::Admitted { .. }), "{standing:?}");
        number
    }
}

fn asked(commands: &[Command]) -> Asked {
    let mut asked = Asked::default();
    for command in commands {
        match command {
            Command::Join { account, .. } => asked.accounts.extend(*account),
            Command::Show { number, account } => {
                asked.accounts.push(*account);
                asked.numbers.push(*number);
            }
            Command::Leave { number, .. } => asked.numbers.push(*number),
            Command::Enter { account } => asked.accounts.push(*account),
            Command::Configure { .. } | Command::Tick => {}
        }
    }
    asked.accounts.sort_unstable();
    asked.accounts.dedup();
    asked
}

fn somebody() -> AccountId {
    AccountId::from_u128(fresh())
}

fn mode(mode: Mode) -> SettingsChange {
    SettingsChange { mode: Some(mode), ..SettingsChange::default() }
}

/// An event whose room was just made.
async fn event_with_room<S: Store + Clone>(store: &S) -> EventId {
    let event = Sale::open(store).await.event;
    store.make_room(event, &Settings::default()).await.unwrap();
    event
}

/// A line of accounts and guests, some of whom left, some of whom shop.
async fn busy_room<S: Store + Clone>(store: &S) -> Node<S> {
    let node = Node::open(store, event_with_room(store).await).await;
    node.set(SettingsChange { max_active: Some(2), ..mode(Mode::Auto) }).await;
    for _ in 0..2 {
        node.let_in(somebody()).await;
    }
    for _ in 0..3 {
        node.join(None).await;
        node.join(Some(somebody())).await;
    }
    node.write(vec![Command::Leave { number: 5, account: None }]).await;
    node
}

fn same(one: &Room, other: &Room) {
    assert_eq!((one.version, one.at, one.due_at), (other.version, other.at, other.due_at));
    assert_eq!(one.head, other.head);
    assert!(one.line.gone().eq(other.line.gone()));
    assert!(one.shoppers.all().eq(other.shoppers.all()));
}

async fn loaded<S: Store>(store: &S, event: EventId) -> Room {
    restore(event, KEY, store.stored_room(event, 0).await.unwrap().unwrap()).unwrap()
}

pub async fn a_room_is_read_as_it_was_written<S: Store + Clone>(store: &S) {
    assert!(store.stored_room(EventId::from_u128(fresh()), 0).await.unwrap().is_none());
    let node = busy_room(store).await;
    same(&node.room(), &loaded(store, node.event).await);
    // Made again, it stays what it is.
    store.make_room(node.event, &Settings::default()).await.unwrap();
    same(&node.room(), &loaded(store, node.event).await);
    let missing = Node { store: store.clone(), event: EventId::from_u128(fresh()), room: node.room.clone() };
    let refused = missing.commit(vec![Command::Tick], BatchId(fresh())).await;
    assert!(matches!(refused, Err(RoomError::NoRoom)), "{refused:?}");
}

pub async fn a_node_that_missed_commits_catches_up<S: Store + Clone>(store: &S) {
    let node = busy_room(store).await;
    let late = Node::open(store, node.event).await;
    let behind = node.room().version;
    node.join(None).await;
    node.write(vec![Command::Leave { number: 7, account: None }]).await;
    let shopper = *node.room().shoppers.all().next().unwrap();
    node.write(vec![Command::Leave { number: shopper.number, account: Some(shopper.account) }]).await;
    let missed = store.stored_room(node.event, behind).await.unwrap().unwrap();
    assert_eq!(missed.chunks.len(), 1);
    assert!(missed.shoppers.iter().any(|one| one.position == shopper.position), "an end is told too");
    late.join(None).await;
    node.join(None).await;
    same(&node.room(), &loaded(store, node.event).await);
    late.write(vec![Command::Join { account: None, proof: Proof::Unproved }]).await;
    same(&late.room(), &loaded(store, node.event).await);
}

pub async fn a_room_batch_of_nothing_leaves_nothing_behind<S: Store + Clone>(store: &S) {
    let event = event_with_room(store).await;
    let node = Node::open(store, event).await;
    let batch = BatchId(fresh());
    let (committed, _) = node.commit(vec![Command::Tick], batch).await.unwrap();
    assert_eq!(committed, RoomCommitted::Nothing);
    assert_eq!(store.room_versions(&[event]).await.unwrap(), [(event, node.room().version)]);
    assert!(!store.was_room_committed(event, batch).await.unwrap());
}

pub async fn numbers_of_many_writers_are_one_sequence<S: Store + Clone>(store: &S) {
    const WRITERS: u32 = 6;
    const ROUNDS: u32 = 8;
    let event = event_with_room(store).await;
    Node::open(store, event).await.set(mode(Mode::Always)).await;
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        let node = Node::open(store, event).await;
        writers.spawn(async move {
            let mut numbers = Vec::new();
            for round in 0..ROUNDS {
                let account = (round % 2 == 0).then(somebody);
                let join = |account| Command::Join { account, proof: Proof::Unproved };
                for done in node.write(vec![join(None), join(account), join(account)]).await {
                    let Ok(Done::Place { number }) = done else { panic!("{done:?}") };
                    numbers.push(number);
                }
            }
            assert!(numbers.is_sorted(), "whoever comes later is behind");
            numbers
        });
    }
    let numbers: Vec<u32> = writers.join_all().await.into_iter().flatten().collect();
    let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
    // An account that joins twice in one batch has one place.
    let expected = WRITERS * (ROUNDS * 3 - ROUNDS / 2);
    assert_eq!(distinct, (1..=expected).collect());
    assert_eq!(loaded(store, event).await.head.issued, expected);
}

pub async fn a_room_batch_is_known_by_its_id<S: Store + Clone>(store: &S) {
    let node = busy_room(store).await;
    let (first, second) = (BatchId(fresh()), BatchId(fresh()));
    for batch in [first, second] {
        let join = Command::Join { account: None, proof: Proof::Unproved };
        node.commit(vec![join], batch).await.unwrap();
    }
    assert!(store.was_room_committed(node.event, first).await.unwrap());
    assert!(store.was_room_committed(node.event, second).await.unwrap());
    assert!(!store.was_room_committed(node.event, BatchId(fresh())).await.unwrap());
}

pub async fn places_are_found_by_account_and_by_number<S: Store + Clone>(store: &S) {
    let event = event_with_room(store).await;
    let node = Node::open(store, event).await;
    node.set(mode(Mode::Always)).await;
    let (one, other) = (somebody(), somebody());
    let guest = node.join(None).await;
    let first = node.join(Some(one)).await;
    assert_eq!(node.join(Some(one)).await, first, "an account has one place");
    assert_eq!(store.place_of(event, one).await.unwrap(), Some(first));
    assert_eq!(store.place_of(event, other).await.unwrap(), None);
    // The guest's place is further ahead, so it becomes the account's.
    let shown = node.write(vec![Command::Show { number: guest, account: one }]).await;
    assert_eq!(shown, [Ok(Done::Place { number: guest })]);
    assert_eq!(store.place_of(event, one).await.unwrap(), Some(guest));
    let refused = node.write(vec![Command::Show { number: guest, account: other }]).await;
    assert_eq!(refused, [Err(Refusal::NotYours)]);
    let second = node.join(Some(other)).await;
    let all = [(guest, one), (first, one), (second, other)];
    assert_eq!(store.owners_of_places(event, 0, u32::MAX, 10).await.unwrap(), all);
    assert_eq!(store.owners_of_places(event, guest, second - 1, 10).await.unwrap(), all[1..2]);
    assert_eq!(store.owners_of_places(event, 0, u32::MAX, 1).await.unwrap(), all[..1]);
}

pub async fn rooms_that_are_due_are_found<S: Store + Clone>(store: &S) {
    let (busy, idle) = (busy_room(store).await, event_with_room(store).await);
    let due_at = busy.room().due_at.unwrap();
    until("the room is due", Duration::from_secs(60), async || {
        let due = store.due_rooms(100).await.unwrap();
        assert!(!due.contains(&idle));
        assert!(!due.contains(&busy.event) || store.now().await.unwrap() >= due_at);
        due.contains(&busy.event).then_some(())
    })
    .await;
    busy.write(vec![Command::Tick]).await;
    assert!(busy.room().due_at.unwrap() > due_at, "whoever looked after it, looks again later");
}

pub async fn a_rooms_history_comes_newest_first<S: Store + Clone>(store: &S) {
    let event = event_with_room(store).await;
    let node = Node::open(store, event).await;
    node.set(mode(Mode::Always)).await;
    node.set(SettingsChange { rate_per_min: Some(7), ..SettingsChange::default() }).await;
    node.join(None).await;
    let all = store.room_history(event, None, 10).await.unwrap();
    let rates: Vec<_> = all.iter().map(|item| (item.what, item.settings.rate_per_min)).collect();
    assert_eq!(rates, [(What::Configured, 7), (What::Configured, Settings::default().rate_per_min)]);
    assert!(all.iter().all(|item| item.by.is_some() && item.settings.mode == Mode::Always));
    let first = store.room_history(event, None, 1).await.unwrap();
    assert_eq!(first, all[..1]);
    let next = store.room_history(event, Some((first[0].version, first[0].part)), 5).await.unwrap();
    assert_eq!(next, all[1..]);
}

pub async fn what_is_past_is_forgotten<S: Store + Clone>(store: &S) {
    let node = busy_room(store).await;
    let shopper = *node.room().shoppers.all().next().unwrap();
    let batch = BatchId(fresh());
    let leave = Command::Leave { number: shopper.number, account: Some(shopper.account) };
    node.commit(vec![leave], batch).await.unwrap();
    assert_eq!(store.forget_rooms_past(Timestamp::from_millis(0), 100).await.unwrap(), 0);
    let later = store.now().await.unwrap() + Duration::from_secs(60);
    assert!(store.forget_rooms_past(later, 100).await.unwrap() > 1);
    assert!(!store.was_room_committed(node.event, batch).await.unwrap());
    same(&node.room(), &loaded(store, node.event).await);
}

/// What a batch on the event's inventory is told of those who want to hold.
async fn passes_of<S: Store>(store: &S, event: EventId, shoppers: &[AccountId]) -> Passes {
    let version = store.version(event).await.unwrap().unwrap();
    let (tell, told) = tokio::sync::oneshot::channel();
    let decide: Decide = Box::new(move |opening, _| {
        tell.send(opening.passes).unwrap();
        None
    });
    store.commit(event, Expected { version, shoppers: shoppers.to_vec() }, decide).await.unwrap();
    told.await.unwrap()
}

pub async fn only_who_has_a_pass_may_hold_of_a_guarded_event<S: Store + Clone>(store: &S) {
    let event = event_with_room(store).await;
    let node = Node::open(store, event).await;
    let everybody = [somebody(), somebody(), somebody()];
    let [inside, waiting, stranger] = everybody;
    assert_eq!(passes_of(store, event, &everybody).await, Passes::NotNeeded);
    node.set(SettingsChange { max_active: Some(1), ..mode(Mode::Auto) }).await;
    assert_eq!(passes_of(store, event, &everybody).await, Passes::Of(HashSet::new()));
    let number = node.let_in(inside).await;
    node.join(Some(waiting)).await;
    assert_eq!(passes_of(store, event, &everybody).await, Passes::Of(HashSet::from([inside])));
    assert_eq!(passes_of(store, event, &[stranger]).await, Passes::Of(HashSet::new()));
    let elsewhere = event_with_room(store).await;
    Node::open(store, elsewhere).await.set(mode(Mode::Always)).await;
    assert_eq!(passes_of(store, elsewhere, &everybody).await, Passes::Of(HashSet::new()), "a pass is for one event");
    node.write(vec![Command::Leave { number, account: Some(inside) }]).await;
    assert_eq!(passes_of(store, event, &everybody).await, Passes::Of(HashSet::new()));
    node.set(mode(Mode::Off)).await;
    assert_eq!(passes_of(store, event, &everybody).await, Passes::NotNeeded);
}

pub async fn a_purchase_ends_the_pass<S: Store + Clone>(store: &S) {
    let sale = Sale::open(store).await;
    store.make_room(sale.event, &Settings::default()).await.unwrap();
    let node = Node::open(store, sale.event).await;
    node.set(SettingsChange { max_active: Some(2), ..mode(Mode::Auto) }).await;
    let (buyer, looker) = (somebody(), somebody());
    node.let_in(buyer).await;
    node.let_in(looker).await;
    sale.buy(buyer, UnitRange::new(0, 2)).await;
    let passes = passes_of(store, sale.event, &[buyer, looker]).await;
    assert_eq!(passes, Passes::Of(HashSet::from([looker])), "from the purchase's own commit on");
    node.write(vec![Command::Tick]).await;
    assert!(node.room().shoppers.of(buyer).is_none());
    assert!(node.room().shoppers.of(looker).is_some());
    same(&node.room(), &loaded(store, sale.event).await);
}

/// Both change many shoppers' rows in one transaction. If each locked them in an order of its own, they could wait for each other.
pub async fn purchases_and_goodbyes_at_once_come_through<S: Store + Clone>(store: &S) {
    const ROUNDS: usize = 20;
    const PEOPLE: u32 = 20;
    for _ in 0..ROUNDS {
        let sale = Sale::open(store).await;
        store.make_room(sale.event, &Settings::default()).await.unwrap();
        let node = Node::open(store, sale.event).await;
        node.set(SettingsChange { max_active: Some(PEOPLE), ..mode(Mode::Auto) }).await;
        let (mut goodbyes, mut begun) = (Vec::new(), Vec::new());
        for unit in 0..PEOPLE {
            let account = somebody();
            let number = node.let_in(account).await;
            goodbyes.push(Command::Leave { number, account: Some(account) });
            begun.push(sale.begin(account, UnitRange::new(unit, 1), STARTS_AT).await);
        }
        // The last to come buys first.
        begun.reverse();
        let (paid, gone) = tokio::join!(sale.pay(begun), node.write(goodbyes));
        assert_eq!(paid.len(), PEOPLE as usize);
        assert!(gone.iter().all(Result::is_ok), "{gone:?}");
        same(&node.room(), &loaded(store, sale.event).await);
    }
}
