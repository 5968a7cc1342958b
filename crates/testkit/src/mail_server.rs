//! A real SMTP server (aiosmtpd) that keeps what it is handed, can be away, and comes back on the same port.
//!
//! All of this blocks; from async code it belongs into `spawn_blocking` or `block_in_place`.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};

use crate::port::free_port;

const SCRIPT: &str = include_str!("mail_server.py");
/// Debian's own, for which its packages are made.
const PYTHON: &str = "/usr/bin/python3";

static MADE: AtomicU32 = AtomicU32::new(0);

#[derive(Debug)]
pub struct MailServer {
    port: u16,
    folder: PathBuf,
    child: Option<Child>,
}

impl MailServer {
    /// A server that is away, and the port on which it will be.
    pub fn prepare() -> Result<Self> {
        let is_there = Command::new(PYTHON).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        let is_there = is_there.is_ok_and(|status| status.success());
        ensure!(is_there, "aiosmtpd is missing: install the Debian package `python3-aiosmtpd`");
        let name = format!("admit-mail-server-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        Ok(Self { port: free_port()?, folder: std::env::temp_dir().join(name), child: None })
    }

    pub fn start(&mut self) -> Result<()> {
        ensure!(self.child.is_none(), "the mail server runs already");
        let mut python = Command::new(PYTHON);
        python.args(["-c", SCRIPT]).arg(&self.folder).arg(self.port.to_string());
        let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run python3")?;
        let mut ready = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut ready).context("no output")?;
        self.child = Some(child);
        ensure!(ready.trim() == "ready", "the mail server didn't start");
        Ok(())
    }

    pub fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill().context("cannot kill the mail server")?;
        child.wait().context("cannot wait for the mail server")?;
        Ok(())
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// All that it was handed so far, as it came.
    pub fn mails(&self) -> Result<Vec<Vec<u8>>> {
        let mut mails = Vec::new();
        for file in std::fs::read_dir(self.folder.join("new")).into_iter().flatten() {
            let path = file.context("cannot read the mails")?.path();
            mails.push(std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        }
        Ok(mails)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // What can't be ended ends with the test process, and what can't be removed lies in the system's folder for such things.
        let _ = self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
