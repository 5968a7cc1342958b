//! The part of `docs/measured.md` that is written by the bench; what people wrote around it stays.

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- bench: written by `cargo xtask bench`, not by hand -->";
const END: &str = "<!-- bench: end -->";

/// One run as `admit rush --markdown` wrote it, and the command.
pub(super) struct Run {
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
        rows.push(row.to_owned());
        let rest: Vec<&str> = lines.collect();
        let (heading, body) = rest.split_first().map_or(("", &[][..]), |(heading, body)| (*heading, body));
        sections.push(format!("{heading}\n`{}`\n\n{}\n", run.command, body.join("\n")));
    }
    format!("{machine}\n\n{}\n\n{}", rows.join("\n"), sections.join("\n"))
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
        let run = |name: &str| Run {
            command: format!("admit rush {name}"),
            text: format!("| what | how |\n| {name} | x |\n### {name}\nAll of it.\n"),
        };
        let part = part("A machine.", &[run("one"), run("two")]);
        assert!(part.starts_with("A machine.\n\n| what | how |\n|---|---|\n| one | x |\n| two | x |\n\n"), "{part}");
        assert!(part.contains("### two\n`admit rush two`\n\nAll of it.\n"), "{part}");
    }
}
