//! `admit backup`: a copy of everything as of one moment, beside nodes that go on selling.

use std::ffi::OsString;
use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use admit_store::SqlStore;
use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::Timestamp;
use tokio::task::spawn_blocking;

use super::file::{Contents, write};
use crate::cli::say;
use crate::compose::open_store_as_it_is;
use crate::config::Profile;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write, which mustn't exist yet
    file: PathBuf,
}

pub(crate) async fn backup(profile: &Profile, backup: Backup) -> Result<()> {
    let to = backup.file;
    if to.symlink_metadata().is_ok() {
        bail!("{} exists already", to.display());
    }
    let store = open_store_as_it_is(profile).await?;
    let staging = Staging::make(&to)?;
    let taken = take(&store, &staging, &to).await;
    store.close().await;
    let contents = taken.with_context(|| format!("the backup {} can't be made", to.display()))?;
    say(format_args!("{}: everything as of {}, {} bytes", to.display(), contents.begun_at, contents.bytes))
}

async fn take(store: &SqlStore, staging: &Staging, to: &Path) -> Result<Contents> {
    let begun_at = Timestamp::now().to_string();
    let copy = store.copy_into(&staging.0).await?;
    let (whole, to) = (staging.0.join("backup"), to.to_owned());
    let written = spawn_blocking(move || {
        let contents = write(&copy, &whole, begun_at)?;
        std::fs::rename(&whole, &to)?;
        File::open(parent(&to))?.sync_all()?;
        Ok(contents)
    });
    written.await.context("the writing broke off")?
}

/// A folder beside the backup, on the same disk, where it becomes whole. It goes away with this.
struct Staging(PathBuf);

impl Staging {
    fn make(to: &Path) -> Result<Self> {
        let Some(name) = to.file_name() else { bail!("{} is no name for a file", to.display()) };
        let mut own = OsString::from(".");
        own.push(name);
        own.push(".partial");
        let folder = parent(to).join(own);
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => Ok(Self(folder)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => bail!(
                "{} exists: this backup is being made just now, or was broken off and the folder can be removed",
                folder.display()
            ),
            Err(error) => Err(error).with_context(|| format!("{} can't be made", folder.display())),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "what the backup was made in is left over");
        }
    }
}

fn parent(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
