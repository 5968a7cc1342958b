//! Races for general admission and for limits.

use admit_testkit::client::{Buyer, id};
use admit_testkit::draw::Draw;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::at_once;

admit_testkit::on_both_databases!(
    crate::SITES: an_area_is_never_oversold,
    one_account_never_gets_more_than_it_may,
    best_available_gives_nobody_the_same_seats,
);

/// A thousand places, and thirteen hundred wanted.
async fn an_area_is_never_oversold(site: &Site) {
    let draw = Draw::new("an oversubscribed area");
    let club = site.api.event_named("Paper Lanterns").await;
    let event = id(&club).to_owned();
    let floor = area(site, &event).await;
    let section = floor["id"].clone();
    assert_eq!(floor["available"], 1_000, "somebody else sells here");
    let mut wishes = Vec::new();
    let mut wanted = 0;
    let mut draw = draw.fork(0);
    while wanted < 1_300 {
        wishes.push(1 + draw.below(8));
        wanted += wishes[wishes.len() - 1];
    }
    let buyers = site.buyers(wishes.len()).await;
    let answers = at_once(buyers.iter().zip(&wishes), |(buyer, quantity)| {
        let (buyer, event) = (buyer.clone(), event.clone());
        let wish = json!({ "section": section, "quantity": quantity });
        async move { buyer.reserve(&event, &wish).await }
    })
    .await;
    let mut held = 0;
    for (answer, quantity) in answers.iter().zip(&wishes) {
        if answer.status == 201 {
            assert_eq!(answer.json()["hold"]["seats"].as_array().unwrap().len(), *quantity);
            held += quantity;
        } else {
            assert!(matches!(answer.code().as_str(), "all_held" | "not_enough_left"), "{}", answer.shown());
            answer.any_problem();
        }
    }
    assert!(held <= 1_000, "{held} of 1,000 are held");
    let floor = area(site, &event).await;
    assert_eq!((&floor["held"], &floor["available"]), (&json!(held), &json!(1_000 - held)));
    // Somebody who could have been served was.
    let left = 1_000 - held;
    let smallest_refused =
        answers.iter().zip(&wishes).filter(|(answer, _)| answer.status != 201).map(|(_, wish)| *wish).min();
    assert!(smallest_refused.is_none_or(|wish| wish > left), "{left} were left, and {smallest_refused:?} refused");
}

async fn one_account_never_gets_more_than_it_may(site: &Site) {
    let (event, _) = site.seats(1).await;
    for quantity in [1, 3] {
        let buyer = site.buyer().await;
        let wish = json!({ "best_available": { "quantity": quantity, "together": false } });
        let answers = at_once(0..20, |_| {
            let (buyer, event, wish) = (buyer.clone(), event.clone(), wish.clone());
            async move { buyer.reserve(&event, &wish).await }
        })
        .await;
        let granted = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(granted, if quantity == 1 { 3 } else { 2 });
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.problem(409, "hold_limit");
        }
        assert_eq!(buyer.holds().await.len(), granted);
        pay_all(&buyer).await;
        let tickets = buyer.tickets().await.len();
        assert!(tickets <= 8, "{tickets} tickets");
    }
}

async fn best_available_gives_nobody_the_same_seats(site: &Site) {
    let stadium = site.api.event_named("Taylor Swift").await;
    let event = id(&stadium).to_owned();
    let buyers = site.buyers(100).await;
    let answers = at_once(&buyers, |buyer| {
        let (buyer, event) = (buyer.clone(), event.clone());
        async move { buyer.hold(&event, &json!({ "best_available": { "quantity": 4 } })).await }
    })
    .await;
    let mut seats: Vec<String> = Vec::new();
    for hold in &answers {
        let held = hold["seats"].as_array().unwrap();
        assert_eq!(held.len(), 4);
        assert!(held.iter().all(|seat| seat["row"] == held[0]["row"]), "{hold}");
        seats.extend(held.iter().map(|seat| id(seat).to_owned()));
    }
    let count = seats.len();
    seats.sort_unstable();
    seats.dedup();
    assert_eq!(seats.len(), count, "a seat was given twice");
}

async fn pay_all(buyer: &Buyer) {
    for hold in buyer.holds().await {
        buyer.pay(&hold).await;
    }
}

async fn area(site: &Site, event: &str) -> Value {
    let availability = site.api.availability(event).await;
    let sections = availability["sections"].as_array().unwrap();
    sections.iter().find(|section| section["name"] == "General Admission").unwrap().clone()
}
