//! Requests before and after a load: few, whole, and anything but the wanted answer is an error.

use anyhow::{Context, bail};
use serde_json::Value;

use crate::wire::connection::{Answer, Connection, Method, Request};

pub(crate) async fn get(connection: &mut Connection, path: &str, token: Option<&str>) -> anyhow::Result<Value> {
    let request = Request { token, ..Request::get(path) };
    let answer = connection.ask(&request).await.with_context(|| path.to_owned())?;
    json(path, &answer)
}

pub(crate) async fn post(
    connection: &mut Connection,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> anyhow::Result<Value> {
    let body = serde_json::to_vec(body)?;
    let answer = connection.ask(&Request { token, ..Request::post(path, &body) }).await;
    json(path, &answer.with_context(|| path.to_owned())?)
}

pub(crate) async fn patch(connection: &mut Connection, path: &str, token: &str, body: &Value) -> anyhow::Result<Value> {
    let body = serde_json::to_vec(body)?;
    let request = Request { method: Method::Patch, ..Request::post(path, &body) };
    let answer = connection.ask(&request.by(token)).await;
    json(path, &answer.with_context(|| path.to_owned())?)
}

/// The body of a success.
pub(crate) fn json(path: &str, answer: &Answer<'_>) -> anyhow::Result<Value> {
    if !(200..300).contains(&answer.status) {
        bail!("{path} was answered with {}: {}", answer.status, String::from_utf8_lossy(answer.body));
    }
    serde_json::from_slice(answer.body).with_context(|| format!("the answer to {path} isn't JSON"))
}

pub(crate) fn text<'value>(value: &'value Value, field: &str) -> anyhow::Result<&'value str> {
    value[field].as_str().with_context(|| format!("`{field}` isn't a text in {value}"))
}

pub(crate) fn list<'value>(value: &'value Value, field: &str) -> anyhow::Result<&'value [Value]> {
    value[field].as_array().map(Vec::as_slice).with_context(|| format!("`{field}` isn't a list in {value}"))
}

/// A counter or a histogram's part from the server's own metrics; nothing if there is none.
pub(crate) async fn metric(connection: &mut Connection, name: &str) -> anyhow::Result<f64> {
    let answer = connection.ask(&Request::get("/metrics")).await?;
    let text = std::str::from_utf8(answer.body)?;
    let value = text.lines().filter_map(|line| line.strip_prefix(name)).find_map(|rest| rest.trim().parse().ok());
    Ok(value.unwrap_or(0.0))
}
