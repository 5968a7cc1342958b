//! Keyed hashes of what must be recognised but not kept: idempotency keys, bodies, mail addresses, refresh tokens.

use admit_domain::hold::{AddressHash, RequestKey};

use crate::secrets::Keys;

impl Keys {
    /// What makes a repeated request the same: `operation` names what is asked of what, such as `POST /api/v1/checkout`.
    pub fn request_key(&self, idempotency_key: &str, operation: &str, body: &[u8]) -> RequestKey {
        RequestKey {
            key: self.short_hash("idempotency key", &[idempotency_key.as_bytes()]),
            body: self.short_hash("request", &[operation.as_bytes(), body]),
        }
    }

    /// Of an address as the purchase limits count it, where nobody has proven that they read its mail.
    pub fn address_hash(&self, limit_address: &str) -> AddressHash {
        AddressHash(self.short_hash("mail address", &[limit_address.as_bytes()]))
    }

    /// As [`Self::address_hash`], of those who have proven it.
    pub fn proven_address_hash(&self, limit_address: &str) -> AddressHash {
        AddressHash(self.short_hash("proven mail address", &[limit_address.as_bytes()]))
    }

    /// What tries of an account's password are counted by. `browser` is one on which it was right before.
    pub fn guessed(&self, address: &str, browser: &[u8]) -> u128 {
        u128::from_be_bytes(self.short_hash("guessed password", &[address.as_bytes(), browser]))
    }

    /// Proves to whoever gave it out that the password of `address` was right on this browser.
    pub fn browser_proof(&self, address: &str, browser: &[u8]) -> [u8; 16] {
        self.short_hash("known browser", &[address.as_bytes(), browser])
    }

    fn short_hash(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.hashing);
        for part in [purpose.as_bytes()].iter().chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        hash
    }
}
