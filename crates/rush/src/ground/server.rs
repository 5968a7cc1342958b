//! A server of our own: this same program, in a scratch folder, with the settings that it ships with but for request limits, which
//! are per address, and all buyers have the same.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, bail};

/// Longer than any load.
const TOKENS_LAST_S: &str = "86400";

pub(crate) struct OwnServer {
    child: Child,
    /// Kept open, lest the server's own output fail.
    out: BufReader<ChildStdout>,
    folder: Option<PathBuf>,
    pub(crate) authority: String,
}

impl OwnServer {
    /// Starts `admit serve`; a database given by the environment is used, else one in a scratch folder.
    pub(crate) fn start() -> anyhow::Result<Self> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let name = format!("admit-rush-{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        let mut command = program()?;
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(&folder);
        command.env("ADMIT_RATE_LIMITS", "off").env("ADMIT_ACCESS_TOKEN_TTL_S", TOKENS_LAST_S);
        if std::env::var_os("ADMIT_LOG_LEVEL").is_none() {
            command.env("ADMIT_LOG_LEVEL", "warn");
        }
        Self::listening(command, Some(folder))
    }

    /// Starts a bare server of the same HTTP library, to hold the ceiling against.
    pub(crate) fn start_bare() -> anyhow::Result<Self> {
        let mut command = program()?;
        command.args(["rush", "bare-server"]);
        Self::listening(command, None)
    }

    fn listening(mut command: Command, folder: Option<PathBuf>) -> anyhow::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("can't start a server")?;
        let out = BufReader::new(child.stdout.take().context("the server has no output")?);
        // From here on it is ended and its folder removed, whatever happens.
        let mut server = Self { child, out, folder, authority: String::new() };
        let mut line = String::new();
        server.out.read_line(&mut line)?;
        let Some((_, authority)) = line.trim_end().split_once("http://") else {
            bail!("the server ended before it listened");
        };
        server.authority = authority.trim_end_matches('/').to_owned();
        Ok(server)
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// `admit check` on the server's data, while it runs; what it found is the error.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let mut command = program()?;
        command.arg("check").env("ADMIT_LOG_LEVEL", "warn");
        if let Some(folder) = &self.folder {
            command.arg("--data").arg(folder);
        }
        let done = command.stdin(Stdio::null()).output().context("can't run `admit check`")?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stdout);
            let named: Vec<&str> = said.lines().filter(|line| line.contains("violation")).collect();
            bail!("`admit check` ended with {}: {}", done.status, named.join("; "));
        }
        Ok(())
    }
}

fn program() -> anyhow::Result<Command> {
    Ok(Command::new(std::env::current_exe().context("this program can't be found")?))
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // The scratch folder goes even if the server is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
