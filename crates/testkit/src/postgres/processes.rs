//! The processes of one server, and signals to them.
//!
//! Each connection's process makes itself a session of its own, so the postmaster's process group doesn't hold them, and
//! once the postmaster is dead nothing names it as their parent. What they all keep is the server's tag in their command
//! line, which, unlike their working folder, anybody may read.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

#[derive(Debug)]
pub(super) struct Process {
    pub(super) id: u32,
    pub(super) is_stopped: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Signal {
    Interrupt,
    Kill,
    Stop,
    Continue,
}

/// All living processes of the server with this tag; the dead whom nobody has waited for yet are not among them.
pub(super) fn of_server(tag: &str) -> Result<Vec<Process>> {
    let entries = std::fs::read_dir("/proc").context("cannot list /proc")?.flatten();
    let numbered = entries.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())));
    Ok(numbered.filter_map(|(id, folder)| process(id, &folder, tag)).collect())
}

/// Sends a signal; a process that ended in the meantime is no error.
pub(super) fn send(signal: Signal, ids: &[u32]) -> Result<()> {
    let name = match signal {
        Signal::Interrupt => "INT",
        Signal::Kill => "KILL",
        Signal::Stop => "STOP",
        Signal::Continue => "CONT",
    };
    // The shell's own `kill`: the program of that name is in a package that small machines do without.
    let mut shell = Command::new("sh");
    shell.args(["-c", "kill -s \"$0\" \"$@\"", name]).args(ids.iter().map(u32::to_string));
    shell.stdin(Stdio::null()).stderr(Stdio::null()).status().context("cannot run sh")?;
    Ok(())
}

/// None if it isn't the server's or is gone: a process may end between any two looks at it.
fn process(id: u32, folder: &Path, tag: &str) -> Option<Process> {
    let name = std::fs::read_to_string(folder.join("comm")).ok()?;
    let command_line = std::fs::read(folder.join("cmdline")).ok()?;
    if name.trim_end() != "postgres" || !String::from_utf8_lossy(&command_line).contains(tag) {
        return None;
    }
    let state = std::fs::read_to_string(folder.join("stat")).ok()?;
    let (_, after_name) = state.rsplit_once(") ")?;
    Some(Process { id, is_stopped: after_name.starts_with('T') })
}
