//! Reading seating plans: what a good file becomes, one row for each kind of fault, and that no file whatever brings the reader down.

mod faults;
mod from_sections;
mod hostile;

use admit_app::seating_plan::{PlanFaults, read};
use admit_domain::id::{SeatMapId, SectionId};
use admit_domain::seat_map::{Access, Point, SeatMap, SectionKind, Shape};
use admit_domain::unit::{Unit, UnitRange};
use serde_json::{Value, json};

const ID: SeatMapId = SeatMapId::from_u128(0x5ea7);

fn read_value(plan: &Value) -> Result<SeatMap, PlanFaults> {
    read(plan.to_string().as_bytes(), ID)
}

fn good() -> Value {
    let seat = |guid: &str, x: i32, category: &str| {
        json!({"seat_guid": guid, "seat_number": guid.rsplit('-').next(), "position": {"x": x, "y": 0}, "category": category,
            "uuid": "2d7c", "radius": 10, "start_direction": null})
    };
    json!({
        "name": "Town Hall",
        "size": {"width": 800, "height": 600},
        "categories": [{"name": "Best", "color": "#ff8800"}, {"name": "Wheelchair places"}],
        "zones": [
            {
                "name": "Stalls", "zone_id": "st", "uuid": "76e1", "position": {"x": 100, "y": 200.5}, "made_by": {"tool": [1]},
                "rows": [{
                    "row_number": "A", "row_label": "Row %s", "seat_label": "Seat %s", "row_number_position": "both",
                    "position": {"x": 10, "y": 20}, "seats_spacing": 25,
                    "seats": [seat("A-1", 0, "Best"), seat("A-2", 25, "Best"), seat("A-3", 75, "Best"), seat("A-4", 100, "Wheelchair places")],
                }],
                "areas": [
                    {"shape": "rectangle", "rectangle": {"width": 200, "height": 40}, "position": {"x": 50, "y": -150}, "rotation": 0,
                        "color": "rgb(1, 2, 3)", "border_color": "", "text": {"text": "Main\nstage", "position": {"x": 100, "y": 20}, "size": 24, "color": "#000"}},
                    {"shape": "polygon", "polygon": {"points": [{"x": 0, "y": 0}, {"x": 9, "y": 0}, {"x": 9, "y": 9}]}, "rotation": 45},
                    {"shape": "ellipse", "ellipse": {"radius": {"x": 30, "y": 20}}, "position": {"x": 0, "y": 0}},
                    {"shape": "circle", "circle": {"radius": 5}, "position": {"x": 0, "y": 0}},
                    {"shape": "text", "text": {"text": "Bar", "position": {"x": 0, "y": 0}}},
                ],
            },
            {"name": "Decoration only", "position": {"x": 0, "y": 0}, "rows": [], "areas": [
                {"width": 30, "height": 20, "position": {"x": 5, "y": 5}, "text": "Exit"}]},
            {"zone_id": "balcony", "position": {"x": 0, "y": 400}, "rows": [
                {"row_number": "1", "row_label": null, "seats": [seat("B-1", 0, "Best")]}]},
            {"position": {"x": 0, "y": 450}, "rows": [
                {"row_number": "empty", "seats": []},
                {"row_number": "1", "seats": [seat("C-1", 0, "Best")]}]},
        ],
    })
}

#[test]
fn a_plan_becomes_sections_rows_and_seats() {
    let map = read_value(&good()).unwrap();
    assert_eq!((&*map.name, map.width, map.height, map.units()), ("Town Hall", 800.0, 600.0, 6));
    assert_eq!(map.sections.iter().map(|section| &*section.name).collect::<Vec<_>>(), ["Stalls", "balcony", "Zone 4"]);
    assert_eq!(map.sections[1].id, SectionId::from_u128(0x5ea7 + 2));
    let stalls = &map.sections[0];
    assert_eq!(stalls.kind, SectionKind::Reserved);
    assert_eq!((&*stalls.rows[0].label, &*stalls.seats[1].number), ("Row A", "Seat 2"));
    assert_eq!(stalls.seats[1].position, Point { x: 135.0, y: 220.5 });
    assert_eq!(stalls.rows[0].runs, [UnitRange::new(0, 2), UnitRange::new(2, 2)]);
    assert_eq!((stalls.seats[2].access, stalls.seats[3].access), (Access::Standard, Access::Accessible));
    assert_eq!((stalls.seats[3].category, map.categories[0].color.as_deref()), (1, Some("#ff8800")));
    let place = map.place(Unit(5)).unwrap();
    assert_eq!(
        (&*place.section.name, &*place.seat.unwrap().1.label, &*place.seat.unwrap().0.number),
        ("Zone 4", "1", "1")
    );
}

