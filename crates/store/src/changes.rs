//! The journal's text of changes, for nodes that tell each other of them.

use admit_app::ports::fanout::ChangesText;
use admit_domain::inventory::journal::Change;

use crate::codec::{changes_from, changes_text};

/// Changes as the journal has them.
pub struct JournalText;

impl ChangesText for JournalText {
    fn write(&self, changes: &[Change]) -> String {
        changes_text(changes)
    }

    fn read(&self, text: &str) -> Option<Vec<Change>> {
        changes_from(text).ok()
    }
}
