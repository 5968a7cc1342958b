//! What a row's geometry says: the order of its seats along the row, and which of them are side by side.

use admit_domain::seat_map::{Point, Seat, runs_of};
use admit_domain::unit::UnitRange;

use super::sections::RowSeats;

/// A gap this many times the section's usual one is no place to sit together, however the row itself is spaced.
const GAP_RATIO_MAX: f32 = 2.5;

/// The seats in the order in which one walks along them.
///
/// Files mostly list them so, around any curve. Where they don't (odd numbers first, say), walking from one end to the other is
/// shorter than walking as listed, and is the order taken.
pub(super) fn in_order(seats: Vec<Seat>) -> Vec<Seat> {
    if seats.len() < 3 {
        return seats;
    }
    let positions: Vec<Point> = seats.iter().map(|seat| seat.position).collect();
    let Some(order) = end_to_end(&positions) else { return seats };
    let listed: f32 = positions.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let walked: f32 = order.windows(2).map(|pair| positions[pair[0]].distance(positions[pair[1]])).sum();
    // Rounding must not turn a row that is listed well.
    if walked >= listed * 0.999 {
        return seats;
    }
    let mut seats: Vec<Option<Seat>> = seats.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| seats[index].take()).collect()
}

/// The seats' indexes by their place on the line between the two that are farthest apart, from the side where the list begins.
/// `None` where all stand in one point.
fn end_to_end(positions: &[Point]) -> Option<Vec<usize>> {
    let start = farthest_from(positions[0], positions);
    let end = farthest_from(start, positions);
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    if dx == 0.0 && dy == 0.0 {
        return None;
    }
    let along = |index: usize| positions[index].x * dx + positions[index].y * dy;
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|a, b| along(*a).total_cmp(&along(*b)));
    if order.first() > order.last() {
        order.reverse();
    }
    Some(order)
}

fn farthest_from(from: Point, positions: &[Point]) -> Point {
    positions.iter().copied().max_by(|a, b| a.distance(from).total_cmp(&b.distance(from))).unwrap_or(from)
}

/// The middle one of all gaps between neighbours of `rows`; infinite where no row has two seats.
pub(super) fn usual_gap(rows: &[RowSeats]) -> f32 {
    let mut gaps: Vec<f32> = rows
        .iter()
        .flat_map(|row| row.seats.windows(2))
        .map(|pair| pair[0].position.distance(pair[1].position))
        .filter(|gap| *gap > 0.0)
        .collect();
    let middle = gaps.len() / 2;
    if gaps.is_empty() { f32::INFINITY } else { *gaps.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// Cuts a row where its own spacing says so, and where the section's does: two seats with an aisle between them have only each
/// other to compare with.
pub(super) fn runs(first: u32, positions: &[Point], usual: f32) -> Vec<UnitRange> {
    let mut runs = Vec::new();
    for run in runs_of(first, positions) {
        let mut begun = run.first.0;
        for unit in run.first.0 + 1..run.end() {
            let index = (unit - first) as usize;
            if positions[index - 1].distance(positions[index]) > usual * GAP_RATIO_MAX {
                runs.push(UnitRange::new(begun, unit - begun));
                begun = unit;
            }
        }
        runs.push(UnitRange::new(begun, run.end() - begun));
    }
    runs
}

#[cfg(test)]
mod tests {
    use admit_domain::seat_map::Access;

    use super::*;

    fn seats(places: &[(f32, f32)]) -> Vec<Seat> {
        let seat = |(index, (x, y)): (usize, &(f32, f32))| Seat {
            number: (index + 1).to_string().into(),
            position: Point { x: *x, y: *y },
            access: Access::Standard,
            category: 0,
        };
        places.iter().enumerate().map(seat).collect()
    }

    fn numbers(seats: &[Seat]) -> String {
        seats.iter().map(|seat| &*seat.number).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn seats_listed_out_of_order_are_sorted_along_the_row() {
        // Odd numbers to the left, even ones to the right of the middle.
        let row = seats(&[(40.0, 0.0), (50.0, 0.0), (30.0, 0.0), (60.0, 0.0), (20.0, 0.0), (70.0, 0.0)]);
        assert_eq!(numbers(&in_order(row)), "5 3 1 2 4 6");
    }

    #[test]
    fn a_row_listed_around_a_curve_stays_as_it_is() {
        let horseshoe = |step: i32| {
            let angle = f64::from(step) / 20.0 * 5.5;
            (100.0 * angle.cos() as f32, 100.0 * angle.sin() as f32)
        };
        let row = seats(&(0..20).map(horseshoe).collect::<Vec<_>>());
        assert_eq!(in_order(row.clone()), row);
        let backwards = seats(&[(30.0, 0.0), (20.0, 0.0), (10.0, 0.0)]);
        assert_eq!(in_order(backwards.clone()), backwards);
        let one_point = seats(&[(0.0, 0.0); 4]);
        assert_eq!(in_order(one_point.clone()), one_point);
    }

    #[test]
    fn two_seats_across_an_aisle_are_not_neighbours() {
        let long = RowSeats { label: "A".into(), seats: seats(&[(0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (30.0, 0.0)]) };
        let short = [Point { x: 0.0, y: 20.0 }, Point { x: 30.0, y: 20.0 }];
        let usual = usual_gap(&[long]);
        assert_eq!(runs(4, &short, usual), [UnitRange::new(4, 1), UnitRange::new(5, 1)]);
        assert_eq!(runs(4, &short, f32::INFINITY), [UnitRange::new(4, 2)]);
        assert!(runs(4, &[], usual).is_empty());
    }
}
