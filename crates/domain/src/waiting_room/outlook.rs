//! Whether what is left will last until one's turn.

/// People whose purchases say how many places one takes.
const MEASURED_FROM: u64 = 20;
/// What those in front are expected to take is an average. It is likely to last if there is a quarter more than that, and
/// unlikely if there is less than half of it.
const LIKELY_FROM: f64 = 1.25;
const UNLIKELY_BELOW: f64 = 0.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    Likely,
    Unlikely,
    Unknown,
}

/// What is known of a guarded sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stock {
    pub free: u32,
    /// Held or sold.
    pub taken: u32,
    /// How many places one buyer may have.
    pub each_max: u32,
    /// How many people were let in so far.
    pub admitted: u64,
}

impl Stock {
    /// As far as anybody can say for whoever has `ahead` people in front: by what those before took, once enough have shopped.
    pub fn outlook(self, ahead: u32) -> Outlook {
        let (free, people, most) = (f64::from(self.free), f64::from(ahead) + 1.0, f64::from(self.each_max));
        if self.free == 0 {
            return Outlook::Unlikely;
        }
        if free >= people * most {
            return Outlook::Likely;
        }
        if self.admitted < MEASURED_FROM {
            return Outlook::Unknown;
        }
        let expected = people * (f64::from(self.taken) / self.admitted as f64).min(most);
        if free >= LIKELY_FROM * expected {
            Outlook::Likely
        } else if free < UNLIKELY_BELOW * expected {
            Outlook::Unlikely
        } else {
            Outlook::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_held_against_what_those_in_front_may_take() {
        use Outlook::{Likely, Unknown, Unlikely};
        let stock = |free, taken, admitted| Stock { free, taken, each_max: 8, admitted };
        let table = [
            // Nothing is left, whoever comes.
            (stock(0, 0, 0), 0, Unlikely),
            (stock(0, 100, 1_000), 0, Unlikely),
            // All in front may take the most that is allowed.
            (stock(8, 0, 0), 0, Likely),
            (stock(80, 0, 0), 9, Likely),
            (stock(79, 0, 0), 9, Unknown),
            // Too few have shopped to tell what one takes.
            (stock(1, 152, 19), 1_000, Unknown),
            (stock(1, 160, 20), 1_000, Unlikely),
            // Two each were taken, so 100 people are expected to take 200.
            (stock(250, 40, 20), 99, Likely),
            (stock(249, 40, 20), 99, Unknown),
            (stock(100, 40, 20), 99, Unknown),
            (stock(99, 40, 20), 99, Unlikely),
            // More was taken than may be: before there was a line, or by those who came back.
            (stock(799, 400, 20), 99, Unknown),
            (stock(399, 400, 20), 99, Unlikely),
            // Nobody who was let in took anything.
            (stock(1, 0, 20), 99, Likely),
        ];
        for (stock, ahead, wanted) in table {
            assert_eq!(stock.outlook(ahead), wanted, "{stock:?}, {ahead} ahead");
        }
    }
}
