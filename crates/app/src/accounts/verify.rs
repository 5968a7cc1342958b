//! Proving an address by a mailed link, and setting a new password by one.
//!
//! Whoever registered an address needn't be its owner. So the first proof of it takes a new password, which ends every session
//! there was, and only then do the orders that guests made under that address become the account's.

use std::time::Duration;

use tokio::time::timeout;

use crate::app::App;
use crate::ports::links::{Merge, Proof, Proved, Proven, Purpose};

use super::address::Address;
use super::caller::Caller;
use super::error::AccountError;
use super::link::LinkToken;
use super::password::Passwords;
use super::session::SignedIn;

/// How long whoever opens a link waits for the guests' orders; what isn't theirs by then becomes so a little later.
const MERGE_WITHIN: Duration = Duration::from_secs(5);
/// By then the one who opened the link has merged what there is, or is gone.
const MERGE_BY_JOB_AFTER: Duration = Duration::from_secs(10);
/// How many requests for a new password one round answers.
const RESETS_MAX: u32 = 100;

impl App {
    /// `password`: the new one, needed where one was set before the address was proven.
    pub async fn verify(&self, token: &str, password: Option<String>) -> Result<SignedIn, AccountError> {
        self.open_link(token, Purpose::Verify, password).await
    }

    pub async fn reset_password(&self, token: &str, password: String) -> Result<SignedIn, AccountError> {
        self.open_link(token, Purpose::Reset, Some(password)).await
    }

    /// Mails the caller another link. A proven address may ask too: its guests' later orders then become the account's.
    pub async fn resend_verification(&self, caller: &Caller) -> Result<(), AccountError> {
        let account = self.me(caller).await?;
        if account.password_hash.is_none() {
            return Err(AccountError::GuestAddress);
        }
        self.mail_link(account.id, Purpose::Verify).await
    }

    /// Takes note that somebody wants a new password. Whether the address has an account is looked at later and by another,
    /// so neither the answer nor its time tells.
    pub async fn forgot_password(&self, email: &str) -> Result<(), AccountError> {
        let address = Address::parse(email)?;
        let now = self.store.now().await?;
        Ok(self.store.request_reset(&address.normalised(), now).await?)
    }

    /// Mails the links for which somebody asked.
    pub async fn mail_requested_resets(&self) -> Result<(), AccountError> {
        for address in self.store.reset_requests(RESETS_MAX).await? {
            if let Some(account) = self.store.account_by_address(&address).await? {
                self.mail_link(account.id, Purpose::Reset).await?;
            }
            self.store.reset_request_done(&address).await?;
        }
        Ok(())
    }

    async fn open_link(
        &self,
        token: &str,
        purpose: Purpose,
        password: Option<String>,
    ) -> Result<SignedIn, AccountError> {
        let token = LinkToken::parse(token).ok_or(AccountError::BadLink)?;
        // Looked at before a password is hashed, so that made-up links cost no more than a look.
        let link = self.store.link(token.link).await?.ok_or(AccountError::BadLink)?;
        let is_meant = link.purpose == purpose && link.hash == token.hash();
        if !is_meant || !link.is_good(self.store.now().await?) {
            return Err(AccountError::BadLink);
        }
        let account = self.store.account(link.account).await?.ok_or(AccountError::BadLink)?;
        let password = match (purpose, password) {
            // Whoever proves a proven address again has nothing to change: the password is their own.
            (Purpose::Verify, _) if account.verified_at.is_some() => None,
            (_, None) => return Err(AccountError::PasswordRequired),
            (_, Some(password)) => Some(password),
        };
        let password_hash = match password {
            None => None,
            Some(password) => {
                Passwords::check_strength(&password, &account.address)?;
                Some(self.passwords.hash(password).await?)
            }
        };
        // Hashing waits its turn, which may take long.
        let now = self.store.now().await?;
        let proof =
            Proof { link: link.id, hash: link.hash, purpose, password_hash, now, merge_at: now + MERGE_BY_JOB_AFTER };
        match self.store.prove(&proof).await? {
            Proved::Done(proven) => self.proven(*proven, &proof).await,
            Proved::PasswordNeeded => Err(AccountError::PasswordRequired),
            Proved::NotGood => Err(AccountError::BadLink),
        }
    }

    async fn proven(&self, proven: Proven, proof: &Proof) -> Result<SignedIn, AccountError> {
        let Proven { account, revoked } = proven;
        self.revoke_here_and_tell(revoked, proof.now);
        let merge =
            Merge { account: account.id, address: account.address.clone(), proven_at: proof.now, pass: 0, after: None };
        match timeout(MERGE_WITHIN, Box::pin(self.carry_on(merge))).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(account = %account.id, %error, "a merge is left to be finished later"),
            Err(_) => tracing::info!(account = %account.id, "a merge takes longer than its account waits"),
        }
        let opened = if account.password_hash.is_some() { self.open_session_by_password(account).await? } else { None };
        // Whoever set yet another password meanwhile is signed in instead.
        opened.ok_or(AccountError::BadLink)
    }
}
