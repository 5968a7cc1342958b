//! Mails as files, where there is no server to hand them to.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use admit_app::ports::mailer::{MailError, Mailer, Message};
use admit_domain::id::MailId;
use async_trait::async_trait;
use tokio::task::spawn_blocking;

use super::letter::Letters;

/// The newest are kept.
const FILES_MAX: usize = 2_000;
/// How many more there may be until the oldest are removed.
const SPARE_FILES: usize = 200;
const ENDING: &str = ".eml";

pub(crate) struct MailFolder(PathBuf);

impl MailFolder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Newest first, since ids begin with the time they were made at.
    pub(super) fn newest(&self, limit: usize) -> io::Result<Vec<MailId>> {
        let mut ids = self.ids()?;
        ids.sort_unstable_by(|one, other| other.cmp(one));
        ids.truncate(limit);
        Ok(ids)
    }

    /// The whole file; `None`: there is no such mail.
    pub(super) fn read(&self, id: MailId) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(self.path(id)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Written beside its place and renamed, so that a mail is there whole or not at all, and stays when the power fails.
    fn write(&self, id: MailId, bytes: &[u8]) -> io::Result<()> {
        std::fs::create_dir_all(&self.0)?;
        let new = self.0.join(format!("{id}.new"));
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&new, self.path(id))?;
        File::open(&self.0)?.sync_all()?;
        self.remove_oldest()
    }

    fn remove_oldest(&self) -> io::Result<()> {
        let mut ids = self.ids()?;
        if ids.len() <= FILES_MAX + SPARE_FILES {
            return Ok(());
        }
        ids.sort_unstable();
        for id in &ids[..ids.len() - FILES_MAX] {
            std::fs::remove_file(self.path(*id))?;
        }
        Ok(())
    }

    fn ids(&self) -> io::Result<Vec<MailId>> {
        let files = match std::fs::read_dir(&self.0) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let names = files.flatten().filter_map(|file| file.file_name().into_string().ok());
        Ok(names.filter_map(|name| name.strip_suffix(ENDING)?.parse().ok()).collect())
    }

    fn path(&self, id: MailId) -> PathBuf {
        self.0.join(format!("{id}{ENDING}"))
    }
}

pub(super) struct FolderMailer {
    folder: Arc<MailFolder>,
    letters: Letters,
}

impl FolderMailer {
    pub(super) fn new(folder: Arc<MailFolder>, letters: Letters) -> Self {
        Self { folder, letters }
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, message: &Message) -> Result<(), MailError> {
        let (folder, id, bytes) = (self.folder.clone(), message.id, self.letters.letter(message)?.formatted());
        let written = spawn_blocking(move || folder.write(id, &bytes)).await;
        written.map_err(|error| MailError::Away(error.into()))?.map_err(|error| MailError::Away(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_files_are_kept_and_strangers_are_left_alone() {
        let path = std::env::temp_dir().join(format!("admit-mail-{}", std::process::id()));
        let folder = MailFolder::new(path.clone());
        assert_eq!(folder.newest(10).unwrap(), []);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("note.txt"), "").unwrap();
        let count = (FILES_MAX + SPARE_FILES) as u128;
        for number in 0..count {
            std::fs::write(folder.path(MailId::from_u128(number)), "").unwrap();
        }
        folder.write(MailId::from_u128(count), b"the last").unwrap();
        let kept = folder.newest(usize::MAX).unwrap();
        assert_eq!((kept.len(), kept[0]), (FILES_MAX, MailId::from_u128(count)));
        assert_eq!(folder.read(kept[0]).unwrap().unwrap(), b"the last");
        assert_eq!(folder.read(MailId::from_u128(0)).unwrap(), None);
        assert!(path.join("note.txt").exists());
        std::fs::remove_dir_all(path).unwrap();
    }
}
