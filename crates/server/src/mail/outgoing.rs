//! Which way mails go, as the settings say.

use std::sync::Arc;

use admit_app::ports::mailer::Mailer;
use anyhow::{Context, Result};

use crate::config::{MailSettings, MailWay};

use super::folder::{FolderMailer, MailFolder};
use super::letter::Letters;
use super::smtp::SmtpMailer;

#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) mailer: Arc<dyn Mailer>,
    /// Present where mails are files.
    pub(crate) folder: Option<Arc<MailFolder>>,
}

/// `public_url` is where the links in mails lead to.
pub(crate) fn outgoing(settings: &MailSettings, public_url: &str) -> Result<Outgoing> {
    let from = settings.from.parse().context("the sender of mails is no address")?;
    let letters = Letters::new(from, public_url.to_owned());
    Ok(match &settings.way {
        MailWay::Smtp { url } => Outgoing { mailer: Arc::new(SmtpMailer::new(url, letters)?), folder: None },
        MailWay::Folder(path) => {
            let folder = Arc::new(MailFolder::new(path.clone()));
            Outgoing { mailer: Arc::new(FolderMailer::new(folder.clone(), letters)), folder: Some(folder) }
        }
    })
}
