//! `cargo xtask web`: checks and builds the page that the program carries. It needs Node; the program doesn't.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::process::{on_path, run};
use crate::say::say;
use crate::workspace;

/// What the built page is made from, in `web`.
const SOURCES: [&str; 6] = ["src", "public", "scripts", "index.html", "package-lock.json", "vite.config.ts"];
const BUILT: &str = "dist/index.html";

/// Builds the page from what there is now.
pub(crate) fn build() -> Result<()> {
    install()?;
    npm(&["run", "build"])
}

/// Builds the page unless the one that was built is of what there is now. Without Node it says so, and there is none.
pub(crate) fn build_if_needed() -> Result<()> {
    if !on_path("npm") {
        say("npm not found: the program gets no page for buyers, or the one that was built before");
        return Ok(());
    }
    let folder = workspace::root().join("web");
    let newest = SOURCES.iter().filter_map(|name| newest_in(&folder.join(name))).max();
    match (changed(&folder.join(BUILT)), newest) {
        (Some(built), Some(newest)) if built >= newest => Ok(()),
        _ => build(),
    }
}

/// Types, format, lints and tests of the page, then the page itself and what it weighs.
pub(crate) fn check() -> Result<()> {
    install()?;
    npm(&["run", "check"])?;
    npm(&["run", "api", "--", "--check"])?;
    npm(&["run", "test"])?;
    npm(&["run", "build"])?;
    npm(&["run", "budget"])
}

/// The page in a browser, against the program that the tests have built and that carries the page.
pub(crate) fn try_in_browser() -> Result<()> {
    run(Command::new("npm")
        .current_dir(workspace::root().join("web"))
        .args(["exec", "--", "vitest", "run", "--config", "vitest.e2e.config.ts"])
        .env("ADMIT_BINARY", workspace::target().join("debug/admit")))
}

/// Fetches what the lock file names, unless that is there. `npm ci` would refuse where a registry has no packages for other
/// platforms than its own, because they are missing in the lock file.
fn install() -> Result<()> {
    let folder = workspace::root().join("web");
    let (locked, installed) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    match (changed(&installed), changed(&locked)) {
        (Some(installed), Some(locked)) if installed >= locked => Ok(()),
        _ => npm(&["install", "--no-save", "--no-audit", "--no-fund"]),
    }
}

fn npm(arguments: &[&str]) -> Result<()> {
    run(Command::new("npm").current_dir(workspace::root().join("web")).args(arguments))
        .context("the page needs Node 20 with npm")
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// When the file, or what changed last in the folder, changed.
fn newest_in(path: &Path) -> Option<SystemTime> {
    let own = changed(path);
    let Ok(folder) = std::fs::read_dir(path) else { return own };
    folder.flatten().filter_map(|entry| newest_in(&entry.path())).max().max(own)
}
