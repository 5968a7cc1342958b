//! The part of `docs/measured.md` that is written by the bench; what people wrote around it stays.

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- bench: written by `cargo xtask bench`, not by hand -->";
const END: &str = "<!-- bench: end -->";

/// One run as `admit rush --markdown` wrote it, and the command.
pub(super) struct Run {
    /// Of the load. Several are of one scenario.
    pub(super) name: &'static str,
    pub(super) command: String,
    pub(super) text: String,
}

/// Puts `part` between the marks.
pub(super) fn replace(document: &str, part: &str) -> Result<String> {
    let (before, rest) = document.split_once(BEGIN).with_context(|| format!("the document has no line {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("the document has no line {END}"))?;
    Ok(format!("{before}{BEGIN}\n{}\n{END}{after}", part.trim_end()))
}

/// All runs in one table, then each by itself.
pub(super) fn part(machine: &str, runs: &[Run]) -> String {
    let mut rows = Vec::new();
    let mut sections = Vec::new();
    for run in runs {
        let mut lines = run.text.lines();
        let (columns, row) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        if rows.is_empty() {
            rows.push(columns.to_owned());
            rows.push("|---".repeat(columns.matches('|').count().saturating_sub(1)) + "|");
        }
        rows.push(named(row, run.name));
        let rest: Vec<&str> = lines.collect();
        let (heading, body) = rest.split_first().map_or(("", &[][..]), |(heading, body)| (*heading, body));
        sections.push(format!("{heading}\n`{}`\n\n{}\n", run.command, body.join("\n")));
    }
    format!("{machine}\n\n{}\n\n{}", rows.join("\n"), sections.join("\n"))
}

/// The row, of which the first cell says which load it is.
fn named(row: &str, name: &str) -> String {
    let rest = row.trim_start_matches('|').split_once('|').map_or("", |(_, rest)| rest);
    format!("| {name} |{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marked_part_is_replaced() {
        let document = format!("by hand\n{BEGIN}\nold\n{END}\nby hand too\n");
        let new = replace(&document, "new\n").unwrap();
        assert_eq!(new, format!("by hand\n{BEGIN}\nnew\n{END}\nby hand too\n"));
        assert_eq!(replace(&new, "new").unwrap(), new);
        assert!(replace("by hand", "new").is_err());
    }

    #[test]
    fn runs_share_one_table() {
        let run = |name: &'static str| Run {
            name,
            command: format!("admit rush {name}"),
            text: "| scenario | how |\n| live | x |\n### live\nAll of it.\n".to_owned(),
        };
        let part = part("A machine.", &[run("live-1"), run("live-2")]);
        let table = "A machine.\n\n| scenario | how |\n|---|---|\n| live-1 | x |\n| live-2 | x |\n\n";
        assert!(part.starts_with(table), "{part}");
        assert!(part.contains("### live\n`admit rush live-2`\n\nAll of it.\n"), "{part}");
    }
}
