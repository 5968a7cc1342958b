//! Seating plans come back from their stored form as they went in.

use std::time::{Duration, Instant};

use admit_domain::seat_map::{Decoration, Shape, Text};
use proptest::prelude::*;

use super::*;

fn plan(sections: Vec<Section>) -> SeatMap {
    let color = |text: &str| Some(text.into());
    let text =
        Text { text: "Stage \"left\"\n".into(), position: Point { x: 0.1, y: -0.0 }, color: color("#fff"), size: 12.5 };
    let shapes = [
        Shape::Polygon(vec![Point { x: 1.0, y: 2.0 }, Point { x: 1e-30, y: 3.3 }]),
        Shape::Rectangle { width: 10.1, height: 0.3 },
        Shape::Ellipse { radius_x: 0.7, radius_y: 1.0 / 3.0 },
        Shape::Circle { radius: f32::MIN_POSITIVE },
        Shape::Text,
    ];
    let decoration = |shape: Shape| Decoration {
        shape,
        position: Point { x: 16_777_217.0, y: f32::MAX },
        rotation_degrees: -45.3,
        color: color("red"),
        border_color: None,
        text: Some(text.clone()),
    };
    SeatMap {
        id: SeatMapId::from_u128(7),
        name: "Gro\u{df}e Halle".into(),
        width: 1_234.567_8,
        height: 0.1,
        categories: vec![
            Category { name: "Best".into(), color: color("#123456") },
            Category { name: "Rest".into(), color: None },
        ],
        sections,
        decorations: shapes.into_iter().map(decoration).collect(),
        focus: Point { x: 0.2, y: 0.3 },
    }
}

fn seated(id: u128, first: u32, rows: u32, row_length: u32) -> Section {
    let units = UnitRange::new(first, rows * row_length);
    let seat = |unit: u32| Seat {
        number: format!("{}", unit % row_length + 1).into(),
        position: Point {
            x: (unit % row_length) as f32 * 0.7 + 1.0 / (unit + 1) as f32,
            y: (unit / row_length) as f32 * 1.1,
        },
        access: if unit.is_multiple_of(97) { Access::Accessible } else { Access::Standard },
        category: u16::from(unit.is_multiple_of(5)),
    };
    let row = |index: u32| {
        let start = first + index * row_length;
        let left = row_length / 3;
        let runs = if left == 0 {
            vec![UnitRange::new(start, row_length)]
        } else {
            vec![UnitRange::new(start, left), UnitRange::new(start + left, row_length - left)]
        };
        Row { label: format!("Row {index}").into(), units: UnitRange::new(start, row_length), runs }
    };
    Section {
        id: SectionId::from_u128(id),
        name: format!("Section {id}").into(),
        kind: SectionKind::Reserved,
        units,
        rows: (0..rows).map(row).collect(),
        category: 1,
        label_at: Point { x: 3.3, y: 4.4 },
        seats: units.units().map(|unit| seat(unit.0)).collect(),
    }
}

fn standing(id: u128, first: u32, count: u32) -> Section {
    Section {
        id: SectionId::from_u128(id),
        name: "Floor".into(),
        kind: SectionKind::GeneralAdmission,
        units: UnitRange::new(first, count),
        rows: Vec::new(),
        category: 0,
        label_at: Point { x: 0.0, y: 1.0 },
        seats: Vec::new(),
    }
}

#[test]
fn a_plan_survives_its_body() {
    for sections in [
        vec![standing(1, 0, 1)],
        vec![seated(u128::MAX, 0, 1, 1)],
        vec![seated(1, 0, 3, 10), standing(2, 30, 500), seated(3, 530, 2, 7)],
    ] {
        let plan = plan(sections);
        let body = seat_map_body(&plan).unwrap();
        assert_eq!(seat_map_from(plan.id, &plan.name, &body).unwrap(), plan);
    }
}

proptest! {
    #[test]
    fn a_length_comes_back_with_the_same_bits(bits: u32) {
        let length = f32::from_bits(bits);
        prop_assume!(!length.is_nan());
        let text = serde_json::to_string(&Length(length)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Length>(&text).unwrap().0.to_bits(), bits);
    }
}

#[test]
fn a_plan_that_does_not_add_up_is_not_written() {
    let gap = plan(vec![standing(1, 0, 10), standing(2, 11, 10)]);
    assert!(matches!(seat_map_body(&gap), Err(DbError::Corrupt(_))));
}

#[test]
fn a_damaged_body_is_refused() {
    let plan = plan(vec![seated(1, 0, 2, 4)]);
    let body = String::from_utf8(seat_map_body(&plan).unwrap()).unwrap();
    for (from, to) in [
        ("\"2\"", "\"2\",\"2\""),
        ("[0,4]", "[0,5]"),
        ("Row 0\",[1,3]", "Row 0\",[1,4294967295]"),
        ("\"width\"", "\"w\""),
    ] {
        let damaged = body.replacen(from, to, 1);
        assert_ne!(damaged, body, "{from}");
        assert!(seat_map_from(plan.id, "", damaged.as_bytes()).is_err(), "{from} as {to}");
    }
    assert!(seat_map_from(plan.id, "", &body.as_bytes()[..body.len() / 2]).is_err());
}

#[test]
fn a_stadium_is_small_and_read_fast() {
    let sections = (0..100).map(|index| seated(u128::from(index) + 1, index * 800, 20, 40)).collect();
    let stadium = plan(sections);
    let body = seat_map_body(&stadium).unwrap();
    assert!(body.len() < 2_500_000, "{} bytes", body.len());
    let took = (0..3)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(seat_map_from(stadium.id, "", &body).unwrap().units(), 80_000);
            start.elapsed()
        })
        .min();
    assert!(took < Some(Duration::from_millis(300)), "{took:?}");
}
