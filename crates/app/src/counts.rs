//! How many places are what.

/// How many units of an event, a section or a tier are what. Blocked units, and those never for sale, are outside capacity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub available: u32,
    pub held: u32,
    pub sold: u32,
}

impl Counts {
    pub fn capacity(&self) -> u32 {
        self.available + self.held + self.sold
    }

    /// Of several together that have no unit in common.
    pub fn total(parts: &[Counts]) -> Counts {
        parts.iter().fold(Counts::default(), |sum, part| Counts {
            available: sum.available + part.available,
            held: sum.held + part.held,
            sold: sum.sold + part.sold,
        })
    }
}
