//! A clock of a node's own, which can jump.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

const SOURCE: &str = include_str!("clock.c");

/// The library that goes before the C library, made by the machine's C compiler.
pub(crate) fn build(folder: &Path) -> Result<String> {
    let (source, library) = (folder.join("clock.c"), folder.join("clock.so"));
    std::fs::write(&source, SOURCE).context("cannot write clock.c")?;
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(&source);
    ensure!(cc.status().context("there is no C compiler")?.success(), "clock.c can't be built");
    Ok(library.display().to_string())
}

#[derive(Debug)]
pub(crate) struct Clock {
    file: File,
    path: String,
}

impl Clock {
    /// One that is right.
    pub(crate) fn make(folder: &Path, name: &str) -> Result<Clock> {
        let path = folder.join(name);
        let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let clock = Clock { file, path: path.display().to_string() };
        clock.set(0)?;
        Ok(clock)
    }

    /// The file that the library reads.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// So many seconds off from now on.
    pub(crate) fn set(&self, offset_s: i64) -> Result<()> {
        let nanoseconds = offset_s * 1_000_000_000;
        self.file.write_all_at(&nanoseconds.to_ne_bytes(), 0).context("cannot set a clock")
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn seconds_of(library: &str, clock: &Clock) -> i64 {
        let mut date = Command::new("date");
        date.arg("+%s").env("LD_PRELOAD", library).env("CLOCK_OFFSET_FILE", clock.path());
        let output = date.output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
    }

    #[test]
    fn a_process_is_told_another_time_of_day() {
        let folder = std::env::temp_dir().join(format!("admit-clock-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let library = build(&folder).unwrap();
        let clock = Clock::make(&folder, "offset").unwrap();
        for offset in [0, 3_600, -3_600, 0] {
            clock.set(offset).unwrap();
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() as i64;
            let told = seconds_of(&library, &clock) - now;
            assert!((offset - 1..=offset + 60).contains(&told), "{told} s instead of {offset} s");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
