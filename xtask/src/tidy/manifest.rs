//! Reads the names of dependencies from a `Cargo.toml`: as much TOML as the rules need, and no more.

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Normal,
    Build,
    Dev,
}

/// One dependency, named as its package.
#[derive(Debug, PartialEq)]
pub(super) struct Dependency {
    pub(super) package: String,
    pub(super) kind: Kind,
    pub(super) line: usize,
}

/// All dependencies of a manifest. Understands `[dependencies]`, `[dependencies.name]`, `[target.….dependencies]`, the
/// build and dev sections likewise, and renamed packages.
pub(super) fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut section = None;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let (kind, package) = heading(header.trim_end_matches(']'));
            section = kind;
            if let (Some(kind), Some(package)) = (kind, package) {
                found.push(Dependency { package, kind, line: index + 1 });
                // What follows are that dependency's own fields.
                section = None;
            }
        } else if let Some(kind) = section
            && let Some(package) = named(line)
        {
            found.push(Dependency { package, kind, line: index + 1 });
        }
    }
    found
}

fn heading(header: &str) -> (Option<Kind>, Option<String>) {
    let sections =
        [("dev-dependencies", Kind::Dev), ("build-dependencies", Kind::Build), ("dependencies", Kind::Normal)];
    for (name, kind) in sections {
        let own = |before: &str| before.is_empty() || (before.starts_with("target.") && before.ends_with('.'));
        if header.strip_suffix(name).is_some_and(own) {
            return (Some(kind), None);
        }
        if let Some((before, package)) = header.split_once(&format!("{name}."))
            && own(before)
        {
            return (Some(kind), Some(package.to_owned()));
        }
    }
    (None, None)
}

fn named(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    if key.trim_start().starts_with('#') {
        return None;
    }
    if let Some((_, renamed)) = value.split_once("package = \"") {
        return renamed.split('"').next().map(str::to_owned);
    }
    key.split('.').next().map(|name| name.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_dependency_is_read() {
        let manifest = "\
[package]
name = \"admit-app\"
[dependencies]
tokio.workspace = true
# serde = \"1\"
sql = { package = \"rusqlite\", version = \"1\" }
[target.'cfg(unix)'.build-dependencies]
cc = \"1\"
[dev-dependencies.proptest]
version = \"1\"
[lints]
workspace = true
";
        let found: Vec<(String, Kind)> =
            dependencies(manifest).into_iter().map(|one| (one.package, one.kind)).collect();
        let expected =
            [("tokio", Kind::Normal), ("rusqlite", Kind::Normal), ("cc", Kind::Build), ("proptest", Kind::Dev)];
        assert_eq!(found, expected.map(|(package, kind)| (package.to_owned(), kind)));
    }
}
