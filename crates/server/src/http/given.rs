//! Fields of a change: one that is left out stays as it is, which isn't the same as `null`.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "given")]`: what is given must be a `T`.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
