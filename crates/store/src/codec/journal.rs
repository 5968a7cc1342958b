//! The journal's changes as JSON: compact, but readable to whoever follows the change stream.
//!
//! Field names never change their meaning, and unknown fields are skipped, so that an older program reads a newer one's journal.

use std::borrow::Cow;

use admit_domain::hold::HoldStatus;
use admit_domain::inventory::journal::Change;
use admit_domain::order::{DeclineReason, NextAction, OrderStatus, Refund, RefundReason};
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;
use serde::{Deserialize, Serialize};

use super::journal_parts::{HoldText, KeyText, OrderText, buyer_from, hex, id_from};
use super::terms::TermsText;
use crate::db::DbError;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ChangeText<'a> {
    Held(HoldText<'a>),
    Released {
        hold: Cow<'a, str>,
    },
    Expired {
        hold: Cow<'a, str>,
    },
    Extended {
        hold: Cow<'a, str>,
        expires_at: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<KeyText>,
    },
    Begun(OrderText<'a>),
    Awaited {
        order: Cow<'a, str>,
        next: NextText<'a>,
    },
    Paid {
        order: Cow<'a, str>,
    },
    Failed {
        order: Cow<'a, str>,
        reason: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold_until: Option<i64>,
    },
    Cancelled {
        order: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refund: Option<RefundText<'a>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<KeyText>,
    },
    RefusedMoney {
        order: Cow<'a, str>,
        refund: RefundText<'a>,
    },
    Adopted {
        hold: Cow<'a, str>,
        orders: Vec<Cow<'a, str>>,
        account: Cow<'a, str>,
        /// Hexadecimal.
        address: Cow<'a, str>,
    },
    Configured {
        terms: TermsText<'a>,
    },
    Blocked {
        /// First unit and how many, each.
        units: Vec<(u32, u32)>,
    },
    Unblocked {
        units: Vec<(u32, u32)>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum NextText<'a> {
    Wait,
    Redirect { url: Cow<'a, str>, expires_at: i64 },
}

#[derive(Serialize, Deserialize)]
pub(super) struct RefundText<'a> {
    amount: i64,
    reason: Cow<'a, str>,
    at: i64,
}

pub(crate) fn changes_text(changes: &[Change]) -> String {
    let changes: Vec<_> = changes.iter().map(ChangeText::from).collect();
    serde_json::to_string(&changes).expect("texts and numbers are always JSON")
}

pub(crate) fn changes_from(text: &str) -> Result<Vec<Change>, DbError> {
    let changes: Vec<ChangeText<'_>> =
        serde_json::from_str(text).map_err(|error| DbError::corrupt(format!("an entry of the journal: {error}")))?;
    changes.into_iter().map(Change::try_from).collect()
}

impl<'a> From<&'a Change> for ChangeText<'a> {
    fn from(change: &'a Change) -> Self {
        match change {
            Change::Held(hold) => {
                debug_assert_eq!(hold.status, HoldStatus::Open, "a hold begins open");
                ChangeText::Held(hold.into())
            }
            Change::Released { hold } => ChangeText::Released { hold: hold.to_string().into() },
            Change::Expired { hold } => ChangeText::Expired { hold: hold.to_string().into() },
            Change::Extended { hold, expires_at, key } => ChangeText::Extended {
                hold: hold.to_string().into(),
                expires_at: expires_at.as_millis(),
                key: key.map(KeyText::from),
            },
            Change::Begun(order) => {
                debug_assert_eq!(order.status, OrderStatus::Pending, "an order begins pending");
                ChangeText::Begun(order.into())
            }
            Change::Awaited { order, next_action } => {
                ChangeText::Awaited { order: order.to_string().into(), next: next_action.into() }
            }
            Change::Paid { order } => ChangeText::Paid { order: order.to_string().into() },
            Change::Failed { order, reason, hold_until } => ChangeText::Failed {
                order: order.to_string().into(),
                reason: reason.name().into(),
                hold_until: hold_until.map(Timestamp::as_millis),
            },
            Change::Cancelled { order, refund, key } => ChangeText::Cancelled {
                order: order.to_string().into(),
                refund: refund.map(RefundText::from),
                key: key.map(KeyText::from),
            },
            Change::RefusedMoney { order, refund } => {
                ChangeText::RefusedMoney { order: order.to_string().into(), refund: (*refund).into() }
            }
            Change::Adopted { hold, orders, buyer } => ChangeText::Adopted {
                hold: hold.to_string().into(),
                orders: orders.iter().map(|order| order.to_string().into()).collect(),
                account: buyer.account.to_string().into(),
                address: hex(&buyer.address.0).into(),
            },
            Change::Configured(terms) => ChangeText::Configured { terms: terms.into() },
            Change::Blocked(ranges) => ChangeText::Blocked { units: range_texts(ranges) },
            Change::Unblocked(ranges) => ChangeText::Unblocked { units: range_texts(ranges) },
        }
    }
}

impl TryFrom<ChangeText<'_>> for Change {
    type Error = DbError;

    fn try_from(text: ChangeText<'_>) -> Result<Self, DbError> {
        Ok(match text {
            ChangeText::Held(hold) => Change::Held(hold.try_into()?),
            ChangeText::Released { hold } => Change::Released { hold: id_from(&hold)? },
            ChangeText::Expired { hold } => Change::Expired { hold: id_from(&hold)? },
            ChangeText::Extended { hold, expires_at, key } => Change::Extended {
                hold: id_from(&hold)?,
                expires_at: Timestamp::from_millis(expires_at),
                key: key.map(KeyText::key).transpose()?,
            },
            ChangeText::Begun(order) => Change::Begun(order.try_into()?),
            ChangeText::Awaited { order, next } => {
                Change::Awaited { order: id_from(&order)?, next_action: next.into() }
            }
            ChangeText::Paid { order } => Change::Paid { order: id_from(&order)? },
            ChangeText::Failed { order, reason, hold_until } => Change::Failed {
                order: id_from(&order)?,
                reason: DeclineReason::from_name(&reason).ok_or_else(|| unknown("reason to decline", &reason))?,
                hold_until: hold_until.map(Timestamp::from_millis),
            },
            ChangeText::Cancelled { order, refund, key } => Change::Cancelled {
                order: id_from(&order)?,
                refund: refund.map(Refund::try_from).transpose()?,
                key: key.map(KeyText::key).transpose()?,
            },
            ChangeText::RefusedMoney { order, refund } => {
                Change::RefusedMoney { order: id_from(&order)?, refund: refund.try_into()? }
            }
            ChangeText::Adopted { hold, orders, account, address } => Change::Adopted {
                hold: id_from(&hold)?,
                orders: orders.iter().map(|order| id_from(order)).collect::<Result<_, _>>()?,
                buyer: buyer_from(&account, &address)?,
            },
            ChangeText::Configured { terms } => Change::Configured(terms.try_into()?),
            ChangeText::Blocked { units } => Change::Blocked(ranges_from(&units)),
            ChangeText::Unblocked { units } => Change::Unblocked(ranges_from(&units)),
        })
    }
}

