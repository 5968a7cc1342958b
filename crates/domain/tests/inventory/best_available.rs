//! Best available: side by side, never across an aisle, best tier first, then the nearest row, then its middle.

use admit_domain::id::HoldId;
use admit_domain::inventory::Decision;
use admit_domain::inventory::command::{BestAvailable, Choice, Command, Together};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::terms::{OrphanRule, TierIndex};
use admit_domain::unit::{Unit, UnitRange};
use proptest::prelude::*;

use crate::best_reference::{fewest_groups, free_of, groups_in, leaves_single, together};
use crate::support::{Part, Sale, buyer, drawn, facing, seats};

fn best(quantity: u32) -> BestAvailable {
    BestAvailable { quantity, section: None, tier: None, price_max: None, together: Together::Required }
}

fn apart(quantity: u32) -> BestAvailable {
    BestAvailable { together: Together::Preferred, ..best(quantity) }
}

fn choose(sale: &Sale, best: BestAvailable) -> Result<Vec<Unit>, Refusal> {
    let command = Command::Hold { hold: HoldId::from_u128(99), buyer: buyer(9), choice: Choice::Best(best), key: None };
    match sale.decide(&command)? {
        Decision::Change(Change::Held(hold)) => Ok(hold.units.iter().map(|held| held.unit).collect()),
        other => panic!("not a hold: {other:?}"),
    }
}

#[track_caller]
fn chosen(sale: &Sale, best: BestAvailable, units: &[u32]) {
    assert_eq!(choose(sale, best), Ok(units.iter().copied().map(Unit).collect()));
}

#[test]
fn the_middle_of_the_nearest_row_comes_first() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAAAAA", "AAAAAAA"])]));
    chosen(&sale, best(1), &[3]);
    chosen(&sale, best(2), &[3, 4]);
    chosen(&sale, best(3), &[2, 3, 4]);
    chosen(&sale, best(7), &[0, 1, 2, 3, 4, 5, 6]);
    sale.hold(1, seats(&[3]));
    chosen(&sale, best(1), &[2]);
    chosen(&sale, best(3), &[0, 1, 2]);
    chosen(&sale, best(4), &[9, 10, 11, 12]);
}

#[test]
fn the_sweet_spot_is_where_the_audience_looks_and_not_the_middle_of_the_row() {
    let sale = Sale::new(&facing(1.0, &[Part::Rows(&["AAAAAAA"])]));
    chosen(&sale, best(1), &[1]);
    chosen(&sale, best(3), &[0, 1, 2]);
    // Between two seats, a pair has the middle between them.
    chosen(&Sale::new(&drawn(&[Part::Rows(&["AAAAAA"])])), best(2), &[2, 3]);
    let sale = Sale::new(&facing(6.0, &[Part::Rows(&["AAAAAAA"])]));
    chosen(&sale, best(4), &[3, 4, 5, 6]);
}

#[test]
fn no_group_spans_an_aisle_a_row_a_tier_or_a_seat_that_is_not_for_sale() {
    let sale = Sale::new(&drawn(&[Part::Rows(&["AAA_AAA", "AAABBB", "AAA.AAA"])]));
    assert_eq!(choose(&sale, best(4)), Err(Refusal::NoneTogether));
    chosen(&sale, BestAvailable { tier: Some(TierIndex(1)), ..best(3) }, &[9, 10, 11]);
}

#[test]
fn a_better_tier_comes_before_a_nearer_row() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["BBBB", "AAAA", "AAAA"])]));
    chosen(&sale, best(2), &[5, 6]);
    sale.hold(1, seats(&[5]));
    chosen(&sale, best(2), &[6, 7]);
    chosen(&sale, best(3), &[8, 9, 10]);
    chosen(&sale, BestAvailable { tier: Some(TierIndex(1)), ..best(2) }, &[1, 2]);
    // Tier A costs 1001 with its fee, tier B 2002.
    sale.configure(|terms| (terms.tiers[0].price, terms.tiers[1].price) = (3000, 2000));
    chosen(&sale, BestAvailable { price_max: Some(2002), ..best(2) }, &[1, 2]);
    assert_eq!(choose(&sale, BestAvailable { price_max: Some(2001), ..best(2) }), Err(Refusal::NoMatch));
    chosen(&sale, BestAvailable { price_max: Some(i64::MAX), ..best(2) }, &[6, 7]);
}

