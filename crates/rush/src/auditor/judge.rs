//! What was acknowledged against the server's own view: nothing is missing, nothing is there that nobody was told of, and the
//! view's sums are right.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use admit_domain::id::{HoldId, OrderId, TicketId};

use crate::ground::hall::Hall;

use super::breach::Breach;
use super::deeds::{Deeds, Doubt, Held, How, Places};
use super::view::{SectionCounts, SeenHold, SeenOrder, Status, View};
use super::{books, owners};

/// A hold that is about to run out may have when it is looked for.
const ABOUT_TO_END: Duration = Duration::from_secs(5);

/// What the auditor came to.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Units that the server says are sold.
    pub(crate) sold: u32,
    /// What was looked at, in a few words.
    pub(crate) checked: String,
    pub(crate) breaches: Vec<Breach>,
}

/// Judges everything.
pub(crate) fn judge(hall: &Hall, deeds: &Deeds, view: &View) -> anyhow::Result<Verdict> {
    let mut breaches = owners::check(deeds);
    breaches.extend(books::check(hall, view)?);
    breaches.extend(Against::new(deeds, view).check());
    breaches.extend(sums(hall, view));
    let paid = deeds.ended.iter().filter(|ended| matches!(ended.how, How::Paid { .. })).count();
    let checked = format!(
        "{} holds, {paid} payments and {} other ends as acknowledged, against {} holds and {} orders as listed, of {} places",
        deeds.held.len(),
        deeds.ended.len() - paid,
        view.holds.len(),
        view.orders.len(),
        view.units.len(),
    );
    let sold = view.units.iter().filter(|unit| **unit == books::SOLD).count() as u32;
    Ok(Verdict { sold, checked, breaches })
}

/// How a hold ended, as far as its buyer knows.
#[derive(Debug, Default)]
struct Fate<'deeds> {
    paid: Option<(OrderId, i64, &'deeds [TicketId])>,
    cancelled: bool,
    released: bool,
    /// What was asked for besides, and never answered.
    doubts: Vec<Doubt>,
}

struct Against<'deeds> {
    deeds: &'deeds Deeds,
    view: &'deeds View,
    fates: HashMap<HoldId, Fate<'deeds>>,
    holds: HashMap<HoldId, &'deeds SeenHold>,
    orders: HashMap<HoldId, Vec<&'deeds SeenOrder>>,
    found: Vec<Breach>,
}

impl<'deeds> Against<'deeds> {
    fn new(deeds: &'deeds Deeds, view: &'deeds View) -> Self {
        let mut found = Vec::new();
        let mut fates: HashMap<HoldId, Fate<'_>> = HashMap::new();
        for ended in &deeds.ended {
            let fate = fates.entry(ended.hold).or_default();
            match &ended.how {
                How::Released => fate.released = true,
                How::Unclear(doubt) => fate.doubts.push(*doubt),
                How::Cancelled { .. } => fate.cancelled = true,
                How::Paid { order, total, tickets } => {
                    if let Some((other, ..)) = fate.paid.filter(|(other, ..)| other != order) {
                        let evidence =
                            format!("{} of buyer {} was paid as {other} and as {order}", ended.hold, ended.buyer);
                        found.push(Breach::new("PaidTwice", evidence));
                    }
                    fate.paid = Some((*order, *total, tickets));
                }
            }
        }
        let mut orders: HashMap<HoldId, Vec<&SeenOrder>> = HashMap::new();
        view.orders.iter().for_each(|order| orders.entry(order.hold).or_default().push(order));
        let holds = view.holds.iter().map(|hold| (hold.hold, hold)).collect();
        Against { deeds, view, fates, holds, orders, found }
    }

    fn check(mut self) -> Vec<Breach> {
        for held in &self.deeds.held {
            self.check_held(held);
        }
        self.check_unasked();
        self.found
    }

    fn find(&mut self, name: &str, held: &Held, what: &str) {
        let Held { hold, buyer, places, total, .. } = held;
        let evidence = format!("{hold} of buyer {buyer} ({places:?} for {total}): {what}");
        self.found.push(Breach::new(name, evidence));
    }

    fn check_held(&mut self, held: &Held) {
        let unknown = Fate::default();
        let fate = self.fates.remove(&held.hold).unwrap_or(unknown);
        if let Some((order, total, tickets)) = fate.paid {
            return self.check_paid(held, &fate, order, total, tickets);
        }
        self.check_orders(held, &fate);
        if fate.released {
            if self.holds.contains_key(&held.hold) {
                self.find("ReleasedButHeld", held, "it was released, and is listed");
            }
        } else {
            self.check_open(held, &fate);
        }
    }

    /// What is listed as paid of a hold whose buyer was never told so: only what they asked for, and as they asked for it.
    fn check_orders(&mut self, held: &Held, fate: &Fate<'_>) {
        let listed = self.orders.get(&held.hold).into_iter().flatten().copied();
        let paid: Vec<&SeenOrder> = listed.filter(|seen| seen.status == Status::Paid).collect();
        for seen in paid {
            if !fate.doubts.contains(&Doubt::Payment) {
                self.find("PaidUntold", held, &format!("{} is listed as paid, and nobody was told", seen.order));
            }
            self.check_same(held, seen);
            if seen.tickets.len() as u32 != held.places.count() || seen.tickets.iter().any(|ticket| !ticket.is_valid) {
                self.find("OtherTickets", held, &format!("{} has {:?}", seen.order, seen.tickets));
            }
        }
    }

