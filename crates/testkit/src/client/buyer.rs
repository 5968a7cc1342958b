//! Somebody who is signed in and buys.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Api, Call};

/// Numbers that the simulated gateway takes, by what it does with them.
pub mod card {
    pub const PAYS: &str = "4242424242424242";
    pub const DECLINED: &str = "4000000000000002";
    pub const NO_FUNDS: &str = "4000000000009995";
    pub const REDIRECTS: &str = "4000000000003220";
    pub const ANSWER_LOST: &str = "4000000000000341";
}

/// A signed-in account.
#[derive(Debug, Clone)]
pub struct Buyer {
    pub api: Api,
    pub id: String,
    pub email: String,
    pub access_token: String,
    pub refresh_token: String,
}

/// The payment by card `number` as it stands in a checkout.
pub fn payment(number: &str) -> Value {
    json!({ "method": "card", "card_number": number, "exp_month": 12, "exp_year": 2099, "cvc": "123" })
}

/// A body of a checkout of `hold`, paid by card `number`.
pub fn checkout(hold: &str, number: &str) -> Value {
    json!({ "hold_id": hold, "payment": payment(number) })
}

impl Buyer {
    /// From the answer to a registration or sign-in.
    pub fn from_session(api: &Api, session: &Value) -> Self {
        let text = |value: &Value| value.as_str().expect("a session has ids and tokens").to_owned();
        Self {
            api: api.clone(),
            id: text(&session["user"]["id"]),
            email: text(&session["user"]["email"]),
            access_token: text(&session["access_token"]),
            refresh_token: text(&session["refresh_token"]),
        }
    }

    pub fn call(&self, method: Method, path: &str) -> Call {
        self.api.call(method, path).bearer(&self.access_token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path).json(body).send().await
    }

    /// A write with an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.call(Method::POST, path).key(key).json(body).send().await
    }

    pub async fn reserve(&self, event: &str, wanted: &Value) -> Answer {
        self.post(&format!("/seats/{event}/reserve"), wanted).await
    }

    /// Holds what must be to be had, and gives the hold.
    pub async fn hold(&self, event: &str, wanted: &Value) -> Value {
        self.reserve(event, wanted).await.expect(201)["hold"].clone()
    }

    /// Holds the named seats, which must be free.
    pub async fn hold_seats(&self, event: &str, seats: &[String]) -> Value {
        self.hold(event, &json!({ "seats": seats })).await
    }

    pub async fn release(&self, hold: &Value) -> Answer {
        let event = hold["event_id"].as_str().expect("a hold names its event");
        self.post(&format!("/seats/{event}/release"), &json!({ "hold_id": hold["id"] })).await
    }

    pub async fn extend(&self, hold: &Value) -> Answer {
        self.post(&format!("/seats/reservation/{}/extend", id(hold)), &json!({})).await
    }

    pub async fn check_out(&self, hold: &Value, number: &str) -> Answer {
        self.post("/checkout", &checkout(id(hold), number)).await
    }

    /// Pays a hold that can be paid, and gives the order.
    pub async fn pay(&self, hold: &Value) -> Value {
        let order = self.check_out(hold, card::PAYS).await.expect(201);
        assert_eq!(order["status"], "paid", "{order}");
        order
    }

    pub async fn order(&self, id: &str) -> Value {
        self.get(&format!("/checkout/orders/{id}")).await.expect(200)
    }

    /// Newest first; at most a hundred.
    pub async fn orders(&self) -> Vec<Value> {
        items(&self.get("/checkout/orders?limit=100").await.expect(200))
    }

    pub async fn tickets(&self) -> Vec<Value> {
        items(&self.get("/tickets?limit=100").await.expect(200))
    }

    pub async fn cancel(&self, order: &Value) -> Answer {
        self.post(&format!("/checkout/orders/{}/cancel", id(order)), &json!({})).await
    }

    /// The open holds of all events.
    pub async fn holds(&self) -> Vec<Value> {
        let body = self.get("/seats/reservation").await.expect(200);
        body["holds"].as_array().expect("a list of holds").clone()
    }
}

/// The `id` of something that has one.
pub fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("it has an id")
}

/// The items of a page.
pub fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("a page has items").clone()
}
