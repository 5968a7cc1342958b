//! The shape of a seating plan in pretix's JSON, as far as it means something here. Files have fields of their own besides.

use schemars::JsonSchema;

/// A seating plan in pretix's JSON. Positions add up: zone, row, seat.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the app reads plans by hand, to name every fault by its path; this says what they are")]
pub(super) struct SeatingPlan {
    name: String,
    #[schemars(length(min = 1))]
    zones: Vec<PlanZone>,
    categories: Vec<PlanZoneCategory>,
    #[schemars(with = "PlanSize", default)]
    size: Option<PlanSize>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanZoneCategory {
    name: String,
    #[schemars(with = "String", default)]
    color: Option<String>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanSize {
    width: f32,
    height: f32,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanPosition {
    x: f32,
    y: f32,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanZone {
    #[schemars(with = "String", default)]
    name: Option<String>,
    position: PlanPosition,
    rows: Vec<PlanZoneRow>,
    /// Decoration: polygons, rectangles, ellipses, circles, texts.
    #[schemars(default)]
    areas: Vec<serde_json::Map<String, serde_json::Value>>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanZoneRow {
    row_number: String,
    /// `%s` is the number.
    #[schemars(with = "String", default)]
    row_label: Option<String>,
    #[schemars(with = "PlanPosition", default)]
    position: Option<PlanPosition>,
    seats: Vec<PlanZoneSeat>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see SeatingPlan")]
struct PlanZoneSeat {
    /// Each once in the file.
    seat_guid: String,
    seat_number: String,
    position: PlanPosition,
    /// A name from `categories`.
    category: String,
}
