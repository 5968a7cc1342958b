//! The list of rules, and what runs them.

use anyhow::{Result, bail};

use crate::say::say;
use crate::workspace;

use super::tree::{Tree, Violation};
use super::{decisions, dependencies, deployed, leftovers, links, migrations, names, purity, shape, sleeps, sql};

type Rule = fn(&Tree) -> Vec<Violation>;

const RULES: [Rule; 17] = [
    dependencies::imports_go_one_way,
    dependencies::kept_out,
    purity::domain_asks_no_clock,
    sql::only_in_the_store,
    migrations::migrations_only_add,
    shape::files_are_short,
    shape::modules_say_why,
    shape::mod_rs_holds_no_logic,
    shape::readme_is_short,
    names::nothing_is_called_utils,
    leftovers::nothing_is_left_for_later,
    sleeps::tests_do_not_sleep,
    links::links_resolve,
    decisions::numbered_without_gaps,
    deployed::metrics_exist,
    deployed::alerting_metrics_are_told,
    deployed::settings_exist,
];

/// Checks the workspace and prints each violation with its place.
pub(crate) fn run() -> Result<()> {
    let tree = Tree::load(workspace::root())?;
    let violations = violations(&tree);
    for violation in &violations {
        say(violation);
    }
    match violations.len() {
        0 => say(format!("tidy: {} files keep {} rules", tree.files().len(), RULES.len())),
        count => bail!("{count} violations of the tree's rules"),
    }
    Ok(())
}

fn violations(tree: &Tree) -> Vec<Violation> {
    RULES.iter().flat_map(|rule| rule(tree)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_keeps_its_rules() {
        let tree = Tree::load(workspace::root()).unwrap();
        let found: Vec<String> = violations(&tree).iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }
}
