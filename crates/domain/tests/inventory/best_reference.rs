//! Best available, found by trying every place of every row: slow, plain, and written from the rule instead of from the code.

use admit_domain::hall::Hall;
use admit_domain::inventory::command::{BestAvailable, Together};
use admit_domain::inventory::state::Inventory;
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{OrphanRule, TierIndex};
use admit_domain::unit::{Unit, UnitRange};

/// Places among which a group can be together: seats of one tier without an aisle between them, or a whole section.
struct Group {
    tier: TierIndex,
    section: u16,
    distance: f32,
    units: Vec<Unit>,
    sweet: Unit,
    kind: SectionKind,
}

/// The best `quantity` places together, if there are any.
pub(crate) fn together(state: &Inventory, wanted: &BestAvailable) -> Option<Vec<Unit>> {
    groups(state, wanted).iter().find_map(|group| best_of(state, group, wanted.quantity))
}

/// How many free places `wanted` leaves to choose from; `None` if it fits nothing that is for sale.
pub(crate) fn free_of(state: &Inventory, wanted: &BestAvailable) -> Option<u32> {
    let groups = groups(state, wanted);
    let units = groups.iter().flat_map(|group| &group.units);
    (!groups.is_empty()).then(|| units.filter(|unit| state.is_free(**unit)).count() as u32)
}

/// In how few groups `quantity` places can be had at all.
pub(crate) fn fewest_groups(state: &Inventory, wanted: &BestAvailable) -> usize {
    let mut sizes: Vec<u32> = groups(state, wanted).iter().flat_map(|group| sizes_of(state, group)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let mut had = 0;
    sizes.iter().take_while(|size| (had < wanted.quantity, had += **size).0).count()
}

/// In how many groups `units`, sorted, are.
pub(crate) fn groups_in(state: &Inventory, units: &[Unit]) -> usize {
    let anything =
        BestAvailable { quantity: 0, section: None, tier: None, price_max: None, together: Together::Preferred };
    let mut count = 0;
    for group in groups(state, &anything) {
        let of_group: Vec<u32> = group.units.iter().filter(|unit| units.contains(unit)).map(|unit| unit.0).collect();
        count += match group.kind {
            SectionKind::GeneralAdmission => usize::from(!of_group.is_empty()),
            SectionKind::Reserved => {
                of_group.iter().enumerate().filter(|(at, unit)| *at == 0 || of_group[at - 1] + 1 != **unit).count()
            }
        };
    }
    count
}

/// All groups that `wanted` fits, best first.
fn groups(state: &Inventory, wanted: &BestAvailable) -> Vec<Group> {
    let hall = state.hall();
    let mut groups = Vec::new();
    for (index, section) in hall.map().sections.iter().enumerate() {
        match section.kind {
            SectionKind::GeneralAdmission => groups.extend(group(hall, index, section.units.units().collect())),
            SectionKind::Reserved => {
                for run in section.rows.iter().flat_map(|row| &row.runs) {
                    let units: Vec<Unit> = run.units().collect();
                    let parts = units.chunk_by(|a, b| hall.tier(*a) == hall.tier(*b));
                    groups.extend(parts.filter_map(|part| group(hall, index, part.to_vec())));
                }
            }
        }
    }
    groups.retain(|group| {
        let tier = state.terms().tier(group.tier);
        wanted.section.is_none_or(|section| section == group.section)
            && wanted.tier.is_none_or(|tier| tier == group.tier)
            && wanted.price_max.is_none_or(|max| tier.price + tier.fee <= max)
    });
    groups
        .sort_by(|a, b| a.tier.cmp(&b.tier).then(a.distance.total_cmp(&b.distance)).then(a.units[0].cmp(&b.units[0])));
    groups
}

fn group(hall: &Hall, section: usize, units: Vec<Unit>) -> Option<Group> {
    let plan = &hall.map().sections[section];
    let distance_of = |unit: &Unit| {
        let seat = plan.seats.get((unit.0 - plan.units.first.0) as usize);
        seat.map_or(plan.label_at, |seat| seat.position).distance(hall.map().focus)
    };
    let sweet = *units.iter().min_by(|a, b| distance_of(a).total_cmp(&distance_of(b)))?;
    let tier = hall.tier(units[0])?;
    Some(Group { tier, section: section as u16, distance: distance_of(&sweet), units, sweet, kind: plan.kind })
}

fn best_of(state: &Inventory, group: &Group, quantity: u32) -> Option<Vec<Unit>> {
    let quantity = quantity as usize;
    if group.kind == SectionKind::GeneralAdmission {
        let free: Vec<Unit> = group.units.iter().copied().filter(|unit| state.is_free(*unit)).take(quantity).collect();
        return (free.len() == quantity).then_some(free);
    }
    let windows = group.units.windows(quantity).filter(|window| window.iter().all(|unit| state.is_free(*unit)));
    let distance = |window: &[Unit]| (window[0].0 + (quantity as u32 - 1) / 2).abs_diff(group.sweet.0);
    let single = |window: &[Unit]| state.terms().orphan_rule == OrphanRule::Refused && leaves_single(state, window);
    windows.min_by_key(|window| (single(window), distance(window))).map(<[Unit]>::to_vec)
}

/// Whether taking `window` leaves one seat alone beside it, though another choice among its neighbours wouldn't.
pub(crate) fn leaves_single(state: &Inventory, window: &[Unit]) -> bool {
    let (first, last) = (window[0], window[window.len() - 1]);
    let Some((_, row)) = state.hall().map().place(first).and_then(|place| place.seat) else { return false };
    let run = row.runs.iter().find(|run| run.contains(first)).expect("a seat is in a run");
    let free = |unit: u32| run.contains(Unit(unit)) && state.is_free(Unit(unit));
    let left = (run.first.0..first.0).rev().take_while(|unit| free(*unit)).count();
    let right = (last.0 + 1..run.end()).take_while(|unit| free(*unit)).count();
    left + right != 1 && (left == 1 || right == 1)
}

fn sizes_of(state: &Inventory, group: &Group) -> Vec<u32> {
    let free: Vec<u32> = group.units.iter().filter(|unit| state.is_free(**unit)).map(|unit| unit.0).collect();
    match group.kind {
        SectionKind::GeneralAdmission => vec![free.len() as u32],
        SectionKind::Reserved => {
            free.chunk_by(|a, b| a + 1 == *b).map(|run| UnitRange::new(run[0], run.len() as u32).count).collect()
        }
    }
}
