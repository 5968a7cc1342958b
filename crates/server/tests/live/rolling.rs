//! Three nodes are stopped and started again in turn while people buy and listen. Who asks another node when one is gone, under the
//! same key, notices nothing: no request fails, none is done twice, and listeners go on where they were.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use admit_testkit::client::{Answer, Api, Buyer, card, checkout, id};
use admit_testkit::cluster::{Between, Cluster};
use admit_testkit::poll::until;
use admit_testkit::site::ARENA;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::block_in_place;
use tokio::time::timeout;

use super::SETTINGS;
use super::listen::{Client, Socket, Stream};
use super::state::{Followed, Version, fetch, version};

const NODES: usize = 3;
const BUYERS: usize = 4;
/// Purchases before each stop, and before the end.
const PURCHASES: usize = 20;
/// Longer than a node needs to stop or start on a machine with other work to do.
const WITHIN: Duration = Duration::from_secs(180);
/// How long one request is repeated.
const REPEATED_FOR: Duration = Duration::from_secs(120);
const AGAIN_AFTER: Duration = Duration::from_millis(20);
const QUIET: Duration = Duration::from_millis(450);

/// What buyers share.
struct Shop {
    apis: Vec<Api>,
    event: String,
    purchases: AtomicUsize,
    /// Requests that were sent to another node, because one didn't take them.
    repeats: AtomicUsize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_restarted_in_turn_fail_nobody() {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let binary = env!("CARGO_BIN_EXE_admit");
    let mut cluster = block_in_place(|| Cluster::start(binary, NODES, Between::Redis, SETTINGS).unwrap());
    let apis: Vec<Api> = cluster.nodes.iter().map(|node| Api::new(node.url()).unwrap()).collect();
    let event = id(&apis[0].event_named(ARENA).await).to_owned();
    let shop = Arc::new(Shop { apis, event, purchases: AtomicUsize::new(0), repeats: AtomicUsize::new(0) });

    let (stop, stopped) = watch::channel(false);
    let buyers: Vec<_> = (0..BUYERS).map(|at| tokio::spawn(buy(shop.clone(), at % NODES, stopped.clone()))).collect();
    let (end, ended) = watch::channel(false);
    let mut ears = Vec::new();
    let mut places = Vec::new();
    for node in 0..NODES {
        for kind in [Kind::Stream, Kind::Socket] {
            let place = Arc::new(AtomicUsize::new(node));
            places.push(place.clone());
            ears.push(tokio::spawn(listen(shop.clone(), kind, place, ended.clone())));
        }
    }
    for node in 0..NODES {
        shop.progress().await;
        cluster.nodes[node].terminate().unwrap();
        let status = block_in_place(|| cluster.nodes[node].wait(WITHIN).unwrap());
        assert_eq!(status.code(), Some(0), "{}", cluster.nodes[node].log_tail());
        // Nobody listens there any more, so that nobody has to be told to go when the next one stops.
        let left = async || places.iter().all(|place| place.load(Ordering::SeqCst) != node).then_some(());
        until("its listeners are elsewhere", WITHIN, left).await;
        shop.progress().await;
        block_in_place(|| cluster.nodes[node].start_again().unwrap());
        let ready = async || shop.apis[node].outside(Method::GET, "/readyz").try_send().await.ok();
        until("it is ready", WITHIN, async || ready().await.filter(|answer| answer.status == 200)).await;
    }
    shop.progress().await;
    stop.send_replace(true);
    let mut sold = Vec::new();
    for buyer in buyers {
        sold.extend(buyer.await.expect("a buyer for whom nothing failed"));
    }
    assert_eq!(sold.iter().collect::<HashSet<_>>().len(), sold.len(), "a seat was sold twice");
    assert!(shop.repeats.load(Ordering::SeqCst) > 0, "no request met a node that was gone");

    let (last, _) = fetch(&shop.apis[0], &shop.event).await;
    for api in &shop.apis {
        let knows = async || (fetch(api, &shop.event).await.0 == last).then_some(());
        until("every node knows it", WITHIN, knows).await;
    }
    end.send_replace(true);
    let mut resumed = 0;
    for ear in ears {
        resumed += ear.await.expect("a listener that finds nothing wrong");
    }
    eprintln!("{} seats, {} repeats, {resumed} resumed", sold.len(), shop.repeats.load(Ordering::SeqCst));
    assert!(resumed >= 2 * NODES, "only {resumed} went on where they were");
    block_in_place(|| cluster.stop_and_check().unwrap());
}

impl Shop {
    /// Waits for some more purchases.
    async fn progress(&self) {
        let wanted = self.purchases.load(Ordering::SeqCst) + PURCHASES;
        let done = async || (self.purchases.load(Ordering::SeqCst) >= wanted).then_some(());
        until(format!("{PURCHASES} more purchases"), WITHIN, done).await;
    }

    /// Asks one node after the other until one does it.
    async fn ask(
        &self,
        buyer: &Buyer,
        at: &mut usize,
        method: Method,
        path: &str,
        sent: Option<(&str, &Value)>,
    ) -> Answer {
        let begun = Instant::now();
        loop {
            let mut call = self.apis[*at].call(method.clone(), path).bearer(&buyer.access_token);
            if let Some((key, body)) = sent {
                call = call.key(key).json(body);
            }
            let outcome = call.try_send().await;
            match outcome {
                Ok(answer) if answer.status != 503 && answer.code() != "request_in_progress" => return answer,
                _ => assert!(begun.elapsed() < REPEATED_FOR, "{method} {path}: repeated in vain: {outcome:?}"),
            }
            self.repeats.fetch_add(1, Ordering::SeqCst);
            *at = (*at + 1) % NODES;
            tokio::time::sleep(AGAIN_AFTER).await; // polls
        }
    }

