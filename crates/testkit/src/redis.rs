//! A private Redis for tests, from the Debian package's program, on a port of its own. It keeps nothing.
//!
//! It can be killed, paused and started again, because that is what the program under test must survive. All of this blocks; from
//! async code it belongs into `spawn_blocking` or `block_in_place`. A machine without Redis is an error, never a reason to skip a
//! test.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::certificates::Certificates;
use crate::poll::until_blocking;
use crate::port::free_port;
use crate::scratch_folder::ScratchFolder;

const PROGRAM: &str = "redis-server";
const START_MAX: Duration = Duration::from_secs(30);
const START_ATTEMPTS_MAX: u32 = 4;

/// A running (or stopped) server. Dropping it ends it.
#[derive(Debug)]
pub struct ScratchRedis {
    /// The same for the server's whole life.
    port: u16,
    child: Option<Child>,
    folder: ScratchFolder,
    certificates: Option<Certificates>,
}

impl ScratchRedis {
    pub fn start() -> Result<Self> {
        Self::start_so(None)
    }

    /// One that is reached by TLS alone.
    pub fn start_with_tls(certificates: Certificates) -> Result<Self> {
        Self::start_so(Some(certificates))
    }

    fn start_so(certificates: Option<Certificates>) -> Result<Self> {
        let mut server = Self { port: 0, child: None, folder: ScratchFolder::make("redis", PROGRAM)?, certificates };
        let mut outcome = Ok(());
        for _ in 0..START_ATTEMPTS_MAX {
            server.port = free_port()?;
            outcome = server.start_again();
            if outcome.is_ok() {
                break;
            }
        }
        outcome.map(|()| server)
    }

    /// Starts a server that was killed, on the same port, and waits until it answers.
    pub fn start_again(&mut self) -> Result<()> {
        ensure!(self.child.is_none(), "Redis runs already");
        let mut redis = Command::new(PROGRAM);
        let port = self.port.to_string();
        match &self.certificates {
            None => redis.args(["--port", &port]),
            Some(certificates) => redis
                .args(["--port", "0", "--tls-port", &port, "--tls-auth-clients", "no", "--tls-cert-file"])
                .arg(certificates.certificate())
                .arg("--tls-key-file")
                .arg(certificates.key())
                .arg("--tls-ca-cert-file")
                .arg(certificates.authority()),
        };
        redis.args(["--bind", "127.0.0.1", "--dir"]).arg(self.folder.path());
        // The folder stays in the command line, by which a server that was left behind is found.
        redis.args(["--set-proc-title", "no", "--save", "", "--appendonly", "no", "--daemonize", "no"]);
        // A process group of its own, so that Ctrl-C on the terminal ends the tests, and the watchdog the server.
        redis.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = redis.spawn().context("Redis is missing: install the Debian package `redis-server`")?;
        self.child = Some(child);
        let mut ended = None;
        let answers = until_blocking(START_MAX, || {
            ended = self.child.as_mut().and_then(|child| child.try_wait().transpose());
            (ended.is_some() || self.answers()).then_some(())
        });
        if let Some(status) = ended {
            self.child = None;
            bail!("Redis ended at its start with {:?}", status.context("cannot look after Redis")?);
        }
        answers.with_context(|| format!("Redis wasn't ready after {START_MAX:?}"))
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill().context("cannot kill Redis")?;
        child.wait().context("cannot wait for Redis").map(drop)
    }

    /// Freezes the process: its connections stay open, and nothing comes.
    pub fn pause(&self) -> Result<()> {
        self.signal("STOP")
    }

    /// Lets a paused server go on where it was.
    pub fn resume(&self) -> Result<()> {
        self.signal("CONT")
    }

    /// Whether it answers within a second.
    pub fn answers(&self) -> bool {
        self.command(&["PING"]).is_ok_and(|answer| answer == "PONG")
    }

    pub fn url(&self) -> String {
        let scheme = if self.certificates.is_some() { "rediss" } else { "redis" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// Has it carry out a command, without the code under test.
    pub fn command(&self, words: &[&str]) -> Result<String> {
        let mut client = Command::new("timeout");
        client.args(["1", "redis-cli", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        if let Some(certificates) = &self.certificates {
            client.arg("--tls").arg("--cacert").arg(certificates.authority());
        }
        client.args(words);
        let done = client.stdin(Stdio::null()).output().context("cannot run redis-cli")?;
        ensure!(done.status.success(), "redis-cli: {}", String::from_utf8_lossy(&done.stderr).trim());
        Ok(String::from_utf8(done.stdout).context("the answer isn't text")?.trim_end().to_owned())
    }

    fn signal(&self, name: &str) -> Result<()> {
        let id = self.child.as_ref().context("Redis doesn't run")?.id();
        // The shell's own `kill`: the program of that name is in a package that small machines do without.
        let kill = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &id.to_string()]).status();
        ensure!(kill.context("cannot run sh")?.success(), "cannot signal Redis");
        Ok(())
    }
}

impl Drop for ScratchRedis {
    fn drop(&mut self) {
        // The watchdog would end it as well.
        let _ = self.kill();
    }
}
