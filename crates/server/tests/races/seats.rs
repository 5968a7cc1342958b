//! Races for named seats.

use std::collections::{HashMap, HashSet};

use admit_testkit::client::{Answer, card, id};
use admit_testkit::draw::Draw;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::at_once;

admit_testkit::on_both_databases!(
    crate::SITES: one_of_two_hundred_gets_the_seat,
    overlapping_groups_never_share_a_seat,
    a_seat_that_is_given_back_goes_to_one,
    a_released_seat_goes_to_one_of_those_who_wait,
    a_cancelled_order_is_sold_again_once,
);

async fn one_of_two_hundred_gets_the_seat(site: &Site) {
    let buyers = site.buyers(200).await;
    for _ in 0..5 {
        let (event, seats) = site.seats(1).await;
        let wanted = json!({ "seats": seats });
        let answers = at_once(&buyers, |buyer| {
            let (buyer, event, wanted) = (buyer.clone(), event.clone(), wanted.clone());
            async move { buyer.reserve(&event, &wanted).await }
        })
        .await;
        assert_eq!(exactly_one_of(&answers, &seats), 1);
        // Free for the next round's limits.
        let (winner, answer) = buyers.iter().zip(&answers).find(|(_, answer)| answer.status == 201).unwrap();
        winner.release(&answer.json()["hold"]).await.expect(204);
    }
}

async fn overlapping_groups_never_share_a_seat(site: &Site) {
    let draw = Draw::new("overlapping groups");
    let (mut event, mut block) = (String::new(), Vec::new());
    while block.len() < 40 {
        let (of, row) = site.seats(4).await;
        event = of;
        block.extend(row);
    }
    let buyers = site.buyers(150).await;
    let before = totals(site, &event).await;
    let answers = at_once(buyers.iter().enumerate(), |(index, buyer)| {
        let (buyer, event, mut draw) = (buyer.clone(), event.clone(), draw.fork(index as u64));
        let count = 2 + draw.below(5);
        let wanted = json!({ "seats": draw.some_of(&block, count) });
        async move { buyer.reserve(&event, &wanted).await }
    })
    .await;
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (index, answer) in answers.iter().enumerate() {
        if answer.status != 201 {
            let taken = answer.problem(409, "seats_taken")["taken_seats"].clone();
            assert!(!taken.as_array().unwrap().is_empty());
            continue;
        }
        for seat in answer.json()["hold"]["seats"].as_array().unwrap() {
            let other = owners.insert(id(seat).to_owned(), index);
            assert_eq!(other, None, "{seat} is held by two");
        }
    }
    assert!(!owners.is_empty());
    // Whoever else tests on this event holds and frees too, so its own seats are counted one by one.
    for (seat, index) in &owners {
        let holds = buyers[*index].holds().await;
        let held = holds.iter().flat_map(|hold| hold["seats"].as_array().unwrap()).any(|one| id(one) == seat);
        assert!(held, "{seat} isn't in its owner's hold");
    }
    assert_eq!(totals(site, &event).await, before, "the capacity changed");
}

async fn a_seat_that_is_given_back_goes_to_one(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let mut buyers = site.buyers(40).await;
    let mut owner = buyers.pop().unwrap();
    let mut hold = owner.hold_seats(&event, &seats).await;
    for _ in 0..5 {
        // The release races with everybody who wants the seat; asking again until it is free is theirs to do.
        let released = {
            let (owner, hold) = (owner.clone(), hold.clone());
            tokio::spawn(async move { owner.release(&hold).await.expect(204) })
        };
        let answers = at_once(&buyers, |buyer| {
            let (buyer, event, wanted) = (buyer.clone(), event.clone(), json!({ "seats": seats }));
            async move {
                let mut answer = buyer.reserve(&event, &wanted).await;
                for _ in 0..5 {
                    if answer.status != 409 {
                        break;
                    }
                    answer = buyer.reserve(&event, &wanted).await;
                }
                answer
            }
        })
        .await;
        released.await.unwrap();
        let winners: Vec<usize> = (0..answers.len()).filter(|index| answers[*index].status == 201).collect();
        assert!(winners.len() <= 1, "two hold one seat");
        let next = match winners.first() {
            Some(winner) => *winner,
            None => {
                hold = buyers[0].hold_seats(&event, &seats).await;
                0
            }
        };
        if let Some(winner) = winners.first() {
            hold = answers[*winner].json()["hold"].clone();
        }
        owner = buyers[next].clone();
    }
}

