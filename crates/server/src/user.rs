//! `admit user add`: makes organizers, scanners and admins.

use admit_app::accounts::address::Address;
use admit_app::accounts::password::Passwords;
use admit_app::ids::mint;
use admit_app::ports::accounts::{Account, Accounts};
use admit_app::ports::inventory::InventoryStore;
use admit_app::ports::links::{Links, Vouched};
use admit_app::secrets::random;
use admit_domain::id::AccountId;
use admit_domain::role::Role;
use admit_store::SqlStore;
use anyhow::{Context, Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;

use crate::cli::say;
use crate::compose::open_store;
use crate::config::Settings;

const PASSWORD_BYTES: usize = 15;

#[derive(Debug, Args)]
pub struct AddUser {
    email: String,
    /// buyer, organizer or admin; scanner is reserved and opens nothing yet
    #[arg(long, value_parser = role)]
    role: Role,
    /// The name of a new account; what stands before the @ unless given
    #[arg(long)]
    name: Option<String>,
}

pub async fn add_user(settings: &Settings, user: AddUser) -> Result<()> {
    let address = Address::parse(&user.email).with_context(|| format!("{:?} can't be used", user.email))?;
    let store = open_store(&settings.profile).await?;
    let added = add(settings, &store, &user, &address).await;
    store.close().await;
    added
}

async fn add(settings: &Settings, store: &SqlStore, user: &AddUser, address: &Address) -> Result<()> {
    let (normalised, role) = (address.normalised(), user.role.name());
    let now = store.now().await?;
    let Some(account) = store.account_by_address(&normalised).await? else {
        let (password, password_hash) = new_password(settings).await?;
        let before_the_at = normalised.split('@').next().unwrap_or_default();
        let account = Account {
            id: AccountId::from_u128(mint()),
            email: address.written().to_owned(),
            name: user.name.clone().unwrap_or_else(|| before_the_at.to_owned()),
            address: normalised.clone(),
            role: user.role,
            password_hash: Some(password_hash),
            // Whoever gets the password from the operator is whom the operator means.
            verified_at: Some(now),
            created_at: now,
        };
        store.create_account(&account).await?;
        say(format_args!("{} {normalised} is now {role}", account.id))?;
        return say_password(&password);
    };
    if account.verified_at.is_none() {
        // Whoever registered the address needn't be its owner, and would get the role.
        let (password, password_hash) = new_password(settings).await?;
        if store.vouch(&Vouched { account: account.id, role: user.role, password_hash, now }).await? {
            say(format_args!("{} {normalised} is now {role}", account.id))?;
            say("its address was never proven, so its password and sessions of before have ended")?;
            return say_password(&password);
        }
    }
    if account.role != user.role {
        store.set_role(account.id, user.role).await?;
        // Their access tokens name the earlier role.
        store.revoke_sessions_of(&[account.id], now).await?;
    }
    say(format_args!("{} {normalised} is now {role}", account.id))
}

/// A password that nobody has had, and its hash.
async fn new_password(settings: &Settings) -> Result<(String, String)> {
    let password = URL_SAFE_NO_PAD.encode(random::<PASSWORD_BYTES>()?);
    let hash = Passwords::new(settings.app.passwords)?.hash(password.clone()).await?;
    Ok((password, hash))
}

fn say_password(password: &str) -> Result<()> {
    say(format_args!("password {password}"))?;
    say("shown this once only; change it after signing in")
}

fn role(text: &str) -> Result<Role> {
    Role::from_name(text).ok_or_else(|| anyhow!("must be one of {}", Role::ALL.map(Role::name).join(", ")))
}
