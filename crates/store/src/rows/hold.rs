//! Rows of `holds`: read by the inventory and with orders, written by the inventory's batches.

use admit_domain::hold::{AddressHash, Buyer, Extension, HeldUnit, Hold, HoldStatus};
use admit_domain::id::{AccountId, EventId, HoldId, OrderId};
use admit_domain::terms::TierIndex;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

use super::request_key::{request_key_columns, request_key_from};
use crate::db::{Column, DbError, Row, RowsSql};

/// The columns that [`hold_from`] reads, each after `$table` (such as `"h."`; nothing unless given), for a `SELECT`
/// list.
macro_rules! hold_columns {
    () => {
        $crate::rows::hold_columns!("")
    };
    ($table:literal) => {
        concat!(
            $table,
            "id, ",
            $table,
            "account_id, ",
            $table,
            "address_hash, ",
            $table,
            "units, ",
            $table,
            "created_at, ",
            $table,
            "granted_until, ",
            $table,
            "expires_at, ",
            $table,
            "status, ",
            $table,
            "order_id, ",
            $table,
            "ended_at, ",
            $table,
            "extension_until, ",
            $table,
            "extension_key, ",
            $table,
            "extension_body, ",
            $table,
            "attempts, ",
            $table,
            "raised, ",
            $table,
            "request_key, ",
            $table,
            "request_body"
        )
    };
}
pub(crate) use hold_columns;

/// How many columns [`hold_columns`] names.
pub(crate) const HOLD_WIDTH: usize = 17;

/// Takes the columns of [`inserted_holds`].
pub(crate) const INSERT_HOLDS: RowsSql = RowsSql {
    sqlite: "INSERT INTO holds (id, event_id, account_id, address_hash, units, created_at, granted_until, expires_at, status,
                order_id, ended_at, extension_until, extension_key, extension_body, attempts, raised, request_key, request_body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    postgres: "INSERT INTO holds (id, event_id, account_id, address_hash, units, created_at, granted_until, expires_at, status,
                order_id, ended_at, extension_until, extension_key, extension_body, attempts, raised, request_key, request_body)
             SELECT * FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::TEXT[], $6::BIGINT[], $7::BIGINT[],
                $8::BIGINT[], $9::TEXT[], $10::BYTEA[], $11::BIGINT[], $12::BIGINT[], $13::BYTEA[], $14::BYTEA[], $15::BIGINT[],
                $16::BIGINT[], $17::BYTEA[], $18::BYTEA[])",
};

/// Takes the columns of [`updated_holds`]. What a hold is made with never changes, so it isn't written again.
pub(crate) const UPDATE_HOLDS: RowsSql = RowsSql {
    sqlite: "UPDATE holds SET expires_at = $1, status = $2, order_id = $3, ended_at = $4, extension_until = $5, extension_key = $6,
                extension_body = $7, attempts = $8, raised = $9
             WHERE event_id = $10 AND id = $11",
    postgres: "UPDATE holds SET expires_at = n.expires_at, status = n.status, order_id = n.order_id, ended_at = n.ended_at,
                extension_until = n.extension_until, extension_key = n.extension_key, extension_body = n.extension_body,
                attempts = n.attempts, raised = n.raised
             FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::BYTEA[], $4::BIGINT[], $5::BIGINT[], $6::BYTEA[], $7::BYTEA[], $8::BIGINT[],
                $9::BIGINT[], $10::BYTEA[], $11::BYTEA[])
                AS n (expires_at, status, order_id, ended_at, extension_until, extension_key, extension_body, attempts, raised,
                event_id, id)
             WHERE holds.event_id = n.event_id AND holds.id = n.id",
};

/// Reads a hold from the columns of [`hold_columns`], the first of which is `first`.
pub(crate) fn hold_from(row: &Row, first: usize) -> Result<Hold, DbError> {
    let at = |column: usize| first + column;
    Ok(Hold {
        id: HoldId::from_bytes(row.id(at(0))?),
        buyer: Buyer { account: AccountId::from_bytes(row.id(at(1))?), address: AddressHash(row.id(at(2))?) },
        units: units_from(row.text(at(3))?)?,
        created_at: Timestamp::from_millis(row.int(at(4))?),
        granted_until: Timestamp::from_millis(row.int(at(5))?),
        expires_at: Timestamp::from_millis(row.int(at(6))?),
        status: status_from(row, at(7))?,
        ended_at: row.optional_int(at(9))?.map(Timestamp::from_millis),
        extension: extension_from(row, at(10))?,
        attempts: u8::try_from(row.int(at(13))?).map_err(|_| DbError::shape(at(13)))?,
        raised: row.int(at(14))? != 0,
        key: request_key_from(row, at(15))?,
    })
}

