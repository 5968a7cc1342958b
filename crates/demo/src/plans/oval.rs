//! Rounded outlines and the curves parallel to them, along which the rows of a hall run.

use std::f64::consts::TAU;

use super::arc::{Arc, Spot};

/// Points a curve is drawn with; a seat is then off the true curve by far less than its own width.
const STEPS: usize = 24;
const OUTLINE_STEPS: usize = 2_000;

/// A superellipse: 2 is a circle or an ellipse, larger is nearer to a rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oval {
    pub(super) center: Spot,
    pub(super) half_width: f64,
    pub(super) half_height: f64,
    pub(super) squareness: f64,
}

impl Oval {
    pub(super) const fn circle(center: Spot, radius: f64) -> Self {
        Self { center, half_width: radius, half_height: radius, squareness: 2.0 }
    }

    /// The place at `angle` (radians clockwise from the right), moved straight away from the outline by `outward`.
    ///
    /// Parallels of a convex outline keep their distance everywhere, so rows never come closer to each other than they should.
    pub(super) fn at(&self, angle: f64, outward: f64) -> Spot {
        let (sin, cos) = angle.sin_cos();
        let power = self.squareness;
        let reach =
            ((cos / self.half_width).abs().powf(power) + (sin / self.half_height).abs().powf(power)).powf(-1.0 / power);
        let (x, y) = (reach * cos, reach * sin);
        let slope = |along: f64, half: f64| along.signum() * (along.abs() / half).powf(power - 1.0) / half;
        let (across, down) = (slope(x, self.half_width), slope(y, self.half_height));
        let length = across.hypot(down);
        Spot::new(self.center.x + x + outward * across / length, self.center.y + y + outward * down / length)
    }

    /// The parallel at `outward` between two angles, in the direction from the first to the second.
    pub(super) fn arc(&self, outward: f64, (from, to): (f64, f64)) -> Arc {
        let angle = |step: usize| from + (to - from) * step as f64 / STEPS as f64;
        Arc::through((0..=STEPS).map(|step| self.at(angle(step), outward)).collect())
    }

    /// Angles that cut the parallel at `outward` into `count` parts of one length between two angles; `count` + 1 of them.
    pub(super) fn cuts(&self, outward: f64, (from, to): (f64, f64), count: usize) -> Vec<f64> {
        let angle = |step: usize| from + (to - from) * step as f64 / OUTLINE_STEPS as f64;
        let spots: Vec<Spot> = (0..=OUTLINE_STEPS).map(|step| self.at(angle(step), outward)).collect();
        let mut lengths = vec![0.0; spots.len()];
        for step in 1..spots.len() {
            lengths[step] = lengths[step - 1] + spots[step - 1].distance(spots[step]);
        }
        let whole = lengths[OUTLINE_STEPS];
        let cut = |index: usize| {
            let wanted = whole * index as f64 / count as f64;
            let next = lengths.partition_point(|length| *length < wanted).clamp(1, OUTLINE_STEPS);
            let part = (wanted - lengths[next - 1]) / (lengths[next] - lengths[next - 1]);
            from + (to - from) * (next as f64 - 1.0 + part) / OUTLINE_STEPS as f64
        };
        (0..=count).map(cut).collect()
    }
}

/// A whole turn, begun at `start`.
pub(super) const fn turn(start: f64) -> (f64, f64) {
    (start, start + TAU)
}
