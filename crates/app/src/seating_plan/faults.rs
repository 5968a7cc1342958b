//! What is wrong with a plan, and where: every fault with the JSON path of the value that causes it.

use std::fmt;

/// How many faults are kept; a plan that is wrong throughout would otherwise answer with a longer text than it had.
pub const FAULTS_SHOWN_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// Such as `$.zones[0].rows[3].seats[7].seat_guid`.
    pub path: String,
    pub message: String,
}

/// Why a plan was refused. Never empty when returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanFaults {
    faults: Vec<PlanFault>,
    total: usize,
}

impl PlanFaults {
    /// The first [`FAULTS_SHOWN_MAX`] faults, in the order in which they were met.
    pub fn faults(&self) -> &[PlanFault] {
        &self.faults
    }

    /// How many there are, shown or not.
    pub fn total(&self) -> usize {
        self.total
    }

    pub(super) fn add(&mut self, path: &Path<'_>, message: impl fmt::Display) {
        self.total += 1;
        if self.faults.len() < FAULTS_SHOWN_MAX {
            self.faults.push(PlanFault { path: path.to_string(), message: message.to_string() });
        }
    }

    pub(super) fn one(path: &Path<'_>, message: impl fmt::Display) -> PlanFaults {
        let mut faults = PlanFaults::default();
        faults.add(path, message);
        faults
    }

    /// `value`, unless anything was wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, PlanFaults> {
        if self.total == 0 { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for PlanFaults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.total == 1 { "fault" } else { "faults" };
        write!(out, "the seating plan has {} {noun}", self.total)?;
        for fault in &self.faults {
            write!(out, "\n{}: {}", fault.path, fault.message)?;
        }
        let unseen = self.total - self.faults.len();
        if unseen > 0 {
            write!(out, "\nand {unseen} more")?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanFaults {}

/// Where in the file a value stands. Built on the stack while walking, written out only when there is a fault to tell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Field(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(super) fn field(&'p self, name: &'p str) -> Path<'p> {
        Path::Field(self, name)
    }

    pub(super) fn item(&'p self, index: usize) -> Path<'p> {
        Path::Item(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => out.write_str("$"),
            Path::Field(parent, name) => write!(out, "{parent}.{name}"),
            Path::Item(parent, index) => write!(out, "{parent}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_bounded_and_what_is_left_out_is_counted() {
        let mut faults = PlanFaults::default();
        let zones = Path::Root.field("zones");
        for index in 0..FAULTS_SHOWN_MAX + 5 {
            faults.add(&zones.item(index), "is wrong");
        }
        assert_eq!((faults.faults().len(), faults.total()), (100, 105));
        let text = faults.to_string();
        assert!(text.starts_with("the seating plan has 105 faults\n$.zones[0]: is wrong\n"), "{text}");
        assert!(text.ends_with("\n$.zones[99]: is wrong\nand 5 more"), "{text}");
    }
}
