//! Kinds of values that settings have and nobody else.

use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// A range of addresses, such as `10.0.0.0/8` or `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    /// How many leading bits an address must share.
    bits: u8,
}

impl Network {
    /// Whether `address` lies in it; an IPv4 address counts as itself however it is written.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                u32::from(first) & mask == u32::from(address) & mask
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                u128::from(first) & mask == u128::from(address) & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("has {text:?}, which is not a network such as 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(bits_max), str::parse).map_err(|_| bad())?;
        if bits > bits_max || address != address.to_canonical() {
            return Err(bad());
        }
        Ok(Network { first: address, bits })
    }
}

/// A host and a port, such as `kafka1.example:9092`.
pub(super) fn host_and_port(text: &str) -> Result<String, String> {
    let bad = || format!("has {text:?}, which is not a host and port such as kafka1.example:9092");
    let (host, port) = text.rsplit_once(':').ok_or_else(bad)?;
    let is_host =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._[]:".contains(&byte));
    let port = port.parse::<u16>().ok().filter(|port| *port > 0);
    if is_host && port.is_some() { Ok(text.to_owned()) } else { Err(bad()) }
}

/// Scheme and authority of an address on the web, without a slash at the end.
pub(super) fn web_origin(text: &str) -> Result<String, String> {
    let bad = || format!("has {text:?}, which is not a scheme and host such as https://tickets.example");
    let url: Url = text.parse().map_err(|_| bad())?;
    let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !is_origin || !is_plain {
        return Err(bad());
    }
    Ok(url.origin().ascii_serialization())
}

/// Whether an address on the web leads to this machine, from wherever it is asked for.
pub(super) fn is_here(url: &str) -> bool {
    let url: Option<Url> = url.parse().ok();
    let host = url.as_ref().and_then(Url::host_str).map(|host| host.trim_matches(['[', ']']));
    host.is_some_and(|host| match host.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost",
    })
}

/// Whether it names a host to which Redis' protocol is spoken as it is.
pub(super) fn is_redis_url(text: &str) -> bool {
    let url: Result<Url, _> = text.parse();
    url.is_ok_and(|url| matches!(url.scheme(), "redis" | "rediss") && url.has_host() && !url.cannot_be_a_base())
}

/// 32 bytes from 64 hexadecimal digits.
pub(crate) fn hex_key(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let digit = |byte: u8| (byte as char).to_digit(16);
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_its_addresses_only() {
        let contains =
            |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(contains("10.0.0.0/8", "10.255.1.2"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "255.255.255.255"));
        assert!(!contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/32", "2001:db8:ffff::1"));
        assert!(contains("127.0.0.1", "127.0.0.1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "a/8", "10.0.0.0/-1", "10.0.0.0/", "::ffff:10.0.0.1/100"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_is_scheme_and_authority() {
        assert_eq!(web_origin("HTTPS://Tickets.Example:443/").unwrap(), "https://tickets.example");
        assert_eq!(web_origin("http://localhost:3000").unwrap(), "http://localhost:3000");
        for bad in ["tickets.example", "ftp://a.b", "https://a.b/path", "https://u:p@a.b", "https://a.b?x", "*"] {
            assert!(web_origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_loopback_is_here() {
        for here in ["http://localhost:3000", "http://127.0.0.1", "https://127.9.9.9:1", "http://[::1]:3000"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in ["https://tickets.example", "http://10.0.0.1", "http://0.0.0.0", "http://[::]", "localhost"] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn redis_is_a_host() {
        for good in [
            "redis://localhost",
            "rediss://localhost",
            "redis://:secret@[::1]:6379/2",
            "redis://user:secret@redis.internal:6380/",
        ] {
            assert!(is_redis_url(good), "{good}");
        }
        for bad in ["", "localhost:6379", "rediss:localhost", "redis:localhost", "redis://", "http://localhost"] {
            assert!(!is_redis_url(bad), "{bad}");
        }
    }

    #[test]
    fn a_key_has_64_digits() {
        let text = format!("{}{}", "0".repeat(62), "fF");
        assert_eq!(hex_key(&text).unwrap()[31], 255);
        for bad in [String::new(), "0".repeat(63), "0".repeat(65), "g".repeat(64), "é".repeat(32)] {
            assert!(hex_key(&bad).is_none(), "{bad}");
        }
    }
}