impl<'a> From<&'a NextAction> for NextText<'a> {
    fn from(action: &'a NextAction) -> Self {
        match action {
            NextAction::Wait => NextText::Wait,
            NextAction::Redirect { url, expires_at } => {
                NextText::Redirect { url: (&**url).into(), expires_at: expires_at.as_millis() }
            }
        }
    }
}

impl From<NextText<'_>> for NextAction {
    fn from(text: NextText<'_>) -> Self {
        match text {
            NextText::Wait => NextAction::Wait,
            NextText::Redirect { url, expires_at } => {
                NextAction::Redirect { url: url.into(), expires_at: Timestamp::from_millis(expires_at) }
            }
        }
    }
}

impl From<Refund> for RefundText<'_> {
    fn from(refund: Refund) -> Self {
        Self { amount: refund.amount, reason: refund.reason.name().into(), at: refund.at.as_millis() }
    }
}

impl TryFrom<RefundText<'_>> for Refund {
    type Error = DbError;

    fn try_from(text: RefundText<'_>) -> Result<Self, DbError> {
        let reason = RefundReason::from_name(&text.reason).ok_or_else(|| unknown("reason to refund", &text.reason))?;
        Ok(Self { amount: text.amount, reason, at: Timestamp::from_millis(text.at) })
    }
}

fn range_texts(ranges: &[UnitRange]) -> Vec<(u32, u32)> {
    ranges.iter().map(|range| (range.first.0, range.count)).collect()
}

fn ranges_from(texts: &[(u32, u32)]) -> Vec<UnitRange> {
    texts.iter().map(|(first, count)| UnitRange::new(*first, *count)).collect()
}

fn unknown(what: &str, name: &str) -> DbError {
    DbError::corrupt(format!("{name} is no {what}"))
}