#[test]
fn only_the_wanted_section_is_looked_in() {
    let sale = Sale::new(&drawn(&[Part::Rows(&["AAAA"]), Part::Rows(&["AAAAAA", "BBBB"]), Part::General('B', 30)]));
    let of = |section, quantity| BestAvailable { section: Some(section), ..best(quantity) };
    chosen(&sale, of(1, 1), &[5 + 1]);
    assert_eq!(choose(&sale, of(0, 5)), Err(Refusal::NotEnough { available: 4 }));
    chosen(&sale, BestAvailable { tier: Some(TierIndex(1)), ..of(1, 4) }, &[10, 11, 12, 13]);
    assert_eq!(choose(&sale, BestAvailable { tier: Some(TierIndex(0)), ..of(2, 1) }), Err(Refusal::NoMatch));
}

#[test]
fn general_admission_is_always_side_by_side() {
    let mut sale = Sale::new(&drawn(&[Part::General('A', 40)]));
    sale.hold(1, Choice::General { section: 0, quantity: 3 });
    sale.run(&Command::Block(vec![UnitRange::new(5, 1)])).expect("blocked");
    chosen(&sale, best(3), &[3, 4, 6]);
    assert_eq!(choose(&sale, best(36)).map(|units| units.len()), Ok(36));
    assert_eq!(choose(&sale, best(37)), Err(Refusal::NotEnough { available: 36 }));
}

#[test]
fn groups_larger_than_any_index_are_found_too() {
    let row = "A".repeat(40);
    let lines: &'static [&'static str] = Box::leak(Box::new([&*Box::leak(row.into_boxed_str())]));
    let mut sale = Sale::new(&drawn(&[Part::Rows(lines)]));
    for quantity in [16, 17, 18, 40] {
        assert_eq!(choose(&sale, best(quantity)).map(|units| units.len() as u32), Ok(quantity));
    }
    sale.hold(1, seats(&[17]));
    assert_eq!(choose(&sale, best(17)).map(|units| units[0]), Ok(Unit(18)));
    assert_eq!(choose(&sale, best(23)), Err(Refusal::NoneTogether));
}

#[test]
fn who_may_be_apart_is_in_as_few_groups_as_can_be() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAAA_AAAA", "AAA"])]));
    chosen(&sale, apart(5), &[0, 1, 2, 3, 4]);
    assert_eq!(choose(&sale, best(6)), Err(Refusal::NoneTogether));
    chosen(&sale, apart(6), &[0, 1, 2, 3, 4, 5]);
    chosen(&sale, apart(8), &[0, 1, 2, 3, 4, 5, 6, 7]);
    sale.hold(1, seats(&[1, 3, 7]));
    // Seats 0, 2, 4, 5-6, 8, 9-11 are free.
    chosen(&sale, apart(5), &[5, 6, 9, 10, 11]);
    assert_eq!(choose(&sale, apart(9)).map(|units| units.len()), Ok(9));
    assert_eq!(choose(&sale, apart(10)), Err(Refusal::NotEnough { available: 9 }));
}

#[test]
fn the_best_place_leaves_no_single_seat_where_it_can_be_helped() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAA", "AAAA"])]));
    sale.configure(|terms| terms.orphan_rule = OrphanRule::Refused);
    // The middle of four leaves one on both sides, the edge leaves two.
    chosen(&sale, best(2), &[0, 1]);
    chosen(&sale, best(3), &[0, 1, 2]);
}

