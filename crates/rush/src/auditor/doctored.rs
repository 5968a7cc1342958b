//! The auditor against answers and views that were doctored: each lie must be found, and the truth must pass.

use std::time::{Duration, Instant};

use admit_domain::id::{HoldId, OrderId, PaymentId, TicketId};
use serde_json::json;

use crate::ground::hall::Hall;

use super::deeds::{Deeds, Doubt, Ended, Held, How, Places};
use super::judge::{Verdict, judge};
use super::view::{SectionCounts, SeenHold, SeenOrder, SeenTicket, Status, View};

/// Six seats and four places that nobody chooses among.
fn hall() -> Hall {
    let seats: Vec<_> = (0..6).map(|seat| json!({ "id": format!("seat_{seat}") })).collect();
    let map = json!({ "sections": [
        { "id": "sec_a", "kind": "reserved", "units": { "first": 0, "count": 6 }, "rows": [{ "seats": seats }] },
        { "id": "sec_b", "kind": "general_admission", "units": { "first": 6, "count": 4 }, "rows": [] },
    ] });
    Hall::read("evt_x", &map).unwrap()
}

fn hold(number: u128) -> HoldId {
    HoldId::from_u128(number)
}

fn order(number: u128) -> OrderId {
    OrderId::from_u128(number << 16)
}

fn ticket(of: u128, number: u128) -> TicketId {
    TicketId::from_u128(order(of).as_u128() | number)
}

/// What happened and what is shown of it: buyer 0 holds seats 0 and 1, buyer 1 paid for seat 2, buyer 2 holds two places, buyer 3
/// paid for seat 3 and cancelled, buyer 4 gave seat 4 back.
struct Story {
    deeds: Deeds,
    view: View,
}

impl Story {
    fn new() -> Self {
        let now = Instant::now();
        let held = |number: u128, buyer, places: Places| Held {
            hold: hold(number),
            buyer,
            total: 100 * i64::from(places.count()),
            places,
            asked: now,
            answered: now,
            lasts: Duration::from_secs(600),
        };
        let seats = |units: &[u32]| Places::Seats(units.into());
        let ended = |number: u128, buyer, how| Ended { hold: hold(number), buyer, asked: now, how };
        let paid =
            |number: u128| How::Paid { order: order(number), total: 100, tickets: Box::new([ticket(number, 1)]) };
        let deeds = Deeds {
            held: vec![
                held(1, 0, seats(&[0, 1])),
                held(2, 1, seats(&[2])),
                held(3, 2, Places::General { section: 1, quantity: 2 }),
                held(4, 3, seats(&[3])),
                held(5, 4, seats(&[4])),
            ],
            ended: vec![
                ended(2, 1, paid(2)),
                ended(4, 3, paid(4)),
                ended(4, 3, How::Cancelled { order: order(4) }),
                ended(5, 4, How::Released),
            ],
            unclear: Vec::new(),
        };
        let seen = |number: u128, buyer, unit, status, refunded| SeenOrder {
            order: order(number),
            hold: hold(number),
            payment: PaymentId::from_u128(number),
            buyer,
            status,
            places: seats(&[unit]),
            prices: vec![90],
            fees: 10,
            total: 100,
            refunded,
            tickets: vec![SeenTicket { id: ticket(number, 1), unit: Some(unit), is_valid: status == Status::Paid }],
        };
        let listed = |number: u128, buyer, places: Places| SeenHold {
            hold: hold(number),
            buyer,
            total: 100 * i64::from(places.count()),
            places,
        };
        let counts = |capacity, available, held, sold| SectionCounts { capacity, available, held, sold };
        let view = View {
            units: vec![1, 1, 2, 0, 0, 0, 1, 1, 0, 0],
            sections: vec![counts(6, 3, 2, 1), counts(4, 2, 2, 0)],
            holds: vec![listed(1, 0, seats(&[1, 0])), listed(3, 2, Places::General { section: 1, quantity: 2 })],
            orders: vec![seen(2, 1, 2, Status::Paid, 0), seen(4, 3, 3, Status::Cancelled, 100)],
            read: now,
        };
        Story { deeds, view }
    }

    fn verdict(&self) -> Verdict {
        judge(&hall(), &self.deeds, &self.view).unwrap()
    }

    /// The names of what is found.
    fn found(&self) -> Vec<String> {
        self.verdict().breaches.into_iter().map(|breach| breach.name).collect()
    }
}

/// Tells the story with one lie in it; the lie must be found, by this name at least.
fn lie(name: &str, tell: impl FnOnce(&mut Story)) {
    let mut story = Story::new();
    tell(&mut story);
    let found = story.found();
    assert!(found.iter().any(|found| found == name), "{name} wasn't among {found:?}");
}

#[test]
fn the_truth_passes() {
    let verdict = Story::new().verdict();
    assert!(verdict.breaches.is_empty(), "{:?}", verdict.breaches);
    assert_eq!(verdict.sold, 1);
}

