//! The shape of files: short, opened by a line that says why they exist, and no logic where nobody looks for it.

use super::tree::{SourceFile, Tree, Violation};

const RUST_LINES_MAX: usize = 600;
const README_LINES_MAX: usize = 150;

pub(super) fn files_are_short(tree: &Tree) -> Vec<Violation> {
    tree.rust().filter_map(|file| too_long(file, RUST_LINES_MAX)).collect()
}

pub(super) fn readme_is_short(tree: &Tree) -> Vec<Violation> {
    let readme = tree.files().iter().filter(|file| file.path == "README.md");
    readme.filter_map(|file| too_long(file, README_LINES_MAX)).collect()
}

/// Every module says in its first line why it exists.
pub(super) fn modules_say_why(tree: &Tree) -> Vec<Violation> {
    let modules = tree.rust().filter(|file| file.lies_in("src"));
    let silent = modules.filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| file.violation(1, "a module opens with `//!` and says why it exists")).collect()
}

/// Code in a `mod.rs` has no name by which it could be found.
pub(super) fn mod_rs_holds_no_logic(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| file.file_name() == "mod.rs") {
        let code = file.lines().filter(|(_, line)| !line.trim_start().starts_with("//"));
        let functions = code.filter(|(_, line)| line.split_whitespace().any(|word| word == "fn"));
        found.extend(functions.map(|(number, _)| file.violation(number, "`mod.rs` holds no functions")));
    }
    found
}

fn too_long(file: &SourceFile, lines_max: usize) -> Option<Violation> {
    let lines = file.text.lines().count();
    (lines > lines_max).then(|| file.violation(lines, format!("{lines} lines, at most {lines_max}")))
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn a_long_file_is_found_and_one_at_the_limit_is_not() {
        let (most, more) = ("\n".repeat(RUST_LINES_MAX), "\n".repeat(RUST_LINES_MAX + 1));
        let tree = made_up(&[("crates/app/src/a.rs", &most), ("crates/app/src/b.rs", &more)]);
        assert_eq!(places(&files_are_short(&tree)), ["crates/app/src/b.rs:601"]);
    }

    #[test]
    fn a_module_without_a_header_is_found_and_a_test_needs_none() {
        let tree = made_up(&[
            ("crates/app/src/a.rs", "//! Why."),
            ("crates/app/src/b.rs", "use a;"),
            ("crates/app/tests/c.rs", ""),
        ]);
        assert_eq!(places(&modules_say_why(&tree)), ["crates/app/src/b.rs:1"]);
    }

    #[test]
    fn a_function_in_mod_rs_is_found() {
        let tree = made_up(&[("crates/app/src/a/mod.rs", "//! A fn.\npub mod b;\npub fn c() {}")]);
        assert_eq!(places(&mod_rs_holds_no_logic(&tree)), ["crates/app/src/a/mod.rs:3"]);
    }

    #[test]
    fn a_long_readme_is_found() {
        let tree = made_up(&[("README.md", &"\n".repeat(151)), ("docs/README.md", &"\n".repeat(400))]);
        assert_eq!(places(&readme_is_short(&tree)), ["README.md:151"]);
    }
}
