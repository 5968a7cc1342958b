//! PostgreSQL's programs: where Debian keeps them, and the user as whom the server's own may run.

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

const VERSIONS: &str = "/usr/lib/postgresql";

/// The user that the Debian package makes; the server refuses to run as root.
const SERVER_USER: &str = "postgres";

#[derive(Debug)]
pub(super) struct Programs {
    folder: PathBuf,
    is_root: bool,
}

impl Programs {
    /// The newest installed version.
    pub(super) fn find() -> Result<Self> {
        let versions = std::fs::read_dir(VERSIONS).into_iter().flatten().flatten();
        let folders = versions.map(|version| version.path().join("bin"));
        let newest = folders.filter(|folder| folder.join("initdb").is_file()).max_by_key(|folder| version(folder));
        let Some(folder) = newest else {
            bail!("PostgreSQL is missing ({VERSIONS}/*/bin/initdb): install the Debian package `postgresql`");
        };
        let own_process = std::fs::metadata("/proc/self").context("cannot read /proc/self")?;
        Ok(Self { folder, is_root: own_process.uid() == 0 })
    }

    /// Gives a folder to the user as whom the server runs.
    pub(super) fn hand_over(&self, folder: &Path) -> Result<()> {
        if !self.is_root {
            return Ok(());
        }
        output(Command::new("chown").arg(format!("{SERVER_USER}:")).arg(folder)).map(drop)
    }

    /// A program that owns the data (`initdb`, `postgres`).
    pub(super) fn server(&self, program: &str) -> Command {
        let program = self.folder.join(program);
        let mut command = if self.is_root {
            // Becomes the program instead of watching over it, so the child that is started is the server itself.
            let mut setpriv = Command::new("setpriv");
            setpriv.args(["--reuid", SERVER_USER, "--regid", SERVER_USER, "--clear-groups", "--"]).arg(program);
            setpriv
        } else {
            Command::new(program)
        };
        // The folder from which the tests run may be closed to that user.
        command.current_dir("/");
        without_settings(command)
    }

    /// A program that only connects (`psql`, `createdb`).
    pub(super) fn client(&self, program: &str) -> Command {
        without_settings(Command::new(self.folder.join(program)))
    }
}

/// Runs a program to its end and gives what it printed, without the last line's end; what it complained of is the error.
pub(super) fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {program}"))?;
    if !done.status.success() {
        bail!("{program} ended with {}: {}", done.status, String::from_utf8_lossy(&done.stderr).trim());
    }
    let text = String::from_utf8(done.stdout).with_context(|| format!("{program} printed something else than text"))?;
    Ok(text.trim_end_matches('\n').to_owned())
}

/// The caller's own `PGHOST`, `PGOPTIONS` and the like are meant for other servers.
fn without_settings(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
}

fn version(bin: &Path) -> u32 {
    let folder = bin.parent().and_then(Path::file_name).and_then(OsStr::to_str);
    folder.and_then(|name| name.split('.').next()?.parse().ok()).unwrap_or(0)
}
