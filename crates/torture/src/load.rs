//! The load: a child process of the same program, whose own auditor judges what its buyers were told.

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// How long the load may take on top of its time, for making accounts beforehand and reading books afterwards.
const OVERHEAD_MAX: Duration = Duration::from_secs(420);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// How much is asked of the nodes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) seconds: u64,
    /// From when on nothing is broken any more, after the start.
    pub(crate) quiet_after: u64,
    pub(crate) buyers: usize,
    pub(crate) connections: usize,
}

pub(crate) struct Load {
    child: Child,
    started: Instant,
    seconds: u64,
}

impl Load {
    pub(crate) fn start(binary: &str, urls: &[String], size: Size, seed: u64, json: &Path) -> Result<Load> {
        let mut rush = Command::new(binary);
        rush.args(["rush", "survive"]);
        for url in urls {
            rush.args(["--url", url]);
        }
        rush.args(["--seconds", &size.seconds.to_string(), "--quiet-after", &size.quiet_after.to_string()]);
        rush.args(["--buyers", &size.buyers.to_string(), "--connections", &size.connections.to_string()]);
        rush.args(["--seed", &seed.to_string(), "--json"]).arg(json).stdin(Stdio::null());
        let child = rush.spawn().context("cannot run the load")?;
        Ok(Load { child, started: Instant::now(), seconds: size.seconds })
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait().context("cannot look after the load")? {
                return Ok(status);
            }
            if self.started.elapsed() > Duration::from_secs(self.seconds) + OVERHEAD_MAX {
                bail!("the load runs on long after its time");
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // Fails if it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the load wrote.
pub(crate) fn report(json: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(json).context("the load wrote no report")?;
    serde_json::from_str(&text).context("the load's report isn't JSON")
}