/// The columns of `holds` for [`INSERT_HOLDS`].
pub(crate) fn inserted_holds(event: EventId, holds: &[Hold]) -> Vec<Column> {
    let all = holds.iter();
    let mut columns = vec![
        Column::Id(all.clone().map(|hold| hold.id.to_bytes()).collect()),
        Column::Id(all.clone().map(|_| event.to_bytes()).collect()),
        Column::Id(all.clone().map(|hold| hold.buyer.account.to_bytes()).collect()),
        Column::Id(all.clone().map(|hold| hold.buyer.address.0).collect()),
        Column::Text(all.clone().map(|hold| units_text(&hold.units)).collect()),
        Column::Int(all.clone().map(|hold| hold.created_at.as_millis()).collect()),
        Column::Int(all.clone().map(|hold| hold.granted_until.as_millis()).collect()),
    ];
    columns.extend(changing_columns(holds));
    columns.extend(request_key_columns(all.map(|hold| hold.key)));
    columns
}

/// The columns of `holds` for [`UPDATE_HOLDS`].
pub(crate) fn updated_holds(event: EventId, holds: &[Hold]) -> Vec<Column> {
    let mut columns = changing_columns(holds);
    columns.push(Column::Id(holds.iter().map(|_| event.to_bytes()).collect()));
    columns.push(Column::Id(holds.iter().map(|hold| hold.id.to_bytes()).collect()));
    columns
}

/// From `expires_at` to `raised`, in the table's order.
fn changing_columns(holds: &[Hold]) -> Vec<Column> {
    let all = holds.iter();
    let mut columns = vec![
        Column::Int(all.clone().map(|hold| hold.expires_at.as_millis()).collect()),
        Column::Label(all.clone().map(|hold| status_name(hold.status)).collect()),
        Column::OptionalId(all.clone().map(|hold| order_of(hold.status).map(OrderId::to_bytes)).collect()),
        Column::OptionalInt(all.clone().map(|hold| hold.ended_at.map(Timestamp::as_millis)).collect()),
        Column::OptionalInt(
            all.clone().map(|hold| hold.extension.map(|extension| extension.expires_at.as_millis())).collect(),
        ),
    ];
    columns.extend(request_key_columns(all.clone().map(|hold| hold.extension.and_then(|extension| extension.key))));
    columns.push(Column::Int(all.clone().map(|hold| i64::from(hold.attempts)).collect()));
    columns.push(Column::Int(all.map(|hold| i64::from(hold.raised)).collect()));
    columns
}

/// `[[unit, tier, price, fee], …]`
fn units_text(units: &[HeldUnit]) -> String {
    let units: Vec<_> = units.iter().map(|held| (held.unit.0, held.tier.0, held.price, held.fee)).collect();
    serde_json::to_string(&units).expect("numbers are always JSON")
}

fn units_from(text: &str) -> Result<Box<[HeldUnit]>, DbError> {
    let units: Vec<(u32, u8, i64, i64)> =
        serde_json::from_str(text).map_err(|error| DbError::corrupt(format!("the units of a hold: {error}")))?;
    Ok(units
        .into_iter()
        .map(|(unit, tier, price, fee)| HeldUnit { unit: Unit(unit), tier: TierIndex(tier), price, fee })
        .collect())
}

fn status_name(status: HoldStatus) -> &'static str {
    match status {
        HoldStatus::Open => "open",
        HoldStatus::InCheckout(_) => "in_checkout",
        HoldStatus::Completed(_) => "completed",
        HoldStatus::Released => "released",
        HoldStatus::Expired => "expired",
    }
}

fn order_of(status: HoldStatus) -> Option<OrderId> {
    match status {
        HoldStatus::InCheckout(order) | HoldStatus::Completed(order) => Some(order),
        HoldStatus::Open | HoldStatus::Released | HoldStatus::Expired => None,
    }
}

/// Reads the status and, from the column after it, the order that it names.
fn status_from(row: &Row, first: usize) -> Result<HoldStatus, DbError> {
    let order = || row.id(first + 1).map(OrderId::from_bytes);
    match row.text(first)? {
        "open" => Ok(HoldStatus::Open),
        "in_checkout" => Ok(HoldStatus::InCheckout(order()?)),
        "completed" => Ok(HoldStatus::Completed(order()?)),
        "released" => Ok(HoldStatus::Released),
        "expired" => Ok(HoldStatus::Expired),
        _ => Err(DbError::shape(first)),
    }
}

fn extension_from(row: &Row, first: usize) -> Result<Option<Extension>, DbError> {
    let Some(until) = row.optional_int(first)? else { return Ok(None) };
    Ok(Some(Extension { expires_at: Timestamp::from_millis(until), key: request_key_from(row, first + 1)? }))
}
