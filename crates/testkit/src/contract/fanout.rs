//! What every fan-out must do, on whatever its messages travel by. [`fanout_contract!`](crate::fanout_contract) makes tests of all.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use admit_app::ports::fanout::{Counted, Fanout, Hearer, Message};
use admit_domain::hall::Hall;
use admit_domain::id::{EventId, SessionId};
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::node::Node;
use super::sale::{self, fresh};
use super::story::story;
use crate::poll::until;
use crate::reference_store::ReferenceStore;
use crate::reference_store::clock::Clock;

/// However busy the machine: links are looked at each second, and nobody waits longer than a second before the next try.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than may wait to be sent.
const FLOOD: u64 = 50_000;

/// What nodes' messages travel by, which can break.
#[async_trait]
pub trait Between: Sized + Send + Sync {
    async fn open() -> Self;
    /// A node of an installation; those of the same number hear each other.
    fn node(&self, installation: u8) -> Arc<dyn Fanout>;
    /// It is gone, and all that it remembered.
    async fn cut(&mut self);
    async fn mend(&mut self);
    /// Nothing goes through, and nobody is told so.
    async fn freeze(&mut self);
    async fn thaw(&mut self);
    /// Somebody who is no node says this to whoever listens.
    async fn shout(&self, text: &str);
}

/// Keeps what it hears.
#[derive(Default)]
pub struct Ear {
    heard: Mutex<Vec<Message>>,
    missed: AtomicUsize,
    /// Entries up to this version are known.
    knows: u64,
}

impl Ear {
    fn heard(&self) -> Vec<Message> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn missed(&self) -> usize {
        self.missed.load(Ordering::SeqCst)
    }
}

impl Hearer for Ear {
    fn wants(&self, _: EventId, version: Version) -> bool {
        version.number > self.knows
    }

    fn hear(&self, message: Message) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(message);
    }

    fn missed(&self) {
        self.missed.fetch_add(1, Ordering::SeqCst);
    }
}

struct Listening {
    fanout: Arc<dyn Fanout>,
    ear: Arc<Ear>,
}

impl Listening {
    fn begin(fanout: Arc<dyn Fanout>) -> Self {
        Self::begin_knowing(fanout, 0)
    }

    fn begin_knowing(fanout: Arc<dyn Fanout>, knows: u64) -> Self {
        let ear = Arc::new(Ear { knows, ..Ear::default() });
        fanout.listen(ear.clone());
        Self { fanout, ear }
    }

    async fn is_well(&self) {
        until("the link is well", PATIENCE, async || self.fanout.trouble().is_none().then_some(())).await;
    }

    async fn is_in_trouble(&self) {
        until("the trouble is noticed", PATIENCE, async || self.fanout.trouble()).await;
    }

    async fn hears(&self, message: &Message) {
        until("a message", PATIENCE, async || self.ear.heard().contains(message).then_some(())).await;
    }
}

async fn begin<B: Between>(between: &B, nodes: usize) -> Vec<Listening> {
    let nodes: Vec<_> = (0..nodes).map(|_| Listening::begin(between.node(1))).collect();
    for node in &nodes {
        node.is_well().await;
    }
    nodes
}

/// The commits of a whole sale, with every kind of change.
async fn commits() -> Vec<Message> {
    let store = ReferenceStore::new(Arc::new(Clock::starting_at(Timestamp::from_millis(1_000_000_000_000))));
    let new = sale::event("A night", &sale::venue("A hall", "Leeds"));
    let (event, terms) = (new.event.id, sale::terms());
    let hall = Hall::new(Arc::new(sale::seating_plan()), &new.tiers, terms.tiers.len()).unwrap();
    store.create(event, Arc::new(hall), terms);
    let node = Node::open(&store, event).await;
    for step in story() {
        node.write(step).await;
    }
    let entries: Vec<Entry> = store.journal(event);
    entries.into_iter().map(|entry| Message::Committed { event, entry: Arc::new(entry) }).collect()
}

fn room_moved(version: u64) -> Message {
    Message::RoomMoved { event: EventId::from_u128(7), version }
}

pub async fn all_others_hear_it_in_order_and_nobody_themselves<B: Between>(between: &mut B) {
    let nodes = begin(between, 3).await;
    let mut told = commits().await;
    assert!(told.len() > 5);
    told.push(Message::Moved { event: EventId::from_u128(3), version: Version { epoch: 2, number: 1 << 40 } });
    let sessions = vec![SessionId::from_u128(fresh()), SessionId::from_u128(fresh())];
    told.push(Message::Revoked { sessions, at: Timestamp::from_millis(1_234) });
    told.push(Message::Counted(vec![Counted { limit: 3, subject: u128::MAX, requests: 9 }]));
    told.extend((1..2_000).map(room_moved));
    told.iter().for_each(|message| nodes[0].fanout.tell(message.clone()));
    for other in &nodes[1..] {
        other.hears(told.last().unwrap()).await;
        assert!(other.ear.heard() == told, "not all in order");
    }
    nodes[1].fanout.tell(room_moved(9_999));
    nodes[0].hears(&room_moved(9_999)).await;
    assert_eq!(nodes[0].ear.heard(), [room_moved(9_999)]);
}

