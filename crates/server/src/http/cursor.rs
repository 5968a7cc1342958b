//! Cursors: where a list goes on, opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::problem::{Answer, Problem};

/// A page of a list.
#[derive(Debug, Serialize)]
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) next_cursor: Option<String>,
}

pub(super) fn encode(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(parts.join("\n"))
}

/// The parts of a cursor that [`encode`] made from as many.
pub(super) fn decode<const N: usize>(cursor: &str) -> Answer<[String; N]> {
    let bad = || Problem::field("cursor", "must be a cursor from an earlier answer");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(bad)?;
    let parts: Vec<String> = text.splitn(N, '\n').map(str::to_owned).collect();
    parts.try_into().map_err(|_| bad())
}

/// The cursor after the last of `limit` things, named by their ids, if there are more.
pub(super) fn next<T>(found: &[T], limit: u32, id_of: impl Fn(&T) -> String) -> Option<String> {
    let more = found.len() > limit as usize;
    found.get(limit as usize - 1).filter(|_| more).map(|last| encode(&[&id_of(last)]))
}

/// The id in such a cursor.
pub(super) fn id<T: std::str::FromStr>(text: &str) -> Answer<T> {
    let [id] = decode(text)?;
    part(&id)
}

/// A part of a cursor.
pub(super) fn part<T: std::str::FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| Problem::field("cursor", "must be a cursor from an earlier answer"))
}
