//! Everybody sees and changes only what is theirs, an admin everything, a buyer nothing.

use admit_testkit::client::{Buyer, id, items};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use super::hall::{admin, drafted, made, organizer, published};
use crate::table::{OPERATIONS, Operation, Things, Who};

admit_testkit::on_both_databases!(
    crate::SITES: a_buyer_is_forbidden_everything,
    anothers_things_are_not_there,
    an_admin_sees_and_changes_everything,
);

fn of_organizers() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|operation| operation.who == Who::Organizers)
}

async fn a_buyer_is_forbidden_everything(site: &Site) {
    let things = Things::make(site).await;
    assert!(of_organizers().count() > 15);
    for operation in of_organizers() {
        for path in [operation.path_of(&things), operation.path_of_nothing()] {
            let call = || things.buyer.call(operation.method(), &path);
            call().send().await.problem(403, "forbidden");
            call().json(&operation.good_body(&things)).send().await.problem(403, "forbidden");
            call().json(&json!({ "no": "sense" })).send().await.problem(403, "forbidden");
        }
    }
}

async fn anothers_things_are_not_there(site: &Site) {
    let (owner, other) = (admin(site).await, organizer(site).await);
    let things = theirs(site, &owner).await;
    for operation in of_organizers().filter(|operation| operation.names_something()) {
        let call = || other.call(operation.method(), &operation.path_of(&things));
        call().json(&operation.good_body(&things)).send().await.problem(404, "not_found");
        call().json(&json!({ "no": "sense" })).send().await.problem(404, "not_found");
    }
    let draft = drafted(&owner).await;
    let path = format!("/organizer/events/{}", id(&draft));
    other.get(&path).await.problem(404, "not_found");
    other.post(&format!("{path}/publish"), &json!({})).await.problem(404, "not_found");
    assert_eq!(owner.get(&path).await.expect(200)["status"], "draft");
    let lists = ["/organizer/events", "/organizer/venues", "/organizer/performers"];
    for (list, thing) in lists.into_iter().zip([&things.own_event, &things.own_venue, &things.own_performer]) {
        let is_listed = async |who: &Buyer| {
            let page: Vec<Value> = items(&who.get(&format!("{list}?limit=100")).await.expect(200));
            page.iter().any(|one| id(one) == thing)
        };
        assert!(!is_listed(&other).await, "{list}");
        assert!(is_listed(&owner).await, "{list}");
    }
}

/// The admin's own things, by the names in the paths.
async fn theirs(site: &Site, owner: &Buyer) -> Things {
    let event = published(owner).await;
    let performer = made(owner, "/organizer/performers", &json!({ "name": "The Admin's" })).await;
    let mut things = Things::make(site).await;
    things.own_event = id(&event).to_owned();
    things.own_venue = id(&event["venue"]).to_owned();
    things.own_performer = id(&performer).to_owned();
    things
}

async fn an_admin_sees_and_changes_everything(site: &Site) {
    let (owner, admin) = (organizer(site).await, admin(site).await);
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    assert_eq!(admin.get(&path).await.expect(200)["id"], event["id"]);
    let renamed = super::hall::patch(&admin, &path, &json!({ "name": "By an admin" })).await.expect(200);
    assert_eq!(renamed["name"], "By an admin");
    let events = items(&admin.get("/organizer/events?limit=100").await.expect(200));
    assert!(events.iter().any(|one| one["id"] == event["id"]));
}
