//! Races for seats whose buyers come to different nodes.

use admit_testkit::client::{Buyer, id};
use admit_testkit::site::ARENA;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{Site, at};

const BUYERS: usize = 300;
const CONTESTED: usize = 3;
/// How often a seat goes from one buyer to the other.
const HANDOVERS: usize = 60;

/// The arena and its first `count` seats of this row.
async fn row(site: &Site, row: usize, count: usize) -> (String, Vec<Value>) {
    let event = id(&site.apis[0].event_named(ARENA).await).to_owned();
    let map = site.apis[0].get(&format!("/seats/{event}/map")).await.expect(200);
    let seats = map["sections"][0]["rows"][row]["seats"].as_array().unwrap().iter();
    (event, seats.take(count).map(|seat| seat["id"].clone()).collect())
}

pub(crate) async fn one_of_three_hundred_gets_the_seat(site: &Site) {
    let nodes = site.apis.len();
    let (event, seats) = row(site, 0, CONTESTED).await;
    let mut buyers = Vec::new();
    for api in &site.apis {
        buyers.extend(api.guests(BUYERS / nodes).await);
    }
    for seat in seats {
        let mut races = JoinSet::new();
        for buyer in buyers.clone() {
            let (event, wanted) = (event.clone(), json!({ "seats": [seat] }));
            races.spawn(async move { (buyer.reserve(&event, &wanted).await, buyer) });
        }
        let mut winner: Option<(Value, Buyer)> = None;
        while let Some(raced) = races.join_next().await {
            let (answer, buyer) = raced.unwrap();
            if answer.status == 201 {
                let hold = answer.json()["hold"].clone();
                assert!(winner.replace((hold, buyer)).is_none(), "two hold {seat}");
            } else {
                answer.problem(409, "seats_taken");
            }
        }
        // Any node takes what another gave.
        let (hold, buyer) = winner.expect("somebody holds it");
        let there = site.apis.iter().find(|api| api.server() != buyer.api.server()).unwrap();
        let order = at(&buyer, there).pay(&hold).await;
        for api in &site.apis {
            assert_eq!(at(&buyer, api).order(id(&order)).await["status"], "paid");
        }
    }
}

/// Two buyers hand one seat to each other, each at another node, while others keep the event busy. Whoever asks once the release
/// was answered gets it; whoever asks at the same time gets it or is told that it is taken.
pub(crate) async fn what_is_released_is_never_refused(site: &Site) {
    let nodes = site.apis.len();
    let (event, seats) = row(site, 1, 8).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut busy = JoinSet::new();
    for (index, seat) in seats[1..].iter().cloned().enumerate() {
        let (buyer, event, stopped) = (site.apis[index % nodes].guest().await, event.clone(), stopped.clone());
        busy.spawn(async move {
            while !*stopped.borrow() {
                let hold = buyer.hold(&event, &json!({ "seats": [seat] })).await;
                buyer.release(&hold).await.expect(204);
            }
        });
    }
    let wanted = json!({ "seats": [seats[0]] });
    let pair = site.apis[0].guests(2).await;
    let mut hold = pair[0].hold(&event, &wanted).await;
    let mut at_once = 0;
    for handover in 0..HANDOVERS {
        let holder = at(&pair[handover % 2], &site.apis[handover % nodes]);
        let next = at(&pair[(handover + 1) % 2], &site.apis[(handover + 1) % nodes]);
        hold = if handover % 3 == 0 {
            holder.release(&hold).await.expect(204);
            next.hold(&event, &wanted).await
        } else {
            let (released, reserved) = tokio::join!(holder.release(&hold), next.reserve(&event, &wanted));
            released.expect(204);
            if reserved.status == 201 {
                at_once += 1;
                reserved.json()["hold"].clone()
            } else {
                reserved.problem(409, "seats_taken");
                next.hold(&event, &wanted).await
            }
        };
    }
    stop.send_replace(true);
    while let Some(ended) = busy.join_next().await {
        ended.expect("a seat that nobody else wants is never refused");
    }
    eprintln!("of {HANDOVERS} handovers, {at_once} went on at once");
}