pub async fn an_entry_that_is_known_is_not_handed_over<B: Between>(between: &mut B) {
    let told = commits().await;
    let teller = Listening::begin(between.node(1));
    let knowing = Listening::begin_knowing(between.node(1), 3);
    teller.is_well().await;
    knowing.is_well().await;
    told.iter().for_each(|message| teller.fanout.tell(message.clone()));
    knowing.hears(told.last().unwrap()).await;
    assert!(knowing.ear.heard() == told[3..], "{:?}", knowing.ear.heard());
}

pub async fn nodes_of_other_installations_and_strangers_are_not_heard<B: Between>(between: &mut B) {
    let nodes = begin(between, 2).await;
    let stranger = Listening::begin(between.node(2));
    stranger.is_well().await;
    stranger.fanout.tell(room_moved(1));
    for text in ["", "x", "1", &"\u{1}".repeat(300), "SUBSCRIBE"] {
        between.shout(text).await;
    }
    nodes[0].fanout.tell(room_moved(2));
    nodes[1].hears(&room_moved(2)).await;
    assert_eq!(nodes[1].ear.heard(), [room_moved(2)]);
    assert_eq!(stranger.ear.heard(), []);
}

/// Whoever tells is never held up, and what is told in vain is told of once it goes again.
pub async fn telling_waits_for_nothing_however_much_it_is<B: Between>(between: &mut B) {
    let nodes = begin(between, 2).await;
    nodes[0].fanout.tell(room_moved(1));
    nodes[1].hears(&room_moved(1)).await;
    let missed = nodes[1].ear.missed();
    between.freeze().await;
    // Nothing here awaits, so that all of it is told before anything could go out.
    (2..=FLOOD).for_each(|version| nodes[0].fanout.tell(room_moved(version)));
    for node in &nodes {
        node.is_in_trouble().await;
    }
    between.thaw().await;
    for node in &nodes {
        node.is_well().await;
    }
    until("what was lost is told of", PATIENCE, async || (nodes[1].ear.missed() > missed).then_some(())).await;
    let goes = async || {
        nodes[0].fanout.tell(room_moved(FLOOD + 1));
        nodes[1].ear.heard().contains(&room_moved(FLOOD + 1)).then_some(())
    };
    until("it goes on", PATIENCE, goes).await;
    let mut versions: Vec<u64> = nodes[1].ear.heard().iter().filter_map(version_of).collect();
    assert!(versions.len() < FLOOD as usize, "a queue without a bound");
    assert!(versions.is_sorted(), "not in order");
    versions.retain(|version| *version <= FLOOD);
    let count = versions.len();
    versions.dedup();
    assert_eq!(versions.len(), count, "something came twice");
}

fn version_of(message: &Message) -> Option<u64> {
    match message {
        Message::RoomMoved { version, .. } => Some(*version),
        _ => None,
    }
}

pub async fn a_link_that_breaks_comes_back_by_itself<B: Between>(between: &mut B) {
    let nodes = begin(between, 2).await;
    for round in 1..=2 {
        let missed: Vec<_> = nodes.iter().map(|node| node.ear.missed()).collect();
        assert!(missed.iter().all(|missed| *missed >= round), "whoever begins to listen has missed what was before");
        between.cut().await;
        for node in &nodes {
            node.is_in_trouble().await;
            node.fanout.tell(room_moved(round as u64));
        }
        between.mend().await;
        for (node, missed) in nodes.iter().zip(missed) {
            node.is_well().await;
            until("a look", PATIENCE, async || (node.ear.missed() > missed).then_some(())).await;
        }
        // A link that is well on both sides carries what is told from now on.
        let message = room_moved(100 + round as u64);
        nodes[0].fanout.tell(message.clone());
        nodes[1].hears(&message).await;
    }
}

pub async fn a_node_may_start_while_the_link_is_away<B: Between>(between: &mut B) {
    between.cut().await;
    let nodes: Vec<_> = (0..2).map(|_| Listening::begin(between.node(1))).collect();
    for node in &nodes {
        assert!(node.fanout.trouble().is_some());
        node.fanout.tell(room_moved(1));
    }
    between.mend().await;
    for node in &nodes {
        node.is_well().await;
    }
    nodes[0].fanout.tell(room_moved(2));
    nodes[1].hears(&room_moved(2)).await;
}

/// Makes each function of the contract a test of its own, on a type that is [`Between`] nodes.
#[macro_export]
macro_rules! fanout_contract {
    ($between:ty) => {
        $crate::fanout_contract! { $between:
            all_others_hear_it_in_order_and_nobody_themselves,
            an_entry_that_is_known_is_not_handed_over,
            nodes_of_other_installations_and_strangers_are_not_heard,
            telling_waits_for_nothing_however_much_it_is,
            a_link_that_breaks_comes_back_by_itself,
            a_node_may_start_while_the_link_is_away,
        }
    };
    ($between:ty: $($test:ident,)+) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $test() {
            let mut between = <$between as $crate::contract::fanout::Between>::open().await;
            $crate::contract::fanout::$test(&mut between).await;
        })+
    };
}
