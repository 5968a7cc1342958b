//! Everything the use cases share.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::error::AccountError;
use crate::accounts::password::{PasswordSettings, Passwords};
use crate::accounts::session::{RevokedSessions, TokenSettings};
use crate::desk::{DeskSettings, Desks};
use crate::ports::Store;
use crate::ports::clock::Clock;
use crate::ports::fanout::Others;
use crate::ports::payments::Payments;
use crate::seats::HeldEvents;
use crate::secrets::Keys;
use crate::standing::Occupancies;
use crate::store_clock::StoreClock;
use crate::waiting_room::Rooms;

#[derive(Debug, Clone, Copy, Default)]
pub struct AppSettings {
    pub desks: DeskSettings,
    pub passwords: PasswordSettings,
    pub tokens: TokenSettings,
    pub checkout: CheckoutSettings,
}

#[derive(Debug, Clone, Copy)]
pub struct CheckoutSettings {
    /// How long the payment provider may take to answer, a charge above all.
    pub charge_within: Duration,
    /// After this a payment whose charge was never answered is settled with the provider, whether or not a webhook comes.
    pub unanswered_for: Duration,
    /// How long a failed refund waits for its next try.
    pub refund_retry: Duration,
}

impl Default for CheckoutSettings {
    fn default() -> Self {
        Self {
            charge_within: Duration::from_secs(10),
            unanswered_for: Duration::from_secs(60),
            refund_retry: Duration::from_secs(30),
        }
    }
}

pub struct App {
    pub store: Arc<dyn Store>,
    pub payments: Arc<dyn Payments>,
    pub clock: Arc<dyn Clock>,
    pub(crate) store_clock: StoreClock,
    pub keys: Keys,
    pub others: Others,
    pub desks: Desks,
    pub(crate) occupancies: Occupancies,
    pub rooms: Rooms,
    pub passwords: Passwords,
    pub revoked: RevokedSessions,
    pub held_events: HeldEvents,
    pub settings: AppSettings,
}

impl App {
    pub fn new(
        store: Arc<dyn Store>,
        payments: Arc<dyn Payments>,
        clock: Arc<dyn Clock>,
        keys: Keys,
        others: Others,
        settings: AppSettings,
    ) -> Result<App, AccountError> {
        Ok(App {
            desks: Desks::new(store.clone(), settings.desks, others.clone()),
            occupancies: Occupancies::new(store.clone()),
            rooms: Rooms::new(store.clone(), keys.draws, others.clone()),
            passwords: Passwords::new(settings.passwords)?,
            revoked: RevokedSessions::default(),
            held_events: HeldEvents::new(store.clone()),
            store_clock: StoreClock::new(clock.now()),
            others,
            store,
            payments,
            clock,
            keys,
            settings,
        })
    }
}
