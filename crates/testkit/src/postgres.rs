//! A private PostgreSQL for tests, from the Debian package's programs, in a scratch folder and on a port of its own.
//!
//! It can be killed, stopped, paused and started again, because that is what the program under test must survive.
//! Nothing of it outlives the test process, however that ends: see `watchdog`.

mod databases;
mod disk;
mod processes;
mod programs;
mod watchdog;

use std::fs::{DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::certificates::Certificates;
use crate::port::free_port;
use disk::is_mounted;
use processes::{Signal, of_server, send};
use programs::Programs;
use watchdog::Watchdog;

/// Recovery after a crash is part of a start, and other work may keep the machine busy.
const START_MAX: Duration = Duration::from_secs(60);
const STOP_MAX: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
const START_ATTEMPTS_MAX: u32 = 4;

/// How much a commit is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// PostgreSQL's own defaults, which survive a loss of power.
    Shipped,
    /// Without waiting for the disk: commits survive the death of every process, which is all that a contract test can
    /// cause, but not the machine's.
    Fast,
}

/// A running (or stopped) server. Dropping it ends the server and removes its folder.
#[derive(Debug)]
pub struct ScratchPostgres {
    programs: Programs,
    /// Names the folder, and stands in the command line of each of the server's processes.
    tag: String,
    folder: PathBuf,
    port: u16,
    durability: Durability,
    has_tls: bool,
    postmaster: Option<Child>,
    watchdog: Watchdog,
    databases: AtomicU32,
    has_small_disk: bool,
}

/// The server that the tests of one process share, each with its own [`ScratchPostgres::fresh_database`]. It starts
/// with the first call and is gone when the process is.
pub fn shared() -> Result<&'static ScratchPostgres> {
    static SHARED: OnceLock<Result<ScratchPostgres>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| ScratchPostgres::start(Durability::Fast));
    shared.as_ref().map_err(|error| anyhow!("{error:#}"))
}

impl ScratchPostgres {
    /// Makes a new, empty server and waits until it takes connections. Takes a second or two and blocks; from async code
    /// it belongs into `spawn_blocking`. A machine without PostgreSQL is an error, never a reason to skip a test.
    pub fn start(durability: Durability) -> Result<Self> {
        Self::start_with(durability, |_| Ok(()))
    }

