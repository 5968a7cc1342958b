//! Tests don't sleep: they poll a condition or control the clock.

use super::tree::{Tree, Violation};

/// A sleep between two looks at a condition is fine, and says so on its line.
const EXCUSE: &str = "// polls";

pub(super) fn tests_do_not_sleep(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| file.lies_in("tests")) {
        for (number, line) in file.lines().filter(|(_, line)| sleeps(line) && !line.contains(EXCUSE)) {
            let message = format!("a test polls a condition instead of sleeping ({:?})", line.trim());
            found.push(file.violation(number, message));
        }
    }
    found
}

/// Whether a line calls a function named `sleep`, of whichever module.
fn sleeps(line: &str) -> bool {
    let call = line.match_indices("sleep(");
    let whole_word = |at: usize| !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    call.map(|(at, _)| at).any(whole_word)
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn a_sleep_in_a_test_is_found_unless_it_polls() {
        let code = "\
std::thread::sleep(ONE_SECOND);
tokio::time::sleep(ONE_MS).await; // polls
psql(seconds, \"pg_sleep(9)\");
sleep(ONE_SECOND).await;
";
        let tree = made_up(&[("crates/app/tests/a.rs", code), ("crates/app/src/a.rs", code)]);
        assert_eq!(places(&tests_do_not_sleep(&tree)), ["crates/app/tests/a.rs:1", "crates/app/tests/a.rs:4"]);
    }
}
