//! Nodes that tell each other what they commit, in virtual time and without any look by themselves: what is told in order needs no
//! reading, and whatever is lost, doubled or overtaken on the way, the next that comes makes up for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use admit_app::desk::{Desk, DeskSettings, Desks};
use admit_app::ids::{mint, mint_hold};
use admit_app::live::{Bell, Piece};
use admit_app::ports::fanout::{Fanout, Hearer, Message, Others};
use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer};
use admit_domain::id::{AccountId, EventId, HoldId};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::journal::Entry;
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use admit_testkit::contract::sale;
use admit_testkit::draw::Draw;
use admit_testkit::reference_store::ReferenceStore;
use admit_testkit::reference_store::clock::Clock;
use admit_testkit::reference_store::trouble::{Step, Trouble, Troubles};

const NODES: usize = 3;
/// Enough for every task to act on what it was told.
const TURNS: usize = 50;

/// Counts how often anything is read.
#[derive(Default)]
struct Reads(AtomicUsize);

impl Troubles for Reads {
    fn at(&self, step: Step) -> Trouble {
        if step == Step::Reading {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
        Trouble::None
    }
}

/// What lies between the nodes.
#[derive(Default)]
struct Wire {
    nodes: OnceLock<Vec<Desks>>,
    /// `None`: everything comes at once.
    weather: Mutex<Option<Draw>>,
    /// What will come after something that was told later.
    late: Mutex<Vec<(usize, EventId, Arc<Entry>)>>,
}

/// A node's end of it.
struct End {
    node: usize,
    wire: Arc<Wire>,
}

impl Fanout for End {
    fn tell(&self, message: Message) {
        let Message::Committed { event, entry } = message else { panic!("a desk tells of commits: {message:?}") };
        for other in (0..NODES).filter(|other| *other != self.node) {
            let fate = lock(&self.wire.weather).as_mut().map_or(9, |draw| draw.below(10));
            match fate {
                0..2 => {}
                2..4 => lock(&self.wire.late).push((other, event, entry.clone())),
                4 => (0..2).for_each(|_| self.wire.deliver(other, event, &entry)),
                _ => self.wire.deliver(other, event, &entry),
            }
            let late = std::mem::take(&mut *lock(&self.wire.late));
            let (due, later): (Vec<_>, Vec<_>) = late.into_iter().partition(|_| (5..8).contains(&fate));
            lock(&self.wire.late).extend(later);
            due.into_iter().for_each(|(node, event, entry)| self.wire.deliver(node, event, &entry));
        }
    }

    fn listen(&self, _: Arc<dyn Hearer>) {}

    fn trouble(&self) -> Option<&'static str> {
        None
    }
}

