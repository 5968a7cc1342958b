//! Listeners of two nodes in virtual time: whatever happens and however they come and go, what they put together is the truth.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use admit_app::accounts::caller::Caller;
use admit_app::desk::{Desk, DeskSettings, Desks};
use admit_app::ids::{mint, mint_hold, mint_order};
use admit_app::live::owners::What;
use admit_app::live::{Bell, Listener, Piece};
use admit_app::ports::fanout::Others;
use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer};
use admit_domain::id::{AccountId, EventId, HoldId, PaymentId, SectionId, SessionId};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::journal::Version;
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::role::Role;
use admit_domain::terms::HOLD_TTL;
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use admit_testkit::contract::sale;
use admit_testkit::draw::Draw;
use admit_testkit::reference_store::ReferenceStore;
use admit_testkit::reference_store::clock::Clock;
use admit_testkit::reference_store::trouble::{FairWeather, Step, Trouble, Troubles};
use tokio::time::advance;

/// Longer than frames are apart, and than a frame's listeners take to be woken.
const A_FRAME: Duration = Duration::from_millis(50);
/// Longer than a hub goes on without listeners.
const ASLEEP: Duration = Duration::from_secs(130);

/// Whatever is read takes a while.
struct SlowReads;

impl Troubles for SlowReads {
    fn at(&self, step: Step) -> Trouble {
        if step == Step::Reading { Trouble::Pause(Duration::from_millis(200)) } else { Trouble::None }
    }
}

struct Nodes {
    event: EventId,
    nodes: Vec<Desks>,
    made: Vec<(HoldId, AccountId)>,
}

/// Somebody who listens and keeps what they are told.
struct Follower {
    listener: Listener,
    at: Option<Version>,
    units: Vec<u8>,
    available: HashMap<SectionId, u32>,
    resyncs: usize,
    frames: usize,
}

impl Nodes {
    fn new() -> Nodes {
        Nodes::with_troubles(Arc::new(FairWeather))
    }

    fn with_troubles(troubles: Arc<dyn Troubles>) -> Nodes {
        let clock = Clock::starting_at(Timestamp::from_millis(1_000_000_000_000));
        let store = Arc::new(ReferenceStore::with_troubles(Arc::new(clock), troubles));
        let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
        let (event, terms) = (new.event.id, sale::terms());
        let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
        store.create(event, Arc::new(hall), terms);
        let settings = DeskSettings { purchase_limits: PurchaseLimits::Off, ..DeskSettings::default() };
        let nodes = (0..2).map(|_| Desks::new(store.clone(), settings, Others::default())).collect();
        Nodes { event, nodes, made: Vec::new() }
    }

    async fn desk(&self, node: usize) -> Arc<Desk> {
        self.nodes[node].get(self.event).await.unwrap()
    }

    async fn hold(&mut self, node: usize, units: Vec<Unit>) -> bool {
        let (hold, account) = (mint_hold(self.event), AccountId::from_u128(mint()));
        let buyer = Buyer { account, address: AddressHash(account.to_bytes()) };
        let command = Command::Hold { hold, buyer, choice: Choice::Seats(units), key: None };
        let held = self.desk(node).await.submit(command).await.is_ok();
        if held {
            self.made.push((hold, account));
        }
        held
    }

    async fn release(&mut self, node: usize, index: usize) {
        let (hold, account) = self.made.swap_remove(index);
        self.desk(node).await.submit(Command::Release { hold, account }).await.unwrap();
    }

    /// Every node knows what all have committed, and has told it.
    async fn settle(&self) {
        for node in 0..self.nodes.len() {
            self.desk(node).await.catch_up().await.unwrap();
        }
        pass(A_FRAME * 2).await;
    }
}

impl Follower {
    async fn begin(desk: &Desk) -> Follower {
        let listener = desk.listen(None, Arc::new(Bell::default())).await;
        let mut follower =
            Follower { listener, at: None, units: Vec::new(), available: HashMap::new(), resyncs: 0, frames: 0 };
        follower.follow(desk);
        follower
    }

