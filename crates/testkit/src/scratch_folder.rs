//! A scratch folder, which goes away with whatever runs in it when the test process does, however that ends.
//!
//! Values in statics aren't dropped and a killed process drops nothing, so a small shell script cleans up once the other
//! end of its pipe closes.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

const SCRIPT: &str = include_str!("scratch_folder.sh");

static MADE: AtomicU32 = AtomicU32::new(0);

#[derive(Debug)]
pub(crate) struct ScratchFolder {
    path: PathBuf,
    watchdog: Child,
}

/// How processes that are left behind are ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Kill,
    /// Asked to, and killed if they don't: for programs that end others of their own.
    Ask,
}

impl ScratchFolder {
    /// Processes named `program` that run in the folder or have it in their command line end with it.
    pub(crate) fn make(kind: &str, program: &str) -> Result<Self> {
        Self::make_with(kind, program, First::Kill)
    }

    pub(crate) fn make_with(kind: &str, program: &str, first: First) -> Result<Self> {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("admit-{kind}-{}-{}-{number}", std::process::id(), since_1970.as_nanos());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let mut shell = Command::new("sh");
        let signal = match first {
            First::Kill => "KILL",
            First::Ask => "TERM",
        };
        shell.args(["-c", SCRIPT, "watchdog"]).arg(&path).args([program, signal]).process_group(0).current_dir("/");
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { path, watchdog: shell.spawn().context("cannot run sh")? })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // Waiting closes the pipe first.
        let _ = self.watchdog.wait();
    }
}
