//! The domain gets the time as an argument: no clock, file, socket or environment in its sources.

use super::tree::{Tree, Violation};

const OUTSIDE_WORLD: [&str; 6] = ["SystemTime::now", "Instant::now", "std::fs", "std::net", "std::env", "std::process"];

/// A rule that asked a clock could not be replayed from the journal.
pub(super) fn domain_asks_no_clock(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| file.path.starts_with("crates/domain/src/")) {
        let code = file.lines().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            if let Some(asked) = OUTSIDE_WORLD.iter().find(|asked| line.contains(**asked)) {
                found.push(file.violation(number, format!("the domain may not use `{asked}`: pass the answer in")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn a_clock_in_the_domain_is_found_and_elsewhere_it_is_not() {
        let clock = "// Instant::now is for others\nlet now = Instant::now();";
        let tree = made_up(&[("crates/domain/src/hold.rs", clock), ("crates/app/src/clock.rs", clock)]);
        assert_eq!(places(&domain_asks_no_clock(&tree)), ["crates/domain/src/hold.rs:2"]);
    }
}
