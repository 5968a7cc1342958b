//! The line's promises: whoever came before is in front, and no more shop than may.

use std::time::Instant;

use serde_json::Value;

use super::breach::Breach;

/// A place that was given, and between which moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) position: u32,
    /// When it was first asked for.
    pub(crate) asked: Instant,
    pub(crate) answered: Instant,
}

/// Whoever was answered before another asked must be in front of them.
pub(crate) fn out_of_order(joins: &mut [Joined]) -> Option<Breach> {
    joins.sort_unstable_by_key(|joined| joined.position);
    let mut latest_asked: Option<(Instant, u32)> = None;
    for Joined { position, asked, answered } in joins {
        if let Some((other_asked, other)) = latest_asked
            && other_asked > *answered
        {
            return Some(Breach::new("OutOfOrder", format!("{other} came after {position} and is in front")));
        }
        latest_asked = latest_asked.max(Some((*asked, *position)));
    }
    None
}

/// Two people can't have one place.
pub(crate) fn given_twice(joins: &mut [Joined]) -> Option<Breach> {
    joins.sort_unstable_by_key(|joined| joined.position);
    let twice = joins.windows(2).find(|pair| pair[0].position == pair[1].position)?;
    Some(Breach::new("PlaceGivenTwice", format!("two were told that their position is {}", twice[0].position)))
}

/// More shop than may, by what the line says of itself.
pub(crate) fn too_many(stats: &Value, max_active: u32) -> Option<Breach> {
    let active = stats["admitted_active"].as_u64().unwrap_or(0);
    (active > u64::from(max_active)).then(|| Breach::new("TooManyShoppers", stats))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn joined(position: u32, asked: u64, answered: u64) -> Joined {
        let at = |seconds: u64| Instant::now() + Duration::from_secs(seconds);
        Joined { position, asked: at(asked), answered: at(answered) }
    }

    #[test]
    fn whoever_came_later_and_is_in_front_is_found() {
        let mut fair = [joined(2, 1, 5), joined(1, 0, 2), joined(3, 4, 6)];
        assert_eq!(out_of_order(&mut fair), None);
        let mut unfair = [joined(1, 10, 11), joined(2, 0, 1)];
        assert_eq!(out_of_order(&mut unfair).map(|breach| breach.name), Some("OutOfOrder".to_owned()));
    }

    #[test]
    fn a_place_of_two_and_a_shopper_too_many_are_found() {
        assert_eq!(given_twice(&mut [joined(2, 0, 1), joined(1, 0, 1)]), None);
        let twice = given_twice(&mut [joined(7, 0, 1), joined(1, 0, 1), joined(7, 5, 6)]);
        assert_eq!(twice.map(|breach| breach.name), Some("PlaceGivenTwice".to_owned()));
        assert_eq!(too_many(&json!({ "admitted_active": 20 }), 20), None);
        assert!(too_many(&json!({ "admitted_active": 21 }), 20).is_some());
    }
}