    /// Does something once, though it is asked for at two nodes.
    async fn do_once(&self, buyer: &Buyer, at: &mut usize, path: &str, sent: (&str, &Value)) -> Answer {
        let first = self.ask(buyer, at, Method::POST, path, Some(sent)).await;
        *at = (*at + 1) % NODES;
        let again = self.ask(buyer, at, Method::POST, path, Some(sent)).await;
        assert_eq!(again.status, first.status, "{}\n{}", first.shown(), again.shown());
        assert_eq!(made(&again), made(&first), "it was done twice");
        first
    }

    /// Holds two seats, pays, and gives them. Whatever was asked for twice was done once.
    async fn buy_two(&self, buyer: &Buyer, at: &mut usize) -> Vec<String> {
        let wanted = json!({ "best_available": { "quantity": 2, "together": false } });
        let path = format!("/seats/{}/reserve", self.event);
        let hold = self.do_once(buyer, at, &path, ("hold", &wanted)).await.expect(201)["hold"].clone();
        let order = self.do_once(buyer, at, "/checkout", ("pay", &checkout(id(&hold), card::PAYS))).await.expect(201);
        assert_eq!(order["status"], "paid", "{order}");
        let orders = self.ask(buyer, at, Method::GET, "/checkout/orders", None).await.expect(200);
        assert_eq!(orders["items"].as_array().map(Vec::len), Some(1), "{orders}");
        let tickets = self.ask(buyer, at, Method::GET, "/tickets", None).await.expect(200);
        let holds = self.ask(buyer, at, Method::GET, "/seats/reservation", None).await.expect(200);
        assert_eq!((tickets["items"].as_array().map(Vec::len), &holds["holds"]), (Some(2), &json!([])), "{tickets}");
        hold["seats"].as_array().unwrap().iter().map(|seat| id(seat).to_owned()).collect()
    }

    /// Somebody new. An account more or less is nothing, so this needs no key.
    async fn guest(&self, at: &mut usize) -> Buyer {
        let begun = Instant::now();
        loop {
            let body = admit_testkit::client::new_guest();
            match self.apis[*at].call(Method::POST, "/auth/guest").json(&body).try_send().await {
                Ok(answer) if answer.status == 201 => return Buyer::from_session(&self.apis[*at], &answer.json()),
                outcome => assert!(begun.elapsed() < REPEATED_FOR, "repeated in vain: {outcome:?}"),
            }
            *at = (*at + 1) % NODES;
            tokio::time::sleep(AGAIN_AFTER).await; // polls
        }
    }
}

/// Buys again and again, each time as somebody new, and gives the seats.
async fn buy(shop: Arc<Shop>, mut at: usize, stopped: watch::Receiver<bool>) -> Vec<String> {
    let mut sold = Vec::new();
    while !*stopped.borrow() {
        let buyer = shop.guest(&mut at).await;
        sold.extend(shop.buy_two(&buyer, &mut at).await);
        shop.purchases.fetch_add(1, Ordering::SeqCst);
    }
    sold
}

/// The id of the hold or order that an answer is of.
fn made(answer: &Answer) -> String {
    let body = answer.json();
    let thing = if body["hold"].is_object() { &body["hold"] } else { &body };
    id(thing).to_owned()
}

#[derive(Clone, Copy)]
enum Kind {
    Stream,
    Socket,
}

/// Listens until it is quiet at the end, at one node after the other, and gives how often it went on where it was.
async fn listen(shop: Arc<Shop>, kind: Kind, place: Arc<AtomicUsize>, ended: watch::Receiver<bool>) -> usize {
    let (mut node, mut resumed) = (place.load(Ordering::SeqCst), 0);
    let mut client = open(kind, &shop, node, None).await;
    let first = client.next().await.expect("a snapshot");
    let mut followed = Followed::begin(&shop.apis[node], &shop.event, &first).await;
    let mut was_told_to_go = false;
    loop {
        let message = match timeout(QUIET, client.next()).await {
            Ok(message) => message,
            Err(_) if *ended.borrow() => break,
            Err(_) => continue,
        };
        match message {
            Some(message) if message["type"] == "reconnect" => was_told_to_go = true,
            Some(message) if message["type"] == "resync" => {}
            Some(message) if message["type"] == "snapshot" => {
                assert!(version(&message["version"]) >= followed.at, "what was told is taken back: {message}");
                followed.begin_again(&shop.apis[node], &shop.event, &message).await;
            }
            Some(message) => followed.follow(&message),
            None => {
                assert!(was_told_to_go || matches!(kind, Kind::Stream), "a socket ended without a word");
                was_told_to_go = false;
                node = (node + 1) % NODES;
                client = open(kind, &shop, node, Some(followed.at)).await;
                let next = client.next().await.expect("what was missed");
                if next["type"] == "seats" {
                    followed.follow(&next);
                    resumed += 1;
                } else {
                    followed.begin_again(&shop.apis[node], &shop.event, &next).await;
                }
                place.store(node, Ordering::SeqCst);
            }
        }
    }
    assert!(followed.is_exact(&shop.apis[node], &shop.event).await);
    resumed
}

async fn open(kind: Kind, shop: &Shop, node: usize, after: Option<Version>) -> Client {
    let server = shop.apis[node].server();
    let after = after.map(|(epoch, number)| format!("{epoch}.{number}"));
    match kind {
        Kind::Stream => Client::Stream(Stream::open(server, &shop.event, &after.unwrap_or_default()).await),
        Kind::Socket => {
            let mut socket = Socket::open(server).await;
            let mut join = json!({ "type": "join", "event_id": shop.event });
            if let Some(after) = after {
                join["after"] = after.into();
            }
            socket.say(&join).await;
            Client::Socket(socket)
        }
    }
}
