//! The program itself as a child process: started, killed, stopped and started again on the same data.
//!
//! All of this blocks, for seconds at times; from async code it belongs into `spawn_blocking` or `block_in_place`.

mod log;

use std::fs::File;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::poll::until_blocking;
use crate::port::free_port;
use crate::scratch_folder::ScratchFolder;
use log::Log;

/// Loading the demo's stadium is part of a first start, and other work may keep the machine busy.
const START_MAX: Duration = Duration::from_secs(90);
const RUN_MAX: Duration = Duration::from_secs(90);
const GREETING: &str = "listening on http://";
/// How much of its log a server shows when a test fails.
const LINES_SHOWN: usize = 80;

/// Any key will do: it protects what a test made up.
const MASTER_KEY: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

/// Where the truth is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// In a file in the data folder.
    Embedded,
    /// In the PostgreSQL database at this address.
    Postgres(String),
}

/// How the program ended, and all that it printed.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub said: String,
}

/// A server that a test started. Dropping it kills it and removes its data.
#[derive(Debug)]
pub struct ServerProcess {
    binary: PathBuf,
    /// The same for the server's whole life, so that clients find it again.
    listen: String,
    environment: Vec<(String, String)>,
    child: Option<Child>,
    url: String,
    log: Log,
    folder: ScratchFolder,
}

impl ServerProcess {
    /// As [`ServerProcess::start`], but nothing runs yet.
    pub fn prepare(binary: &str, database: &Database, settings: &[(&str, &str)]) -> Result<Self> {
        let mut environment: Vec<_> =
            settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        if let Database::Postgres(url) = database {
            environment.push(("ADMIT_DATABASE_URL".to_owned(), url.clone()));
            environment.push(("ADMIT_MASTER_KEY".to_owned(), MASTER_KEY.to_owned()));
        }
        Ok(Self {
            binary: binary.into(),
            listen: format!("127.0.0.1:{}", free_port()?),
            environment,
            child: None,
            url: String::new(),
            log: Log::default(),
            folder: ScratchFolder::make("server", "admit")?,
        })
    }

    /// Listens where `other`, which has ended, did, so that its clients find this one.
    pub fn take_over(&mut self, other: &ServerProcess) {
        self.listen.clone_from(&other.listen);
    }

    /// Starts it and kills it after this time, however far it has come.
    pub fn start_cut_short(&mut self, after: Duration) -> Result<()> {
        ensure!(self.child.is_none(), "the server runs already");
        let mut child = self.serve().spawn()?;
        self.log.follow(outputs(&mut child));
        until_blocking(after, || None::<()>);
        self.child = Some(child);
        self.kill()
    }

    /// Starts `binary serve --demo` on empty data, with `settings` (names such as `ADMIT_PURCHASE_LIMITS`) in its
    /// environment, and returns once it says where it listens.
    pub fn start(binary: &str, database: &Database, settings: &[(&str, &str)]) -> Result<Self> {
        let mut server = Self::prepare(binary, database, settings)?;
        server.start_again()?;
        Ok(server)
    }

    /// Starts a stopped server with the same data on the same port.
    pub fn start_again(&mut self) -> Result<()> {
        ensure!(self.child.is_none(), "the server runs already");
        self.log.add(format!("-- started on {}", self.listen));
        let mut child = self.serve().spawn().with_context(|| format!("cannot run {}", self.binary.display()))?;
        let lines = self.log.follow(outputs(&mut child));
        self.child = Some(child);
        self.url = self.greeting(&lines)?;
        Ok(())
    }

    /// Runs the program on this server's data with other arguments, to its end, which must come in time.
    pub fn run(&self, arguments: &[&str]) -> Result<Ended> {
        let mut child =
            self.command(arguments).spawn().with_context(|| format!("cannot run {}", self.binary.display()))?;
        let log = Log::default();
        let lines = log.follow(outputs(&mut child));
        let Some(status) = until_blocking(RUN_MAX, || child.try_wait().transpose()) else {
            child.kill().context("cannot kill what doesn't end")?;
            child.wait().context("cannot wait for what was killed")?;
            bail!("`admit {}` runs on after {RUN_MAX:?}:\n{}", arguments.join(" "), log.tail(LINES_SHOWN));
        };
        // Ends once both outputs are closed.
        let said = lines.iter().map(|line| line + "\n").collect();
        Ok(Ended { status: status.context("cannot look after the program")?, said })
    }

    /// `admit check` on this server's data; what it found is the error.
    pub fn check(&self) -> Result<String> {
        let done = self.run(&["check"])?;
        ensure!(done.status.success(), "`admit check` ended with {}:\n{}", done.status, done.said);
        Ok(done.said)
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill().context("cannot kill the server")?;
        child.wait().context("cannot wait for the server")?;
        self.log.add("-- killed".to_owned());
        Ok(())
    }

