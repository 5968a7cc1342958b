//! A plan while it is being drawn, and how it is written as a file.

use serde::Serialize;

use super::arc::{Spot, Stretch};

/// Free space around everything.
const MARGIN: f64 = 80.0;

pub(super) struct Plan {
    pub(super) name: &'static str,
    /// Names and colours, dearest first.
    pub(super) categories: &'static [(&'static str, &'static str)],
    pub(super) zones: Vec<Zone>,
    pub(super) areas: Vec<Area>,
}

pub(super) struct Zone {
    /// The beginning of its seats' guids.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    pub(super) label: String,
    pub(super) stretches: Vec<Stretch>,
}

pub(super) enum Outline {
    Rectangle { width: f64, height: f64 },
    Circle { radius: f64 },
    Polygon(Vec<Spot>),
}

/// A shape that sells nothing; its position is the corner of a rectangle, the middle of a circle, the origin of a polygon's points.
pub(super) struct Area {
    pub(super) outline: Outline,
    pub(super) position: Spot,
    pub(super) color: &'static str,
    pub(super) border_color: &'static str,
    /// The text, its size and where it stands relative to the position.
    pub(super) text: Option<(&'static str, u32, Spot)>,
}

impl Zone {
    pub(super) fn seats(&self) -> usize {
        self.rows.iter().map(Row::seats).sum()
    }
}

impl Row {
    pub(super) fn seats(&self) -> usize {
        self.stretches.iter().map(|stretch| stretch.count).sum()
    }
}

impl Area {
    /// The corners of a box around it.
    fn extent(&self) -> [Spot; 2] {
        let at = |x: f64, y: f64| Spot::new(self.position.x + x, self.position.y + y);
        match &self.outline {
            Outline::Rectangle { width, height } => [at(0.0, 0.0), at(*width, *height)],
            Outline::Circle { radius } => [at(-radius, -radius), at(*radius, *radius)],
            Outline::Polygon(points) => {
                let least = |of: fn(&Spot) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
                let most = |of: fn(&Spot) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
                [at(least(|spot| spot.x), least(|spot| spot.y)), at(most(|spot| spot.x), most(|spot| spot.y))]
            }
        }
    }
}

impl Plan {
    /// The plan as a file, moved so that everything lies right of and below the origin.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let seats =
            self.zones.iter().flat_map(|zone| &zone.rows).flat_map(|row| &row.stretches).flat_map(Stretch::spots);
        let all: Vec<Spot> = seats.chain(self.areas.iter().flat_map(Area::extent)).collect();
        let least = |of: fn(&Spot) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Spot) -> f64| all.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (x, y) = (least(|spot| spot.x) - MARGIN, least(|spot| spot.y) - MARGIN);
        let size = file::Size {
            width: (most(|spot| spot.x) - x + MARGIN).ceil(),
            height: (most(|spot| spot.y) - y + MARGIN).ceil(),
        };
        let mut zones: Vec<file::Zone<'_>> = self.zones.iter().map(|zone| file::zone(zone, Spot::new(x, y))).collect();
        let areas = self.areas.iter().map(|area| file::area(area, Spot::new(x, y))).collect();
        zones.push(file::Zone {
            name: "Surroundings",
            zone_id: "surroundings",
            position: file::ORIGIN,
            rows: Vec::new(),
            areas,
        });
        let categories = self.categories.iter().map(|(name, color)| file::Category { name, color }).collect();
        let plan = file::Plan { name: self.name, size, categories, zones };
        serde_json::to_vec(&plan).expect("texts and finite numbers can always be written")
    }
}

/// What stands in the file, field for field.
mod file {
    use super::{Outline, Serialize, Spot};

    pub(super) const ORIGIN: Position = Position { x: 0.0, y: 0.0 };

