//! No file, however large or broken, brings the reader down.

use admit_app::seating_plan::read;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{ID, good, put, read_value};

fn plan_of(rows: usize, seats: usize) -> String {
    let seat = |row: usize, seat: usize| {
        format!(
            r#"{{"seat_guid":"r{row}-{seat}","seat_number":"{seat}","position":{{"x":{},"y":0}},"category":"Best","uuid":"{row:08}-{seat:027}"}}"#,
            seat * 25
        )
    };
    let row = |row: usize| {
        let seats: Vec<String> = (0..seats).map(|number| seat(row, number)).collect();
        format!(r#"{{"row_number":"{row}","position":{{"x":0,"y":{}}},"seats":[{}]}}"#, row * 30, seats.join(","))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        r#"{{"name":"Big","categories":[{{"name":"Best"}}],"zones":[{{"position":{{"x":0,"y":0}},"rows":[{}]}}]}}"#,
        rows.join(",")
    )
}

#[test]
fn a_hundred_thousand_seats_are_read_and_more_than_the_most_are_refused() {
    let plan = plan_of(1_000, 100);
    let begun = std::time::Instant::now();
    assert_eq!(read(plan.as_bytes(), ID).unwrap().units(), 100_000);
    let taken = begun.elapsed();
    // A reader that searched all seats for each seat would need minutes.
    assert!(taken.as_secs() < 5, "{taken:?}");
    let faults = read(plan_of(1_001, 200).as_bytes(), ID).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "the seating plan has 1 fault\n$.zones: there are 200200 seats, a plan may have 200000"
    );
}

fn values() -> impl Strategy<Value = Option<Value>> {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!(-0.0),
        json!(""),
        json!("Best"),
        json!("A-1"),
        json!("%s%s%s"),
        json!("\u{0}\u{202e}"),
        json!([]),
        json!({}),
        json!([[[{}]]]),
        json!({"x": 1e6, "y": -1e6}),
        json!([{"seats": [{}]}]),
    ];
    prop_oneof![1 => Just(None), 4 => proptest::sample::select(odd.to_vec()).prop_map(Some)]
}

/// Every place in `value`, as a pointer.
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| places(field, format!("{at}/{name}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, format!("{at}/{index}"), found))
        }
        _ => {}
    }
    if !at.is_empty() {
        found.push(at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_plan_brings_the_reader_down(changes in proptest::collection::vec((any::<proptest::sample::Index>(), values()), 1..6)) {
        let mut plan = good();
        for (place, value) in changes {
            let mut all = Vec::new();
            places(&plan, String::new(), &mut all);
            if all.is_empty() {
                break;
            }
            let pointer = place.get(&all);
            let parent_is_list = plan.pointer(pointer.rsplit_once('/').unwrap().0).is_some_and(Value::is_array);
            put(&mut plan, pointer, if parent_is_list { Some(value.unwrap_or_default()) } else { value });
        }
        match read_value(&plan) {
            Ok(map) => {
                prop_assert_eq!(map.check(), Ok(()));
                let numbers = map.sections.iter().flat_map(|section| &section.seats).flat_map(|seat| [seat.position.x, seat.position.y]);
                prop_assert!(numbers.chain([map.width, map.height, map.focus.x, map.focus.y]).all(f32::is_finite));
            }
            Err(faults) => {
                prop_assert!(faults.total() > 0 && !faults.faults().is_empty());
                prop_assert!(faults.faults().iter().all(|fault| fault.path.starts_with('$') && !fault.message.is_empty()));
            }
        }
    }

    #[test]
    fn no_bytes_bring_the_reader_down(cut in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let mut text = good().to_string().into_bytes();
        let index = cut.index(text.len());
        text[index] = byte;
        let _ = read(&text, ID);
        let _ = read(&text[..index], ID);
    }
}
