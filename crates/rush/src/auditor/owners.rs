//! No unit has two owners at any moment, as far as buyers were told.
//!
//! A buyer surely has a unit from when the hold was answered until they ask to give it back, or until it would end by itself. Two
//! such spans that overlap can't both be true, in whatever order the server did things.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use admit_domain::id::HoldId;

use super::breach::Breach;
use super::deeds::{Deeds, Held, How, Places};

/// A sold seat is its buyer's for longer than any run.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 86_400);

#[derive(Debug, Clone, Copy)]
struct Span<'deeds> {
    unit: u32,
    from: Instant,
    until: Instant,
    held: &'deeds Held,
}

/// Where two buyers had the same seat at the same time, and where a hold was granted twice.
pub(crate) fn check(deeds: &Deeds) -> Vec<Breach> {
    let mut found = Vec::new();
    let ends = ends(deeds);
    let mut seen: HashMap<HoldId, &Held> = HashMap::with_capacity(deeds.held.len());
    let mut spans = Vec::new();
    for held in &deeds.held {
        if let Some(other) = seen.insert(held.hold, held) {
            let evidence = format!("{} was granted to {} and to {}", held.hold, who(other), who(held));
            found.push(Breach::new("HoldGrantedTwice", evidence));
        }
        let until = ends.get(&held.hold).copied().unwrap_or(held.asked + held.lasts);
        if let Places::Seats(units) = &held.places {
            spans.extend(units.iter().map(|unit| Span { unit: *unit, from: held.answered, until, held }));
        }
    }
    spans.sort_unstable_by_key(|span| (span.unit, span.from));
    for pair in spans.windows(2) {
        let [first, second] = pair else { continue };
        if first.unit == second.unit && second.from < first.until {
            let evidence = format!(
                "unit {} was held as {} by {}, and {} ms later, while it still was, as {} by {}",
                first.unit,
                first.held.hold,
                who(first.held),
                second.from.saturating_duration_since(first.from).as_millis(),
                second.held.hold,
                who(second.held),
            );
            found.push(Breach::new("TwoOwners", evidence));
        }
    }
    found
}

fn who(held: &Held) -> String {
    format!("buyer {}", held.buyer)
}

/// Until when each hold surely lasted that didn't simply run out.
fn ends(deeds: &Deeds) -> HashMap<HoldId, Instant> {
    let mut ends: HashMap<HoldId, Instant> = HashMap::with_capacity(deeds.ended.len());
    for ended in &deeds.ended {
        let end = match ended.how {
            How::Paid { .. } => ended.asked + FOREVER,
            How::Released | How::Cancelled { .. } | How::Unclear(_) => ended.asked,
        };
        // An order that was paid and then cancelled was its buyer's until they asked for that.
        ends.entry(ended.hold).and_modify(|earliest| *earliest = end.min(*earliest)).or_insert(end);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::super::deeds::Ended;
    use super::*;

    fn held(number: u128, buyer: u32, units: &[u32], at: Instant) -> Held {
        Held {
            hold: HoldId::from_u128(number),
            buyer,
            places: Places::Seats(units.into()),
            total: 0,
            asked: at,
            answered: at + Duration::from_millis(1),
            lasts: Duration::from_secs(600),
        }
    }

    fn names(deeds: &Deeds) -> Vec<String> {
        check(deeds).into_iter().map(|breach| breach.name).collect()
    }

    #[test]
    fn a_unit_acknowledged_to_two_is_found() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let held = vec![held(1, 0, &[5, 6], now), held(2, 1, &[6, 7], later)];
        let deeds = Deeds { held, ..Deeds::default() };
        assert_eq!(names(&deeds), ["TwoOwners"]);
        assert!(check(&deeds)[0].evidence.contains("unit 6"), "{:?}", check(&deeds));
    }

    #[test]
    fn a_unit_given_back_in_between_is_not() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let ended = |at, how| Ended { hold: HoldId::from_u128(1), buyer: 0, asked: at, how };
        let two = || vec![held(1, 0, &[6], now), held(2, 1, &[6], later)];
        let given_back = Deeds { held: two(), ended: vec![ended(now, How::Released)], ..Deeds::default() };
        assert_eq!(names(&given_back), [""; 0]);
        let too_late = Deeds { held: two(), ended: vec![ended(later + FOREVER, How::Released)], ..Deeds::default() };
        assert_eq!(names(&too_late), ["TwoOwners"]);
    }

    #[test]
    fn a_sold_unit_never_comes_back_but_by_its_cancellation() {
        let now = Instant::now();
        let later = now + Duration::from_secs(3_600);
        let order = admit_domain::id::OrderId::from_u128(1 << 16);
        let ended = |at, how| Ended { hold: HoldId::from_u128(1), buyer: 0, asked: at, how };
        let paid = || ended(now, How::Paid { order, total: 0, tickets: Box::default() });
        let two = || vec![held(1, 0, &[6], now), held(2, 1, &[6], later)];
        assert_eq!(names(&Deeds { held: two(), ended: vec![paid()], ..Deeds::default() }), ["TwoOwners"]);
        let cancelled = ended(now + Duration::from_secs(9), How::Cancelled { order });
        assert_eq!(names(&Deeds { held: two(), ended: vec![paid(), cancelled], ..Deeds::default() }), [""; 0]);
    }

    #[test]
    fn a_hold_granted_twice_and_a_hold_that_ran_out_are_told_apart() {
        let now = Instant::now();
        let twice = Deeds { held: vec![held(1, 0, &[1], now), held(1, 1, &[2], now)], ..Deeds::default() };
        assert_eq!(names(&twice), ["HoldGrantedTwice"]);
        let ran_out = vec![held(1, 0, &[1], now), held(2, 1, &[1], now + Duration::from_secs(600))];
        assert_eq!(names(&Deeds { held: ran_out, ..Deeds::default() }), [""; 0]);
    }
}
