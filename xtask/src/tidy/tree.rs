//! The files that the rules look at: everything in the workspace that version control doesn't ignore.
//!
//! The tree is walked rather than asked of git, so that the rules also hold in an unpacked archive and on a machine
//! without git. Of `.gitignore` it understands what this tree needs: names, paths from the root, and `*.ending`.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};

/// One file, with its path from the workspace's root (`/` between folders) and its text; a file that isn't UTF-8 has none.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The name's ending without its dot; empty where there is none.
    pub(crate) fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Whether one of the folders on the way to the file has this name.
    pub(crate) fn lies_in(&self, folder: &str) -> bool {
        self.path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(|name| name == folder))
    }

    /// Lines with their numbers, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    pub(crate) fn violation(&self, line: usize, message: impl Into<String>) -> Violation {
        Violation { path: self.path.clone(), line, message: message.into() }
    }
}

/// A broken rule and where.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// All files, in the order of their paths.
pub(crate) struct Tree {
    files: Vec<SourceFile>,
    folders: BTreeSet<String>,
}

impl Tree {
    pub(crate) fn load(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        walk(root, "", &ignored(root), &mut files)?;
        Ok(Self::of(files))
    }

    pub(crate) fn of(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let mut folders = BTreeSet::new();
        for file in &files {
            let ends = file.path.char_indices().filter(|(_, letter)| *letter == '/');
            folders.extend(ends.map(|(end, _)| file.path[..end].to_owned()));
        }
        Self { files, folders }
    }

    pub(crate) fn files(&self) -> &[SourceFile] {
        &self.files
    }

    pub(crate) fn rust(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.extension() == "rs")
    }

    /// Whether a file or a folder of this path exists; the empty path is the root.
    pub(crate) fn has(&self, path: &str) -> bool {
        let is_file = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
        is_file || path.is_empty() || self.folders.contains(path)
    }
}

fn ignored(root: &Path) -> Vec<String> {
    let lines = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let mut patterns = vec!["/.git".to_owned(), "/target".to_owned(), "node_modules".to_owned()];
    let named = lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    patterns.extend(named.map(|line| line.trim_end_matches('/').to_owned()));
    patterns
}

fn is_ignored(path: &str, patterns: &[String]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    patterns.iter().any(|pattern| match pattern.strip_prefix('*') {
        Some(ending) => name.ends_with(ending),
        None if pattern.contains('/') => path == pattern.trim_start_matches('/'),
        None => name == pattern,
    })
}

fn walk(root: &Path, folder: &str, patterns: &[String], files: &mut Vec<SourceFile>) -> Result<()> {
    let entries = std::fs::read_dir(root.join(folder)).with_context(|| format!("cannot list {folder}"))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {folder}"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if is_ignored(&path, patterns) {
            continue;
        }
        let kind = entry.file_type().with_context(|| format!("cannot look at {path}"))?;
        if kind.is_dir() {
            walk(root, &path, patterns, files)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
            files.push(SourceFile { path, text: String::from_utf8(bytes).unwrap_or_default() });
        }
    }
    Ok(())
}

/// Trees made up for the rules' own tests.
#[cfg(test)]
pub(super) fn made_up(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
    Tree::of(files.iter().map(file).collect())
}

/// Violations as `path:line`, for comparing in the rules' own tests.
#[cfg(test)]
pub(super) fn places(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(|violation| format!("{}:{}", violation.path, violation.line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_paths_are_names_roots_and_endings() {
        let patterns = ["/data", "dist", "*.log"].map(str::to_owned);
        assert!(is_ignored("data", &patterns));
        assert!(!is_ignored("crates/data", &patterns));
        assert!(is_ignored("web/dist", &patterns));
        assert!(is_ignored("crates/a.log", &patterns));
        assert!(!is_ignored("crates/log", &patterns));
    }

    #[test]
    fn a_tree_knows_its_files_and_folders() {
        let tree = made_up(&[("crates/app/src/lib.rs", ""), ("README.md", "")]);
        assert!(tree.has("README.md") && tree.has("crates/app") && tree.has(""));
        assert!(!tree.has("crates/ap"));
    }
}
