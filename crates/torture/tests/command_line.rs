//! What the program says before anything is started. That it can be built by the tests is what `cargo xtask test` relies on.

use std::process::{Command, Output};

fn torture(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_torture")).args(arguments).output().unwrap()
}

#[test]
fn an_unknown_fault_is_refused_by_the_names_that_there_are() {
    let refused = torture(&["--admit", "admit", "--only", "earthquake"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success(), "{said}");
    assert!(said.contains("earthquake") && said.contains("postgres-way-answer-lost"), "{said}");
}

#[test]
fn a_run_too_short_for_a_plan_is_refused() {
    assert!(!torture(&["--admit", "admit", "--seconds", "5"]).status.success());
}

#[test]
fn its_help_names_what_can_be_asked() {
    let help = torture(&["--help"]);
    let said = String::from_utf8_lossy(&help.stdout).into_owned();
    for option in ["--seed", "--seconds", "--deep", "--only", "--json", "--evidence"] {
        assert!(said.contains(option), "{option} is missing: {said}");
    }
}
