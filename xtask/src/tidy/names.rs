//! Names that say nothing are not names.

use super::tree::{SourceFile, Tree, Violation};

const FORBIDDEN: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"];

/// Neither a file nor a folder nor a module may be called by a word under which anything could stand.
pub(super) fn nothing_is_called_utils(tree: &Tree) -> Vec<Violation> {
    let sources = tree.files().iter().filter(|file| ["rs", "ts", "tsx", "css", "sql"].contains(&file.extension()));
    sources.flat_map(|file| of_the_path(file).into_iter().chain(of_modules(file))).collect()
}

fn of_the_path(file: &SourceFile) -> Option<Violation> {
    let stems = file.path.split('/').map(|name| name.split('.').next().unwrap_or(name));
    let bad = stems.into_iter().find(|stem| FORBIDDEN.contains(stem))?;
    Some(file.violation(1, format!("`{bad}` says nothing: name it after what it does")))
}

fn of_modules(file: &SourceFile) -> Vec<Violation> {
    let inline = file.lines().filter_map(|(number, line)| {
        let name = module(line)?;
        let message = format!("the module `{name}` says nothing: name it after what it does");
        FORBIDDEN.contains(&name).then(|| file.violation(number, message))
    });
    inline.collect()
}

/// The name in `mod name;` or `pub(crate) mod name {`.
fn module(line: &str) -> Option<&str> {
    let (before, after) = line.trim().split_once("mod ")?;
    let name = after.split([' ', ';', '{']).next()?;
    (before.is_empty() || before.starts_with("pub")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn empty_names_are_found_in_paths_and_modules() {
        let tree = made_up(&[
            ("crates/app/src/utils.rs", ""),
            ("crates/app/tests/common/seats.rs", ""),
            ("crates/app/src/hold.rs", "use a;\npub(crate) mod helpers {\n}"),
            ("crates/app/src/common_seats.rs", "mod commonplace;"),
        ]);
        let expected = ["crates/app/src/hold.rs:2", "crates/app/src/utils.rs:1", "crates/app/tests/common/seats.rs:1"];
        assert_eq!(places(&nothing_is_called_utils(&tree)), expected);
    }
}
