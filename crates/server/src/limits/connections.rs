//! How many connections one address may have open at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::subject::address_key;
use crate::config::{Network, Switch};

/// Counts connections by address. An address without any isn't in the map, so the map is no larger than the number of open
/// connections. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct ConnectionLimit(Arc<Counted>);

struct Counted {
    per_address_max: u32,
    loopback: Switch,
    /// Proxies carry many clients' requests on their connections.
    spared: Vec<Network>,
    open: Mutex<HashMap<u128, u32>>,
}

/// One connection that may be open. Dropping it gives the place back.
pub struct ConnectionPermit {
    limit: Arc<Counted>,
    /// `None`: it isn't counted.
    key: Option<u128>,
}

impl ConnectionLimit {
    /// `per_address_max` 0: as many as they like. `loopback` says whether this machine itself is limited too.
    pub fn new(per_address_max: u32, loopback: Switch, spared: Vec<Network>) -> Self {
        Self(Arc::new(Counted { per_address_max, loopback, spared, open: Mutex::default() }))
    }

    /// For listeners that only operators reach.
    pub fn none() -> Self {
        Self::new(0, Switch::Off, Vec::new())
    }

    /// `None`: the address has as many as it may have.
    pub fn admit(&self, address: IpAddr) -> Option<ConnectionPermit> {
        let limit = self.0.clone();
        if limit.spares(address) {
            return Some(ConnectionPermit { limit, key: None });
        }
        let key = address_key(address);
        {
            let mut open = limit.open();
            let count = open.entry(key).or_insert(0);
            if *count >= limit.per_address_max {
                return None;
            }
            *count += 1;
        }
        Some(ConnectionPermit { limit, key: Some(key) })
    }
}

impl Counted {
    fn spares(&self, address: IpAddr) -> bool {
        self.per_address_max == 0
            || (self.loopback == Switch::Off && address.to_canonical().is_loopback())
            || self.spared.iter().any(|network| network.contains(address))
    }

    fn open(&self) -> std::sync::MutexGuard<'_, HashMap<u128, u32>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let mut open = self.limit.open();
        if let Some(count) = open.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_at_once_and_closing_one_makes_room() {
        let limit = ConnectionLimit::new(2, Switch::Off, vec!["10.0.0.0/8".parse().unwrap()]);
        let admit = |text: &str| limit.admit(text.parse().unwrap());
        let (one, two) = (admit("2001:db8::1").unwrap(), admit("2001:db8::2").unwrap());
        assert!(admit("2001:db8::3").is_none());
        let other = admit("192.0.2.1").unwrap();
        drop(one);
        let three = admit("2001:db8::3").unwrap();
        drop((two, three, other));
        assert!(limit.0.open().is_empty());
        let spared: Vec<_> =
            ["127.0.0.1", "10.1.2.3", "::1"].iter().flat_map(|text| [admit(text), admit(text), admit(text)]).collect();
        assert!(spared.iter().all(Option::is_some) && limit.0.open().is_empty());
    }

    #[test]
    fn this_machine_is_limited_too_if_so_set() {
        let limit = ConnectionLimit::new(1, Switch::On, Vec::new());
        let _one = limit.admit([127, 0, 0, 1].into()).unwrap();
        assert!(limit.admit([127, 0, 0, 1].into()).is_none());
    }
}
