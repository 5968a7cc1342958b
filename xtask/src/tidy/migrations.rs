//! Migrations only add, because nodes of two versions run side by side on the newer schema. What is removed or changed says which
//! version of the schema a program must know that doesn't use it any more, and that came before.

use super::tree::{SourceFile, Tree, Violation};

const FOLDER: &str = "crates/store/migrations/";
/// How the line begins that names the schema by which nothing uses any more what is removed. The store holds programs to it.
const NEEDS: &str = "--needs: ";
/// Lines that are meant for one database alone, and so aren't comments.
const FOR_ONE: [&str; 2] = ["--sqlite: ", "--postgres: "];

pub(super) fn migrations_only_add(tree: &Tree) -> Vec<Violation> {
    tree.files().iter().filter(|file| file.path.starts_with(FOLDER)).flat_map(violations).collect()
}

fn violations(file: &SourceFile) -> Vec<Violation> {
    let own = file.file_name().split('_').next().and_then(|number| number.parse::<u32>().ok());
    let Some(own) = own else {
        return vec![file.violation(1, "a migration's name begins with its number")];
    };
    let named = file.lines().find_map(|(number, line)| Some((number, line.strip_prefix(NEEDS)?.trim())));
    if let Some((line, named)) = named {
        let is_earlier = named.parse::<u32>().is_ok_and(|named| named < own);
        let message = "what is removed was given up by an earlier migration's programs: `--needs: ` names its number";
        return if is_earlier { Vec::new() } else { vec![file.violation(line, message)] };
    }
    let breaks = |(line, statement): (usize, String)| {
        let what = what_breaks(&statement)?;
        let message =
            format!("{what} breaks nodes of the version before; do it once these are gone, with a line `{NEEDS}N`");
        Some(file.violation(line, message))
    };
    statements(file).into_iter().filter_map(breaks).collect()
}

/// Each statement in capitals, with single spaces and no comments, and the line that it begins on.
fn statements(file: &SourceFile) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    let mut statement = (0, String::new());
    for (number, line) in file.lines() {
        let line = FOR_ONE.iter().find_map(|start| line.strip_prefix(start)).unwrap_or(line);
        let code = line.split("--").next().unwrap_or_default();
        for (index, part) in code.split(';').enumerate() {
            if index > 0 {
                all.push(std::mem::take(&mut statement));
            }
            for word in part.split_whitespace() {
                if statement.1.is_empty() {
                    statement.0 = number;
                }
                statement.1.push_str(&word.to_uppercase());
                statement.1.push(' ');
            }
        }
    }
    all.push(statement);
    all.retain(|(_, text)| !text.is_empty());
    all
}

/// What in a statement an older program can't live with.
fn what_breaks(statement: &str) -> Option<&'static str> {
    let has = |words: &str| format!(" {statement}").contains(&format!(" {words} "));
    if has("DROP TABLE") {
        return Some("DROP TABLE");
    }
    if has("DROP COLUMN") {
        return Some("DROP COLUMN");
    }
    if !statement.starts_with("ALTER TABLE") {
        return None;
    }
    // `ALTER TABLE t DROP c` does without the word.
    let drops_a_column =
        has("DROP") && !["DROP CONSTRAINT", "DROP DEFAULT", "DROP NOT NULL"].iter().any(|kind| has(kind));
    let adds_what_must_be_given = has("ADD") && has("NOT NULL") && !has("DEFAULT");
    match () {
        () if drops_a_column => Some("DROP COLUMN"),
        () if has("RENAME") => Some("RENAME"),
        () if has("ALTER") && (has("TYPE") || has("SET DATA TYPE")) && statement.matches("ALTER").count() > 1 => {
            Some("ALTER … TYPE")
        }
        () if has("SET NOT NULL") => Some("SET NOT NULL"),
        () if adds_what_must_be_given => Some("NOT NULL without DEFAULT"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    fn found(text: &str) -> Vec<String> {
        places(&migrations_only_add(&made_up(&[("crates/store/migrations/0012_x.sql", text)])))
    }

    #[test]
    fn what_an_older_program_cannot_live_with_is_found() {
        for text in [
            "drop table t;",
            "drop table if exists t;",
            "alter table t drop column c;",
            "alter table t drop c;",
            "alter table t rename to u;",
            "alter table t rename column c to d;",
            "alter table t alter column c type text;",
            "alter table t\n    alter c set data type text;",
            "alter table t alter column c set not null;",
            "alter table t add column c bigint not null;",
            "--postgres: alter table t add column c bigint not null;",
        ] {
            assert_eq!(found(text), ["crates/store/migrations/0012_x.sql:1"], "{text}");
        }
        assert_eq!(found("create table u (id bigint);\n\ndrop table t;"), ["crates/store/migrations/0012_x.sql:3"]);
    }

    #[test]
    fn what_is_added_is_not() {
        for text in [
            "create table t (id bigint not null, kind text not null);",
            "alter table t add column c bigint not null default 0;",
            "alter table t add column type text;",
            "drop index t_c;",
            "alter table t alter column c drop not null;",
            "-- nobody may drop table t;\ncreate index t_c on t (c);",
            "--postgres: alter table t set (fillfactor = 20);",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_an_earlier_version_gave_up_may_go() {
        assert!(found("--needs: 11\ndrop table t;").is_empty());
        assert_eq!(found("--needs: 12\ndrop table t;").len(), 1);
        assert_eq!(found("--needs: tomorrow\ndrop table t;").len(), 1);
    }
}
