//! Decisions are pages `docs/decisions/NNNN-title.md`, numbered from 0001 without gaps.

use super::tree::{Tree, Violation};

const FOLDER: &str = "docs/decisions/";

pub(super) fn numbered_without_gaps(tree: &Tree) -> Vec<Violation> {
    let pages = tree.files().iter().filter(|file| file.path.starts_with(FOLDER) && file.file_name() != "README.md");
    let mut found = Vec::new();
    // Files come in the order of their paths, so pages come in the order of their numbers.
    for (page, expected) in pages.zip(1..) {
        match number(page.file_name()) {
            Some(actual) if actual == expected => {}
            Some(_) => {
                found.push(page.violation(1, format!("{expected:04} is the next number: no gap, none twice")));
                break;
            }
            None => found.push(page.violation(1, "a decision is called NNNN-title.md")),
        }
    }
    found
}

fn number(file_name: &str) -> Option<u32> {
    let (digits, title) = file_name.strip_suffix(".md")?.split_once('-')?;
    let well_formed = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit()) && !title.is_empty();
    if well_formed { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    fn broken(names: &[&str]) -> Vec<String> {
        let paths: Vec<String> = names.iter().map(|name| format!("{FOLDER}{name}")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        places(&numbered_without_gaps(&made_up(&files)))
    }

    #[test]
    fn numbers_count_up_from_one() {
        assert!(broken(&["0001-a.md", "0002-b.md", "README.md"]).is_empty());
    }

    #[test]
    fn gaps_doubles_and_other_names_are_found() {
        assert_eq!(broken(&["0001-a.md", "0003-c.md"]), ["docs/decisions/0003-c.md:1"]);
        assert_eq!(broken(&["0001-a.md", "0001-b.md"]), ["docs/decisions/0001-b.md:1"]);
        assert_eq!(broken(&["0001-a.md", "second.md"]), ["docs/decisions/second.md:1"]);
    }
}
