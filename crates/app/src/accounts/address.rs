//! Mail addresses: what is one, and when two are the same person's.

use super::error::AccountError;

const ADDRESS_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;

/// A mail address of plausible form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    written: String,
    local: String,
    domain: String,
}

impl Address {
    pub fn parse(text: &str) -> Result<Address, AccountError> {
        let invalid = AccountError::Invalid { field: "email", message: "must be a mail address" };
        let written = text.trim();
        let Some((local, domain)) = written.rsplit_once('@') else { return Err(invalid) };
        let plain =
            |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let is_domain = domain.contains('.') && domain.split('.').all(is_label);
        if written.len() > ADDRESS_BYTES_MAX || local.len() > LOCAL_BYTES_MAX || !plain(local) || !is_domain {
            return Err(invalid);
        }
        Ok(Address { written: written.to_owned(), local: local.to_lowercase(), domain: domain.to_lowercase() })
    }

    /// As its owner wrote it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What one signs in with: letters' case doesn't matter.
    pub fn normalised(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// What purchase limits count: one mailbox, however it is written.
    pub fn mailbox(&self) -> String {
        let mut local = self.local.split_once('+').map_or(self.local.as_str(), |(before, _)| before).to_owned();
        let mut domain = self.domain.as_str();
        if matches!(domain, "gmail.com" | "googlemail.com") {
            local.retain(|c| c != '.');
            domain = "gmail.com";
        }
        if local.is_empty() { self.normalised() } else { format!("{local}@{domain}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_pass() {
        for good in ["a@b.co", " Ann.Lee+x@Example.com ", "käthe@müller.de"] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.co", "a@", "a b@c.de", "a@b..c", "a@-b.co", "a@b.co\n@x", "a@@b.co"] {
            assert!(Address::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Address::parse(&format!("{}@b.co", "a".repeat(65))).is_err());
    }

    #[test]
    fn one_mailbox_is_counted_once() {
        let mailbox = |text| Address::parse(text).unwrap().mailbox();
        assert_eq!(mailbox("Ann+tickets@Example.com"), mailbox("ann@example.com"));
        assert_eq!(mailbox("a.n.n@googlemail.com"), mailbox("ann@gmail.com"));
        assert_ne!(mailbox("a.nn@example.com"), mailbox("ann@example.com"));
        assert_ne!(mailbox("+x@example.com"), mailbox("+y@example.com"));
    }
}
