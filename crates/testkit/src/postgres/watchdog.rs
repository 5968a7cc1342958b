//! Ends a server and removes its folder when the test process lets go of it, or is gone.
//!
//! Values in statics aren't dropped and a killed process drops nothing, so the cleaning is done by a small shell script
//! that waits for the other end of a pipe to close. Dropping takes the same way: there is one way to clean, and each
//! test that ends uses it.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

const SCRIPT: &str = include_str!("watchdog.sh");

#[derive(Debug)]
pub(super) struct Watchdog {
    shell: Child,
}

impl Watchdog {
    pub(super) fn over(tag: &str, folder: &Path) -> Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "watchdog", tag]).arg(folder);
        // It shares neither the test's process group, which a terminal's Ctrl-C ends, nor its output, which whoever
        // reads that would otherwise wait for.
        command.process_group(0).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { shell: command.spawn().context("cannot run sh")? })
    }

    /// Cleans now, and returns when that is done.
    pub(super) fn end(&mut self) {
        // Waiting closes the pipe first. It fails only if the shell was waited for before, and then all is done.
        let _ = self.shell.wait();
    }
}