impl Wire {
    fn deliver(&self, node: usize, event: EventId, entry: &Arc<Entry>) {
        let desks = self.nodes.get().expect("all nodes are there")[node].all();
        if let Some(desk) = desks.iter().find(|desk| desk.event() == event) {
            desk.hear(entry.clone());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Sale {
    store: Arc<ReferenceStore>,
    reads: Arc<Reads>,
    wire: Arc<Wire>,
    desks: Vec<Arc<Desk>>,
    event: EventId,
    made: Vec<(HoldId, AccountId)>,
}

impl Sale {
    async fn open() -> Sale {
        let clock = Clock::starting_at(Timestamp::from_millis(1_000_000_000_000));
        let reads = Arc::new(Reads::default());
        let store = Arc::new(ReferenceStore::with_troubles(Arc::new(clock), reads.clone()));
        let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
        let (event, terms) = (new.event.id, sale::terms());
        let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
        store.create(event, Arc::new(hall), terms);
        let settings = DeskSettings { purchase_limits: PurchaseLimits::Off, ..DeskSettings::default() };
        let wire = Arc::new(Wire::default());
        let through = |node| Others::through(Arc::new(End { node, wire: wire.clone() }));
        let nodes = (0..NODES).map(|node| Desks::new(store.clone(), settings, through(node)));
        let nodes = wire.nodes.get_or_init(|| nodes.collect());
        let mut desks = Vec::new();
        for node in nodes {
            desks.push(node.get(event).await.unwrap());
        }
        Sale { store, reads, wire: wire.clone(), desks, event, made: Vec::new() }
    }

    async fn hold(&mut self, node: usize, units: Vec<Unit>) -> bool {
        let (hold, account) = (mint_hold(self.event), AccountId::from_u128(mint()));
        let buyer = Buyer { account, address: AddressHash(account.to_bytes()) };
        let command = Command::Hold { hold, buyer, choice: Choice::Seats(units), key: None };
        let held = self.desks[node].submit(command).await.is_ok();
        if held {
            self.made.push((hold, account));
        }
        held
    }

    async fn release(&mut self, node: usize, index: usize) {
        let (hold, account) = self.made.swap_remove(index);
        self.desks[node].submit(Command::Release { hold, account }).await.unwrap();
    }

    /// Every node shows what the store holds.
    #[track_caller]
    fn all_know(&self) {
        let (version, _) = self.store.moment(self.event).unwrap();
        let states = |desk: &Desk| desk.view().states().to_vec();
        for (node, desk) in self.desks.iter().enumerate() {
            assert_eq!(desk.view().version(), version, "node {node}");
            assert_eq!(states(desk), states(&self.desks[0]), "node {node}");
        }
    }
}

async fn turns() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_told_in_order_is_known_and_shown_without_any_reading() {
    let mut sale = Sale::open().await;
    let mut listener = sale.desks[2].listen(None, Arc::new(Bell::default())).await;
    assert!(matches!(listener.next_piece(), Some(Piece::Snapshot(_))));
    let reads = sale.reads.0.load(Ordering::SeqCst);
    for round in 0..10 {
        assert!(sale.hold(round % NODES, vec![Unit(0), Unit(1)]).await);
        turns().await;
        sale.all_know();
        sale.release((round + 1) % NODES, 0).await;
        turns().await;
        sale.all_know();
    }
    assert_eq!(sale.reads.0.load(Ordering::SeqCst), reads, "something was read");
    for _ in 0..10 {
        // Frames of a rush go out some times a second.
        tokio::time::advance(Duration::from_millis(50)).await;
        turns().await;
    }
    let frame = std::iter::from_fn(|| listener.next_piece()).last();
    let Some(Piece::Frame(frame)) = frame else { panic!("{frame:?}") };
    assert_eq!(frame.version, sale.desks[0].view().version());
}

#[tokio::test(start_paused = true)]
async fn whatever_is_lost_doubled_or_overtaken_the_next_makes_up_for_it() {
    let root = Draw::new("told");
    let units: Vec<Unit> = (0..10).map(Unit).collect();
    let mut gaps = 0;
    for round in 0..200 {
        let mut draw = root.fork(round);
        let mut sale = Sale::open().await;
        *lock(&sale.wire.weather) = Some(draw.fork(1));
        for _ in 0..60 {
            let node = draw.below(NODES);
            if draw.below(3) > 0 || sale.made.is_empty() {
                let count = 1 + draw.below(3);
                sale.hold(node, draw.some_of(&units, count)).await;
            } else {
                let index = draw.below(sale.made.len());
                sale.release(node, index).await;
            }
            if draw.below(4) > 0 {
                turns().await;
            }
        }
        let (version, _) = sale.store.moment(sale.event).unwrap();
        gaps += sale.desks.iter().filter(|desk| desk.view().version() != version).count();
        *lock(&sale.wire.weather) = None;
        // This one is told to all, and all the rest with it.
        match sale.made.is_empty() {
            true => assert!(sale.hold(0, vec![Unit(0)]).await),
            false => sale.release(0, 0).await,
        }
        turns().await;
        sale.all_know();
    }
    assert!(gaps > 20, "the weather was too fair: {gaps}");
}
