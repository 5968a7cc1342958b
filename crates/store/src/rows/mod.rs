//! Rows that several aggregates read or write, each with one reading and one writing.

mod hold;
mod order;
mod request_key;
mod take_due;

pub(crate) use hold::{HOLD_WIDTH, INSERT_HOLDS, UPDATE_HOLDS, hold_columns, hold_from, inserted_holds, updated_holds};
pub(crate) use order::{
    INSERT_ORDERS, ORDER_WIDTH, UPDATE_ORDERS, inserted_orders, next_action_text, order_columns, order_from,
    updated_orders,
};
pub(crate) use take_due::take_due;
