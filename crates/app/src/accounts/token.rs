//! Access tokens: who the caller is, signed, so that reading one needs no look into the store.
//!
//! A token is `base64url(key id ‖ fields ‖ MAC)` with a keyed BLAKE3 as MAC; it is opaque to clients. The key's id allows keys to
//! be replaced while older tokens run out.

use admit_domain::hold::AddressHash;
use admit_domain::id::{AccountId, SessionId};
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::secrets::NamedKey;

use super::caller::Caller;

const KEY: usize = 4;
const NONCE: usize = 4;
const FIELDS: usize = 16 + 16 + 1 + 16 + 8 + NONCE;
const MAC: usize = 16;
const TOKEN: usize = KEY + FIELDS + MAC;

/// Signs who `caller` is until `expires_at`. The nonce keeps two tokens of one millisecond apart.
pub fn sign(key: &NamedKey, caller: &Caller, expires_at: Timestamp, nonce: [u8; NONCE]) -> String {
    let mut token = Vec::with_capacity(TOKEN);
    token.extend(key.id);
    token.extend(caller.account.to_bytes());
    token.extend(caller.session.to_bytes());
    token.push(role_number(caller.role));
    token.extend(caller.address.0);
    token.extend(expires_at.as_millis().to_be_bytes());
    token.extend(nonce);
    token.extend(mac(key, &token));
    URL_SAFE_NO_PAD.encode(token)
}

/// The caller that `token` names, if it was signed with `key` and runs at `now`.
pub fn read(key: &NamedKey, token: &str, now: Timestamp) -> Option<Caller> {
    let mut bytes = [0; TOKEN];
    let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
    let (signed, tag) = bytes.split_at(KEY + FIELDS);
    if length != TOKEN || signed[..KEY] != key.id || !bool::from(mac(key, signed).ct_eq(tag)) {
        return None;
    }
    let mut rest = &signed[KEY..];
    let account = AccountId::from_bytes(take(&mut rest)?);
    let session = SessionId::from_bytes(take(&mut rest)?);
    let [role] = take(&mut rest)?;
    let address = AddressHash(take(&mut rest)?);
    let expires_at = Timestamp::from_millis(i64::from_be_bytes(take(&mut rest)?));
    let role = Role::ALL.into_iter().find(|known| role_number(*known) == role)?;
    (now < expires_at).then_some(Caller { account, session, role, address })
}

fn mac(key: &NamedKey, signed: &[u8]) -> [u8; MAC] {
    let mut mac = [0; MAC];
    mac.copy_from_slice(&blake3::keyed_hash(&key.bytes, signed).as_bytes()[..MAC]);
    mac
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (part, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*part)
}

fn role_number(role: Role) -> u8 {
    match role {
        Role::Buyer => 0,
        Role::Scanner => 1,
        Role::Organizer => 2,
        Role::Admin => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_its_end_and_not_if_any_bit_changes() {
        let key = NamedKey::from_bytes([3; 32]);
        let caller = Caller {
            account: AccountId::from_u128(1),
            session: SessionId::from_u128(2),
            role: Role::Organizer,
            address: AddressHash([4; 16]),
        };
        let at = Timestamp::from_millis;
        let token = sign(&key, &caller, at(1_000), [6; NONCE]);
        assert_ne!(token, sign(&key, &caller, at(1_000), [7; NONCE]));
        assert_eq!(read(&key, &token, at(999)), Some(caller));
        assert_eq!(read(&key, &token, at(1_000)), None);
        assert_eq!(read(&NamedKey::from_bytes([5; 32]), &token, at(0)), None);
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read(&key, &URL_SAFE_NO_PAD.encode(altered), at(0)), None, "bit {bit}");
        }
        for bad in ["", "x", &token[1..], &format!("{token}AAAA"), "é"] {
            assert_eq!(read(&key, bad, at(0)), None, "{bad}");
        }
    }
}
