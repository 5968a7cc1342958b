//! Which idempotency keys made what, so that a repeated request is answered with what it made.

use std::collections::HashMap;

use crate::hold::{Hold, RequestKey};
use crate::id::{AccountId, HoldId, OrderId};
use crate::order::Order;

/// What a request made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Hold(HoldId),
    Extension(HoldId),
    Checkout(OrderId),
    Cancellation(OrderId),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Requests(HashMap<(AccountId, [u8; 16]), (Made, [u8; 16])>);

/// What an earlier request with the same key was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Earlier {
    Same(Made),
    Other,
}

impl Requests {
    pub(super) fn find(&self, account: AccountId, key: Option<RequestKey>) -> Option<Earlier> {
        let key = key?;
        let (made, body) = self.0.get(&(account, key.key))?;
        Some(if *body == key.body { Earlier::Same(*made) } else { Earlier::Other })
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn add_hold(&mut self, hold: &Hold) {
        self.add(hold.buyer.account, hold.key, Made::Hold(hold.id));
        self.add(hold.buyer.account, hold.extension.and_then(|extension| extension.key), Made::Extension(hold.id));
    }

    pub(super) fn take_hold(&mut self, hold: &Hold) {
        self.take(hold.buyer.account, hold.key, Made::Hold(hold.id));
        self.take(hold.buyer.account, hold.extension.and_then(|extension| extension.key), Made::Extension(hold.id));
    }

    pub(super) fn add_order(&mut self, order: &Order) {
        self.add(order.buyer.account, order.key, Made::Checkout(order.id));
        self.add(order.buyer.account, order.cancel_key, Made::Cancellation(order.id));
    }

    pub(super) fn take_order(&mut self, order: &Order) {
        self.take(order.buyer.account, order.key, Made::Checkout(order.id));
        self.take(order.buyer.account, order.cancel_key, Made::Cancellation(order.id));
    }

    fn add(&mut self, account: AccountId, key: Option<RequestKey>, made: Made) {
        if let Some(key) = key {
            self.0.insert((account, key.key), (made, key.body));
        }
    }

    fn take(&mut self, account: AccountId, key: Option<RequestKey>, made: Made) {
        if let Some(key) = key
            && self.0.get(&(account, key.key)).is_some_and(|(known, _)| *known == made)
        {
            self.0.remove(&(account, key.key));
        }
    }
}
