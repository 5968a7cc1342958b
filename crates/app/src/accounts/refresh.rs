//! New tokens for a session: both rotate, and an older refresh token that turns up ends the session.

use crate::app::App;
use crate::ports::accounts::Rotation;

use super::error::AccountError;
use super::session::{RefreshToken, SignedIn};

impl App {
    pub async fn refresh(&self, refresh_token: &str) -> Result<SignedIn, AccountError> {
        let presented = RefreshToken::parse(refresh_token).ok_or(AccountError::BadToken)?;
        let next = RefreshToken::new(presented.session)?;
        let now = self.store.now().await?;
        match self.store.rotate_session(presented.session, presented.hash(), next.hash(), now).await? {
            Rotation::Ended => Err(AccountError::BadToken),
            Rotation::Reused => {
                self.revoke_here_and_tell(vec![presented.session], now);
                Err(AccountError::TokenReused)
            }
            Rotation::Done => {
                let session = self.store.session(presented.session).await?.ok_or(AccountError::BadToken)?;
                let account = self.store.account(session.account).await?.ok_or(AccountError::BadToken)?;
                self.signed_in(account, &next, now)
            }
        }
    }
}
