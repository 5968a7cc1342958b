//! The one place that writes to standard output.

/// Prints one line for the person who ran the chore.
#[expect(clippy::print_stdout, reason = "a chore's output is what its user reads on the terminal")]
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("{line}");
}
