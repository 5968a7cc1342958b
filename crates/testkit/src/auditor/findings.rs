//! What the auditor found wrong, in words.

#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) Vec<String>);

impl Findings {
    pub(super) fn add(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }

    /// Notes `otherwise` unless `holds`.
    pub(super) fn require(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.0.push(otherwise());
        }
    }
}