async fn a_released_seat_goes_to_one_of_those_who_wait(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let owner = site.buyer().await;
    let hold = owner.hold_seats(&event, &seats).await;
    // The same hold released, extended and paid at once: whatever wins, the others are told so.
    let calls = ["release", "extend", "pay", "release", "pay"];
    let answers = at_once(calls, |call| {
        let (owner, hold) = (owner.clone(), hold.clone());
        async move {
            match call {
                "release" => owner.release(&hold).await,
                "extend" => owner.extend(&hold).await,
                _ => owner.check_out(&hold, card::PAYS).await,
            }
        }
    })
    .await;
    let paid = answers.iter().filter(|answer| answer.status == 201).count();
    let released = answers.iter().filter(|answer| answer.status == 204).count();
    assert!((paid == 1 && released == 0) || (paid == 0 && released >= 1), "paid {paid}, released {released}");
    assert_eq!(owner.orders().await.len(), paid);
    let next = site.buyer().await.reserve(&event, &json!({ "seats": seats })).await;
    assert_eq!(next.status, if paid == 1 { 409 } else { 201 }, "{}", next.shown());
}

async fn a_cancelled_order_is_sold_again_once(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let owner = site.buyer().await;
    let order = owner.pay(&owner.hold_seats(&event, &seats).await).await;
    let cancels = at_once(0..8, |_| {
        let (owner, order) = (owner.clone(), order.clone());
        async move { owner.cancel(&order).await }
    })
    .await;
    assert_eq!(cancels.iter().filter(|answer| answer.status == 200).count(), 1, "one cancels");
    for answer in cancels.iter().filter(|answer| answer.status != 200) {
        answer.problem(409, "not_cancellable");
    }
    let buyers = site.buyers(50).await;
    let answers = at_once(&buyers, |buyer| {
        let (buyer, event, wanted) = (buyer.clone(), event.clone(), json!({ "seats": seats }));
        async move { buyer.reserve(&event, &wanted).await }
    })
    .await;
    exactly_one_of(&answers, &seats);
    let winner = answers.iter().position(|answer| answer.status == 201).unwrap();
    buyers[winner].pay(&answers[winner].json()["hold"]).await;
}

/// One got all of `seats`, and everybody else was told that they are taken; gives how many got them.
fn exactly_one_of(answers: &[Answer], seats: &[String]) -> usize {
    let winners = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(winners, 1, "{winners} got the seats");
    let wanted: HashSet<&str> = seats.iter().map(String::as_str).collect();
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let taken = answer.problem(409, "seats_taken")["taken_seats"].clone();
        let taken: HashSet<&str> = taken.as_array().unwrap().iter().map(|seat| seat.as_str().unwrap()).collect();
        assert_eq!(taken, wanted);
    }
    winners
}

/// The event's capacity, each section's numbers being right in themselves.
async fn totals(site: &Site, event: &str) -> u64 {
    let availability = site.api.availability(event).await;
    let number = |section: &Value, name: &str| section[name].as_u64().unwrap();
    let sections = availability["sections"].as_array().unwrap();
    for section in sections {
        let parts = ["available", "held", "sold"].map(|name| number(section, name));
        assert_eq!(parts.iter().sum::<u64>(), number(section, "capacity"), "{section}");
    }
    sections.iter().map(|section| number(section, "capacity")).sum()
}