#[test]
fn a_unit_that_was_acknowledged_twice_is_found() {
    lie("TwoOwners", |story| {
        let mut other = story.deeds.held[0].clone();
        (other.hold, other.buyer) = (hold(9), 9);
        story.deeds.held.push(other);
    });
    lie("HoldGrantedTwice", |story| {
        let again = story.deeds.held[0].clone();
        story.deeds.held.push(again);
    });
}

#[test]
fn a_unit_that_is_listed_for_two_is_found() {
    lie("UnitOfTwoHolds", |story| {
        let mut other = story.view.holds[0].clone();
        (other.hold, other.buyer) = (hold(9), 9);
        story.view.holds.push(other);
    });
}

#[test]
fn what_was_acknowledged_and_is_missing_is_found() {
    lie("HoldMissing", |story| drop(story.view.holds.remove(0)));
    lie("HoldMissing", |story| drop(story.view.holds.remove(1)));
    lie("OrderMissing", |story| drop(story.view.orders.remove(0)));
    lie("TicketsMissing", |story| story.view.orders[0].tickets.clear());
    lie("MissingTicket", |story| story.view.orders[0].tickets.clear());
    lie("HoldWithoutClaim", |story| story.view.units[0] = 0);
    lie("HoldsUnknownUnit", |story| story.view.units[6] = 0);
}

#[test]
fn what_has_changed_is_found() {
    lie("HoldChanged", |story| story.view.holds[0].total += 1);
    lie("HoldChanged", |story| story.view.holds[0].places = Places::Seats(Box::new([0])));
    lie("OrderChanged", |story| story.view.orders[0].total += 1);
    lie("OtherTotal", |story| story.deeds.held[1].total += 1);
    lie("OtherTickets", |story| {
        story.deeds.ended[0].how = How::Paid { order: order(2), total: 100, tickets: Box::default() }
    });
    lie("OtherStatus", |story| story.view.orders[0].status = Status::Pending);
    lie("OtherStatus", |story| story.view.orders[1].status = Status::Paid);
    lie("TicketUnit", |story| story.view.orders[0].tickets[0].unit = Some(5));
    lie("TicketStatus", |story| story.view.orders[0].tickets[0].is_valid = false);
    lie("OrderTotal", |story| story.view.orders[0].prices[0] += 1);
    lie("ReleasedButHeld", |story| {
        let listed = SeenHold { hold: hold(5), buyer: 4, places: Places::Seats(Box::new([4])), total: 100 };
        story.view.holds.push(listed);
    });
}

#[test]
fn money_taken_twice_or_kept_is_found() {
    lie("PaidTwice", |story| {
        let mut other = story.deeds.ended[0].clone();
        other.how = How::Paid { order: order(9), total: 100, tickets: Box::new([ticket(9, 1)]) };
        story.deeds.ended.push(other);
    });
    lie("TwoLiveOrders", |story| {
        let mut other = story.view.orders[0].clone();
        other.order = order(9);
        story.view.orders.push(other);
    });
    lie("DoubledPayment", |story| story.view.orders[1].payment = PaymentId::from_u128(2));
    lie("NotPaidBack", |story| story.view.orders[1].refunded = 99);
}

#[test]
fn what_nobody_was_told_of_is_found() {
    lie("NeverTold", |story| {
        let listed = SeenHold { hold: hold(9), buyer: 0, places: Places::Seats(Box::new([5])), total: 100 };
        story.view.holds.push(listed);
        story.view.units[5] = 1;
    });
    lie("ClaimWithoutHold", |story| story.view.units[5] = 1);
    lie("HeldButCompleted", |story| story.view.units[2] = 1);
    lie("SoldButNotCompleted", |story| story.view.units[0] = 2);
}

#[test]
fn where_others_buy_too_their_seats_are_no_lies() {
    let shared = hall().with_others();
    let named = |story: &Story| {
        let Verdict { breaches, .. } = judge(&shared, &story.deeds, &story.view).unwrap();
        breaches.into_iter().map(|breach| breach.name).collect::<Vec<_>>()
    };
    let mut story = Story::new();
    story.view.units[5] = 1;
    story.view.sections[0].available -= 1;
    story.view.sections[0].held += 1;
    assert!(story.found().contains(&"ClaimWithoutHold".to_owned()), "{:?}", story.found());
    assert!(named(&story).is_empty(), "{:?}", named(&story));
    story.view.units[0] = 0;
    assert!(named(&story).contains(&"HoldWithoutClaim".to_owned()), "{:?}", named(&story));
}

#[test]
fn sums_that_are_wrong_are_found() {
    lie("SectionCounts", |story| story.view.sections[0].available += 1);
    lie("SectionCounts", |story| story.view.sections[1].sold += 1);
    lie("SectionsMissing", |story| story.view.sections.truncate(1));
}

