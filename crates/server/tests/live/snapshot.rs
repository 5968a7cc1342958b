//! Where a listener starts, and what it is told of the first commits.

use admit_testkit::client::id;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::listen::{Client, Socket};
use crate::state::{Followed, available};

admit_testkit::on_both_databases!(
    crate::SITES: a_snapshot_comes_first_and_changes_follow,
    a_sale_out_is_told,
    what_is_not_there_has_no_stream,
    a_socket_watches_what_it_joined,
);

async fn a_snapshot_comes_first_and_changes_follow(site: &Site) {
    let club = site.api.event_named("Paper Lanterns").await;
    let event = id(&club);
    let buyer = site.buyer().await;
    for kind in 0..2 {
        let [stream, socket] = Client::each(site.url(), event).await;
        let mut client = if kind == 0 { stream } else { socket };
        let snapshot = client.next().await.unwrap();
        let mut followed = Followed::begin(&site.api, event, &snapshot).await;
        assert_eq!(followed.available, available(&site.api, event).await);
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 2 } })).await;
        followed.follow(&client.next().await.unwrap());
        assert!(followed.is_exact(&site.api, event).await);
        buyer.release(&hold).await.expect(204);
        let frame = client.next().await.unwrap();
        followed.follow(&frame);
        assert!(followed.is_exact(&site.api, event).await);
        let changes = frame["changes"].as_array().unwrap();
        let units: u64 = changes.iter().map(|run| run[1].as_u64().unwrap()).sum();
        assert_eq!((units, frame["sections"].as_array().unwrap().len()), (2, 1), "only what changed: {frame}");
        assert!(changes.iter().all(|run| run[2] == 0), "{frame}");
    }
}

async fn a_sale_out_is_told(site: &Site) {
    let hall = site.api.event_named("Hamlet").await;
    let event = id(&hall);
    let sections: Vec<u64> = available(&site.api, event).await.into_values().collect();
    let buyer = site.buyer().await;
    let mut clients = Client::each(site.url(), event).await;
    let mut followed = Vec::new();
    for client in &mut clients {
        followed.push(Followed::begin(&site.api, event, &client.next().await.unwrap()).await);
    }
    let mut left: u64 = sections.iter().sum();
    while left > 0 {
        let quantity = left.min(8);
        let wanted = json!({ "best_available": { "quantity": quantity, "together": false } });
        buyer.pay(&buyer.hold(event, &wanted).await).await;
        left -= quantity;
    }
    for (client, followed) in clients.iter_mut().zip(&mut followed) {
        loop {
            let message = client.next().await.unwrap();
            followed.follow(&message);
            if message["type"] == "sold_out" {
                break;
            }
        }
        assert!(followed.is_exact(&site.api, event).await);
        assert!(followed.available.values().all(|count| *count == 0));
    }
    // Whoever comes later is told as well.
    for mut client in Client::each(site.url(), event).await {
        assert_eq!(client.next().await.unwrap()["type"], "snapshot");
        assert_eq!(client.next().await.unwrap()["type"], "sold_out");
    }
    // Whoever comes back and knows it all isn't told again.
    let version = site.api.availability(event).await["version"].clone();
    let mut socket = Socket::open(site.url()).await;
    socket.say(&json!({ "type": "join", "event_id": event, "after": version })).await;
    assert_eq!(socket.all_up_to_now().await, Vec::<Value>::new());
}

async fn what_is_not_there_has_no_stream(site: &Site) {
    for event in ["evt_x", "evt_00000000000000000000000000"] {
        site.api.get(&format!("/events/{event}/stream")).await.problem(404, "not_found");
    }
    site.api.get("/ws").await.problem(400, "bad_request");
    let mut socket = Socket::open(site.url()).await;
    socket.join("evt_00000000000000000000000000").await;
    let error = socket.next().await.unwrap();
    assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("not_found")));
    assert_eq!(error["event_id"], "evt_00000000000000000000000000");
    socket.is_heard().await;
}

async fn a_socket_watches_what_it_joined(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let mut socket = Socket::joined(site.url(), &event).await;
    assert_eq!(socket.next().await.unwrap()["type"], "snapshot");
    // Joined again, it begins again.
    socket.join(&event).await;
    assert_eq!(socket.next().await.unwrap()["type"], "snapshot");
    socket.say(&json!({ "type": "leave", "event_id": event })).await;
    socket.all_up_to_now().await;
    buyer.hold_seats(&event, &seats).await;
    assert_eq!(socket.all_up_to_now().await, Vec::<serde_json::Value>::new());
    let events = admit_testkit::client::items(&site.api.get("/events?limit=100").await.expect(200));
    for event in &events {
        socket.join(id(event)).await;
    }
    let told = socket.all_up_to_now().await;
    let snapshots = told.iter().filter(|message| message["type"] == "snapshot").count();
    assert_eq!(snapshots, events.len().min(16), "{told:?}");
}
