//! The orphan-seat rule, drawn: what may be chosen of a row, and which seat would be left single.

use admit_domain::id::HoldId;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::terms::OrphanRule;
use admit_domain::unit::Unit;

use crate::support::{Part, Sale, buyer, drawn, seats};

/// A row as its seats are drawn, one a letter: `x` taken already, `c` chosen now, `-` left free, `1` left single.
fn judged(hall: &'static [&'static str], row: &str) -> (Vec<Unit>, Result<(), Refusal>) {
    let mut sale = Sale::new(&drawn(&[Part::Rows(hall)]));
    let of = |letter: char| -> Vec<u32> {
        row.chars().enumerate().filter(|(_, seat)| *seat == letter).map(|(unit, _)| unit as u32).collect()
    };
    if row.contains('x') {
        sale.hold(2, seats(&of('x')));
    }
    sale.configure(|terms| terms.orphan_rule = OrphanRule::Refused);
    let command = Command::Hold { hold: HoldId::from_u128(99), buyer: buyer(1), choice: seats(&of('c')), key: None };
    (of('1').into_iter().map(Unit).collect(), sale.decide(&command).map(drop))
}

#[track_caller]
fn judge(hall: &'static [&'static str], row: &str) {
    let (singles, judged) = judged(hall, row);
    let expected = if singles.is_empty() { Ok(()) } else { Err(Refusal::SingleSeatLeft(singles)) };
    assert_eq!(judged, expected, "{row}");
}

#[test]
fn a_choice_may_not_leave_a_single_seat_unless_it_must() {
    for row in [
        "cc------", "--cc----", "1cc-----", "-----cc1", "cc1c----", "1c1c1c--", "xx1cc---", "xx--cc--", "xxcc----",
        "---c1xxx", "x1c1xxxx", "x-cxxxxx", "xc-xxxxx", "cccccccc", "ccccccc-", "ccc-cccc", "-ccccccc", "1cccccc1",
        "cc--cc--", "cc1cc---", "x--cc--x", "1cc1xcc-", "c-xxxxxx", "--xxxxcc", "-xxxxxc-", "-x-x-x-c",
    ] {
        judge(&["AAAAAAAA"], row);
    }
}

#[test]
fn an_aisle_ends_what_is_side_by_side() {
    for row in ["1cc1----", "--cc----", "-ccc----", "----1c--", "---c1c--", "-cccc1c1"] {
        judge(&["AAAA_AAAA"], row);
    }
}

#[test]
fn a_free_seat_of_another_tier_is_a_neighbour_too() {
    for row in ["ccc-----", "1c------", "--cc----", "-----c--", "cccc-ccc", "cccc1cc1", "ccccc---", "1cc1xxcc"] {
        judge(&["AAAABBBB"], row);
    }
}

#[test]
fn a_seat_that_is_not_for_sale_is_as_good_as_taken() {
    for row in ["1cc1----", "cc------", "-ccc----", "-----1c1", "-----cc-"] {
        judge(&["AAAA.AAA"], row);
    }
}

#[test]
fn rows_do_not_touch() {
    for row in ["cc--1c--", "--cccc--", "--c1cc--"] {
        judge(&["AAAA", "AAAA"], row);
    }
}
