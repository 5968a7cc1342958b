//! What only its owner may hear, and sockets whose session is over.

use std::time::{Duration, Instant};

use admit_testkit::client::{Buyer, id};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::listen::{Socket, Stream};

admit_testkit::on_both_databases!(
    crate::SITES: a_paid_order_is_told_to_its_owner_alone,
    public_frames_name_nobody,
    a_socket_ends_with_its_session,
    a_cookie_counts_for_allowed_origins_only,
    a_bad_token_signs_nobody_in,
);

async fn a_paid_order_is_told_to_its_owner_alone(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let (owner, other) = (site.buyer().await, site.buyer().await);
    let mut own = Socket::signed_in(site.url(), &owner.access_token).await;
    let mut second = Socket::signed_in(site.url(), &owner.access_token).await;
    let mut others = Socket::signed_in(site.url(), &other.access_token).await;
    let mut nobodys = Socket::open(site.url()).await;
    for socket in [&mut others, &mut nobodys] {
        socket.join(&event).await;
    }
    let order = owner.pay(&owner.hold_seats(&event, &seats).await).await;
    for socket in [&mut own, &mut second] {
        let told = socket.next().await.unwrap();
        let expected =
            json!({ "type": "order_paid", "event_id": event, "hold_id": told["hold_id"], "order_id": id(&order) });
        assert_eq!(told, expected);
    }
    for socket in [&mut others, &mut nobodys] {
        let all = socket.all_up_to_now().await;
        assert!(all.iter().all(is_public), "{all:?}");
    }
}

async fn public_frames_name_nobody(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let mut stream = Stream::open(site.url(), &event, "").await;
    assert_eq!(stream.next().await.unwrap()["type"], "snapshot");
    let hold = buyer.hold_seats(&event, &seats).await;
    let order = buyer.pay(&hold).await;
    let frame = stream.next().await.unwrap();
    let text = frame.to_string();
    for secret in [&buyer.id, &buyer.email, id(&hold), id(&order)] {
        assert!(!text.contains(secret), "{text}");
    }
    let mut names: Vec<&String> = frame.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["changes", "event_id", "from", "sections", "type", "version"]);
}

async fn a_socket_ends_with_its_session(site: &Site) {
    let (leaver, stayer) = (site.buyer().await, site.buyer().await);
    let (event, _) = site.seats(1).await;
    let mut ends = Socket::signed_in(site.url(), &leaver.access_token).await;
    ends.join(&event).await;
    let mut stays = Socket::signed_in(site.url(), &stayer.access_token).await;
    let begun = Instant::now();
    leaver.post("/auth/logout", &json!({})).await.expect(204);
    assert_eq!(ends.closed().await, 1008);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    stays.is_heard().await;
    // The token opens nothing any more.
    let mut again = Socket::open(site.url()).await;
    again.say(&json!({ "type": "auth", "access_token": leaver.access_token })).await;
    assert_eq!(again.next().await.unwrap()["code"], "bad_token");
}

async fn a_cookie_counts_for_allowed_origins_only(site: &Site) {
    let buyer = site.buyer().await;
    let cookie = format!("admit_session={}", buyer.access_token);
    let bearer = format!("Bearer {}", buyer.access_token);
    let own_page = site.url().to_owned();
    for (headers, counts) in [
        (vec![("cookie", cookie.as_str()), ("origin", own_page.as_str())], true),
        (vec![("cookie", cookie.as_str()), ("origin", "https://evil.example")], false),
        (vec![("cookie", cookie.as_str()), ("origin", "null")], false),
        (vec![("cookie", cookie.as_str())], false),
        (vec![("authorization", bearer.as_str())], true),
    ] {
        let mut socket = Socket::open_with(site.url(), &headers).await;
        socket.is_heard().await;
        assert_eq!(hears_of_its_order(site, &buyer, &mut socket).await, counts, "{headers:?}");
    }
}

async fn a_bad_token_signs_nobody_in(site: &Site) {
    let buyer = site.buyer().await;
    let mut socket = Socket::open(site.url()).await;
    for token in ["", "x", &buyer.access_token[1..]] {
        socket.say(&json!({ "type": "auth", "access_token": token })).await;
        assert_eq!(socket.next().await.unwrap()["code"], "bad_token");
    }
    assert!(!hears_of_its_order(site, &buyer, &mut socket).await);
    socket.say(&json!({ "type": "auth", "access_token": buyer.access_token })).await;
    assert!(hears_of_its_order(site, &buyer, &mut socket).await);
    socket.say(&json!({ "type": "auth", "access_token": buyer.access_token })).await;
    assert_eq!(socket.next().await.unwrap()["code"], "signed_in_already");
}

async fn hears_of_its_order(site: &Site, buyer: &Buyer, socket: &mut Socket) -> bool {
    socket.is_heard().await;
    let (event, seats) = site.seats(1).await;
    buyer.pay(&buyer.hold_seats(&event, &seats).await).await;
    let told = socket.all_up_to_now().await;
    told.iter().any(|message| message["type"] == "order_paid")
}

fn is_public(message: &Value) -> bool {
    ["snapshot", "seats", "sold_out"].iter().any(|kind| message["type"] == *kind)
}
