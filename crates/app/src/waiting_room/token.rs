//! Tokens of places and passes: signed, so that nobody makes one up, and read without a look into the store.
//!
//! Each is `base64url(key id ‖ kind ‖ event ‖ number ‖ account ‖ time ‖ MAC)` with a keyed BLAKE3 as MAC. A place's number is its
//! arrival, a pass's the position; a guest's place has nought for an account.

use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::secrets::NamedKey;

const KEY: usize = 4;
const SIGNED: usize = KEY + 1 + 16 + 4 + 16 + 8;
const MAC: usize = 16;
const TOKEN: usize = SIGNED + MAC;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Place,
    Pass,
}

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    pub kind: Kind,
    pub event: EventId,
    /// A place's number, or a pass's position.
    pub number: u32,
    /// `None`: whoever has the token.
    pub account: Option<AccountId>,
    /// When it was given.
    pub at: Timestamp,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Kind::Place => 1,
            Kind::Pass => 2,
        }
    }
}

impl Signed {
    pub fn token(&self, key: &NamedKey) -> String {
        let mut token = [0; TOKEN];
        token[..KEY].copy_from_slice(&key.id);
        token[KEY] = self.kind.byte();
        token[KEY + 1..KEY + 17].copy_from_slice(&self.event.to_bytes());
        token[KEY + 17..KEY + 21].copy_from_slice(&self.number.to_be_bytes());
        let account = self.account.map_or([0; 16], AccountId::to_bytes);
        token[KEY + 21..KEY + 37].copy_from_slice(&account);
        token[KEY + 37..SIGNED].copy_from_slice(&self.at.as_millis().to_be_bytes());
        let tag = mac(key, &token[..SIGNED]);
        token[SIGNED..].copy_from_slice(&tag);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// What `token` says, if it was signed with `key` and is of this kind.
    pub fn read(key: &NamedKey, kind: Kind, token: &str) -> Option<Signed> {
        let mut bytes = [0; TOKEN];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (signed, tag) = bytes.split_at(SIGNED);
        if length != TOKEN || signed[..KEY] != key.id || !bool::from(mac(key, signed).ct_eq(tag)) {
            return None;
        }
        let account = AccountId::from_bytes(signed[KEY + 21..KEY + 37].try_into().ok()?);
        let found = Signed {
            kind,
            event: EventId::from_bytes(signed[KEY + 1..KEY + 17].try_into().ok()?),
            number: u32::from_be_bytes(signed[KEY + 17..KEY + 21].try_into().ok()?),
            account: (account.as_u128() != 0).then_some(account),
            at: Timestamp::from_millis(i64::from_be_bytes(signed[KEY + 37..].try_into().ok()?)),
        };
        (signed[KEY] == kind.byte()).then_some(found)
    }
}

fn mac(key: &NamedKey, signed: &[u8]) -> [u8; MAC] {
    let mut mac = [0; MAC];
    mac.copy_from_slice(&blake3::keyed_hash(&key.bytes, signed).as_bytes()[..MAC]);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(account: Option<AccountId>) -> Signed {
        Signed {
            kind: Kind::Place,
            event: EventId::from_u128(7),
            number: 12_345_678,
            account,
            at: Timestamp::from_millis(1_800_000_000_000),
        }
    }

    #[test]
    fn a_token_says_what_was_signed_and_nothing_if_any_bit_changes() {
        let key = NamedKey::from_bytes([3; 32]);
        for account in [None, Some(AccountId::from_u128(9))] {
            let signed = place(account);
            let token = signed.token(&key);
            assert_eq!(Signed::read(&key, Kind::Place, &token), Some(signed));
            let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
            for bit in 0..bytes.len() * 8 {
                let mut altered = bytes.clone();
                altered[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Signed::read(&key, Kind::Place, &URL_SAFE_NO_PAD.encode(altered)), None, "bit {bit}");
            }
        }
    }

    #[test]
    fn a_place_is_no_pass_and_another_installations_is_none() {
        let key = NamedKey::from_bytes([3; 32]);
        let token = place(None).token(&key);
        assert_eq!(Signed::read(&key, Kind::Pass, &token), None);
        assert_eq!(Signed::read(&NamedKey::from_bytes([4; 32]), Kind::Place, &token), None);
        for bad in ["", "x", &token[1..], &format!("{token}AAAA"), "é"] {
            assert_eq!(Signed::read(&key, Kind::Place, bad), None, "{bad}");
        }
    }
}
