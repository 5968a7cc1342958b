//! Mailed links: their tokens, and mailing them.
//!
//! A token is `base64url(link's id ‖ secret)`. The secret is a MAC of the id, so it is made again when the mail is written and
//! is stored nowhere, neither with the link nor with the mail that waits to be sent.

use std::time::Duration;

use admit_domain::id::{AccountId, LinkId, MailId};
use admit_domain::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::app::App;
use crate::ids::mint;
use crate::ports::links::{Link, NewLink, Purpose, Recent};
use crate::secrets::Keys;

use super::error::AccountError;

const VERIFY_WITHIN: Duration = Duration::from_secs(24 * 3_600);
const RESET_WITHIN: Duration = Duration::from_secs(3_600);

/// How many links of a kind an account is mailed in an hour, whoever asks for them.
const LINKS_AN_HOUR: u32 = 5;
const HOUR: Duration = Duration::from_secs(3_600);

/// What whoever opens a link presents.
pub(super) struct LinkToken {
    pub(super) link: LinkId,
    secret: [u8; 32],
}

impl LinkToken {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (link, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self { link: LinkId::from_bytes(*link), secret: secret.try_into().ok()? })
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        *blake3::hash(&self.secret).as_bytes()
    }
}

impl Keys {
    /// What the mail of `link` carries.
    pub fn link_token(&self, link: LinkId) -> String {
        URL_SAFE_NO_PAD.encode([&link.to_bytes()[..], &self.link_secret(link)].concat())
    }

    fn link_secret(&self, link: LinkId) -> [u8; 32] {
        *blake3::keyed_hash(&self.links, &link.to_bytes()).as_bytes()
    }

    pub(super) fn new_link(&self, account: AccountId, purpose: Purpose, now: Timestamp) -> NewLink {
        let id = LinkId::from_u128(mint());
        let within = match purpose {
            Purpose::Verify => VERIFY_WITHIN,
            Purpose::Reset => RESET_WITHIN,
        };
        let hash = *blake3::hash(&self.link_secret(id)).as_bytes();
        let link = Link { id, hash, account, purpose, created_at: now, expires_at: now + within, used_at: None };
        NewLink { link, mail: MailId::from_u128(mint()) }
    }
}

impl App {
    /// Mails a link, unless the account was mailed enough of them lately.
    pub(super) async fn mail_link(&self, account: AccountId, purpose: Purpose) -> Result<(), AccountError> {
        let now = self.store.now().await?;
        let recent = Recent { since: now - HOUR, max: LINKS_AN_HOUR };
        if !self.store.create_link(&self.keys.new_link(account, purpose, now), recent).await? {
            tracing::info!(%account, purpose = purpose.name(), "enough links were mailed");
        }
        Ok(())
    }
}