    /// `lay_out` gets the server's folder while nothing is in it.
    fn start_with(durability: Durability, lay_out: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let programs = Programs::find()?;
        let tag = unique_tag();
        let folder = std::env::temp_dir().join(&tag);
        DirBuilder::new().mode(0o700).create(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // From here on the folder goes away, whatever happens.
        let watchdog = Watchdog::over(&tag, &folder)?;
        lay_out(&folder)?;
        let (has_tls, has_small_disk) = (false, is_mounted(&folder));
        let (postmaster, databases) = (None, AtomicU32::new(0));
        let mut server = Self {
            programs,
            tag,
            folder,
            port: 0,
            durability,
            has_tls,
            postmaster,
            watchdog,
            databases,
            has_small_disk,
        };
        server.make_cluster()?;
        server.start_on_a_free_port()?;
        Ok(server)
    }

    /// Whether the server takes connections now; one that doesn't answer within a second doesn't.
    pub fn answers(&self) -> bool {
        let mut pg_isready = self.programs.client("pg_isready");
        pg_isready.args(["--timeout=1", "--dbname", &self.url()]).stdout(Stdio::null()).stderr(Stdio::null());
        pg_isready.status().is_ok_and(|status| status.success())
    }

    /// Asks the server to stop: running transactions are rolled back, clients are told, the data is written out.
    pub fn stop(&mut self) -> Result<()> {
        let Some(postmaster) = self.postmaster.as_ref().map(Child::id) else {
            return Ok(());
        };
        self.resume()?;
        send(Signal::Interrupt, &[postmaster])?;
        self.wait_until_gone()
    }

    /// Kills every process of the server at once, as a crash of the machine would, and waits until they are gone.
    pub fn stop_hard(&mut self) -> Result<()> {
        let Some(postmaster) = self.postmaster.as_ref().map(Child::id) else {
            return Ok(());
        };
        // First the one that makes new processes, so that what is left afterwards can only become fewer.
        send(Signal::Kill, &[postmaster])?;
        self.each_until(Signal::Kill, |_| false)?;
        self.wait_until_gone()
    }

    /// Starts a stopped server with the same data on the same port, and waits until it takes connections.
    pub fn start_again(&mut self) -> Result<()> {
        ensure!(self.postmaster.is_none(), "the server runs already");
        let left = of_server(&self.tag)?;
        ensure!(left.is_empty(), "processes of the server that was stopped are still there: {left:?}");
        // After a kill the file still names the old process, whose number may belong to somebody else by now.
        match std::fs::remove_file(self.data().join("postmaster.pid")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).context("cannot remove postmaster.pid")
            }
            _ => self.launch(),
        }
    }

    /// Starts it again as one that is reached over the network by TLS alone.
    pub fn require_tls(&mut self, certificates: &Certificates) -> Result<()> {
        self.stop()?;
        for (from, name) in [(certificates.certificate(), "server.pem"), (certificates.key(), "server.key")] {
            let to = self.folder.join(name);
            std::fs::copy(from, &to).context("cannot copy a certificate")?;
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600))?;
            self.programs.hand_over(&to)?;
        }
        std::fs::write(self.data().join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n")?;
        self.has_tls = true;
        self.start_again()
    }

    /// Freezes every process of the server: connections stay open and nobody answers.
    pub fn pause(&self) -> Result<()> {
        self.each_until(Signal::Stop, |process| process.is_stopped)
    }

    /// Lets a paused server go on where it was.
    pub fn resume(&self) -> Result<()> {
        self.each_until(Signal::Continue, |process| !process.is_stopped)
    }

    /// The port on 127.0.0.1, the same for the server's whole life.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder in which everything of this server lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The numbers of all processes of this server, its connections among them.
    pub fn process_ids(&self) -> Result<Vec<u32>> {
        Ok(of_server(&self.tag)?.into_iter().map(|process| process.id).collect())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn make_cluster(&self) -> Result<()> {
        self.programs.hand_over(&self.folder)?;
        let mut initdb = self.programs.server("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        // Nothing in a scratch folder needs to survive a loss of power that happens before the first commit.
        initdb.args(["--no-sync", "--no-instructions", "--pgdata"]).arg(self.data());
        programs::output(&mut initdb).map(drop)
    }

    fn start_on_a_free_port(&mut self) -> Result<()> {
        let mut outcome = Ok(());
        for _ in 0..START_ATTEMPTS_MAX {
            self.port = free_port()?;
            outcome = self.launch();
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }

    fn launch(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.log_path());
        let log = log.context("cannot open the server's log")?;
        let mut postgres = self.programs.server("postgres");
        postgres.arg("-D").arg(self.data());
        for setting in self.settings() {
            postgres.args(["-c", &setting]);
        }
        // A process group of its own, so that Ctrl-C on the terminal ends the tests, and the watchdog the server.
        let postgres = postgres.process_group(0).stdin(Stdio::null());
        let postgres = postgres.stdout(log.try_clone().context("cannot share the server's log")?).stderr(log);
        self.postmaster = Some(postgres.spawn().context("cannot run postgres")?);
        self.wait_until_ready()
    }

    fn settings(&self) -> Vec<String> {
        let mut settings = vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            format!("unix_socket_directories={}", self.folder.display()),
            "max_connections=200".to_owned(),
            // Shown in the command line of every process, which is how they are found.
            format!("cluster_name={}", self.tag),
            "update_process_title=on".to_owned(),
            // Shared memory lies in the folder, so that it goes with it even after a kill.
            "dynamic_shared_memory_type=mmap".to_owned(),
        ];
        if self.has_tls {
            let file = |name| self.folder.join(name).display().to_string();
            settings.push("ssl=on".to_owned());
            settings.push(format!("ssl_cert_file={}", file("server.pem")));
            settings.push(format!("ssl_key_file={}", file("server.key")));
        }
        if self.durability == Durability::Fast {
            settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
        }
        settings.extend(self.log_settings());
        settings
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_MAX;
        while !self.is_ready() {
            let ended = self.postmaster.as_mut().and_then(|child| child.try_wait().transpose()).transpose();
            if let Some(status) = ended.context("cannot look after postgres")? {
                self.postmaster = None;
                let log = std::fs::read_to_string(self.log_path()).unwrap_or_default();
                bail!("postgres ended at its start with {status}:\n{log}");
            }
            ensure!(Instant::now() < deadline, "postgres wasn't ready after {START_MAX:?}");
            sleep(BETWEEN_LOOKS);
        }
        Ok(())
    }

    /// The server writes its state into the eighth line of a file whose first line is its process; no connection is needed.
    fn is_ready(&self) -> bool {
        let Some(postmaster) = self.postmaster.as_ref().map(|child| child.id().to_string()) else {
            return false;
        };
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let mut lines = file.lines().map(str::trim);
        lines.next() == Some(postmaster.as_str()) && lines.nth(6) == Some("ready")
    }

    /// Sends a signal to each process until every one that is still there has come to the state that it leads to.
    fn each_until(&self, signal: Signal, done: fn(&processes::Process) -> bool) -> Result<()> {
        let deadline = Instant::now() + STOP_MAX;
        loop {
            let mut open = of_server(&self.tag)?;
            open.retain(|process| !done(process));
            if open.is_empty() {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "{signal:?} had no effect on {open:?} for {STOP_MAX:?}");
            let ids: Vec<u32> = open.iter().map(|process| process.id).collect();
            send(signal, &ids)?;
            sleep(BETWEEN_LOOKS);
        }
    }

    fn wait_until_gone(&mut self) -> Result<()> {
        let deadline = Instant::now() + STOP_MAX;
        loop {
            let ended =
                self.postmaster.as_mut().map_or(Ok(true), |child| child.try_wait().map(|status| status.is_some()));
            let left = of_server(&self.tag)?;
            if ended.context("cannot look after postgres")? && left.is_empty() {
                self.postmaster = None;
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "postgres is still there after {STOP_MAX:?}: {left:?}");
            sleep(BETWEEN_LOOKS);
        }
    }
}

impl Drop for ScratchPostgres {
    fn drop(&mut self) {
        self.watchdog.end();
        if let Some(postmaster) = &mut self.postmaster {
            // The watchdog has ended it; killing again only makes sure that waiting can't take forever. What could fail is
            // that it was waited for before, and then there is nothing to do.
            let _ = postmaster.kill().and_then(|()| postmaster.wait());
        }
    }
}

/// No tag is a part of another: all begin alike and end with a number of fixed width.
fn unique_tag() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    format!("admit-pg-{}-{made}-{:09}", std::process::id(), since_epoch.subsec_nanos())
}
