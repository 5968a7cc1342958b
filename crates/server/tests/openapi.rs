//! The committed OpenAPI document is the one that the program gives.

use std::process::Command;

const COMMITTED: &str = include_str!("../../../openapi.json");

#[test]
fn the_committed_document_is_not_stale() {
    let output = Command::new(env!("CARGO_BIN_EXE_admit")).arg("openapi").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let made = String::from_utf8(output.stdout).unwrap();
    let differs = made.lines().zip(COMMITTED.lines()).position(|(made, committed)| made != committed);
    assert_eq!(differs, None, "openapi.json is stale from this line on (from 0); `cargo xtask openapi` writes it anew");
    assert_eq!(made.lines().count(), COMMITTED.lines().count(), "openapi.json is stale: run `cargo xtask openapi`");
}
