//! Every operation of the API in one table, for what must hold of all of them.

use admit_testkit::client::{Buyer, card, checkout, id};
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Everybody,
    TheSignedIn,
}

/// One operation. In its path, `{names}` stand for ids.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) who: Who,
    pub(crate) body: Body,
}

/// What a body must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// The method has none.
    None,
    /// Nothing has to be said: it may be left out or be `{}`.
    Empty,
    Reserve,
    Release,
    Checkout,
    Register,
    Guest,
    Login,
    Refresh,
    /// Read only once its signature is good.
    Webhook,
}

const fn everybody(method: &'static str, path: &'static str, body: Body) -> Operation {
    Operation { method, path, who: Who::Everybody, body }
}

const fn signed_in(method: &'static str, path: &'static str, body: Body) -> Operation {
    Operation { method, path, who: Who::TheSignedIn, body }
}

pub(crate) const OPERATIONS: &[Operation] = &[
    everybody("POST", "/auth/register", Body::Register),
    everybody("POST", "/auth/guest", Body::Guest),
    everybody("POST", "/auth/login", Body::Login),
    everybody("POST", "/auth/refresh", Body::Refresh),
    signed_in("POST", "/auth/logout", Body::Empty),
    signed_in("GET", "/auth/me", Body::None),
    everybody("GET", "/events", Body::None),
    everybody("GET", "/events/{event}", Body::None),
    everybody("GET", "/events/{event}/stream", Body::None),
    everybody("GET", "/ws", Body::None),
    everybody("GET", "/events/{event}/calendar.ics", Body::None),
    everybody("GET", "/venues", Body::None),
    everybody("GET", "/venues/{venue}", Body::None),
    everybody("GET", "/venues/{venue}/sections", Body::None),
    everybody("GET", "/performers", Body::None),
    everybody("GET", "/performers/{performer}", Body::None),
    everybody("GET", "/seats/{event}/availability", Body::None),
    everybody("GET", "/seats/{event}/sections/{section}", Body::None),
    everybody("GET", "/seats/{event}/map", Body::None),
    everybody("GET", "/seats/{event}/state", Body::None),
    signed_in("POST", "/seats/{event}/reserve", Body::Reserve),
    signed_in("POST", "/seats/{event}/release", Body::Release),
    signed_in("GET", "/seats/reservation", Body::None),
    signed_in("POST", "/seats/reservation/{hold}/extend", Body::Empty),
    signed_in("POST", "/checkout", Body::Checkout),
    signed_in("GET", "/checkout/orders", Body::None),
    signed_in("GET", "/checkout/orders/{order}", Body::None),
    signed_in("GET", "/checkout/orders/{order}/calendar.ics", Body::None),
    signed_in("POST", "/checkout/orders/{order}/cancel", Body::Empty),
    everybody("POST", "/payments/webhooks/{provider}", Body::Webhook),
    signed_in("GET", "/tickets", Body::None),
    signed_in("GET", "/tickets/{ticket}", Body::None),
    signed_in("GET", "/tickets/{ticket}/qr.svg", Body::None),
];

/// Lists with `limit` and `cursor`.
pub(crate) const LISTS: &[&str] = &["/events", "/venues", "/performers", "/checkout/orders", "/tickets"];

/// Things that are there, of one buyer, by the names in the paths.
pub(crate) struct Things {
    pub(crate) buyer: Buyer,
    pub(crate) event: String,
    venue: String,
    performer: String,
    section: String,
    hold: String,
    order: String,
    ticket: String,
    free_seat: String,
}

impl Operation {
    pub(crate) fn method(&self) -> Method {
        self.method.parse().unwrap()
    }

    /// The path with ids of what is there.
    pub(crate) fn path_of(&self, things: &Things) -> String {
        self.path
            .replace("{event}", &things.event)
            .replace("{venue}", &things.venue)
            .replace("{performer}", &things.performer)
            .replace("{section}", &things.section)
            .replace("{hold}", &things.hold)
            .replace("{order}", &things.order)
            .replace("{ticket}", &things.ticket)
            .replace("{provider}", "simulated")
    }

    /// The path with ids of the right kind of what isn't there.
    pub(crate) fn path_of_nothing(&self) -> String {
        let nothing = "00000000000000000000000001";
        let kinds = [("{event}", "evt_"), ("{venue}", "ven_"), ("{performer}", "prf_"), ("{section}", "sec_")];
        let more = [("{hold}", "hld_"), ("{order}", "ord_"), ("{ticket}", "tkt_"), ("{provider}", "x")];
        let named = kinds.iter().chain(&more);
        named.fold(self.path.to_owned(), |path, (name, prefix)| path.replace(name, &format!("{prefix}{nothing}")))
    }

    pub(crate) fn names_something(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether it reads a body before it does anything.
    pub(crate) fn reads_json(&self) -> bool {
        !matches!(self.body, Body::None | Body::Webhook)
    }

    /// A body that is good, as far as it can be known without sending it.
    pub(crate) fn good_body(&self, things: &Things) -> Value {
        match self.body {
            Body::None | Body::Empty | Body::Webhook => json!({}),
            Body::Reserve => json!({ "seats": [things.free_seat] }),
            Body::Release => json!({ "hold_id": things.hold }),
            Body::Checkout => checkout(&things.hold, card::PAYS),
            Body::Register => json!({ "email": "nobody@example.com", "password": "a long good password", "name": "N" }),
            Body::Guest => json!({ "email": "nobody@example.com", "name": "N" }),
            Body::Login => json!({ "email": "nobody@example.com", "password": "a long good password" }),
            Body::Refresh => json!({ "refresh_token": "x" }),
        }
    }
}

impl Things {
    /// Makes an order and an open hold of somebody new.
    pub(crate) async fn make(site: &Site) -> Self {
        let (event, seats) = site.seats(3).await;
        let buyer = site.buyer().await;
        let order = buyer.pay(&buyer.hold_seats(&event, &seats[..1]).await).await;
        let hold = buyer.hold_seats(&event, &seats[1..2]).await;
        let shown = site.api.get(&format!("/events/{event}")).await.expect(200);
        Self {
            venue: id(&shown["venue"]).to_owned(),
            performer: id(&shown["performers"][0]).to_owned(),
            section: hold["seats"][0]["section"].as_str().unwrap().to_owned(),
            hold: id(&hold).to_owned(),
            order: id(&order).to_owned(),
            ticket: id(&order["tickets"][0]).to_owned(),
            free_seat: seats[2].clone(),
            buyer,
            event,
        }
    }

    /// What the buyer has, to be compared later.
    pub(crate) async fn belongings(&self) -> Value {
        let mut holds = self.buyer.holds().await;
        for hold in &mut holds {
            hold["expires_in_s"] = Value::Null;
        }
        json!([holds, self.buyer.orders().await, self.buyer.tickets().await])
    }
}