#[test]
fn a_buyer_whose_answer_was_lost_may_have_what_they_were_not_told_of() {
    let mut story = Story::new();
    story.deeds.unclear.push(7);
    story.view.holds.push(SeenHold { hold: hold(9), buyer: 7, places: Places::Seats(Box::new([5])), total: 100 });
    story.view.units[5] = 1;
    story.view.sections[0] = SectionCounts { capacity: 6, available: 2, held: 3, sold: 1 };
    assert!(story.found().is_empty(), "{:?}", story.found());
}

#[test]
fn a_hold_that_ran_out_is_not_missed() {
    let mut story = Story::new();
    story.view.holds.remove(0);
    story.view.units[..2].fill(0);
    story.view.sections[0] = SectionCounts { capacity: 6, available: 5, held: 0, sold: 1 };
    assert_eq!(story.found(), ["HoldMissing"]);
    story.view.read += Duration::from_secs(600);
    assert!(story.found().iter().all(|name| name != "HoldMissing"), "{:?}", story.found());
}

/// Nobody knows whether this was done of the hold with this number.
fn doubt(story: &mut Story, number: u128, buyer: u32, doubt: Doubt) {
    let asked = story.view.read;
    story.deeds.ended.push(Ended { hold: hold(number), buyer, asked, how: How::Unclear(doubt) });
}

#[test]
fn one_lost_answer_excuses_one_hold_and_no_order() {
    let hidden = |story: &mut Story, number: u128, unit: u32| {
        story.deeds.unclear.push(7);
        let places = Places::Seats(Box::new([unit]));
        story.view.holds.push(SeenHold { hold: hold(number), buyer: 7, places, total: 100 });
    };
    lie("NeverTold", |story| {
        hidden(story, 8, 5);
        hidden(story, 9, 4);
        story.deeds.unclear.pop();
    });
    lie("NeverTold", |story| {
        hidden(story, 8, 5);
        story.view.holds.pop();
        let mut order = story.view.orders[0].clone();
        (order.hold, order.buyer) = (hold(8), 7);
        story.view.orders.push(order);
    });
}

#[test]
fn a_payment_that_was_not_answered_is_paid_whole_or_not_at_all() {
    // Buyer 1 was never told that seat 2 is paid.
    let untold = |tell: fn(&mut Story)| {
        let mut story = Story::new();
        story.deeds.ended.remove(0);
        doubt(&mut story, 2, 1, Doubt::Payment);
        tell(&mut story);
        story.found()
    };
    assert_eq!(untold(|_| {}), [""; 0]);
    let gone = untold(|story| {
        story.view.orders.remove(0);
        story.view.units[2] = 0;
        story.view.sections[0] = SectionCounts { capacity: 6, available: 4, held: 2, sold: 0 };
    });
    assert_eq!(gone, [""; 0]);
    assert!(untold(|story| story.view.orders[0].total += 1).contains(&"OrderChanged".to_owned()));
    assert!(untold(|story| story.view.orders[0].tickets.clear()).contains(&"OtherTickets".to_owned()));
    assert!(
        untold(|story| story.view.orders[0].places = Places::Seats(Box::new([5]))).contains(&"OrderChanged".to_owned())
    );
}

#[test]
fn what_was_never_asked_for_is_not_done() {
    lie("PaidUntold", |story| drop(story.deeds.ended.remove(0)));
    lie("PaidUntold", |story| {
        story.deeds.ended.remove(0);
        doubt(story, 2, 1, Doubt::Release);
    });
    lie("HoldChanged", |story| {
        doubt(story, 1, 0, Doubt::Release);
        story.view.holds[0].total += 1;
    });
}

#[test]
fn a_cancellation_that_was_not_answered_pays_back_or_leaves_the_order() {
    let untold = |tell: fn(&mut Story)| {
        let mut story = Story::new();
        story.deeds.ended.remove(2);
        doubt(&mut story, 4, 3, Doubt::Cancellation);
        tell(&mut story);
        story.found()
    };
    assert_eq!(untold(|_| {}), [""; 0]);
    assert!(untold(|story| story.view.orders[1].refunded = 99).contains(&"NotPaidBack".to_owned()));
    assert!(untold(|story| drop(story.view.orders.remove(1))).contains(&"OrderMissing".to_owned()));
    let mut kept = Story::new();
    doubt(&mut kept, 2, 1, Doubt::Cancellation);
    assert_eq!(kept.found(), [""; 0]);
}

#[test]
fn a_release_that_was_not_answered_leaves_the_hold_or_ends_it() {
    let mut story = Story::new();
    doubt(&mut story, 1, 0, Doubt::Release);
    assert_eq!(story.found(), [""; 0]);
    story.view.holds.remove(0);
    story.view.units[..2].fill(0);
    story.view.sections[0] = SectionCounts { capacity: 6, available: 5, held: 0, sold: 1 };
    assert_eq!(story.found(), [""; 0]);
}
