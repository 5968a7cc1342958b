//! Signing in with a password. An unknown address and a wrong password can't be told apart, by answer or by time.

use crate::app::App;

use super::address::Address;
use super::error::AccountError;
use super::session::SignedIn;

impl App {
    pub async fn sign_in(&self, email: &str, password: String) -> Result<SignedIn, AccountError> {
        let account = match Address::parse(email) {
            Ok(address) => self.store.account_by_address(&address.normalised()).await?,
            Err(_) => None,
        };
        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let good = self.passwords.verify(password, hash).await?;
        match account.filter(|_| good) {
            Some(account) => self.open_session_by_password(account).await?.ok_or(AccountError::BadCredentials),
            None => Err(AccountError::BadCredentials),
        }
    }
}
