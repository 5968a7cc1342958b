//! Rows of `claims`.

use admit_app::ports::inventory::Claim;
use admit_domain::id::{EventId, HoldId};
use admit_domain::unit::Unit;

use crate::db::{Column, DbError, Row, RowsSql};

/// Takes the columns of [`claim_columns`].
pub(super) const INSERT_CLAIMS: RowsSql = RowsSql {
    sqlite: "INSERT INTO claims (state, hold_id, event_id, unit) VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO claims (state, hold_id, event_id, unit)
               SELECT * FROM UNNEST($1::TEXT[], $2::BYTEA[], $3::BYTEA[], $4::BIGINT[])",
};

/// Takes the columns of [`claim_columns`].
pub(super) const UPDATE_CLAIMS: RowsSql = RowsSql {
    sqlite: "UPDATE claims SET state = $1, hold_id = $2 WHERE event_id = $3 AND unit = $4",
    postgres: "UPDATE claims SET state = n.state, hold_id = n.hold_id
               FROM UNNEST($1::TEXT[], $2::BYTEA[], $3::BYTEA[], $4::BIGINT[]) AS n (state, hold_id, event_id, unit)
               WHERE claims.event_id = n.event_id AND claims.unit = n.unit",
};

/// Takes the columns of [`unit_columns`].
pub(super) const DELETE_CLAIMS: RowsSql = RowsSql {
    sqlite: "DELETE FROM claims WHERE event_id = $1 AND unit = $2",
    postgres: "DELETE FROM claims USING UNNEST($1::BYTEA[], $2::BIGINT[]) AS n (event_id, unit)
               WHERE claims.event_id = n.event_id AND claims.unit = n.unit",
};

pub(super) fn claim_columns(event: EventId, claims: &[(Unit, Claim)]) -> Vec<Column> {
    vec![
        Column::Label(claims.iter().map(|(_, claim)| state_name(*claim)).collect()),
        Column::OptionalId(claims.iter().map(|(_, claim)| hold_of(*claim).map(HoldId::to_bytes)).collect()),
        Column::Id(vec![event.to_bytes(); claims.len()]),
        Column::Int(claims.iter().map(|(unit, _)| i64::from(unit.0)).collect()),
    ]
}

pub(super) fn unit_columns(event: EventId, units: &[Unit]) -> Vec<Column> {
    vec![
        Column::Id(vec![event.to_bytes(); units.len()]),
        Column::Int(units.iter().map(|unit| i64::from(unit.0)).collect()),
    ]
}

/// Reads unit, state and hold, which are the row's columns.
pub(super) fn claim_from(row: &Row) -> Result<(Unit, Claim), DbError> {
    let unit = u32::try_from(row.int(0)?).map_err(|_| DbError::shape(0))?;
    let hold = || row.id(2).map(HoldId::from_bytes);
    let claim = match row.text(1)? {
        "held" => Claim::Held(hold()?),
        "sold" => Claim::Sold(hold()?),
        "blocked" => Claim::Blocked,
        _ => return Err(DbError::shape(1)),
    };
    Ok((Unit(unit), claim))
}

fn state_name(claim: Claim) -> &'static str {
    match claim {
        Claim::Held(_) => "held",
        Claim::Sold(_) => "sold",
        Claim::Blocked => "blocked",
    }
}

fn hold_of(claim: Claim) -> Option<HoldId> {
    match claim {
        Claim::Held(hold) | Claim::Sold(hold) => Some(hold),
        Claim::Blocked => None,
    }
}
