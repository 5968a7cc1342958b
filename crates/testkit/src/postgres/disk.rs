//! A disk that a scratch server has for itself and that can be full: a small file system in memory, which only root may mount.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::processes::Signal;
use super::programs::output;
use super::{BETWEEN_LOOKS, Durability, START_MAX, ScratchPostgres};

/// Room for a few hundred thousand sold places, and for the log that goes before them.
const DISK_MIB: u32 = 768;
/// The server's own bound on that log, without which it alone would fill the disk.
const LOG_MIB: u32 = 128;
const BALLAST: &str = "ballast";
const CHUNK_BYTES: usize = 1 << 20;

impl ScratchPostgres {
    /// As [`ScratchPostgres::start`], with all of it on a small disk. An error where a disk can't be mounted: whoever isn't root
    /// may not, nor may root in many containers.
    pub fn start_on_small_disk(durability: Durability) -> Result<Self> {
        Self::start_with(durability, |folder| {
            let size = format!("size={DISK_MIB}m,mode=0700");
            output(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "admit-scratch"]).arg(folder)).map(drop)
        })
    }

    /// Whether the disk can be filled.
    pub fn has_small_disk(&self) -> bool {
        self.has_small_disk
    }

    /// Leaves no byte free. What was written before stays.
    pub fn fill_disk(&self) -> Result<()> {
        ensure!(self.has_small_disk, "this server's disk is everybody's");
        let mut ballast = File::options().create(true).append(true).open(self.ballast()).context("no ballast")?;
        let mut chunk = vec![0; CHUNK_BYTES];
        while !chunk.is_empty() {
            match ballast.write(&chunk) {
                Ok(_) => {}
                // The last bytes go in smaller pieces.
                Err(error) if error.kind() == ErrorKind::StorageFull => chunk.truncate(chunk.len() / 2),
                Err(error) => return Err(error).context("cannot fill the disk"),
            }
        }
        Ok(())
    }

    /// There is room again. Waits until the server answers, and starts it again if it ended for want of room.
    pub fn free_disk(&mut self) -> Result<()> {
        match std::fs::remove_file(self.ballast()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).context("cannot free the disk"),
            _ => {}
        }
        // It may be about to end when there is room again, or in the middle of a recovery.
        let deadline = Instant::now() + START_MAX;
        while !self.answers() {
            ensure!(Instant::now() < deadline, "postgres didn't come back to a disk with room within {START_MAX:?}");
            let ended = self.postmaster.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(Some(_))));
            if ended {
                self.postmaster = None;
                self.each_until(Signal::Kill, |_| false)?;
                self.start_again()?;
            }
            sleep(BETWEEN_LOOKS);
        }
        Ok(())
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join(BALLAST)
    }

    pub(super) fn log_settings(&self) -> Vec<String> {
        if self.has_small_disk { vec![format!("max_wal_size={LOG_MIB}MB")] } else { Vec::new() }
    }
}

/// Whether something is mounted here.
pub(super) fn is_mounted(folder: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounts.lines().any(|line| line.split(' ').nth(1).is_some_and(|place| Path::new(place) == folder))
}
