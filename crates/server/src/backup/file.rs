//! A backup as a file: one line that says what follows, and then a SQLite database, byte for byte.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

/// What the first line begins with, up to its JSON.
const MARK: &str = "admit-backup 1 ";
/// A first line that is longer is none of ours.
const FIRST_LINE_BYTES_MAX: u64 = 4_096;
const CHUNK_BYTES: usize = 1 << 20;

/// What the first line says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    /// When its making began, as RFC 3339: everything that was acknowledged before is in it.
    pub(super) begun_at: String,
    /// The version of the program that made it.
    pub(super) made_by: String,
    /// Of the database that follows.
    pub(super) bytes: u64,
    /// Of the database that follows, in hexadecimal.
    pub(super) blake3: String,
}

/// Writes the database in `from` as a backup to `to`, which mustn't exist, for its owner's eyes only.
pub(super) fn write(from: &Path, to: &Path, begun_at: String) -> Result<Contents> {
    let mut database = File::open(from).context("the copy can't be read")?;
    let (bytes, blake3) = copy(&mut database, &mut std::io::sink())?;
    let contents = Contents { begun_at, made_by: env!("CARGO_PKG_VERSION").to_owned(), bytes, blake3 };
    let mut database = File::open(from).context("the copy can't be read")?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    writeln!(file, "{MARK}{}", serde_json::to_string(&contents)?)?;
    let written = copy(&mut database, &mut file)?;
    ensure!(written == (bytes, contents.blake3.clone()), "the copy changed while it was written");
    file.sync_all()?;
    Ok(contents)
}

/// A backup whose first line was read.
pub(super) struct BackupFile {
    pub(super) contents: Contents,
    rest: BufReader<File>,
}

impl BackupFile {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut rest = BufReader::new(File::open(path)?);
        let mut line = Vec::new();
        rest.by_ref().take(FIRST_LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        let line = String::from_utf8(line).unwrap_or_default();
        let Some(json) = line.strip_prefix(MARK) else {
            match line.starts_with("admit-backup ") {
                true => bail!("it was made by a newer version of admit than {}", env!("CARGO_PKG_VERSION")),
                false => bail!("it isn't a backup that admit made"),
            }
        };
        let contents = serde_json::from_str(json).context("its first line is damaged")?;
        Ok(Self { contents, rest })
    }

    /// Writes the database to `to` if all of it is there as it was made.
    pub(super) fn extract(mut self, to: &Path) -> Result<Contents> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        let expected = &self.contents;
        let (bytes, blake3) = copy(&mut self.rest, &mut file)?;
        ensure!(bytes >= expected.bytes, "it is cut off: {bytes} bytes are left of {}", expected.bytes);
        ensure!(bytes == expected.bytes, "it is {bytes} bytes long and should be {}", expected.bytes);
        ensure!(blake3 == expected.blake3, "it is damaged: its contents aren't those that were written");
        file.sync_all()?;
        Ok(self.contents)
    }
}

/// Copies to the end and says how much it was, and its BLAKE3.
fn copy(from: &mut impl Read, to: &mut impl Write) -> Result<(u64, String)> {
    let (mut hasher, mut bytes, mut chunk) = (blake3::Hasher::new(), 0, vec![0; CHUNK_BYTES]);
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => return Ok((bytes, hasher.finalize().to_hex().to_string())),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        hasher.update(&chunk[..read]);
        to.write_all(&chunk[..read])?;
        bytes += read as u64;
    }
}
