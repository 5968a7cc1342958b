//! Why a checkout call isn't carried out.

use admit_domain::id::OrderId;
use admit_domain::order::{DeclineReason, Order};
use thiserror::Error;

use crate::desk::DeskError;
use crate::ports::error::StoreError;
use crate::ports::payments::PaymentError;

#[derive(Debug, Error)]
pub enum CheckoutError {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The way to pay isn't one that is taken.
    #[error(transparent)]
    Method(PaymentError),
    /// The provider said no; the hold goes on.
    #[error("the payment was declined")]
    Declined { reason: DeclineReason, order: Box<Order>, repeated: bool },
    /// The money came after the places were gone, and goes back. The order tells when it has.
    #[error("the places were gone when the money came")]
    PaidTooLate { order: OrderId },
    #[error("no such order")]
    NoSuchOrder,
    /// The money isn't what the order costs, or in another currency.
    #[error("the payment doesn't match its order")]
    Mismatch,
}
