//! Making an account with a password.

use admit_domain::id::AccountId;
use admit_domain::role::Role;

use crate::app::App;
use crate::ids::mint;
use crate::ports::accounts::Account;
use crate::ports::error::StoreError;
use crate::ports::links::Purpose;

use super::address::Address;
use super::error::AccountError;
use super::password::Passwords;
use super::session::SignedIn;

const NAME_CHARS_MAX: usize = 100;

pub struct Register {
    pub email: String,
    pub password: String,
    pub name: String,
}

impl App {
    pub async fn register(&self, register: Register) -> Result<SignedIn, AccountError> {
        let address = Address::parse(&register.email)?;
        let name = check_name(&register.name)?;
        Passwords::check_strength(&register.password, &address.normalised())?;
        let password_hash = self.passwords.hash(register.password).await?;
        let account = Account {
            id: AccountId::from_u128(mint()),
            email: address.written().to_owned(),
            address: address.normalised(),
            name,
            role: Role::Buyer,
            password_hash: Some(password_hash),
            verified_at: None,
            created_at: self.store.now().await?,
        };
        let link = self.keys.new_link(account.id, Purpose::Verify, account.created_at);
        match self.store.register_account(&account, &link).await {
            Err(StoreError::Taken { .. }) => Err(AccountError::EmailTaken),
            Err(error) => Err(error.into()),
            Ok(()) => self.open_session(account).await,
        }
    }
}

/// A name as it is shown: trimmed, not empty, not absurdly long.
pub(super) fn check_name(name: &str) -> Result<String, AccountError> {
    let name = name.trim();
    let sane = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if sane {
        Ok(name.to_owned())
    } else {
        Err(AccountError::Invalid { field: "name", message: "must have 1 to 100 characters" })
    }
}