#[test]
fn the_best_place_leaves_no_single_seat_of_another_tier_either() {
    let mut sale = Sale::new(&facing(1.0, &[Part::Rows(&["AAAABB"])]));
    sale.hold(1, seats(&[5]));
    sale.configure(|terms| terms.orphan_rule = OrphanRule::Refused);
    // Taking the last two of tier A would leave seat 4 of tier B alone.
    chosen(&sale, best(2), &[0, 1]);
    sale.hold(1, seats(&[0, 1]));
    chosen(&sale, best(1), &[2]);
}

fn halls() -> [&'static [Part]; 4] {
    const PLAIN: &[Part] = &[Part::Rows(&["AAAAAAAA", "AAAAAAAAAA", "AAAAAAA"])];
    const AISLES: &[Part] = &[Part::Rows(&["AAAAA_AABB", "BBBB_CCC.CC", "A_B_C"]), Part::General('B', 9)];
    const FIELD: &[Part] = &[Part::General('A', 5), Part::Rows(&["BBAAABB", "CCBBBCC"]), Part::General('C', 20)];
    const WIDE: &[Part] = &[Part::Rows(&["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBBBBBB"])];
    [PLAIN, AISLES, FIELD, WIDE]
}

proptest! {
    #![proptest_config(crate::random_commands::cases(1000))]

    #[test]
    fn the_best_is_what_trying_every_place_finds(
        hall in 0..4usize,
        focus in 0..12u8,
        taken in proptest::collection::vec(0..70u32, 0..60),
        orphan_rule in prop_oneof![Just(OrphanRule::Allowed), Just(OrphanRule::Refused)],
        quantity in prop_oneof![4 => 1..6u32, 1 => 6..31u32],
        section in proptest::option::weighted(0.3, 0..4u16),
        tier in proptest::option::weighted(0.3, (0..4u8).prop_map(TierIndex)),
        price_max in proptest::option::weighted(0.3, 0..4000i64),
    ) {
        let mut sale = Sale::new(&facing(f32::from(focus), halls()[hall]));
        let blocked = taken.iter().filter(|unit| sale.state.is_free(Unit(**unit))).map(|unit| UnitRange::new(*unit, 1));
        let blocked = blocked.collect();
        sale.run(&Command::Block(blocked)).expect("blocked");
        sale.configure(|terms| terms.orphan_rule = orphan_rule);
        let required = BestAvailable { quantity, section, tier, price_max, together: Together::Required };
        let preferred = BestAvailable { together: Together::Preferred, ..required.clone() };
        let found = together(&sale.state, &required);
        let expected = match (&found, free_of(&sale.state, &required)) {
            (Some(units), _) => Ok(units.clone()),
            (None, None) => Err(Refusal::NoMatch),
            (None, Some(0)) => Err(Refusal::SoldOut),
            (None, Some(available)) if available < quantity => Err(Refusal::NotEnough { available }),
            (None, Some(_)) => Err(Refusal::NoneTogether),
        };
        prop_assert_eq!(choose(&sale, required), expected.clone());
        let split = choose(&sale, preferred.clone());
        if expected != Err(Refusal::NoneTogether) {
            prop_assert_eq!(split, expected);
            if let (Some(units), OrphanRule::Refused) = (found, orphan_rule) {
                let chosen = Command::Hold {
                    hold: HoldId::from_u128(98), buyer: buyer(8), choice: Choice::Seats(units.clone()), key: None,
                };
                let single = matches!(sale.decide(&chosen), Err(Refusal::SingleSeatLeft(_)));
                prop_assert_eq!(single, leaves_single(&sale.state, &units), "the two rules agree on {:?}", units);
            }
            return Ok(());
        }
        let units = split.expect("there are enough places");
        prop_assert_eq!(units.len() as u32, quantity);
        prop_assert!(units.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once: {:?}", units);
        prop_assert!(units.iter().all(|unit| sale.state.is_free(*unit)));
        prop_assert!(groups_in(&sale.state, &units) <= fewest_groups(&sale.state, &preferred));
    }
}