    /// Sends SIGTERM and doesn't wait.
    pub fn terminate(&self) -> Result<()> {
        self.signal("TERM")
    }

    /// Freezes the process: its connections stay open and it doesn't answer.
    pub fn pause(&self) -> Result<()> {
        self.signal("STOP")
    }

    /// Lets a paused server go on where it was.
    pub fn resume(&self) -> Result<()> {
        self.signal("CONT")
    }

    fn signal(&self, name: &str) -> Result<()> {
        let id = self.child.as_ref().context("the server doesn't run")?.id();
        // The shell's own `kill`: the program of that name is in a package that small machines do without.
        let kill = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &id.to_string()]).status();
        ensure!(kill.context("cannot run sh")?.success(), "cannot signal the server");
        Ok(())
    }

    /// Waits until the process has ended. An error: it runs on.
    pub fn wait(&mut self, within: Duration) -> Result<ExitStatus> {
        let mut child = self.child.take().context("the server doesn't run")?;
        let ended = until_blocking(within, || child.try_wait().transpose());
        let Some(status) = ended else {
            self.child = Some(child);
            bail!("the server runs on after {within:?}");
        };
        let status = status.context("cannot look after the server")?;
        self.log.add(format!("-- ended with {status}"));
        Ok(status)
    }

    /// Ends the server as an operator would, and holds its books against each other.
    pub fn stop_and_check(&mut self) -> Result<String> {
        self.terminate()?;
        let status = self.wait(Duration::from_secs(30))?;
        ensure!(status.success(), "after SIGTERM the server ended with {status}");
        self.check()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// How much memory the process has, in KiB.
    pub fn resident_kib(&self) -> Result<u64> {
        let id = self.child.as_ref().context("the server doesn't run")?.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).context("the server has no status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim_end_matches("kB").trim().parse()?)
    }

    /// Scheme and authority, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// The process's number. `None`: it doesn't run.
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Writes all that it printed, and will print, to this file too.
    pub fn log_to(&self, file: File) {
        self.log.write_to(file);
    }

    /// The newest lines that it printed.
    pub fn log_tail(&self) -> String {
        self.log.tail(LINES_SHOWN)
    }

    /// All lines that are kept of what it printed.
    pub fn log(&self) -> String {
        self.log.tail(usize::MAX)
    }

    /// The first line it printed that contains `text`, of those that are kept.
    pub fn logged(&self, text: &str) -> Option<String> {
        self.log.find(text)
    }

    /// Everything that it logged as an error, and panics, since it first started.
    pub fn defects(&self) -> Vec<String> {
        self.log.defects()
    }

    fn serve(&self) -> Command {
        let mut serve = self.command(&["serve", "--demo", "--listen", &self.listen]);
        // The program takes these to mean that others reach the demo.
        let is_behind = |name: &str| matches!(name, "ADMIT_TRUSTED_PROXIES" | "ADMIT_PUBLIC_URL");
        if self.environment.iter().any(|(name, _)| is_behind(name)) {
            serve.arg("--allow-public-demo");
        }
        serve
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--data").arg(self.folder.path());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("ADMIT_") {
                command.env_remove(name);
            }
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        // A process group of its own: Ctrl-C on the terminal ends the tests, and the watchdog the server.
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn greeting(&mut self, lines: &Receiver<String>) -> Result<String> {
        let deadline = Instant::now() + START_MAX;
        loop {
            match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some((_, rest)) = line.split_once(GREETING) {
                        let address = rest.split_whitespace().next().unwrap_or(rest);
                        return Ok(format!("http://{}", address.trim_end_matches('/')));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    bail!("the server didn't start within {START_MAX:?}:\n{}", self.log_tail());
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.take().context("the server is gone")?.wait();
                    let status = status.context("cannot wait for the server")?;
                    bail!("the server ended with {status} instead of listening:\n{}", self.log_tail());
                }
            }
        }
    }
}

fn outputs(child: &mut Child) -> impl Iterator<Item = Box<dyn Read + Send>> + use<> {
    let stdout = child.stdout.take().map(|output| Box::new(output) as Box<dyn Read + Send>);
    let stderr = child.stderr.take().map(|output| Box::new(output) as Box<dyn Read + Send>);
    [stdout, stderr].into_iter().flatten()
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server's last lines:\n{}", self.log_tail());
        }
        // The watchdog would end it as well, but with a process table full of the dead.
        let _ = self.kill();
    }
}
