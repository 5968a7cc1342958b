//! General admission: places that are counted, until none is left. This test alone sells the club's VIP area.

use admit_testkit::client::{Buyer, id};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::sale::section_named;

admit_testkit::on_both_databases!(crate::SITES: an_area_is_held_out_then_sold_out);

async fn an_area_is_held_out_then_sold_out(site: &Site) {
    let club = site.api.event_named("Paper Lanterns").await;
    let event = id(&club);
    let vip = section_named(site, event, "VIP").await;
    let capacity = vip["capacity"].as_u64().unwrap();
    let ask = |quantity: u64| json!({ "section": vip["id"], "quantity": quantity });
    let mut owners: Vec<(Buyer, Value)> = Vec::new();
    let mut left = capacity;
    while left > 0 {
        let buyer = site.buyer().await;
        let hold = buyer.hold(event, &ask(left.min(8))).await;
        left -= left.min(8);
        owners.push((buyer, hold));
    }
    let late = site.buyer().await;
    late.reserve(event, &ask(1)).await.problem(409, "all_held");
    let by_tier = json!({ "best_available": { "quantity": 1, "section": vip["id"] } });
    late.reserve(event, &by_tier).await.problem(409, "all_held");

    // What comes back is on sale at once, but it isn't more than that.
    let (first, hold) = owners.remove(0);
    first.release(&hold).await.expect(204);
    late.hold(event, &ask(5)).await;
    let short = late.reserve(event, &ask(4)).await;
    assert!(matches!(short.status, 409), "{}", short.shown());
    short.any_problem();
    first.hold(event, &ask(3)).await;
    for buyer in [&late, &first] {
        let hold = buyer.holds().await.remove(0);
        owners.push((buyer.clone(), hold));
    }
    for (buyer, hold) in &owners {
        buyer.pay(hold).await;
    }
    site.buyer().await.reserve(event, &ask(1)).await.problem(409, "sold_out");
    let vip = section_named(site, event, "VIP").await;
    assert_eq!((&vip["available"], &vip["held"], &vip["sold"]), (&json!(0), &json!(0), &json!(capacity)));
}
