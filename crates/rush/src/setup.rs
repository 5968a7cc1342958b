//! What a load needs beforehand: an event with many seats, and buyers.

use anyhow::{Context, bail};
use serde_json::Value;

use crate::client::Connection;

/// The largest event there is, and its numbered seats.
pub(crate) struct Hall {
    pub(crate) reserve_path: String,
    pub(crate) seats: Vec<String>,
}

pub(crate) async fn find_hall(connection: &mut Connection) -> anyhow::Result<Hall> {
    let events = json(connection.get("/api/v1/events?limit=100").await?)?;
    let items = events["items"].as_array().context("the events aren't a list")?;
    let largest = items.iter().max_by_key(|event| event["available"].as_u64()).context("there is no event")?;
    let id = largest["id"].as_str().context("an event has no id")?.to_owned();
    let map = json(connection.get(&format!("/api/v1/seats/{id}/map")).await?)?;
    let mut seats = Vec::new();
    for section in map["sections"].as_array().into_iter().flatten() {
        for row in section["rows"].as_array().into_iter().flatten() {
            let ids = row["seats"].as_array().into_iter().flatten().filter_map(|seat| seat["id"].as_str());
            seats.extend(ids.map(str::to_owned));
        }
    }
    Ok(Hall { reserve_path: format!("/api/v1/seats/{id}/reserve"), seats })
}

/// Access tokens of `count` new guests.
pub(crate) async fn make_buyers(connection: &mut Connection, count: usize) -> anyhow::Result<Vec<String>> {
    let mut tokens = Vec::with_capacity(count);
    for index in 0..count {
        let body = format!("{{\"email\":\"rush-{index}@example.com\",\"name\":\"Rush {index}\"}}");
        let session = json(connection.post("/api/v1/auth/guest", None, body.as_bytes()).await?)?;
        tokens.push(session["access_token"].as_str().context("a guest got no token")?.to_owned());
    }
    Ok(tokens)
}

/// A counter or a histogram's part from the server's own metrics; nothing if there is none.
pub(crate) async fn metric(connection: &mut Connection, name: &str) -> anyhow::Result<f64> {
    let answer = connection.get("/metrics").await?;
    let text = std::str::from_utf8(answer.body)?;
    let value = text.lines().filter_map(|line| line.strip_prefix(name)).find_map(|rest| rest.trim().parse().ok());
    Ok(value.unwrap_or(0.0))
}

fn json(answer: crate::client::Answer<'_>) -> anyhow::Result<Value> {
    if !(200..300).contains(&answer.status) {
        bail!("status {}: {}", answer.status, String::from_utf8_lossy(answer.body));
    }
    Ok(serde_json::from_slice(answer.body)?)
}
