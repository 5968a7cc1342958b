//! Imports go one way: domain ← app ← {store, cluster, demo} ← server, and some packages stay out of some crates.

use super::manifest::{Kind, dependencies};
use super::tree::{SourceFile, Tree, Violation};

/// Which of the workspace's crates each may depend on. A crate that isn't here has no place in the direction yet.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("admit-domain", &[]),
    ("admit-app", &["admit-domain"]),
    ("admit-store", &["admit-domain", "admit-app"]),
    ("admit-cluster", &["admit-domain", "admit-app"]),
    ("admit-demo", &["admit-domain", "admit-app"]),
    ("admit-rush", &["admit-domain"]),
    ("admit-testkit", &["admit-domain", "admit-app"]),
    ("admit-server", &["admit-domain", "admit-app", "admit-store", "admit-cluster", "admit-demo", "admit-rush"]),
    ("admit-torture", &["admit-testkit"]),
    ("xtask", &[]),
];

/// Packages that would bring I/O, clocks, randomness or the wire where the rules are.
const KEPT_OUT: [(&str, &[&str]); 2] = [
    (
        "admit-domain",
        &[
            "tokio",
            "serde",
            "serde_json",
            "sqlx",
            "rusqlite",
            "tokio-postgres",
            "axum",
            "rand",
            "getrandom",
            "uuid",
            "reqwest",
        ],
    ),
    ("admit-app", &["sqlx", "rusqlite", "tokio-postgres", "deadpool-postgres", "axum", "reqwest"]),
];

/// The direction between the workspace's crates. `admit-testkit` serves tests and what tortures, so nothing else may need it.
pub(super) fn imports_go_one_way(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (file, name) in manifests(tree) {
        let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            let message = format!("`{name}` has no place among the crates: say in xtask's tidy rules what it may use");
            found.push(file.violation(1, message));
            continue;
        };
        for dependency in dependencies(&file.text) {
            let used = dependency.package.as_str();
            let of_the_workspace = MAY_USE.iter().any(|(known, _)| *known == used) || used.starts_with("admit-");
            let for_tests = used == "admit-testkit" && dependency.kind == Kind::Dev;
            if of_the_workspace && !for_tests && !may_use.contains(&used) {
                found.push(file.violation(dependency.line, format!("`{name}` may not depend on `{used}`")));
            }
        }
    }
    found
}

/// The packages that two crates do without. What their tests use is their own affair.
pub(super) fn kept_out(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (file, name) in manifests(tree) {
        let lists = KEPT_OUT.iter().filter(|(crate_name, _)| *crate_name == name);
        let unwanted: Vec<&str> = lists.flat_map(|(_, packages)| *packages).copied().collect();
        let used = dependencies(&file.text).into_iter().filter(|dependency| dependency.kind != Kind::Dev);
        for dependency in used.filter(|dependency| unwanted.contains(&dependency.package.as_str())) {
            let message = format!("`{}` is kept out of `{name}`", dependency.package);
            found.push(file.violation(dependency.line, message));
        }
    }
    found
}

fn manifests(tree: &Tree) -> impl Iterator<Item = (&SourceFile, &str)> {
    let all = tree.files().iter().filter(|file| file.file_name() == "Cargo.toml");
    all.filter_map(|file| package_name(&file.text).map(|name| (file, name)))
}

fn package_name(manifest: &str) -> Option<&str> {
    let (_, package) = manifest.split_once("[package]")?;
    let line = package.lines().find(|line| line.starts_with("name"))?;
    line.split('"').nth(1)
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n{rest}\n")
    }

    #[test]
    fn an_import_against_the_direction_is_found() {
        let app = manifest("admit-app", "[dependencies]\nadmit-domain.workspace = true\nadmit-store.workspace = true");
        let tree = made_up(&[("crates/app/Cargo.toml", &app)]);
        assert_eq!(places(&imports_go_one_way(&tree)), ["crates/app/Cargo.toml:5"]);
    }

    #[test]
    fn the_testkit_serves_tests_only() {
        let store =
            manifest("admit-store", "[dependencies]\nadmit-testkit = \"1\"\n[dev-dependencies]\nadmit-testkit = \"1\"");
        let tree = made_up(&[("crates/store/Cargo.toml", &store)]);
        assert_eq!(places(&imports_go_one_way(&tree)), ["crates/store/Cargo.toml:4"]);
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        let tree = made_up(&[("crates/extra/Cargo.toml", &manifest("admit-extra", ""))]);
        assert_eq!(places(&imports_go_one_way(&tree)), ["crates/extra/Cargo.toml:1"]);
    }

    #[test]
    fn the_domain_does_without_a_runtime_but_its_tests_need_not() {
        let domain = manifest("admit-domain", "[dependencies]\ntokio = \"1\"\n[dev-dependencies]\nrand = \"1\"");
        let tree = made_up(&[("crates/domain/Cargo.toml", &domain)]);
        assert_eq!(places(&kept_out(&tree)), ["crates/domain/Cargo.toml:4"]);
    }
}