    /// Goes away and comes back, maybe to another node, knowing what it knew.
    async fn reconnect(&mut self, desk: &Desk) {
        self.listener = desk.listen(self.at, Arc::new(Bell::default())).await;
    }

    /// Takes all there is.
    fn follow(&mut self, desk: &Desk) {
        while let Some(piece) = self.listener.next_piece() {
            match piece {
                Piece::Snapshot(snapshot) => {
                    let view = desk.view();
                    assert!(view.version() >= snapshot.version);
                    self.at = Some(snapshot.version);
                    self.units = view.states().iter().map(|state| *state as u8).collect();
                    self.available = snapshot.sections.iter().copied().collect();
                }
                Piece::Frame(frame) => {
                    assert_eq!(Some(frame.from), self.at, "a gap, or told twice");
                    assert!(frame.version > frame.from);
                    self.at = Some(frame.version);
                    self.frames += 1;
                    for run in &frame.changes {
                        let first = run.first.index();
                        self.units[first..first + run.count as usize].fill(run.state as u8);
                    }
                    self.available.extend(frame.sections.iter().copied());
                }
                Piece::SoldOut(version) => assert_eq!(Some(version), self.at),
                Piece::Resync => self.resyncs += 1,
            }
        }
    }

    #[track_caller]
    fn is_exact(&self, desk: &Desk) {
        let view = desk.view();
        assert_eq!(self.units, view.states().iter().map(|state| *state as u8).collect::<Vec<_>>());
        let counts = view.hall().map().sections.iter().zip(view.sections());
        let available: HashMap<_, _> = counts.map(|(section, counts)| (section.id, counts.available)).collect();
        assert_eq!(self.available, available);
    }
}

