//! Links between the tree's own pages lead somewhere.

use super::tree::{SourceFile, Tree, Violation};

/// Checks inline links (`[text](path)`) to local files and folders; addresses and anchors are not followed.
pub(super) fn links_resolve(tree: &Tree) -> Vec<Violation> {
    let pages = tree.files().iter().filter(|file| file.extension() == "md");
    pages.flat_map(|page| broken(page, tree)).collect()
}

fn broken(page: &SourceFile, tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in page.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let local = targets(line).into_iter().filter(|target| is_local(target));
        for target in local.filter(|target| !resolve(&page.path, target).is_some_and(|path| tree.has(&path))) {
            found.push(page.violation(number, format!("the link to `{target}` leads nowhere")));
        }
    }
    found
}

/// What stands in `](…)`, outside of code spans, without a title.
fn targets(line: &str) -> Vec<String> {
    let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
    let ends = prose.match_indices("](").map(|(at, bracket)| &prose[at + bracket.len()..]);
    let inside = ends.filter_map(|rest| rest.split(')').next()?.split_whitespace().next());
    inside.map(|target| target.trim_matches(['<', '>']).to_owned()).collect()
}

fn is_local(target: &str) -> bool {
    !(target.contains("://") || target.starts_with("mailto:") || target.starts_with('#'))
}

/// The path from the root; none if the link leaves the tree.
fn resolve(page: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or(target);
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = match target.strip_prefix('/') {
        Some(from_the_root) => from_the_root.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut path = Vec::new();
    for name in joined.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(path.pop()?),
            name => path.push(name),
        }
    }
    Some(path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    #[test]
    fn links_are_followed_from_the_page_that_holds_them() {
        let good =
            "[a](../README.md#run), [b](decisions/), [c](https://x.y/z), [d](#here), `[e](code)`, [f](/README.md)";
        let bad = "[a](README.md)\n```\n[b](nowhere)\n```\n[c](../../out.md \"title\") [d](decisions/0002-b.md)";
        let tree = made_up(&[
            ("README.md", ""),
            ("docs/good.md", good),
            ("docs/bad.md", bad),
            ("docs/decisions/0001-a.md", ""),
        ]);
        assert_eq!(places(&links_resolve(&tree)), ["docs/bad.md:1", "docs/bad.md:5", "docs/bad.md:5"]);
    }
}
