//! `/tickets` and the keys that verify their codes.

use std::collections::HashSet;

use admit_testkit::client::id;
use admit_testkit::site::Site;
use reqwest::Method;

admit_testkit::on_both_databases!(crate::SITES: each_ticket_has_a_code_of_its_own, the_keys_are_public_and_only_the_public_ones);

async fn each_ticket_has_a_code_of_its_own(site: &Site) {
    let (event, seats) = site.seats(3).await;
    let buyer = site.buyer().await;
    let order = buyer.pay(&buyer.hold_seats(&event, &seats).await).await;
    let tickets = buyer.tickets().await;
    let mut codes = HashSet::new();
    for ticket in &tickets {
        assert!(ticket["event_id"] == event.as_str() && ticket["order_id"] == order["id"], "{ticket}");
        let code = ticket["code"].as_str().unwrap();
        assert!(codes.insert(code.to_owned()) && code.len() > 32, "{ticket}");
        // The picture is of the code, so it is the same each time.
        let qr = || async { buyer.get(&format!("/tickets/{}/qr.svg", id(ticket))).await };
        let (one, other) = (qr().await, qr().await);
        assert_eq!(one.body, other.body);
        assert_eq!(one.header("cache-control"), "private, no-store");
    }
    assert_eq!(tickets.len(), 3);
}

async fn the_keys_are_public_and_only_the_public_ones(site: &Site) {
    let keys = site.api.outside(Method::GET, "/.well-known/jwks.json").send().await.expect(200);
    let keys = keys["keys"].as_array().unwrap();
    assert!(!keys.is_empty());
    for key in keys {
        assert!(key["kid"].is_string() && key["x"].is_string(), "{key}");
        assert!(key.get("d").is_none(), "a private key is shown");
    }
}