/// Lets time pass, in steps that let every task act on it.
async fn pass(time: Duration) {
    let step = Duration::from_millis(5).max(time / 100);
    let steps = time.as_millis().div_ceil(step.as_millis());
    for _ in 0..steps {
        advance(step).await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_listeners_put_together_the_truth() {
    let root = Draw::new("live");
    for round in 0..300 {
        let mut draw = root.fork(round);
        let mut nodes = Nodes::new();
        let mut followers = Vec::new();
        // The other node's hub sleeps until the first of them comes over, and then knows nothing of what was before.
        for _ in 0..4 {
            followers.push((0, Follower::begin(&*nodes.desk(0).await).await));
        }
        for _ in 0..120 {
            let node = draw.below(2);
            match draw.below(10) {
                0..4 => {
                    let units: Vec<Unit> = (0..10).map(Unit).collect();
                    let count = 1 + draw.below(4);
                    nodes.hold(node, draw.some_of(&units, count)).await;
                }
                4..6 if !nodes.made.is_empty() => {
                    let index = draw.below(nodes.made.len());
                    nodes.release(node, index).await;
                }
                6 => pass(Duration::from_millis(1 + draw.below(400) as u64)).await,
                7 => {
                    let (at, follower) = &mut followers[draw.below(4)];
                    follower.follow(&*nodes.desk(*at).await);
                }
                8 => {
                    let (at, follower) = &mut followers[draw.below(4)];
                    *at = draw.below(2);
                    follower.reconnect(&*nodes.desk(*at).await).await;
                }
                _ => nodes.desk(node).await.catch_up().await.unwrap(),
            }
        }
        nodes.settle().await;
        for (at, follower) in &mut followers {
            let desk = nodes.desk(*at).await;
            follower.follow(&desk);
            follower.is_exact(&desk);
            assert_eq!(follower.resyncs, 0);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_falls_too_far_behind_is_told_to_start_afresh() {
    let mut nodes = Nodes::new();
    let desk = nodes.desk(0).await;
    let (mut slow, mut quick) = (Follower::begin(&desk).await, Follower::begin(&desk).await);
    for _ in 0..1_050 {
        assert!(nodes.hold(0, vec![Unit(1)]).await);
        pass(A_FRAME).await;
        nodes.release(0, 0).await;
        pass(A_FRAME).await;
        quick.follow(&desk);
    }
    slow.follow(&desk);
    assert_eq!((slow.resyncs, slow.frames), (1, 0));
    assert_eq!((quick.resyncs, quick.frames), (0, 2_100));
    assert!(nodes.hold(0, vec![Unit(2), Unit(3)]).await);
    pass(A_FRAME).await;
    for follower in [&mut slow, &mut quick] {
        follower.follow(&desk);
        follower.is_exact(&desk);
    }
}

#[tokio::test(start_paused = true)]
async fn commits_of_a_rush_are_merged_and_a_single_one_is_told_at_once() {
    let mut nodes = Nodes::new();
    let desk = nodes.desk(0).await;
    let mut follower = Follower::begin(&desk).await;
    pass(A_FRAME).await;
    assert!(nodes.hold(0, vec![Unit(0)]).await);
    pass(Duration::from_millis(5)).await;
    follower.follow(&desk);
    assert_eq!(follower.frames, 1);
    pass(Duration::from_secs(1)).await;
    for _ in 0..500 {
        nodes.release(0, 0).await;
        assert!(nodes.hold(0, vec![Unit(0), Unit(1)]).await);
        pass(Duration::from_millis(10)).await;
    }
    pass(A_FRAME).await;
    follower.follow(&desk);
    follower.is_exact(&desk);
    assert!((195..=205).contains(&follower.frames), "{} frames of five seconds", follower.frames);
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_back_late_is_told_from_the_journal_or_begins_anew() {
    let mut nodes = Nodes::new();
    let desk = nodes.desk(0).await;
    let mut follower = Follower::begin(&desk).await;
    follower.listener = nodes.desk(1).await.listen(None, Arc::default()).await;
    pass(ASLEEP).await;
    assert!(nodes.hold(0, vec![Unit(0), Unit(9)]).await);
    nodes.release(0, 0).await;
    assert!(nodes.hold(0, vec![Unit(4)]).await);
    follower.reconnect(&desk).await;
    follower.follow(&desk);
    follower.is_exact(&desk);
    assert_eq!(follower.frames, 1);

    follower.listener = nodes.desk(1).await.listen(None, Arc::default()).await;
    for _ in 0..600 {
        nodes.release(0, 0).await;
        assert!(nodes.hold(0, vec![Unit(5)]).await);
    }
    pass(ASLEEP).await;
    follower.reconnect(&desk).await;
    follower.follow(&desk);
    follower.is_exact(&desk);
    assert_eq!((follower.frames, follower.resyncs), (1, 0), "a snapshot and nothing else");
}

#[tokio::test(start_paused = true)]
async fn what_happens_while_the_journal_is_read_is_told_too() {
    for commits in 1..20 {
        let mut nodes = Nodes::with_troubles(Arc::new(SlowReads));
        let mut follower = Follower::begin(&*nodes.desk(0).await).await;
        assert!(nodes.hold(0, vec![Unit(0)]).await);
        let desk = nodes.desk(1).await;
        // Wakes the other node's hub, which doesn't know what was before.
        let _other = Follower::begin(&desk).await;
        let rush = async {
            for unit in 1..=commits {
                assert!(nodes.hold(1, vec![Unit(unit % 10)]).await || unit > 9);
                pass(Duration::from_millis(30)).await;
            }
        };
        tokio::join!(follower.reconnect(&desk), rush);
        pass(A_FRAME).await;
        follower.follow(&desk);
        follower.is_exact(&desk);
        assert!(follower.frames > 0);
    }
}

#[tokio::test(start_paused = true)]
async fn an_owner_hears_what_becomes_of_a_hold_on_whichever_node() {
    let mut nodes = Nodes::new();
    let desks = [nodes.desk(0).await, nodes.desk(1).await];
    assert!(nodes.hold(0, vec![Unit(0)]).await);
    let (hold, account) = nodes.made[0];
    desks[1].catch_up().await.unwrap();
    let caller = |account| Caller {
        account,
        session: SessionId::from_u128(1),
        role: Role::Buyer,
        address: AddressHash([0; 16]),
    };
    let sign_in = |account| nodes.nodes[1].owners().sign_in(caller(account), Arc::default());
    let (own, others) = (sign_in(account), sign_in(AccountId::from_u128(7)));
    desks[0].submit(Command::Extend { hold, account, key: None }).await.unwrap();
    desks[1].catch_up().await.unwrap();
    let news = own.mailbox().take().unwrap();
    assert!(matches!(news.what, What::Open { .. }) && news.hold == hold && news.event == nodes.event, "{news:?}");
    desks[0].submit(Command::Release { hold, account }).await.unwrap();
    desks[1].catch_up().await.unwrap();
    assert_eq!(own.mailbox().take().map(|news| news.what), Some(What::Released));
    assert_eq!((own.mailbox().take(), others.mailbox().take()), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_desk_stays_while_somebody_holds_or_pays_something() {
    let mut nodes = Nodes::new();
    let is_loaded_after_a_while = |nodes: &Nodes| {
        nodes.nodes[0].unload_idle();
        nodes.nodes[0].unload_idle();
        nodes.nodes[0].all().len() == 1
    };
    assert!(nodes.hold(0, vec![Unit(0)]).await);
    let (hold, account) = nodes.made[0];
    assert!(is_loaded_after_a_while(&nodes), "it is held");
    let (order, payment) = (mint_order(), PaymentId::from_u128(mint()));
    let begin = Command::Begin { hold, account, order, payment, key: None };
    nodes.desk(0).await.submit(begin).await.unwrap();
    assert!(is_loaded_after_a_while(&nodes), "it is being paid");
    nodes.desk(0).await.submit(Command::Confirm { order, amount: sale::PRICE + sale::FEE }).await.unwrap();
    assert!(!is_loaded_after_a_while(&nodes), "it is sold");
    assert!(!nodes.hold(0, vec![Unit(0)]).await, "what was sold is sold");
    assert!(nodes.hold(0, vec![Unit(1)]).await);
    assert!(is_loaded_after_a_while(&nodes));
    pass(HOLD_TTL).await;
    nodes.desk(0).await.submit(Command::Expire).await.unwrap();
    assert!(!is_loaded_after_a_while(&nodes), "it has come to its end");
}

#[tokio::test(start_paused = true)]
async fn a_desk_is_let_go_of_once_nobody_needs_it_and_loaded_again_when_somebody_does() {
    let mut nodes = Nodes::new();
    let loaded = |nodes: &Nodes| nodes.nodes[0].all().len();
    assert!(nodes.hold(0, vec![Unit(0)]).await);
    nodes.nodes[0].unload_idle();
    assert_eq!(loaded(&nodes), 1, "it was asked for just now");
    let desk = nodes.desk(0).await;
    nodes.nodes[0].unload_idle();
    nodes.nodes[0].unload_idle();
    assert_eq!(loaded(&nodes), 1, "somebody has it in hand");
    let mut follower = Follower::begin(&desk).await;
    drop(desk);
    pass(ASLEEP).await;
    nodes.nodes[0].unload_idle();
    assert_eq!(loaded(&nodes), 1, "somebody listens");
    assert!(nodes.hold(0, vec![Unit(1)]).await);
    pass(A_FRAME).await;
    follower.follow(&*nodes.desk(0).await);
    follower.is_exact(&*nodes.desk(0).await);
    drop(follower);
    pass(ASLEEP).await;
    nodes.release(0, 1).await;
    nodes.release(0, 0).await;
    let blocked = vec![UnitRange::new(2, 1)];
    nodes.desk(0).await.submit(Command::Block(blocked)).await.unwrap();
    nodes.nodes[0].unload_idle();
    assert_eq!(loaded(&nodes), 1, "it was asked for since");
    nodes.nodes[0].unload_idle();
    assert_eq!(loaded(&nodes), 0);
    assert!(!nodes.hold(0, vec![Unit(2)]).await, "what was blocked is blocked");
    assert!(nodes.hold(0, vec![Unit(0)]).await);
    assert_eq!(loaded(&nodes), 1);
}
