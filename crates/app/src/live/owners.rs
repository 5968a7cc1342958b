//! What only a buyer may hear: what becomes of their holds and orders, for the sockets on which they are signed in.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use admit_domain::hold::HoldStatus;
use admit_domain::id::{AccountId, EventId, HoldId, OrderId};
use admit_domain::inventory::state::Inventory;
use admit_domain::time::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::accounts::caller::Caller;
use crate::accounts::session::RevokedSessions;

use super::bell::Bell;

/// More than any buyer makes happen between two looks; whoever leaves more unread is cut off.
const UNREAD_MAX: usize = 256;

/// What became of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    pub event: EventId,
    pub hold: HoldId,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It lasts until `expires_at`, which by this process's clock is `ends`.
    Open {
        expires_at: Timestamp,
        ends: Instant,
    },
    /// A payment is under way, and its clock stands still.
    InCheckout,
    Expired,
    Released,
    Paid(OrderId),
}

/// All sockets of this node that somebody is signed in on.
#[derive(Debug, Default)]
pub struct Owners {
    /// How many there are, so that a desk need not look any further where there is none.
    count: AtomicUsize,
    mailboxes: RwLock<HashMap<AccountId, Vec<Arc<Mailbox>>>>,
}

/// Where a socket finds its account's news.
#[derive(Debug)]
pub struct Mailbox {
    caller: Caller,
    bell: Arc<Bell>,
    unread: Mutex<VecDeque<News>>,
    has_ended: AtomicBool,
    end: Notify,
}

/// A socket's mailbox, for as long as it is open.
#[derive(Debug)]
pub struct Signed {
    owners: Arc<Owners>,
    mailbox: Arc<Mailbox>,
}

impl Owners {
    /// `caller` is signed in on a socket, whose bell is rung when there is news.
    pub fn sign_in(self: &Arc<Self>, caller: Caller, bell: Arc<Bell>) -> Signed {
        let mailbox = Arc::new(Mailbox {
            caller,
            bell,
            unread: Mutex::default(),
            has_ended: AtomicBool::new(false),
            end: Notify::new(),
        });
        let mut mailboxes = self.mailboxes.write().unwrap_or_else(PoisonError::into_inner);
        mailboxes.entry(caller.account).or_default().push(mailbox.clone());
        self.count.fetch_add(1, Ordering::Relaxed);
        Signed { owners: self.clone(), mailbox }
    }

    /// Ends the sockets whose sessions are revoked.
    pub fn end_revoked(&self, revoked: &RevokedSessions) {
        let mailboxes = self.mailboxes.read().unwrap_or_else(PoisonError::into_inner);
        for mailbox in mailboxes.values().flatten().filter(|mailbox| revoked.contains(mailbox.caller.session)) {
            mailbox.end();
        }
    }

    /// Tells whoever listens what a commit made of `holds`, at `now`.
    pub(crate) fn tell(&self, event: EventId, inventory: &Inventory, now: Timestamp, holds: &[HoldId]) {
        if holds.is_empty() || self.count.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mailboxes = self.mailboxes.read().unwrap_or_else(PoisonError::into_inner);
        for hold in holds.iter().filter_map(|id| inventory.hold(*id)) {
            let Some(own) = mailboxes.get(&hold.buyer.account) else { continue };
            let what = match hold.status {
                HoldStatus::Open => What::open(hold.expires_at, now),
                HoldStatus::InCheckout(_) => What::InCheckout,
                HoldStatus::Completed(order) => What::Paid(order),
                HoldStatus::Released => What::Released,
                HoldStatus::Expired => What::Expired,
            };
            own.iter().for_each(|mailbox| mailbox.put(News { event, hold: hold.id, what }));
        }
    }
}

impl What {
    /// Of a hold that lasts until `expires_at`, seen at `now`.
    pub fn open(expires_at: Timestamp, now: Timestamp) -> What {
        What::Open { expires_at, ends: Instant::now() + expires_at.since(now) }
    }
}

impl Mailbox {
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The oldest news that wasn't taken yet.
    pub fn take(&self) -> Option<News> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Comes back once the socket must be closed: its session is revoked, or it left too much unread. One waits at a time.
    pub async fn ended(&self) {
        while !self.has_ended.load(Ordering::Acquire) {
            self.end.notified().await;
        }
    }

    fn put(&self, news: News) {
        let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        if unread.len() == UNREAD_MAX {
            return self.end();
        }
        unread.push_back(news);
        drop(unread);
        self.bell.ring();
    }

    fn end(&self) {
        self.has_ended.store(true, Ordering::Release);
        self.end.notify_one();
    }
}

impl Signed {
    pub fn mailbox(&self) -> &Arc<Mailbox> {
        &self.mailbox
    }
}

impl Drop for Signed {
    fn drop(&mut self) {
        let account = self.mailbox.caller.account;
        let mut mailboxes = self.owners.mailboxes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = mailboxes.get_mut(&account) {
            own.retain(|mailbox| !Arc::ptr_eq(mailbox, &self.mailbox));
            if own.is_empty() {
                mailboxes.remove(&account);
            }
        }
        self.owners.count.fetch_sub(1, Ordering::Relaxed);
    }
}
