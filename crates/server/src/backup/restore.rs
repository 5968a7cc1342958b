//! `admit restore`: puts a backup where nothing is yet, in a new epoch, and checks what came of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use admit_app::ports::clock::Clock;
use admit_app::secrets::{Keys, MasterKey};
use admit_store::{PostgresSettings, RestoreFolder, SqlStore};
use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::task::spawn_blocking;

use super::file::BackupFile;
use crate::check::check;
use crate::cli::say;
use crate::compose::{SystemClock, master_key_in, open_store};
use crate::config::Profile;

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// What `admit backup` wrote
    file: PathBuf,
}

pub(crate) async fn restore(profile: &Profile, restore: Restore) -> Result<ExitCode> {
    let path = restore.file;
    let opened = BackupFile::open(&path).with_context(|| format!("{} can't be restored", path.display()))?;
    match profile {
        Profile::Embedded { data } => into_folder(&path, opened, data).await?,
        Profile::Cluster { postgres, master_key, .. } => {
            into_cluster(&path, opened, profile, postgres, master_key).await?
        }
    }
    Box::pin(check(profile)).await
}

async fn into_folder(path: &Path, backup: BackupFile, data: &Path) -> Result<()> {
    let taken = RestoreFolder::take(data).await;
    let taken = taken.with_context(|| format!("the data folder {} can't be used", data.display()))?;
    let Some(folder) = taken else { bail!("{} has a database already, which is left as it is", data.display()) };
    let staged = stage(path, backup, &folder.staging()).await?;
    let key = master_key_in(data, &staged).await.context("a backup doesn't have its master key in it")?;
    prepare(&staged, &key).await?;
    folder.keep(staged).await.with_context(|| format!("the database can't be put into {}", data.display()))
}

async fn into_cluster(
    path: &Path,
    backup: BackupFile,
    profile: &Profile,
    postgres: &PostgresSettings,
    key: &MasterKey,
) -> Result<()> {
    let as_it_is = SqlStore::open_cluster_as_it_is(postgres.clone()).context("PostgreSQL can't be used")?;
    let is_used = as_it_is.is_used().await;
    as_it_is.close().await;
    if is_used.context("PostgreSQL can't be used")? {
        bail!("PostgreSQL's database is used already, and is left as it is");
    }
    let staging = TemporaryFolder::make()?;
    let staged = stage(path, backup, &staging.0).await?;
    let filled = async {
        prepare(&staged, key).await?;
        let target = open_store(profile).await?;
        let filled = target.fill_from(&staged).await;
        target.close().await;
        filled.context("nothing was put into PostgreSQL's database")
    };
    let filled = filled.await;
    staged.close().await;
    filled
}

/// Opens the backup's database in `folder`, once all of it has been looked at, with the schema of today.
async fn stage(path: &Path, backup: BackupFile, folder: &Path) -> Result<SqlStore> {
    let to = SqlStore::copy_file_in(folder);
    let extracted = spawn_blocking(move || backup.extract(&to)).await.context("the reading broke off")?;
    let contents = extracted.with_context(|| format!("{} can't be restored", path.display()))?;
    let staged = SqlStore::open_copy(folder).await;
    let staged = staged.with_context(|| {
        format!(
            "{} can't be restored (admit {} made it, this is {})",
            path.display(),
            contents.made_by,
            env!("CARGO_PKG_VERSION")
        )
    })?;
    say(format_args!("{}: everything as of {}", path.display(), contents.begun_at))?;
    Ok(staged)
}

/// What is made true of the copy before it is anybody's: its keys can be read, and nothing of an earlier epoch fits it.
async fn prepare(staged: &SqlStore, key: &MasterKey) -> Result<()> {
    Keys::load_or_make(staged, key).await.context("the backup belongs to another master key")?;
    let events = staged.raise_epochs(SystemClock.now()).await?;
    say(format_args!("{events} events begin a new epoch"))
}

/// A folder on this machine for as long as this lives.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn make() -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let name = format!("admit-restore-{:016x}", u64::from_ne_bytes(admit_app::secrets::random()?));
        let folder = std::env::temp_dir().join(name);
        let made = std::fs::DirBuilder::new().mode(0o700).create(&folder);
        made.with_context(|| format!("{} can't be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "what was restored from is left over");
        }
    }
}
