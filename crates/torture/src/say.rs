//! What the run says as it goes.

use std::io::Write;

/// A line on the standard output. Whoever reads it may have gone, which is no reason to stop.
pub(crate) fn say(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout().lock(), "{}", line.as_ref());
}
