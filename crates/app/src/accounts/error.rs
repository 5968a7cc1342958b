//! Why an account call isn't carried out.

use thiserror::Error;

use crate::ports::error::StoreError;
use crate::secrets::SecretError;

#[derive(Debug, Error)]
pub enum AccountError {
    #[error("{message}")]
    Invalid { field: &'static str, message: &'static str },
    #[error("the address has an account")]
    EmailTaken,
    #[error("address or password are wrong")]
    BadCredentials,
    #[error("the token isn't good, or not any more")]
    BadToken,
    /// The link was used, is too old, or never was.
    #[error("the link isn't good, or not any more")]
    BadLink,
    /// A password that was set before the address was proven may be another's.
    #[error("a new password is needed")]
    PasswordRequired,
    /// A guest has no password, and so no account of an address to prove.
    #[error("a guest's address can't be proven")]
    GuestAddress,
    /// Somebody used an older refresh token; every token of the session is dead now.
    #[error("the refresh token was used before")]
    TokenReused,
    /// Too many passwords are being checked.
    #[error("too many sign-ins at once")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("a password can't be hashed")]
    Hashing,
}
