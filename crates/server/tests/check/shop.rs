//! A small shop in which everything has happened once: bought, held, given back, cancelled, declined, under way.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use admit_app::accounts::caller::Caller;
use admit_app::app::App;
use admit_app::checkout::CheckOut;
use admit_app::ports::catalogue::Catalogue;
use admit_app::ports::payments::PaymentMethod;
use admit_app::seats::Reserve;
use admit_domain::event::Venue;
use admit_domain::hold::Hold;
use admit_domain::id::EventId;
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::terms::Terms;
use admit_domain::unit::{Unit, UnitRange};
use admit_server::compose::{Node, compose, open_store};
use admit_server::config::{Demo, Layers, Settings};
use admit_testkit::contract::sale;

/// A folder of its own that goes away with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("admit-check-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) struct Shop {
    pub(crate) node: Node,
    pub(crate) event: EventId,
}

impl Shop {
    pub(crate) async fn open(settings: &[(&'static str, &str)]) -> Shop {
        let mut layers = Layers::defaults();
        for (key, value) in settings {
            layers.flag(key, *value, "a test");
        }
        layers.flag("gateway", "simulated", "a test");
        let settings = Settings::read(&layers, Demo::Off).unwrap();
        let store = open_store(&settings.profile).await.unwrap();
        let node = compose(&settings, store, "http://shop.example").await.unwrap();
        let plan = sale::seating_plan();
        let venue = Venue { seat_map: plan.id, ..sale::venue("Small Hall", "Leeds") };
        let event = sale::event("A sale", &venue);
        node.store.create_seat_map(&plan).await.unwrap();
        node.store.create_venue(&venue).await.unwrap();
        node.store.create_event(&event).await.unwrap();
        Shop { node, event: event.event.id }
    }

    /// Units 0 and 1 are bought, 2 is held, 3 was given back, 4 and 5 were bought and cancelled and are paid back, 6 is held
    /// after a payment was declined, 7 is being paid, 9 is off sale; and the terms were changed.
    pub(crate) async fn sell(&self) {
        let app = &self.node.app;
        self.buy("4242424242424242", &[0, 1]).await;
        self.hold(&[2]).await;
        let (caller, hold) = self.hold(&[3]).await;
        app.release_hold(&caller, self.event, hold.id).await.unwrap();
        let (caller, order) = self.buy("4242424242424242", &[4, 5]).await;
        app.cancel_order(&caller, order.unwrap(), None).await.unwrap();
        app.pay_due_refunds().await.unwrap();
        assert!(self.buy("4000000000000002", &[6]).await.1.is_none());
        self.buy("4000000000003220", &[7]).await;
        let desk = app.desks.get(self.event).await.unwrap();
        desk.submit(Command::Block(vec![UnitRange { first: Unit(9), count: 1 }])).await.unwrap();
        let mut terms = Terms::clone(desk.view().terms());
        terms.limits.tickets_per_buyer_max = 6;
        desk.submit(Command::Configure(terms)).await.unwrap();
    }

    pub(crate) async fn close(self) {
        self.node.store.close().await;
    }

    async fn buyer(&self) -> Caller {
        let app: &Arc<App> = &self.node.app;
        let signed_in = app.sign_in_as_guest(&format!("{}@example.com", sale::fresh()), "Ann").await.unwrap();
        app.caller(&signed_in.access_token).unwrap()
    }

    async fn hold(&self, units: &[u32]) -> (Caller, Hold) {
        let caller = self.buyer().await;
        let choice = Choice::Seats(units.iter().map(|unit| Unit(*unit)).collect());
        let reserve = Reserve { event: self.event, choice, key: None, pass: None };
        let (hold, _) = self.node.app.reserve_seats(&caller, reserve).await.unwrap();
        (caller, hold)
    }

    /// `None`: the payment was declined.
    async fn buy(&self, card: &str, units: &[u32]) -> (Caller, Option<admit_domain::id::OrderId>) {
        let (caller, hold) = self.hold(units).await;
        let method =
            PaymentMethod::Card { number: card.to_owned(), exp_month: 12, exp_year: 2099, cvc: "123".to_owned() };
        let checkout = CheckOut { hold: hold.id, method, return_url: None, key: None };
        let order = self.node.app.check_out(&caller, checkout).await.ok();
        (caller, order.map(|done| done.id()))
    }
}
