//! A server of our own: this same program, in a scratch folder, with the demo catalogue and without purchase limits.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub(crate) struct OwnServer {
    child: Child,
    folder: PathBuf,
    pub(crate) authority: String,
}

impl OwnServer {
    /// Starts `admit serve`; a database given by the environment is used, else one in a scratch folder.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("admit-rush-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&folder)
            .envs([("ADMIT_PURCHASE_LIMITS", "off"), ("ADMIT_RATE_LIMITS", "off"), ("ADMIT_LOG_LEVEL", "warn")])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("can't start a server")?;
        let stdout = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let authority = loop {
            let line = lines.next_line().await?.context("the server ended before it listened")?;
            if let Some((_, authority)) = line.split_once("http://") {
                break authority.trim_end_matches('/').to_owned();
            }
        };
        Ok(Self { child, folder, authority })
    }

    /// CPU seconds that the server has used.
    pub(crate) fn cpu_seconds(&self) -> Option<f64> {
        const TICKS_PER_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()?)).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        Some(ticks / TICKS_PER_SECOND)
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // The scratch folder goes even if the server is still being ended.
        let _ = self.child.start_kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
