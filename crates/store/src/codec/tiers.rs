//! The tiers of an event's units: a byte each, 255 for what isn't for sale.

use admit_domain::terms::{TIERS_MAX, TierIndex};

use crate::db::DbError;

const NOT_FOR_SALE: u8 = u8::MAX;

pub(crate) fn tiers_bytes(tiers: &[Option<TierIndex>]) -> Vec<u8> {
    tiers.iter().map(|tier| tier.map_or(NOT_FOR_SALE, |tier| tier.0)).collect()
}

pub(crate) fn tiers_from(bytes: &[u8]) -> Result<Vec<Option<TierIndex>>, DbError> {
    bytes
        .iter()
        .map(|byte| match *byte {
            NOT_FOR_SALE => Ok(None),
            tier if usize::from(tier) < TIERS_MAX => Ok(Some(TierIndex(tier))),
            _ => Err(DbError::corrupt("a unit has a tier beyond those that an event may have")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_survive_their_bytes_and_impossible_ones_are_refused() {
        let tiers = [Some(TierIndex(0)), None, Some(TierIndex(63))];
        assert_eq!(tiers_from(&tiers_bytes(&tiers)).unwrap(), tiers);
        assert!(tiers_from(&[64]).is_err());
    }
}