    fn check_same(&mut self, held: &Held, seen: &SeenOrder) {
        if (seen.total, seen.buyer) != (held.total, held.buyer) || !same_places(&seen.places, &held.places) {
            self.find("OrderChanged", held, &format!("it is listed as {seen:?}"));
        }
    }

    fn check_open(&mut self, held: &Held, fate: &Fate<'_>) {
        let may_have_ended = !fate.doubts.is_empty() || self.view.read + ABOUT_TO_END >= held.asked + held.lasts;
        let is_pending = self
            .orders
            .get(&held.hold)
            .is_some_and(|orders| orders.iter().any(|order| order.status == Status::Pending));
        match self.holds.get(&held.hold) {
            Some(seen)
                if same_places(&seen.places, &held.places) && (seen.total, seen.buyer) == (held.total, held.buyer) => {}
            Some(seen) => {
                let what = format!("it is listed as {seen:?}");
                self.find("HoldChanged", held, &what);
            }
            None if is_pending || may_have_ended => {}
            None => self.find("HoldMissing", held, "it was granted, and isn't listed"),
        }
    }

    fn check_paid(&mut self, held: &Held, fate: &Fate<'_>, order: OrderId, total: i64, tickets: &[TicketId]) {
        if total != held.total {
            self.find("OtherTotal", held, &format!("{order} was paid with {total}"));
        }
        if tickets.len() as u32 != held.places.count() {
            self.find("OtherTickets", held, &format!("{order} came with {} tickets", tickets.len()));
        }
        let listed =
            self.orders.get(&held.hold).and_then(|orders| orders.iter().find(|seen| seen.order == order).copied());
        let Some(seen) = listed else {
            return self.find("OrderMissing", held, &format!("{order} was acknowledged, and isn't listed"));
        };
        let may_be_cancelled = fate.doubts.contains(&Doubt::Cancellation) && seen.status == Status::Cancelled;
        let is_cancelled = fate.cancelled || may_be_cancelled;
        let wanted = if is_cancelled { Status::Cancelled } else { Status::Paid };
        if seen.status != wanted {
            self.find("OtherStatus", held, &format!("{order} was {wanted:?}, and is {:?}", seen.status));
        }
        self.check_same(held, seen);
        let listed: BTreeSet<TicketId> = seen.tickets.iter().map(|ticket| ticket.id).collect();
        if listed != tickets.iter().copied().collect() {
            self.find("TicketsMissing", held, &format!("{order} came with {tickets:?}, and lists {listed:?}"));
        }
        if seen.tickets.iter().any(|ticket| ticket.is_valid == is_cancelled) {
            self.find("TicketStatus", held, &format!("{order} is {wanted:?}, its tickets are {:?}", seen.tickets));
        }
        if is_cancelled && seen.refunded != seen.total {
            self.find("NotPaidBack", held, &format!("{order} was cancelled, and {} came back", seen.refunded));
        }
    }

    /// What is listed for a buyer must have been acknowledged to them, but for one hold for each request of theirs that was never
    /// answered; and nobody can have paid for that.
    fn check_unasked(&mut self) {
        let mut unclear: HashMap<u32, usize> = HashMap::new();
        self.deeds.unclear.iter().for_each(|buyer| *unclear.entry(*buyer).or_default() += 1);
        let mut known: HashSet<HoldId> = self.deeds.held.iter().map(|held| held.hold).collect();
        let listed = self.view.holds.iter().map(|hold| (hold.hold, hold.buyer, false));
        let ordered = self.view.orders.iter().map(|order| (order.hold, order.buyer, true));
        for (hold, buyer, is_order) in listed.chain(ordered) {
            if !known.insert(hold) {
                continue;
            }
            let left = unclear.entry(buyer).or_default();
            if *left == 0 || is_order {
                let evidence = format!("buyer {buyer} has {hold}, of which they were never told");
                self.found.push(Breach::new("NeverTold", evidence));
            }
            *left = left.saturating_sub(1);
        }
    }
}

/// The sections' counts against one another and against the units.
fn sums(hall: &Hall, view: &View) -> Vec<Breach> {
    let mut found = Vec::new();
    if view.sections.len() != hall.sections.len() {
        let evidence = format!("{} sections of {} have counts", view.sections.len(), hall.sections.len());
        return vec![Breach::new("SectionsMissing", evidence)];
    }
    for (section, counts) in hall.sections.iter().zip(&view.sections) {
        let units = &view.units[section.units.start as usize..section.units.end as usize];
        let count = |state: u8| units.iter().filter(|unit| **unit == state).count() as u32;
        let counted = SectionCounts {
            capacity: units.len() as u32 - count(3),
            available: count(0),
            held: count(1),
            sold: count(2),
        };
        if counted != *counts {
            let evidence = format!("{}: said is {counts:?}, its units are {counted:?}", section.id);
            found.push(Breach::new("SectionCounts", evidence));
        }
    }
    found
}

/// Whose view is needed: of everybody to whom anything was acknowledged, or who may have something.
pub(crate) fn concerned(deeds: &Deeds) -> HashSet<u32> {
    let held = deeds.held.iter().map(|held| held.buyer);
    held.chain(deeds.unclear.iter().copied()).collect()
}

/// Whether two answers name the same places, in whatever order.
fn same_places(one: &Places, other: &Places) -> bool {
    match (one, other) {
        (Places::Seats(one), Places::Seats(other)) => {
            let sorted = |units: &[u32]| units.iter().copied().collect::<BTreeSet<u32>>();
            sorted(one) == sorted(other) && one.len() == other.len()
        }
        (one, other) => one == other,
    }
}
