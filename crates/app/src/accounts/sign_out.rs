//! Signing out: the session's tokens are dead here at once, and on every node within a second.

use crate::app::App;

use super::caller::Caller;
use super::error::AccountError;

impl App {
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), AccountError> {
        let now = self.store.now().await?;
        self.store.revoke_session(caller.session, now).await?;
        self.revoke_here_and_tell(vec![caller.session], now);
        Ok(())
    }

    /// The account of whoever calls.
    pub async fn me(&self, caller: &Caller) -> Result<crate::ports::accounts::Account, AccountError> {
        self.store.account(caller.account).await?.ok_or(AccountError::BadToken)
    }
}
