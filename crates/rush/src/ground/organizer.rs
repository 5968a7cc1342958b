//! Makes events of a load's own, as an organizer does: a venue from a list of sections, a draft, published.

use anyhow::Context;
use serde_json::{Value, json};

use crate::wire::connection::{Connection, Request};

use super::hall::Hall;
use super::requests::{get, json, post, text};

/// Who may organize there. A server with `--demo` has the account that this is by default.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) email: String,
    pub(crate) password: String,
}

/// What is to be sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// So many numbered seats, in rows of forty.
    Seats(u32),
    /// So many places that nobody chooses among.
    General(u32),
}

/// How much one buyer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limits {
    /// As events have them unless they say otherwise.
    Usual,
    /// So that a few accounts can make the load of many.
    Wide,
}

const SEATS_PER_ROW: u32 = 40;
const ROWS_PER_SECTION: u32 = 25;
const PRICE: u32 = 5_000;
const FEE: u32 = 350;

/// Makes the event and reads its hall. Gives the organizer's token too.
pub(crate) async fn make_event(
    connection: &mut Connection,
    by: &Credentials,
    plan: Plan,
    limits: Limits,
) -> anyhow::Result<(Hall, String)> {
    let login = json!({ "email": by.email, "password": by.password });
    let session = post(connection, "/api/v1/auth/login", None, &login).await;
    let session = session.context("an event of our own needs an organizer: see --organizer")?;
    let token = text(&session, "access_token")?.to_owned();
    let venue =
        json!({ "name": "The Rush", "time_zone": "Europe/Berlin", "city": "Leipzig", "sections": sections(plan) });
    let venue = post(connection, "/api/v1/organizer/venues", Some(&token), &venue).await?;
    let draft = draft(text(&venue, "id")?, limits);
    let draft = post(connection, "/api/v1/organizer/events", Some(&token), &draft).await?;
    let event = text(&draft, "id")?.to_owned();
    let publish = format!("/api/v1/organizer/events/{event}/publish");
    post(connection, &publish, Some(&token), &json!({})).await?;
    let map = get(connection, &format!("/api/v1/seats/{event}/map"), None).await?;
    Ok((Hall::read(&event, &map)?, token))
}

/// Takes these seats off sale, as many at once as may be.
pub(crate) async fn block(connection: &mut Connection, token: &str, hall: &Hall, units: &[u32]) -> anyhow::Result<()> {
    const AT_ONCE: usize = 2_000;
    let path = format!("/api/v1/organizer/events/{}/block", hall.event);
    for some in units.chunks(AT_ONCE) {
        let seats: Vec<&str> = some.iter().map(|unit| hall.seats[*unit as usize].as_str()).collect();
        let body = serde_json::to_vec(&json!({ "seats": seats }))?;
        let answer = connection.ask(&Request::post(&path, &body).by(token)).await?;
        json(&path, &answer)?;
    }
    Ok(())
}

fn sections(plan: Plan) -> Vec<Value> {
    let mut left = match plan {
        Plan::General(capacity) => {
            return vec![
                json!({ "name": "Field", "kind": "general_admission", "capacity": capacity, "category": "All" }),
            ];
        }
        Plan::Seats(seats) => seats,
    };
    let mut sections = Vec::new();
    let mut add = |rows: u32, seats_per_row: u32| {
        let name = format!("Block {}", sections.len() + 1);
        let section = json!({ "name": name, "kind": "reserved", "rows": rows, "seats_per_row": seats_per_row, "category": "All" });
        sections.push(section);
    };
    while left > 0 {
        if left < SEATS_PER_ROW {
            add(1, left);
            break;
        }
        let rows = (left / SEATS_PER_ROW).min(ROWS_PER_SECTION);
        add(rows, SEATS_PER_ROW);
        left -= rows * SEATS_PER_ROW;
    }
    sections
}

fn draft(venue: &str, limits: Limits) -> Value {
    let mut draft = json!({
        "name": "A rush", "venue": venue, "category": "concert", "currency": "EUR",
        "starts_at": "2099-06-01T18:00:00Z", "doors_at": "2099-06-01T17:00:00Z",
        "tiers": [{ "name": "All", "price": PRICE, "fee": FEE, "categories": ["All"] }],
        "refunds": { "until": "2099-05-01T00:00:00Z", "fees": "returned" },
    });
    if limits == Limits::Wide {
        draft["max_tickets_per_order"] = json!(100);
        draft["max_tickets_per_buyer"] = json!(100_000_000);
        draft["max_open_holds"] = json!(100_000_000);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_add_up_to_the_seats_wanted() {
        for wanted in [1, 39, 40, 41, 1_000, 1_001, 80_000] {
            let seats =
                |section: &Value| section["rows"].as_u64().unwrap() * section["seats_per_row"].as_u64().unwrap();
            let sum: u64 = sections(Plan::Seats(wanted)).iter().map(seats).sum();
            assert_eq!(sum, u64::from(wanted));
        }
    }
}
