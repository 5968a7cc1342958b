//! Holds and orders as the journal shows them: as they begin, so nothing that only comes later is there.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use admit_domain::hold::{AddressHash, Buyer, HeldUnit, Hold, HoldStatus, RequestKey};
use admit_domain::order::{Order, OrderStatus};
use admit_domain::terms::TierIndex;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use serde::{Deserialize, Serialize};

use super::journal::NextText;
use crate::db::DbError;

/// A hold that begins.
#[derive(Serialize, Deserialize)]
pub(super) struct HoldText<'a> {
    id: Cow<'a, str>,
    account: Cow<'a, str>,
    /// Hexadecimal.
    address: Cow<'a, str>,
    /// Unit, tier, price and fee, each.
    units: Vec<(u32, u8, i64, i64)>,
    at: i64,
    until: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<KeyText>,
}

/// An order that begins.
#[derive(Serialize, Deserialize)]
pub(super) struct OrderText<'a> {
    id: Cow<'a, str>,
    hold: Cow<'a, str>,
    account: Cow<'a, str>,
    /// Hexadecimal.
    address: Cow<'a, str>,
    payment: Cow<'a, str>,
    total: i64,
    tickets: u16,
    at: i64,
    pay_by: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<NextText<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<KeyText>,
}

/// A request's two hashes, hexadecimal, one after the other.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct KeyText(String);

impl From<RequestKey> for KeyText {
    fn from(key: RequestKey) -> Self {
        KeyText(hex(&key.key) + &hex(&key.body))
    }
}

impl KeyText {
    pub(super) fn key(self) -> Result<RequestKey, DbError> {
        let (key, body) =
            self.0.split_at_checked(32).ok_or_else(|| DbError::corrupt("a request's key is too short"))?;
        Ok(RequestKey { key: hash_from(key)?, body: hash_from(body)? })
    }
}

impl<'a> From<&'a Hold> for HoldText<'a> {
    fn from(hold: &'a Hold) -> Self {
        Self {
            id: hold.id.to_string().into(),
            account: hold.buyer.account.to_string().into(),
            address: hex(&hold.buyer.address.0).into(),
            units: hold.units.iter().map(|held| (held.unit.0, held.tier.0, held.price, held.fee)).collect(),
            at: hold.created_at.as_millis(),
            until: hold.expires_at.as_millis(),
            key: hold.key.map(KeyText::from),
        }
    }
}

impl TryFrom<HoldText<'_>> for Hold {
    type Error = DbError;

    fn try_from(text: HoldText<'_>) -> Result<Self, DbError> {
        let until = Timestamp::from_millis(text.until);
        let unit = |(unit, tier, price, fee)| HeldUnit { unit: Unit(unit), tier: TierIndex(tier), price, fee };
        Ok(Self {
            id: id_from(&text.id)?,
            buyer: buyer_from(&text.account, &text.address)?,
            units: text.units.into_iter().map(unit).collect(),
            created_at: Timestamp::from_millis(text.at),
            granted_until: until,
            expires_at: until,
            status: HoldStatus::Open,
            ended_at: None,
            extension: None,
            attempts: 0,
            raised: false,
            key: text.key.map(KeyText::key).transpose()?,
        })
    }
}

impl<'a> From<&'a Order> for OrderText<'a> {
    fn from(order: &'a Order) -> Self {
        Self {
            id: order.id.to_string().into(),
            hold: order.hold.to_string().into(),
            account: order.buyer.account.to_string().into(),
            address: hex(&order.buyer.address.0).into(),
            payment: order.payment.to_string().into(),
            total: order.total,
            tickets: order.ticket_count,
            at: order.created_at.as_millis(),
            pay_by: order.pay_by.as_millis(),
            next: order.next_action.as_ref().map(NextText::from),
            key: order.key.map(KeyText::from),
        }
    }
}

impl TryFrom<OrderText<'_>> for Order {
    type Error = DbError;

    fn try_from(text: OrderText<'_>) -> Result<Self, DbError> {
        Ok(Self {
            id: id_from(&text.id)?,
            hold: id_from(&text.hold)?,
            buyer: buyer_from(&text.account, &text.address)?,
            payment: id_from(&text.payment)?,
            total: text.total,
            ticket_count: text.tickets,
            status: OrderStatus::Pending,
            created_at: Timestamp::from_millis(text.at),
            pay_by: Timestamp::from_millis(text.pay_by),
            next_action: text.next.map(Into::into),
            settled_at: None,
            decline: None,
            refund: None,
            key: text.key.map(KeyText::key).transpose()?,
            cancel_key: None,
        })
    }
}

pub(super) fn buyer_from(account: &str, address: &str) -> Result<Buyer, DbError> {
    Ok(Buyer { account: id_from(account)?, address: AddressHash(hash_from(address)?) })
}

pub(super) fn id_from<T: FromStr<Err: Display>>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|error| DbError::corrupt(format!("an id in the journal: {error}")))
}

pub(super) fn hex(bytes: &[u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(*bytes))
}

fn hash_from(text: &str) -> Result<[u8; 16], DbError> {
    let digits = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let value = digits.then(|| u128::from_str_radix(text, 16).ok()).flatten();
    value.map(u128::to_be_bytes).ok_or_else(|| DbError::corrupt("a hash in the journal isn't 32 hexadecimal digits"))
}
