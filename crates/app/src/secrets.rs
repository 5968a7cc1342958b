//! Keys that are made once, shared by all nodes, and stored only encrypted.
//!
//! The master key comes from outside the store: a setting in a cluster, a file beside the data when embedded. Every key is drawn
//! by the first node that needs it; whoever comes second takes what the first stored.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use ed25519_dalek::SigningKey;
use thiserror::Error;

use crate::ports::error::StoreError;
use crate::ports::secrets::Secrets;

const NONCE_BYTES: usize = 12;

/// Encrypts every stored key. Never stored with them.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

#[derive(Debug, Error)]
pub enum SecretError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the stored key {name} can't be read with this master key")]
    WrongMasterKey { name: &'static str },
    #[error("the system gives no randomness")]
    NoRandomness,
}

/// A key with a short name of its own, which the tokens made with it carry.
#[derive(Clone)]
pub struct NamedKey {
    pub id: [u8; 4],
    pub bytes: [u8; 32],
}

impl NamedKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let digest = blake3::derive_key("admit 2026-11 key name", &bytes);
        let [a, b, c, d, ..] = digest;
        Self { id: [a, b, c, d], bytes }
    }
}

/// All keys of this installation.
#[derive(Clone)]
pub struct Keys {
    /// Signs access tokens.
    pub access: NamedKey,
    /// Hashes idempotency keys, bodies and mail addresses.
    pub hashing: [u8; 32],
    /// Makes the secrets of mailed links.
    pub links: [u8; 32],
    /// Signs ticket codes.
    pub ticket: Arc<SigningKey>,
    /// Shared with the payment provider, for its webhooks.
    pub webhook: [u8; 32],
    /// Signs places in line and passes.
    pub places: NamedKey,
    /// Makes the keys of waiting rooms' draws.
    pub draws: [u8; 32],
    /// Signs what nodes tell each other.
    pub nodes: [u8; 32],
}

impl Keys {
    pub async fn load_or_make(store: &dyn Secrets, master: &MasterKey) -> Result<Keys, SecretError> {
        Ok(Keys {
            access: NamedKey::from_bytes(key(store, master, "access_token").await?),
            hashing: key(store, master, "hashing").await?,
            links: key(store, master, "mailed_link").await?,
            ticket: Arc::new(SigningKey::from_bytes(&key(store, master, "ticket_code").await?)),
            webhook: key(store, master, "payment_webhook").await?,
            places: NamedKey::from_bytes(key(store, master, "waiting_place").await?),
            draws: key(store, master, "waiting_room_draw").await?,
            nodes: key(store, master, "between_nodes").await?,
        })
    }
}

/// Fills an array from the system's randomness.
pub fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::NoRandomness)?;
    Ok(bytes)
}

async fn key(store: &dyn Secrets, master: &MasterKey, name: &'static str) -> Result<[u8; 32], SecretError> {
    let sealed = match store.secret(name).await? {
        Some(sealed) => sealed,
        None => store.secret_or_insert(name, &seal(master, name, &random::<32>()?)?).await?,
    };
    open(master, name, &sealed).ok_or(SecretError::WrongMasterKey { name })
}

fn seal(master: &MasterKey, name: &'static str, key: &[u8; 32]) -> Result<Vec<u8>, SecretError> {
    let nonce: [u8; NONCE_BYTES] = random()?;
    let payload = Payload { msg: key, aad: name.as_bytes() };
    let sealed = ChaCha20Poly1305::new(&master.0.into()).encrypt(&nonce.into(), payload);
    let mut bytes = nonce.to_vec();
    bytes.extend(sealed.map_err(|_| SecretError::WrongMasterKey { name })?);
    Ok(bytes)
}

fn open(master: &MasterKey, name: &'static str, sealed: &[u8]) -> Option<[u8; 32]> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let payload = Payload { msg: sealed, aad: name.as_bytes() };
    ChaCha20Poly1305::new(&master.0.into()).decrypt(&nonce.into(), payload).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_opens_only_under_its_name_and_master_key() {
        let master = MasterKey::from_bytes([7; 32]);
        let sealed = seal(&master, "one", &[9; 32]).unwrap();
        assert_eq!(open(&master, "one", &sealed), Some([9; 32]));
        assert_eq!(open(&master, "two", &sealed), None);
        assert_eq!(open(&MasterKey::from_bytes([8; 32]), "one", &sealed), None);
        assert_eq!(open(&master, "one", &sealed[..20]), None);
        assert_eq!(open(&master, "one", &[]), None);
    }
}
