//! Nothing is left for later: what is in the tree is finished, and every test runs.

use super::tree::{Tree, Violation};

const SOURCES: [&str; 13] = ["rs", "ts", "tsx", "js", "mjs", "css", "html", "sql", "sh", "toml", "yml", "yaml", ""];

/// Written in two halves, so that this file keeps its own rule.
const LEFTOVERS: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("#[ig", "nore"), concat!("db", "g!(")];

pub(super) fn nothing_is_left_for_later(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    // The license's text is not ours to keep tidy.
    let sources = tree.files().iter().filter(|file| SOURCES.contains(&file.extension()) && file.path != "LICENSE");
    for file in sources {
        for (number, line) in file.lines() {
            if let Some(leftover) = LEFTOVERS.iter().find(|leftover| line.contains(**leftover)) {
                found.push(file.violation(number, format!("`{leftover}` may not stay in the tree")));
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
    fn each_leftover_is_found_in_sources() {
        let text = LEFTOVERS.join("\n");
        let tree = made_up(&[("crates/app/src/a.rs", &text), ("web/src/logo.svg", &text), ("STYLE.md", &text)]);
        let expected = [1, 2, 3, 4].map(|line| format!("crates/app/src/a.rs:{line}"));
        assert_eq!(places(&nothing_is_left_for_later(&tree)), expected);
    }
}
