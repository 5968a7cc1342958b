//! How the simulated gateway signs its webhooks: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`.

use admit_domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub const SIGNATURE_HEADER: &str = "Admit-Signature";

/// An older webhook may be one that somebody recorded; a newer one than this has a wrong clock.
const AGE_MAX_S: u64 = 300;

pub fn sign(key: &[u8; 32], body: &[u8], now: Timestamp) -> String {
    let seconds = now.as_millis().div_euclid(1_000);
    let code = mac(key, &seconds.to_string(), body).finalize().into_bytes();
    let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

/// Whether `signature` is one of `body` made with `key` within the last minutes. Takes as long for any wrong code.
pub(super) fn is_good(key: &[u8; 32], signature: &str, body: &[u8], now: Timestamp) -> bool {
    let part = |name: &str| signature.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let (Some(seconds), Some(code)) = (part("t"), part("v1")) else { return false };
    let Some(sent) = seconds.parse::<i64>().ok() else { return false };
    let is_fresh = sent.abs_diff(now.as_millis().div_euclid(1_000)) <= AGE_MAX_S;
    let Some(code) = crate::config::hex_key(code) else { return false };
    mac(key, seconds, body).verify_slice(&code).is_ok() && is_fresh
}

fn mac(key: &[u8; 32], seconds: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is good");
    mac.update(seconds.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_784_073_600_500);
    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_signature_is_good_for_its_body_and_key_and_for_five_minutes() {
        let signature = sign(&KEY, b"body", NOW);
        let seconds = std::time::Duration::from_secs;
        assert!(is_good(&KEY, &signature, b"body", NOW));
        assert!(is_good(&KEY, &signature.replace(',', ", v0=x, "), b"body", NOW));
        assert!(is_good(&KEY, &signature, b"body", NOW + seconds(300)));
        assert!(!is_good(&KEY, &signature, b"body", NOW + seconds(301)));
        assert!(!is_good(&KEY, &signature, b"body", NOW - seconds(301)));
        assert!(!is_good(&KEY, &signature, b"bode", NOW));
        assert!(!is_good(&[8; 32], &signature, b"body", NOW));
    }

    #[test]
    fn an_altered_or_malformed_signature_is_not_good() {
        let signature = sign(&KEY, b"body", NOW);
        for index in 0..signature.len() {
            let mut altered = signature.clone().into_bytes();
            altered[index] = if altered[index] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert!(!is_good(&KEY, &altered, b"body", NOW), "{altered}");
        }
        for bad in ["", "t=1", "v1=", "t=,v1=", "t=x,v1=00", "t=9223372036854775807,v1=00", &signature[..40]] {
            assert!(!is_good(&KEY, bad, b"body", NOW), "{bad}");
        }
        let at_once = sign(&KEY, b"1.body", NOW);
        let moved = at_once.replacen(",v1", ".1,v1", 1);
        assert!(!is_good(&KEY, &moved, b"body", NOW));
    }
}
