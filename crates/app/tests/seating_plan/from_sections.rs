//! Plans made out of a list of sections.

use admit_app::seating_plan::{PlanSection, SectionLayout, from_sections};
use admit_domain::seat_map::{Access, UNITS_MAX};
use admit_domain::unit::{Unit, UnitRange};

use crate::ID;

fn area(name: &str, capacity: u32) -> PlanSection {
    PlanSection { name: name.into(), category: name.into(), layout: SectionLayout::GeneralAdmission { capacity } }
}

fn grid(name: &str, category: &str, rows: u32, seats_per_row: u32) -> PlanSection {
    PlanSection {
        name: name.into(),
        category: category.into(),
        layout: SectionLayout::Reserved { rows, seats_per_row },
    }
}

#[test]
fn a_list_of_sections_becomes_a_plan() {
    let sections = [
        area("VIP", 100),
        grid("Left", "Seated", 2, 30),
        grid("Right", "Seated", 3, 10),
        grid("Wheelchair", "Wheelchair", 1, 2),
    ];
    let map = from_sections(ID, "Club", &sections).unwrap();
    assert_eq!(map.units(), 100 + 60 + 30 + 2);
    assert_eq!(
        map.categories.iter().map(|category| &*category.name).collect::<Vec<_>>(),
        ["VIP", "Seated", "Wheelchair"]
    );
    assert_eq!(map.sections.iter().map(|section| section.category).collect::<Vec<_>>(), [0, 1, 1, 2]);
    let place = map.place(Unit(100 + 59)).unwrap();
    assert_eq!(
        (&*place.section.name, &*place.seat.unwrap().1.label, &*place.seat.unwrap().0.number),
        ("Left", "B", "30")
    );
    assert_eq!(map.sections[1].rows[0].runs, [UnitRange::new(100, 30)]);
    assert_eq!(map.sections[3].seats[0].access, Access::Accessible);
    assert!(
        map.sections.windows(2).all(|pair| map.focus.distance(pair[0].label_at) < map.focus.distance(pair[1].label_at))
    );
}

#[test]
fn hostile_lists_of_sections_are_refused_before_anything_is_made() {
    let huge = u32::MAX;
    for (name, sections, path) in [
        ("", vec![area("VIP", 1)], "$.name"),
        ("Club", vec![], "$.sections"),
        ("Club", vec![area("a", 1); 501], "$.sections"),
        ("Club", vec![area("a", 1), area("a", 1)], "$.sections[1].name"),
        ("Club", vec![area("a\u{7}", 1)], "$.sections[0].name"),
        ("Club", vec![area(&"a".repeat(101), 1)], "$.sections[0].name"),
        ("Club", vec![grid("a", " ", 1, 1)], "$.sections[0].category"),
        ("Club", vec![area("a", 0)], "$.sections[0].capacity"),
        ("Club", vec![area("a", huge)], "$.sections[0].capacity"),
        ("Club", vec![grid("a", "b", huge, huge)], "$.sections[0].rows"),
        ("Club", vec![grid("a", "b", 1, 1_001)], "$.sections[0].seats_per_row"),
        ("Club", vec![grid("a", "b", 1_000, 200), area("c", 1)], "$.sections"),
        ("Club", vec![area("a", UNITS_MAX as u32), area("b", 1)], "$.sections"),
    ] {
        let faults = from_sections(ID, name, &sections).expect_err(path);
        assert_eq!(faults.faults()[0].path, path, "{faults}");
    }
    assert_eq!(from_sections(ID, "Field", &[area("a", UNITS_MAX as u32)]).unwrap().units(), UNITS_MAX as u32);
}
