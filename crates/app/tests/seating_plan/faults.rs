//! One row for each kind of fault, and that all of a file's are told at once.

use admit_app::seating_plan::read;
use serde_json::{Value, json};

use crate::{ID, good, put, read_value};

/// Where a value is put, what is put there (nothing: it is removed), and the only fault that must come of it.
type Row = (&'static str, Option<Value>, &'static str, &'static str);

fn faulty_values() -> Vec<Row> {
    let long = || Some(json!("a".repeat(501)));
    vec![
        ("/name", None, "$.name", "is missing"),
        ("/name", Some(json!(null)), "$.name", "expected a string, found null"),
        ("/name", long(), "$.name", "is longer than 500 characters"),
        ("/name", Some(json!("a\u{0}")), "$.name", "contains a control character"),
        ("/zones", None, "$.zones", "is missing"),
        ("/zones", Some(json!([])), "$.zones", "no zone has a seat"),
        ("/zones", Some(json!({})), "$.zones", "expected a list, found an object"),
        ("/zones/1", Some(json!(7)), "$.zones[1]", "expected an object, found a number"),
        ("/categories", None, "$.categories", "is missing"),
        ("/categories/0/name", None, "$.categories[0].name", "is missing"),
        (
            "/categories",
            Some(json!([{"name": "Best"}, {"name": "Wheelchair places"}, {"name": "Best"}])),
            "$.categories[2].name",
            "\"Best\" is the name of another category too",
        ),
        ("/categories/0/color", Some(json!("red;}")), "$.categories[0].color", "\"red;}\" is not a colour"),
        ("/categories/0/color", Some(json!("url(//a)")), "$.categories[0].color", "\"url(//a)\" is not a colour"),
        ("/size/width", Some(json!("800")), "$.size.width", "expected a number, found a string"),
        ("/size/height", Some(json!(-1)), "$.size.height", "-1 is outside 0 to 1000000"),
        ("/size/height", None, "$.size.height", "is missing"),
        ("/zones/0/position", None, "$.zones[0].position", "is missing"),
        ("/zones/0/position/x", None, "$.zones[0].position.x", "is missing"),
        ("/zones/0/position/x", Some(json!(1e300)), "$.zones[0].position.x", "is outside -1000000 to 1000000"),
        ("/zones/0/name", Some(json!([])), "$.zones[0].name", "expected a string, found a list"),
        ("/zones/0/uuid", Some(json!(1)), "$.zones[0].uuid", "expected a string, found a number"),
        ("/zones/0/rows", None, "$.zones[0].rows", "is missing"),
        ("/zones/0/rows/0", Some(json!("A")), "$.zones[0].rows[0]", "expected an object, found a string"),
        (
            "/zones/0/rows/0/row_number",
            Some(json!(1)),
            "$.zones[0].rows[0].row_number",
            "expected a string, found a number",
        ),
        (
            "/zones/0/rows/0/row_label",
            Some(json!("%s".repeat(32) + "A")),
            "$.zones[0].rows[0].row_label",
            "is longer than 64 characters",
        ),
        (
            "/zones/0/rows/0/position",
            Some(json!([1, 2])),
            "$.zones[0].rows[0].position",
            "expected an object, found a list",
        ),
        ("/zones/0/rows/0/seats", None, "$.zones[0].rows[0].seats", "is missing"),
        (
            "/zones/0/rows/0/seats/2",
            Some(json!(true)),
            "$.zones[0].rows[0].seats[2]",
            "expected an object, found a boolean",
        ),
        ("/zones/0/rows/0/seats/2/seat_guid", None, "$.zones[0].rows[0].seats[2].seat_guid", "is missing"),
        ("/zones/0/rows/0/seats/2/seat_guid", Some(json!("")), "$.zones[0].rows[0].seats[2].seat_guid", "is empty"),
        (
            "/zones/2/rows/0/seats/0/seat_guid",
            Some(json!("A-3")),
            "$.zones[2].rows[0].seats[0].seat_guid",
            "is also the guid of $.zones[0].rows[0].seats[2]",
        ),
        ("/zones/0/rows/0/seats/2/seat_number", None, "$.zones[0].rows[0].seats[2].seat_number", "is missing"),
        (
            "/zones/0/rows/0/seats/2/seat_number",
            Some(json!("1".repeat(60))),
            "$.zones[0].rows[0].seats[2]",
            "its label is longer than 64 characters",
        ),
        (
            "/zones/0/rows/0/seats/2/position/y",
            Some(json!(null)),
            "$.zones[0].rows[0].seats[2].position.y",
            "expected a number, found null",
        ),
        ("/zones/0/rows/0/seats/2/category", None, "$.zones[0].rows[0].seats[2].category", "is missing"),
        (
            "/zones/0/rows/0/seats/2/category",
            Some(json!("Gold")),
            "$.zones[0].rows[0].seats[2].category",
            "\"Gold\" is not among the plan's categories",
        ),
        (
            "/zones/0/rows/0/seats/2/radius",
            Some(json!("10")),
            "$.zones[0].rows[0].seats[2].radius",
            "expected a number, found a string",
        ),
        ("/zones/0/areas", Some(json!({})), "$.zones[0].areas", "expected a list, found an object"),
        (
            "/zones/0/areas/0/shape",
            Some(json!("star")),
            "$.zones[0].areas[0].shape",
            "\"star\" is not polygon, rectangle, ellipse, circle or text",
        ),
        ("/zones/0/areas/0/rectangle", None, "$.zones[0].areas[0].rectangle", "is missing"),
        (
            "/zones/0/areas/0/rectangle/width",
            Some(json!(-1)),
            "$.zones[0].areas[0].rectangle.width",
            "-1 is outside 0 to 1000000",
        ),
        (
            "/zones/0/areas/0/rotation",
            Some(json!("left")),
            "$.zones[0].areas[0].rotation",
            "expected a number, found a string",
        ),
        ("/zones/0/areas/0/text/text", None, "$.zones[0].areas[0].text.text", "is missing"),
        (
            "/zones/0/areas/0/text/color",
            Some(json!("<b>")),
            "$.zones[0].areas[0].text.color",
            "\"<b>\" is not a colour",
        ),
        ("/zones/0/areas/1/polygon/points/1/y", None, "$.zones[0].areas[1].polygon.points[1].y", "is missing"),
        (
            "/zones/0/areas/2/ellipse/radius",
            Some(json!(3)),
            "$.zones[0].areas[2].ellipse.radius",
            "expected an object, found a number",
        ),
        (
            "/zones/0/areas/3/circle/radius",
            Some(json!({})),
            "$.zones[0].areas[3].circle.radius",
            "expected a number, found an object",
        ),
        ("/zones/0/areas/4/text", None, "$.zones[0].areas[4].text", "is missing"),
        ("/zones/1/areas/0/width", None, "$.zones[1].areas[0].width", "is missing"),
    ]
}

#[test]
fn each_fault_is_told_at_its_path() {
    for (pointer, value, path, message) in faulty_values() {
        let mut plan = good();
        put(&mut plan, pointer, value);
        let faults = read_value(&plan).expect_err(path);
        let told = faults.faults();
        assert_eq!(faults.total(), 1, "{pointer}: {faults}");
        assert_eq!(told[0].path, path, "{pointer}: {faults}");
        assert!(told[0].message.ends_with(message), "{pointer}: {faults}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let mut plan = good();
    plan["categories"][0]["color"] = json!(1);
    plan["zones"][0]["position"]["x"] = json!("a");
    plan["zones"][0]["rows"][0]["seats"][1] = json!({"seat_guid": "A-1"});
    plan["zones"][3]["rows"][1]["seats"][0]["category"] = json!("Gone");
    let faults = read_value(&plan).unwrap_err();
    let paths: Vec<&str> = faults.faults().iter().map(|fault| &*fault.path).collect();
    let seat = "$.zones[0].rows[0].seats[1]";
    assert_eq!(
        paths,
        [
            "$.categories[0].color",
            "$.zones[0].position.x",
            &format!("{seat}.seat_guid"),
            &format!("{seat}.seat_number"),
            &format!("{seat}.position"),
            &format!("{seat}.category"),
            "$.zones[3].rows[1].seats[0].category",
        ]
    );
}

#[test]
fn what_is_no_plan_at_all_is_a_fault_of_the_root() {
    for (text, message) in [
        ("", "can't be read as JSON: EOF"),
        ("{\"name\": 1e999}", "can't be read as JSON: number out of range"),
        ("{} {}", "can't be read as JSON: trailing characters"),
        ("[]", "expected an object, found a list"),
        ("\"\\ud800\"", "can't be read as JSON: "),
    ] {
        let faults = read(text.as_bytes(), ID).unwrap_err();
        assert_eq!((faults.total(), &*faults.faults()[0].path), (1, "$"), "{text}");
        assert!(faults.faults()[0].message.starts_with(message), "{text}: {faults}");
    }
    assert!(read(b"\xff\xfe{}", ID).is_err());
}
