//! SQL stands only in the store.

use super::tree::{SourceFile, Tree, Violation};

/// How statements begin; a statement is one of these and then white space.
const BEGINNINGS: [&str; 8] =
    ["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "CREATE TABLE", "CREATE INDEX", "ALTER TABLE", "DROP TABLE"];

/// A heuristic: a string literal that begins like a statement, in any Rust file outside the store, the test kit and tests.
pub(super) fn only_in_the_store(tree: &Tree) -> Vec<Violation> {
    let exempt = |file: &&SourceFile| {
        file.path.starts_with("crates/store/") || file.path.starts_with("crates/testkit/") || file.lies_in("tests")
    };
    tree.rust().filter(|file| !exempt(file)).flat_map(statements).collect()
}

fn statements(file: &SourceFile) -> Vec<Violation> {
    let quotes = file.text.match_indices('"');
    let begin = quotes.filter(|(at, quote)| begins_a_statement(&file.text[at + quote.len()..]));
    let line = |at: usize| file.text[..at].matches('\n').count() + 1;
    begin.map(|(at, _)| file.violation(line(at), "SQL stands only in crates/store")).collect()
}

fn begins_a_statement(literal: &str) -> bool {
    let literal = literal.trim_start_matches(['\\', '\n', ' ']);
    let followed_by_space = |rest: &str| rest.starts_with(char::is_whitespace);
    BEGINNINGS.iter().any(|beginning| literal.strip_prefix(beginning).is_some_and(followed_by_space))
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn a_statement_outside_the_store_is_found() {
        let select = BEGINNINGS[0];
        let code = format!("fn f() {{\n    query(\"{select} 1\");\n    query(r#\"\n        {select} 2\"#);\n}}");
        let tree = made_up(&[
            ("crates/app/src/a.rs", &code),
            ("crates/store/src/a.rs", &code),
            ("crates/server/tests/a.rs", &code),
        ]);
        assert_eq!(places(&only_in_the_store(&tree)), ["crates/app/src/a.rs:2", "crates/app/src/a.rs:3"]);
    }

    #[test]
    fn words_and_http_methods_are_not_statements() {
        let tree =
            made_up(&[("crates/server/src/a.rs", "let a = [\"DELETE\", \"DELETE /seats\", \"SELECTED seats\"];")]);
        assert!(only_in_the_store(&tree).is_empty());
    }
}