    #[derive(Serialize)]
    pub(super) struct Plan<'a> {
        pub(super) name: &'a str,
        pub(super) size: Size,
        pub(super) categories: Vec<Category<'a>>,
        pub(super) zones: Vec<Zone<'a>>,
    }

    #[derive(Serialize)]
    pub(super) struct Size {
        pub(super) width: f64,
        pub(super) height: f64,
    }

    #[derive(Serialize)]
    pub(super) struct Category<'a> {
        pub(super) name: &'a str,
        pub(super) color: &'a str,
    }

    #[derive(Serialize)]
    pub(super) struct Zone<'a> {
        pub(super) name: &'a str,
        pub(super) zone_id: &'a str,
        pub(super) position: Position,
        pub(super) rows: Vec<Row<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub(super) areas: Vec<Area<'a>>,
    }

    #[derive(Serialize)]
    pub(super) struct Row<'a> {
        row_number: &'a str,
        row_number_position: &'static str,
        seats: Vec<Seat<'a>>,
    }

    #[derive(Serialize)]
    struct Seat<'a> {
        seat_guid: String,
        seat_number: String,
        position: Position,
        category: &'a str,
    }

    #[derive(Serialize, Clone, Copy)]
    pub(super) struct Position {
        x: f64,
        y: f64,
    }

    #[derive(Serialize)]
    pub(super) struct Area<'a> {
        shape: &'static str,
        position: Position,
        rotation: u8,
        color: &'a str,
        border_color: &'a str,
        #[serde(flatten)]
        outline: Shape,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Text<'a>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Shape {
        Rectangle { width: f64, height: f64 },
        Circle { radius: f64 },
        Polygon { points: Vec<Position> },
    }

    #[derive(Serialize)]
    struct Text<'a> {
        text: &'a str,
        size: u32,
        position: Position,
    }

    /// Tenths are finer than anyone draws and halve the file.
    fn position(of: Spot, origin: Spot) -> Position {
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        Position { x: tenths(of.x - origin.x), y: tenths(of.y - origin.y) }
    }

    /// A zone's seats are written relative to its first one.
    pub(super) fn zone(zone: &super::Zone, origin: Spot) -> Zone<'_> {
        let first = zone.rows.iter().flat_map(|row| &row.stretches).flat_map(|stretch| stretch.spots()).next();
        let corner = first.unwrap_or(origin);
        let corner = Spot::new(corner.x.floor(), corner.y.floor());
        let rows = zone.rows.iter().map(|row| self::row(row, &zone.id, corner)).collect();
        Zone { name: &zone.name, zone_id: &zone.id, position: position(corner, origin), rows, areas: Vec::new() }
    }

    fn row<'a>(row: &'a super::Row, zone: &str, corner: Spot) -> Row<'a> {
        let spots = row.stretches.iter().flat_map(|stretch| stretch.spots().map(|spot| (spot, stretch.category)));
        let seat = |(index, (spot, category)): (usize, (Spot, &'a str))| Seat {
            seat_guid: format!("{zone}-{}-{}", row.label.replace(' ', "-"), index + 1),
            seat_number: (index + 1).to_string(),
            position: position(spot, corner),
            category,
        };
        Row { row_number: &row.label, row_number_position: "both", seats: spots.enumerate().map(seat).collect() }
    }

    pub(super) fn area(area: &super::Area, origin: Spot) -> Area<'_> {
        let (shape, outline) = match &area.outline {
            Outline::Rectangle { width, height } => ("rectangle", Shape::Rectangle { width: *width, height: *height }),
            Outline::Circle { radius } => ("circle", Shape::Circle { radius: *radius }),
            Outline::Polygon(points) => {
                let points = points.iter().map(|point| position(*point, Spot::new(0.0, 0.0))).collect();
                ("polygon", Shape::Polygon { points })
            }
        };
        let text = area.text.map(|(text, size, at)| Text { text, size, position: position(at, Spot::new(0.0, 0.0)) });
        Area {
            shape,
            position: position(area.position, origin),
            rotation: 0,
            color: area.color,
            border_color: area.border_color,
            outline,
            text,
        }
    }
}
