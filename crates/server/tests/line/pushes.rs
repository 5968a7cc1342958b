//! What sockets and streams are told of a line.

use std::time::{Duration, Instant};

use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::lines::{Line, still, swift};
use crate::listen::{Socket, Stream};

admit_testkit::on_both_databases!(
    crate::SITES: a_place_is_told_of_again_and_again_and_at_once_when_it_is_called,
    a_place_that_is_none_is_an_error,
    an_account_is_told_of_its_place_without_showing_it,
    a_stream_tells_of_the_line,
);

async fn of_kind(socket: &mut Socket, kinds: &[&str]) -> Value {
    loop {
        let message = socket.next().await.expect("the socket is open");
        if kinds.contains(&message["type"].as_str().unwrap_or_default()) {
            return message;
        }
    }
}

async fn a_place_is_told_of_again_and_again_and_at_once_when_it_is_called(site: &Site) {
    let line = Line::open(site, still()).await;
    let buyer = site.buyer().await;
    let place = line.join_as(&buyer).await;
    let mut socket = Socket::signed_in(site.url(), &buyer.access_token).await;
    socket.say(&json!({ "type": "join", "event_id": line.event, "queue_token": place.token })).await;
    let first = of_kind(&mut socket, &["queue"]).await;
    assert_eq!((&first["position"], &first["event_id"]), (&json!(1), &json!(line.event)));
    let begun = Instant::now();
    of_kind(&mut socket, &["queue"]).await;
    assert!(begun.elapsed() > Duration::from_secs(1), "nothing has changed");
    line.set(swift()).await;
    let admitted = of_kind(&mut socket, &["admitted"]).await;
    let pass = admitted["pass"].as_str().expect("whoever is signed in has appeared by listening");
    line.reserve(&buyer, Some(pass)).await.expect(201);
}

async fn a_place_that_is_none_is_an_error(site: &Site) {
    let line = Line::open(site, still()).await;
    let mut socket = Socket::open(site.url()).await;
    socket.say(&json!({ "type": "join", "event_id": line.event, "queue_token": "nonsense" })).await;
    let error = of_kind(&mut socket, &["error"]).await;
    assert_eq!((&error["code"], &error["event_id"]), (&json!("place_invalid"), &json!(line.event)));
    assert_eq!(socket.all_up_to_now().await, Vec::<Value>::new(), "nor is the event watched");
}

/// Who got in line on one device and looks from another has no token there.
async fn an_account_is_told_of_its_place_without_showing_it(site: &Site) {
    let line = Line::open(site, still()).await;
    line.join().await;
    let (buyer, passer_by) = (site.buyer().await, site.buyer().await);
    line.join_as(&buyer).await;
    let mut socket = Socket::signed_in(site.url(), &buyer.access_token).await;
    socket.join(&line.event).await;
    let told = of_kind(&mut socket, &["queue"]).await;
    assert_eq!((&told["position"], &told["event_id"]), (&json!(2), &json!(line.event)));
    for mut other in [Socket::signed_in(site.url(), &passer_by.access_token).await, Socket::open(site.url()).await] {
        other.join(&line.event).await;
        let all = other.all_up_to_now().await;
        assert!(all.iter().all(|message| message["type"] == "snapshot"), "{all:?}");
    }
}

async fn a_stream_tells_of_the_line(site: &Site) {
    let line = Line::open(site, still()).await;
    line.join().await;
    let mut stream = Stream::open(site.url(), &line.event, "").await;
    let told = loop {
        let message = stream.next().await.expect("the stream goes on");
        if message["type"] == "queue" {
            break message;
        }
    };
    assert_eq!((&told["serving"], &told["issued"], &told["event_id"]), (&json!(0), &json!(1), &json!(line.event)));
    assert!(told.get("queue_token").is_none());
}
