//! What every outlet must do: keep what it says it keeps, of each event in order, and stop when it is told to.

use std::collections::BTreeMap;
use std::time::Duration;

use admit_app::changes::{ChangeMessage, Kind, messages_of};
use admit_app::ports::journals::Facts;
use admit_app::ports::outlet::{OpenOutlet, Outlet};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::time::Timestamp;
use tokio::time::timeout;

use super::sale::{fresh, terms};
use super::story::a_hold;
use crate::poll::until;

const PATIENCE: Duration = Duration::from_secs(60);
/// For so long something isn't to happen. A test that waits longer can only find more.
const A_MOMENT: Duration = Duration::from_millis(300);

/// A message as the other side has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub topic: String,
    pub partition: i32,
    pub key: String,
    pub headers: BTreeMap<String, String>,
    pub json: String,
}

/// An outlet and the other side of it.
pub trait OutletGround {
    fn outlet(&self) -> Box<dyn Outlet>;
    fn go_away(&self);
    fn come_back(&self);
    /// Everything that arrived so far. May block for a moment.
    fn arrived(&self) -> Vec<Arrived>;
}

/// Makes each function of the contract a test of its own. `$ground` is a type with `fn open() -> Self`.
#[macro_export]
macro_rules! outlet_contract {
    ($ground:ident) => {
        $crate::outlet_contract! { $ground:
            everything_arrives_in_order_under_its_event,
            nothing_is_kept_before_it_is_acknowledged,
            whoever_lets_go_sends_nothing_more,
            a_session_waits_for_the_other_side,
        }
    };
    ($ground:ident: $($test:ident),+ $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            $crate::contract::outlet::$test(&$ground::open()).await;
        })+
    };
}

/// As many commits of the event, each of which brings two messages of two streams.
pub fn messages(event: EventId, commits: std::ops::Range<u64>) -> Vec<ChangeMessage> {
    let at = Timestamp::from_millis(1_800_000_000_000);
    let told = commits.flat_map(|number| {
        let hold = a_hold(&[3, 4], at);
        let order = super::story::an_order(&hold, at);
        let changes = vec![Change::Held(hold), Change::Begun(order)];
        let entry = Entry { version: Version { epoch: 1, number }, at, batch: BatchId(fresh()), changes };
        let facts = Facts { terms: terms(), holds: Default::default(), orders: Default::default() };
        messages_of(event, &entry, &facts).expect("nothing else is named")
    });
    told.filter(|message| message.kind != Kind::PaymentBegun).collect()
}

pub async fn everything_arrives_in_order_under_its_event(ground: &impl OutletGround) {
    let events = [(); 3].map(|()| EventId::from_u128(fresh()));
    let session = opened(ground).await;
    let mut sent = Vec::new();
    for round in 0..4 {
        let batch: Vec<_> = events.iter().flat_map(|event| messages(*event, round * 50..round * 50 + 50)).collect();
        timeout(PATIENCE, session.send(&batch)).await.expect("an acknowledgement").unwrap();
        sent.extend(batch);
    }
    timeout(PATIENCE, session.send(&[])).await.expect("nothing is kept at once").unwrap();
    let arrived = arrived(ground, sent.len()).await;
    for event in events {
        for topic in ["admit.seats", "admit.orders"] {
            let of = |message: &&ChangeMessage| message.event == event && message.kind.stream().name() == topic;
            let expected: Vec<&str> = sent.iter().filter(of).map(|message| &*message.json).collect();
            let here: Vec<&Arrived> =
                arrived.iter().filter(|one| one.key == event.to_string() && one.topic == topic).collect();
            assert_eq!(here.iter().map(|one| &*one.json).collect::<Vec<_>>(), expected, "{topic} of {event}");
            assert!(here.windows(2).all(|pair| pair[0].partition == pair[1].partition), "one event, one partition");
        }
    }
    let types = arrived.iter().map(|one| one.headers.get("content-type").map(String::as_str).unwrap_or_default());
    assert!(types.into_iter().all(|kind| kind.starts_with("application/cloudevents+json")));
}

pub async fn nothing_is_kept_before_it_is_acknowledged(ground: &impl OutletGround) {
    let event = EventId::from_u128(fresh());
    let session = opened(ground).await;
    let first = messages(event, 0..1);
    timeout(PATIENCE, session.send(&first)).await.expect("an acknowledgement").unwrap();
    ground.go_away();
    let batch = messages(event, 1..200);
    let mut sending = session.send(&batch);
    assert!(timeout(A_MOMENT, &mut sending).await.is_err(), "nobody was there to acknowledge it");
    ground.come_back();
    timeout(PATIENCE, sending).await.expect("an acknowledgement").unwrap();
    let all: Vec<_> = first.into_iter().chain(batch).collect();
    assert_eq!(in_order(&arrived(ground, all.len()).await, event), in_order_of(&all));
}

/// What waits for the other side is taken back, so it can't come after what another session says later.
pub async fn whoever_lets_go_sends_nothing_more(ground: &impl OutletGround) {
    let event = EventId::from_u128(fresh());
    let session = opened(ground).await;
    let first = messages(event, 0..1);
    timeout(PATIENCE, session.send(&first)).await.expect("an acknowledgement").unwrap();
    ground.go_away();
    let given_up = messages(event, 1..20);
    assert!(timeout(A_MOMENT, session.send(&given_up)).await.is_err());
    ground.come_back();
    // The session that gave up is still there, and has its connections back.
    let next = opened(ground).await;
    let later = messages(event, 20..40);
    timeout(PATIENCE, next.send(&later)).await.expect("an acknowledgement").unwrap();
    let expected: Vec<_> = first.into_iter().chain(later).collect();
    assert_eq!(in_order(&arrived(ground, expected.len()).await, event), in_order_of(&expected));
}

pub async fn a_session_waits_for_the_other_side(ground: &impl OutletGround) {
    ground.go_away();
    let outlet = ground.outlet();
    let mut opening = outlet.open();
    assert!(timeout(A_MOMENT, &mut opening).await.is_err(), "nobody was there");
    ground.come_back();
    let session = timeout(PATIENCE, opening).await.expect("it is there").unwrap();
    let batch = messages(EventId::from_u128(fresh()), 0..1);
    timeout(PATIENCE, session.send(&batch)).await.expect("an acknowledgement").unwrap();
}

async fn opened(ground: &impl OutletGround) -> Box<dyn OpenOutlet> {
    timeout(PATIENCE, ground.outlet().open()).await.expect("a session in time").unwrap()
}

/// All that arrived, once it is as many.
async fn arrived(ground: &impl OutletGround, count: usize) -> Vec<Arrived> {
    until("everything arrives", PATIENCE, async || {
        let arrived = tokio::task::block_in_place(|| ground.arrived());
        (arrived.len() >= count).then_some(arrived)
    })
    .await
}

/// What arrived of the event, by topic.
fn in_order(arrived: &[Arrived], event: EventId) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in arrived.iter().filter(|one| one.key == event.to_string()) {
        all.entry(one.topic.clone()).or_default().push(one.json.clone());
    }
    all
}

fn in_order_of(messages: &[ChangeMessage]) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in messages {
        all.entry(message.kind.stream().name().to_owned()).or_default().push(message.json.clone());
    }
    all
}
