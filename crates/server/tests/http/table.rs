//! Every operation of the API in one table, for what must hold of all of them.

use admit_testkit::client::{Buyer, card, checkout, id};
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::organizer::hall;

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Everybody,
    TheSignedIn,
    /// Whoever organizes, of what is theirs, and admins.
    Organizers,
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
    Venue,
    VenueChange,
    Performer,
    Event,
    EventChange,
    Places,
    Room,
    /// Read only once its signature is good.
    Webhook,
}

const fn everybody(method: &'static str, path: &'static str, body: Body) -> Operation {
    Operation { method, path, who: Who::Everybody, body }
}

const fn signed_in(method: &'static str, path: &'static str, body: Body) -> Operation {
    Operation { method, path, who: Who::TheSignedIn, body }
}

const fn organizers(method: &'static str, path: &'static str, body: Body) -> Operation {
    Operation { method, path, who: Who::Organizers, body }
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
    everybody("GET", "/seats/{event}/tiers", Body::None),
    signed_in("POST", "/seats/{event}/reserve", Body::Reserve),
    signed_in("POST", "/seats/{event}/release", Body::Release),
    signed_in("GET", "/seats/reservation", Body::None),
    signed_in("POST", "/seats/reservation/{hold}/extend", Body::Empty),
    everybody("POST", "/queue/{event}/join", Body::Empty),
    everybody("GET", "/queue/{event}/status", Body::None),
    everybody("GET", "/queue/{event}/serving", Body::None),
    everybody("POST", "/queue/{event}/leave", Body::Empty),
    organizers("GET", "/queue/{event}/stats", Body::None),
    everybody("GET", "/queue/{event}/draw", Body::None),
    everybody("GET", "/queue/{event}/draw/entries", Body::None),
    signed_in("GET", "/queue/{event}/draw/mine", Body::None),
    signed_in("POST", "/checkout", Body::Checkout),
    everybody("GET", "/checkout/methods", Body::None),
    signed_in("GET", "/checkout/orders", Body::None),
    signed_in("GET", "/checkout/orders/{order}", Body::None),
    signed_in("GET", "/checkout/orders/{order}/calendar.ics", Body::None),
    signed_in("POST", "/checkout/orders/{order}/cancel", Body::Empty),
    everybody("POST", "/payments/webhooks/{provider}", Body::Webhook),
    signed_in("GET", "/tickets", Body::None),
    signed_in("GET", "/tickets/{ticket}", Body::None),
    signed_in("GET", "/tickets/{ticket}/qr.svg", Body::None),
    organizers("GET", "/changes", Body::None),
    organizers("GET", "/organizer/venues", Body::None),
    organizers("POST", "/organizer/venues", Body::Venue),
    organizers("GET", "/organizer/venues/{own_venue}", Body::None),
    organizers("PATCH", "/organizer/venues/{own_venue}", Body::VenueChange),
    organizers("GET", "/organizer/venues/{own_venue}/map", Body::None),
    organizers("GET", "/organizer/performers", Body::None),
    organizers("POST", "/organizer/performers", Body::Performer),
    organizers("GET", "/organizer/performers/{own_performer}", Body::None),
    organizers("PATCH", "/organizer/performers/{own_performer}", Body::Performer),
    organizers("GET", "/organizer/events", Body::None),
    organizers("POST", "/organizer/events", Body::Event),
    organizers("GET", "/organizer/events/{own_event}", Body::None),
    organizers("PATCH", "/organizer/events/{own_event}", Body::EventChange),
    organizers("POST", "/organizer/events/{own_event}/publish", Body::Empty),
    organizers("POST", "/organizer/events/{own_event}/pause", Body::Empty),
    organizers("POST", "/organizer/events/{own_event}/resume", Body::Empty),
    organizers("POST", "/organizer/events/{own_event}/cancel", Body::Empty),
    organizers("POST", "/organizer/events/{own_event}/block", Body::Places),
    organizers("POST", "/organizer/events/{own_event}/unblock", Body::Places),
    organizers("GET", "/organizer/events/{own_event}/waiting-room", Body::None),
    organizers("PATCH", "/organizer/events/{own_event}/waiting-room", Body::Room),
    organizers("GET", "/organizer/events/{own_event}/waiting-room/history", Body::None),
    organizers("GET", "/organizer/events/{own_event}/orders", Body::None),
    organizers("GET", "/organizer/events/{own_event}/stats", Body::None),
];

