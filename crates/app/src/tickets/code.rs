//! Ticket codes: a JWS (RFC 7515) signed with Ed25519 (RFC 8037), so that any reader with the public key can check one offline.

use admit_domain::id::{EventId, TicketId};
use admit_domain::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde_json::{Value, json};

/// The code of a ticket: what its QR code shows.
pub fn sign(key: &SigningKey, ticket: TicketId, event: EventId, issued_at: Timestamp) -> String {
    let header = json!({ "alg": "EdDSA", "typ": "admit-ticket+jws", "kid": key_id(&key.verifying_key()) });
    let payload = json!({ "tkt": ticket.to_string(), "evt": event.to_string(), "iat": issued_at.as_millis() / 1_000 });
    let signed = format!("{}.{}", encode(header.to_string()), encode(payload.to_string()));
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", encode(signature.to_bytes()))
}

/// The keys that verify codes, as a JWK set (RFC 7517).
pub fn public_keys(key: &SigningKey) -> Value {
    let public = key.verifying_key();
    json!({ "keys": [{
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id(&public), "x": encode(public.as_bytes()),
    }] })
}

fn key_id(public: &VerifyingKey) -> String {
    encode(&blake3::hash(public.as_bytes()).as_bytes()[..6])
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_domain::id::OrderId;
    use ed25519_dalek::{Signature, Verifier};

    #[test]
    fn a_code_is_verified_by_the_published_key_alone() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let ticket = TicketId::of(OrderId::minted_from(1 << 70), 0);
        let code = sign(&key, ticket, EventId::from_u128(2), Timestamp::from_millis(5_000));
        let keys = public_keys(&key);
        let x = URL_SAFE_NO_PAD.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
        let public = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
        let (signed, signature) = code.rsplit_once('.').unwrap();
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        assert!(public.verify(signed.as_bytes(), &signature).is_ok());
        assert!(public.verify(signed.replace('e', "f").as_bytes(), &signature).is_err());
    }
}
