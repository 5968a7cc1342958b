//! The demo's plans are halls that could stand: read without a fault, of the promised size, with room for every seat.

use std::collections::{HashMap, HashSet};

use admit_app::seating_plan::read;
use admit_demo::plans::{STADIUM_SEATS, arena, stadium, theatre};
use admit_domain::id::SeatMapId;
use admit_domain::seat_map::{Access, Point, SeatMap, Section};

/// Seats are drawn 20 wide; this leaves a little between them.
const SEAT_DISTANCE_MIN: f32 = 24.0;
/// A row with more seats than this in one piece would be a bad place to have to leave from.
const RUN_MAX: u32 = 40;

fn halls() -> [(&'static str, SeatMap); 3] {
    let map = |json: Vec<u8>| read(&json, SeatMapId::from_u128(1)).unwrap();
    [("theatre", map(theatre())), ("arena", map(arena())), ("stadium", map(stadium()))]
}

#[test]
fn halls_are_as_large_as_promised() {
    let [theatre, arena, stadium] = halls().map(|(_, map)| map.units());
    assert!((1_150..=1_250).contains(&theatre), "{theatre}");
    assert!((14_500..=15_500).contains(&arena), "{arena}");
    assert_eq!(stadium as usize, STADIUM_SEATS);
}

#[test]
fn every_category_has_seats_and_some_are_accessible() {
    for (hall, map) in halls() {
        let used: HashSet<u16> =
            map.sections.iter().flat_map(|section| &section.seats).map(|seat| seat.category).collect();
        assert_eq!(used.len(), map.categories.len(), "{hall}");
        let accessible =
            map.sections.iter().flat_map(|section| &section.seats).filter(|seat| seat.access == Access::Accessible);
        assert!(accessible.count() >= 12, "{hall}");
    }
}

#[test]
fn no_two_seats_overlap() {
    for (hall, map) in halls() {
        let cell = |point: Point| ((point.x / SEAT_DISTANCE_MIN) as i32, (point.y / SEAT_DISTANCE_MIN) as i32);
        let mut grid: HashMap<(i32, i32), Vec<Point>> = HashMap::new();
        for seat in map.sections.iter().flat_map(|section| &section.seats) {
            let (x, y) = cell(seat.position);
            for near in
                (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))).filter_map(|cell| grid.get(&cell))
            {
                let clash = near.iter().find(|other| other.distance(seat.position) < SEAT_DISTANCE_MIN);
                assert_eq!(clash, None, "{hall}: {:?}", seat.position);
            }
            grid.entry((x, y)).or_default().push(seat.position);
        }
    }
}

#[test]
fn everything_lies_within_the_plan() {
    for (hall, map) in halls() {
        let inside = |point: Point| {
            point.x > 20.0 && point.x < map.width - 20.0 && point.y > 20.0 && point.y < map.height - 20.0
        };
        assert!(map.sections.iter().flat_map(|section| &section.seats).all(|seat| inside(seat.position)), "{hall}");
        assert!(inside(map.focus), "{hall}");
    }
}

#[test]
fn rows_are_cut_at_aisles_and_only_there() {
    for (hall, map) in halls() {
        for row in map.sections.iter().flat_map(|section| &section.rows) {
            assert!(row.runs.iter().all(|run| run.count <= RUN_MAX && run.count >= 4), "{hall}: {row:?}");
            assert!(row.units.count <= 30 || row.runs.len() > 1, "{hall}: {row:?}");
        }
    }
    let [(_, theatre), (_, arena), (_, stadium)] = halls();
    let runs_in = |map: &SeatMap, section: &str, row: usize| {
        let section = map.sections.iter().find(|known| &*known.name == section).unwrap();
        section.rows[row].runs.len()
    };
    assert_eq!(
        (runs_in(&theatre, "Stalls", 0), runs_in(&theatre, "Stalls", 17), runs_in(&theatre, "Boxes Left", 0)),
        (3, 2, 1)
    );
    assert_eq!((runs_in(&arena, "Section 101", 0), runs_in(&arena, "Section 201", 0)), (1, 2));
    assert_eq!((runs_in(&stadium, "Section 101", 0), runs_in(&stadium, "Section 501", 0)), (1, 2));
}

#[test]
fn rows_lie_one_behind_the_other_as_seen_from_what_one_looks_at() {
    for (hall, map) in halls() {
        for section in map.sections.iter().filter(|section| !section.name.starts_with("Boxes")) {
            let nearest =
                |row: usize| seats_of(section, row).map(|at| at.distance(map.focus)).fold(f32::INFINITY, f32::min);
            let distances: Vec<f32> = (0..section.rows.len()).map(nearest).collect();
            assert!(distances.is_sorted(), "{hall}: {}", section.name);
        }
    }
}

fn seats_of(section: &Section, row: usize) -> impl Iterator<Item = Point> {
    let first = section.units.first.0;
    section.rows[row].units.units().map(move |unit| section.seats[(unit.0 - first) as usize].position)
}

/// A plan drawn of four-sided sections: none reaches into the box between another's seats.
#[test]
fn sections_do_not_reach_into_each_other() {
    for (hall, map) in halls() {
        let hulls: Vec<Vec<Point>> = map.sections.iter().map(outline).collect();
        for (index, section) in map.sections.iter().enumerate() {
            for (other, hull) in hulls.iter().enumerate().filter(|(other, _)| *other != index) {
                let intruder = section.seats.iter().find(|seat| contains(hull, seat.position));
                assert_eq!(intruder, None, "{hall}: {} in {}", section.name, map.sections[other].name);
            }
        }
    }
}

/// Around a section: along its first row, back along its last.
fn outline(section: &Section) -> Vec<Point> {
    let last = section.rows.iter().rposition(|row| &*row.label != "W").unwrap();
    let mut back: Vec<Point> = seats_of(section, last).collect();
    back.reverse();
    seats_of(section, 0).chain(back).collect()
}

fn contains(polygon: &[Point], point: Point) -> bool {
    let sides = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let crossed = sides.filter(|(a, b)| {
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    });
    crossed.count() % 2 == 1
}

#[test]
fn seats_are_named_as_halls_name_them() {
    let text = String::from_utf8(theatre()).unwrap();
    assert!(text.contains(r#""seat_guid":"stalls-A-12""#));
    assert!(!text.contains(r#""row_number":"I""#) && text.contains(r#""row_number":"J""#));
    let [(_, theatre), (_, arena), (_, stadium)] = halls();
    let names = |map: &SeatMap| map.sections.iter().map(|section| section.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&theatre), ["Stalls", "Dress Circle", "Upper Circle", "Boxes Left", "Boxes Right"]);
    assert!(names(&arena).contains(&"Floor A".to_owned()) && names(&arena).contains(&"Section 222".to_owned()));
    assert!(names(&stadium).contains(&"Section 144".to_owned()) && names(&stadium).contains(&"Section 552".to_owned()));
}
