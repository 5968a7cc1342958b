//! Cursors: where a list goes on, opaque to clients.

use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::{Answer, Problem};
use super::request::{page_limit, query};

/// Which page of a list is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    /// How many items the page has at most; 20 if it isn't said.
    #[schemars(range(min = 1, max = 100))]
    pub(super) limit: Option<i64>,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Where the list goes on; null at its end.
    pub(super) next_cursor: Option<String>,
}

/// The size of the page that is wanted, and the id after which it begins, of a list whose cursors [`page`] makes.
pub(super) fn asked<Id: std::str::FromStr>(uri: &Uri) -> Answer<(u32, Option<Id>)> {
    let PageQuery { limit, cursor } = query(uri)?;
    let limit = page_limit(limit)?;
    let after = cursor.map(|text| -> Answer<Id> {
        let [id] = decode(&text)?;
        part(&id)
    });
    Ok((limit, after.transpose()?))
}

/// The page of what was found, which is one more than `limit` if there are more. `id_of` names where the next page begins.
pub(super) fn page<F, T>(found: &[F], limit: u32, id_of: impl Fn(&F) -> String, show: impl Fn(&F) -> T) -> Page<T> {
    let more = found.len() > limit as usize;
    let last = found.get(limit as usize - 1).filter(|_| more);
    Page {
        items: found.iter().take(limit as usize).map(show).collect(),
        next_cursor: last.map(|last| encode(&[&id_of(last)])),
    }
}

/// As [`asked`], of a list in order of names: after which name and id the page begins.
pub(super) fn asked_by_name<Id: std::str::FromStr>(uri: &Uri) -> Answer<(u32, Option<(String, Id)>)> {
    let PageQuery { limit, cursor } = query(uri)?;
    let after = cursor.map(|text| -> Answer<(String, Id)> {
        let [id, name] = decode(&text)?;
        Ok((name, part(&id)?))
    });
    Ok((page_limit(limit)?, after.transpose()?))
}

/// As [`page`], of a list whose pages [`asked_by_name`] asks for. `key_of` gives name and id.
pub(super) fn page_by_name<F, T>(
    found: &[F],
    limit: u32,
    key_of: impl Fn(&F) -> (String, String),
    show: impl Fn(&F) -> T,
) -> Page<T> {
    let more = found.len() > limit as usize;
    let last = found.get(limit as usize - 1).filter(|_| more).map(key_of);
    Page {
        items: found.iter().take(limit as usize).map(show).collect(),
        next_cursor: last.map(|(name, id)| encode(&[&id, &name])),
    }
}

pub(super) fn encode(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(parts.join("\n"))
}

/// The parts of a cursor that [`encode`] made from as many.
pub(super) fn decode<const N: usize>(cursor: &str) -> Answer<[String; N]> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(bad)?;
    let parts: Vec<String> = text.splitn(N, '\n').map(str::to_owned).collect();
    parts.try_into().map_err(|_| bad())
}

/// A part of a cursor.
pub(super) fn part<T: std::str::FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| bad())
}

/// The refusal of a cursor that no page ends with.
pub(super) fn bad() -> Problem {
    Problem::field("cursor", "must be a cursor from an earlier answer")
}
