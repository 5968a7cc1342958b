//! A line that seats stand on: straight or curved, measured along itself.

/// A place in a drawing whose origin is whatever suits the hall; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Spot {
    pub(super) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn distance(self, other: Spot) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    fn towards(self, other: Spot, part: f64) -> Spot {
        Spot { x: self.x + (other.x - self.x) * part, y: self.y + (other.y - self.y) * part }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Arc {
    points: Vec<Spot>,
    /// How far along the line each point is.
    distances: Vec<f64>,
}

impl Arc {
    pub(super) fn through(points: Vec<Spot>) -> Self {
        let mut distances = vec![0.0; points.len()];
        for index in 1..points.len() {
            distances[index] = distances[index - 1] + points[index - 1].distance(points[index]);
        }
        Self { points, distances }
    }

    pub(super) fn line(from: Spot, to: Spot) -> Self {
        Self::through(vec![from, to])
    }

    pub(super) fn length(&self) -> f64 {
        self.distances.last().copied().unwrap_or(0.0)
    }

    pub(super) fn at(&self, distance: f64) -> Spot {
        let next = self.distances.partition_point(|known| *known < distance).clamp(1, self.points.len() - 1);
        let (from, to) = (self.distances[next - 1], self.distances[next]);
        let part = if to > from { (distance - from) / (to - from) } else { 0.0 };
        self.points[next - 1].towards(self.points[next], part)
    }
}

/// Seats side by side along a part of an arc, from its one end to its other.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    arc: Arc,
    from: f64,
    to: f64,
    pub(super) count: usize,
    pub(super) category: &'static str,
}

impl Stretch {
    /// As many seats as fit at `pitch` when `before` and `after` of the arc's ends stay free, spread to fill what is left.
    pub(super) fn fill(arc: Arc, (before, after): (f64, f64), pitch: f64, category: &'static str) -> Self {
        let (from, to) = (before, (arc.length() - after).max(before));
        // A hundredth forgives rounding where the length is meant to be a multiple of the pitch.
        let count = ((to - from) / pitch + 0.01).floor() as usize + 1;
        Self { arc, from, to, count, category }
    }

    /// `count` seats at exactly `pitch`, in the middle of the arc.
    pub(super) fn centered(arc: Arc, count: usize, pitch: f64, category: &'static str) -> Self {
        let (middle, half) = (arc.length() / 2.0, pitch * (count - 1) as f64 / 2.0);
        Self { arc, from: middle - half, to: middle + half, count, category }
    }

    pub(super) fn spots(&self) -> impl Iterator<Item = Spot> {
        let step = if self.count > 1 { (self.to - self.from) / (self.count - 1) as f64 } else { 0.0 };
        (0..self.count).map(move |index| self.arc.at(self.from + step * index as f64))
    }
}