#[test]
fn areas_of_both_forms_become_decorations_and_the_stage_is_the_focus() {
    let map = read_value(&good()).unwrap();
    let stage = &map.decorations[0];
    assert_eq!(stage.shape, Shape::Rectangle { width: 200.0, height: 40.0 });
    assert_eq!(
        (stage.position, stage.color.as_deref(), &stage.border_color),
        (Point { x: 150.0, y: 50.5 }, Some("rgb(1, 2, 3)"), &None)
    );
    let text = stage.text.as_ref().unwrap();
    assert_eq!((&*text.text, text.position, text.size), ("Main stage", Point { x: 100.0, y: 20.0 }, 24.0));
    assert_eq!(map.focus, Point { x: 250.0, y: 70.5 });
    assert_eq!(
        (map.decorations[1].rotation_degrees, map.decorations[1].position),
        (45.0, Point { x: 100.0, y: 200.5 })
    );
    assert_eq!(map.decorations[2].shape, Shape::Ellipse { radius_x: 30.0, radius_y: 20.0 });
    assert_eq!((&map.decorations[3].shape, &map.decorations[4].shape), (&Shape::Circle { radius: 5.0 }, &Shape::Text));
    let exit = &map.decorations[5];
    assert_eq!(exit.shape, Shape::Rectangle { width: 30.0, height: 20.0 });
    assert_eq!(exit.text.as_ref().unwrap().position, Point { x: 15.0, y: 10.0 });
}

#[test]
fn a_plan_without_a_size_is_as_large_as_what_is_in_it() {
    let mut plan = good();
    plan.as_object_mut().unwrap().remove("size");
    plan["zones"][1]["areas"] = json!([]);
    let map = read_value(&plan).unwrap();
    let highest = map.decorations[0].position.y;
    assert_eq!((highest, map.height), (30.0, 450.0 - 50.5 + 60.0));
    let seats = || map.sections.iter().flat_map(|section| &section.seats).map(|seat| seat.position);
    assert!(seats().all(|seat| (30.0..map.width).contains(&seat.x) && (30.0..map.height).contains(&seat.y)));
}

#[test]
fn what_lies_outside_the_declared_size_is_made_room_for() {
    let mut plan = good();
    plan["zones"][2]["position"] = json!({"x": -50, "y": 900});
    let map = read_value(&plan).unwrap();
    assert_eq!((map.sections[1].seats[0].position, map.width, map.height), (Point { x: 0.0, y: 900.0 }, 800.0, 900.0));
    assert_eq!(map.focus, Point { x: 300.0, y: 70.5 });
}

#[test]
fn a_byte_order_mark_a_blank_name_and_unknown_fields_are_no_fault() {
    let mut plan = good();
    plan["name"] = json!(" ");
    plan["zones"][0]["rows"][0]["seats"][0]["price"] = json!({"x": []});
    let map = read(format!("\u{feff}{plan}").as_bytes(), ID).unwrap();
    assert_eq!(&*map.name, "Seating plan");
}

fn put(plan: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
    match (plan.pointer_mut(parent).expect("the parent exists"), value) {
        (Value::Object(fields), Some(value)) => drop(fields.insert(key.to_owned(), value)),
        (Value::Object(fields), None) => drop(fields.remove(key).expect("the field exists")),
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().expect("an index")] = value,
        _ => unreachable!("only fields are removed"),
    }
}
