//! As whom purchase limits count an account.

use admit_domain::hold::Buyer;

use crate::ports::accounts::Account;
use crate::secrets::Keys;

use super::address::Address;
use super::error::AccountError;

impl Keys {
    /// Claims under an address that nobody has proven count among themselves: anybody can make them under anybody's address,
    /// and must not use up what its owner may have.
    pub fn buyer(&self, account: &Account) -> Result<Buyer, AccountError> {
        let mailbox = Address::parse(&account.email)?.mailbox();
        let address = match account.verified_at {
            Some(_) => self.proven_address_hash(&mailbox),
            None => self.address_hash(&mailbox),
        };
        Ok(Buyer { account: account.id, address })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use admit_domain::id::AccountId;
    use admit_domain::role::Role;
    use admit_domain::time::Timestamp;
    use ed25519_dalek::SigningKey;

    use crate::secrets::NamedKey;

    use super::*;

    fn keys() -> Keys {
        Keys {
            access: NamedKey::from_bytes([1; 32]),
            hashing: [2; 32],
            links: [3; 32],
            ticket: Arc::new(SigningKey::from_bytes(&[4; 32])),
            webhook: [5; 32],
            places: NamedKey::from_bytes([6; 32]),
            draws: [7; 32],
            nodes: [8; 32],
        }
    }

    fn address_of(email: &str, verified_at: Option<i64>) -> admit_domain::hold::AddressHash {
        let account = Account {
            id: AccountId::from_u128(1),
            email: email.to_owned(),
            address: email.to_lowercase(),
            name: "Ann".to_owned(),
            role: Role::Buyer,
            password_hash: None,
            verified_at: verified_at.map(Timestamp::from_millis),
            created_at: Timestamp::from_millis(0),
        };
        keys().buyer(&account).unwrap().address
    }

    #[test]
    fn a_proven_address_is_not_counted_with_what_anybody_did_under_it() {
        let (unproven, proven) = (address_of("ann@example.com", None), address_of("ann@example.com", Some(1)));
        assert_ne!(unproven, proven);
        // Each counts one mailbox, however it is written.
        assert_eq!(address_of("Ann+2@Example.com", None), unproven);
        assert_eq!(address_of("Ann+2@Example.com", Some(9)), proven);
        // Holds and orders that are stored have this hash.
        assert_eq!(keys().address_hash("ann@example.com"), unproven);
    }
}