/// Lists with `limit` and `cursor`.
pub(crate) const LISTS: &[&str] = &[
    "/events",
    "/venues",
    "/performers",
    "/checkout/orders",
    "/tickets",
    "/organizer/events",
    "/organizer/venues",
    "/organizer/performers",
];

/// Things that are there, of one buyer, by the names in the paths.
pub(crate) struct Things {
    pub(crate) buyer: Buyer,
    pub(crate) event: String,
    venue: String,
    performer: String,
    section: String,
    pub(crate) hold: String,
    order: String,
    ticket: String,
    free_seat: String,
    pub(crate) organizer: Buyer,
    pub(crate) own_venue: String,
    pub(crate) own_performer: String,
    pub(crate) own_event: String,
    own_seat: String,
}

impl Operation {
    pub(crate) fn method(&self) -> Method {
        self.method.parse().unwrap()
    }

    /// The path with ids of what is there.
    pub(crate) fn path_of(&self, things: &Things) -> String {
        // An organizer asks for what is theirs, whatever the path calls it.
        let event = if self.who == Who::Organizers { &things.own_event } else { &things.event };
        self.path
            .replace("{event}", event)
            .replace("{venue}", &things.venue)
            .replace("{performer}", &things.performer)
            .replace("{section}", &things.section)
            .replace("{hold}", &things.hold)
            .replace("{order}", &things.order)
            .replace("{ticket}", &things.ticket)
            .replace("{own_venue}", &things.own_venue)
            .replace("{own_performer}", &things.own_performer)
            .replace("{own_event}", &things.own_event)
            .replace("{provider}", "simulated")
    }

    /// The path with ids of the right kind of what isn't there.
    pub(crate) fn path_of_nothing(&self) -> String {
        let nothing = "00000000000000000000000001";
        let kinds = [("{event}", "evt_"), ("{venue}", "ven_"), ("{performer}", "prf_"), ("{section}", "sec_")];
        let more = [("{hold}", "hld_"), ("{order}", "ord_"), ("{ticket}", "tkt_"), ("{provider}", "x")];
        let own = [("{own_venue}", "ven_"), ("{own_performer}", "prf_"), ("{own_event}", "evt_")];
        let named = kinds.iter().chain(&more).chain(&own);
        named.fold(self.path.to_owned(), |path, (name, prefix)| path.replace(name, &format!("{prefix}{nothing}")))
    }

    pub(crate) fn names_something(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether it reads a body before it does anything.
    pub(crate) fn reads_json(&self) -> bool {
        !matches!(self.body, Body::None | Body::Webhook)
    }

    /// Whether its body may have a seating plan, and so be long.
    pub(crate) fn takes_plans(&self) -> bool {
        matches!(self.body, Body::Venue | Body::VenueChange)
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
            Body::Venue => json!({
                "name": "N", "time_zone": "UTC", "sections": [{ "name": "S", "kind": "general_admission", "capacity": 1 }],
            }),
            Body::VenueChange => json!({ "name": "N", "city": "C" }),
            Body::Performer => json!({ "name": "N", "description": "D" }),
            Body::Event => json!({ "name": "N", "venue": things.own_venue, "category": "film" }),
            Body::EventChange => json!({ "name": "N", "description": "D" }),
            Body::Places => json!({ "seats": [things.own_seat] }),
            Body::Room => json!({ "rate_per_min": 60, "max_active": 10 }),
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
        let organizer = hall::organizer(site).await;
        let own_event = hall::published(&organizer).await;
        let own_venue = id(&own_event["venue"]).to_owned();
        let performer = hall::made(&organizer, "/organizer/performers", &json!({ "name": "The Band" })).await;
        let own_map = organizer.get(&format!("/organizer/venues/{own_venue}/map")).await.expect(200);
        Self {
            own_seat: id(&own_map["sections"][1]["rows"][0]["seats"][0]).to_owned(),
            own_event: id(&own_event).to_owned(),
            own_performer: id(&performer).to_owned(),
            own_venue,
            organizer,
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

    /// Somebody who may call it.
    pub(crate) fn caller_of(&self, operation: &Operation) -> &Buyer {
        if operation.who == Who::Organizers { &self.organizer } else { &self.buyer }
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
