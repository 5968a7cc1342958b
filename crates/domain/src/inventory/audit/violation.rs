//! What the audit can find, each naming what contradicts what.

use thiserror::Error;

use crate::hold::AddressHash;
use crate::id::{AccountId, HoldId, OrderId, PaymentId, RefundId, TicketId};
use crate::inventory::journal::{BatchId, Version};
use crate::money::Money;
use crate::time::Timestamp;
use crate::unit::Unit;

use super::applicable::Fault;
use super::records::{ClaimState, PaymentState, TicketState};

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Violation {
    // Claims against holds.
    #[error("two rows of holds are {hold}")]
    DoubledHold { hold: HoldId },
    #[error("unit {unit:?} has two claims")]
    DoubledClaim { unit: Unit },
    #[error("unit {unit:?} is claimed by {} and by {}", .holds[0], .holds[1])]
    UnitOfTwoHolds { unit: Unit, holds: [HoldId; 2] },
    #[error("{hold} has unit {unit:?} twice")]
    UnitTwiceInHold { unit: Unit, hold: HoldId },
    #[error("unit {unit:?} is claimed, and the hall has {units} units only")]
    ClaimOutOfRange { unit: Unit, units: u32 },
    #[error("unit {unit:?} is claimed, and isn't for sale")]
    ClaimNotForSale { unit: Unit },
    #[error("{hold} has unit {unit:?}, which doesn't exist or isn't for sale")]
    HoldsUnknownUnit { unit: Unit, hold: HoldId },
    #[error("unit {unit:?} is claimed for {hold}, which doesn't exist")]
    ClaimWithoutHold { unit: Unit, hold: HoldId },
    #[error("unit {unit:?} is claimed for {hold}, which doesn't claim it")]
    ClaimNotOfItsHold { unit: Unit, hold: HoldId },
    #[error("{hold} claims unit {unit:?}, which has no claim")]
    HoldWithoutClaim { unit: Unit, hold: HoldId },
    #[error("{hold} claims unit {unit:?}, whose claim is {claimed_by}'s")]
    ClaimOfAnother { unit: Unit, hold: HoldId, claimed_by: HoldId },
    #[error("{hold} claims unit {unit:?}, which is off sale")]
    BlockedAndClaimed { unit: Unit, hold: HoldId },
    #[error("unit {unit:?} is held, and {hold} is completed")]
    HeldButCompleted { unit: Unit, hold: HoldId },
    #[error("unit {unit:?} is sold, and {hold} isn't completed")]
    SoldButNotCompleted { unit: Unit, hold: HoldId },
    #[error(
        "section {section}: {available} available + {held} held + {sold} sold + {blocked} off sale isn't {capacity}"
    )]
    SectionSum { section: usize, available: u64, held: u64, sold: u64, blocked: u64, capacity: u64 },

    // Holds against orders.
    #[error("two rows of orders are {order}")]
    DoubledOrder { order: OrderId },
    #[error("{order} pays {hold}, which doesn't exist")]
    OrderWithoutHold { order: OrderId, hold: HoldId },
    #[error("{order} and {hold} have different buyers")]
    OrderOfAnotherBuyer { order: OrderId, hold: HoldId },
    #[error("{hold} is in checkout, and {order} isn't pending or isn't its order")]
    CheckoutWithoutPendingOrder { hold: HoldId, order: OrderId },
    #[error("{order} is pending, and {hold} isn't in its checkout")]
    PendingOutsideCheckout { order: OrderId, hold: HoldId },
    #[error("{hold} is completed, and {order} isn't paid or isn't its order")]
    CompletedWithoutPaidOrder { hold: HoldId, order: OrderId },
    #[error("{order} is paid, and {hold} isn't completed by it")]
    PaidButNotCompleted { order: OrderId, hold: HoldId },
    #[error("{hold} has two live orders, {} and {}", .orders[0], .orders[1])]
    TwoLiveOrders { hold: HoldId, orders: [OrderId; 2] },
    #[error("{hold} counts {attempts} attempts to pay, and has {orders} orders")]
    Attempts { hold: HoldId, attempts: u8, orders: usize },
    #[error("{hold} goes on and has ended, or neither")]
    HoldEnd { hold: HoldId },
    #[error("{order} is pending and settled, or neither")]
    OrderSettlement { order: OrderId },
    #[error("{order} costs {total}, the units of {hold} {sum}")]
    OrderTotal { order: OrderId, total: i64, hold: HoldId, sum: i64 },
    #[error("{order} counts {count} tickets for {units} units")]
    TicketCount { order: OrderId, count: u16, units: usize },

    // Tickets against orders.
    #[error("two rows of tickets are {ticket}")]
    DoubledTicket { ticket: TicketId },
    #[error("{order} has no ticket {ticket} for unit {unit:?}")]
    MissingTicket { ticket: TicketId, order: OrderId, unit: Unit },
    #[error("{ticket} is of {order}, which has no such ticket")]
    SurplusTicket { ticket: TicketId, order: OrderId },
    #[error("{ticket} is said to be of {order}")]
    TicketOfAnotherOrder { ticket: TicketId, order: OrderId },
    #[error("{ticket} is for unit {unit:?}, ordered was {ordered:?}")]
    TicketUnit { ticket: TicketId, unit: Unit, ordered: Unit },
    #[error("{ticket} is {account}'s, bought by {buyer}")]
    TicketAccount { ticket: TicketId, account: AccountId, buyer: AccountId },
    #[error("{ticket} is {state:?}, which {order} contradicts")]
    TicketState { ticket: TicketId, state: TicketState, order: OrderId },

    // Money against orders.
    #[error("two rows of payments are {payment}")]
    DoubledPayment { payment: PaymentId },
    #[error("{order} has no payment {payment}")]
    MissingPayment { payment: PaymentId, order: OrderId },
    #[error("{payment} is of {order}, which has no such payment")]
    SurplusPayment { payment: PaymentId, order: OrderId },
    #[error("{payment} is said to be of {order}")]
    PaymentOfAnotherOrder { payment: PaymentId, order: OrderId },
    #[error("{payment} is of {paid:?}, {order} costs {money:?}")]
    PaymentAmount { payment: PaymentId, paid: Money, order: OrderId, money: Money },
    #[error("{payment} is {state:?}, which {order} contradicts")]
    PaymentState { payment: PaymentId, state: PaymentState, order: OrderId },
    #[error("{order} was charged and has neither tickets nor a refund")]
    ChargedForNothing { order: OrderId },
    #[error("{order} is to be paid back, and is pending or paid")]
    RefundedButLive { order: OrderId },
    #[error("two rows of refunds are {refund}")]
    DoubledRefund { refund: RefundId },
    #[error("{order} has no refund {refund}")]
    MissingRefund { refund: RefundId, order: OrderId },
    #[error("{refund} is of {order}, which is owed none")]
    SurplusRefund { refund: RefundId, order: OrderId },
    #[error("{refund} is said to be of {order} and {payment}")]
    RefundOfAnother { refund: RefundId, order: OrderId, payment: PaymentId },
    #[error("{refund} is of {paid_back:?}, {order} is owed {money:?}")]
    RefundAmount { refund: RefundId, paid_back: Money, order: OrderId, money: Money },
    #[error("{refund} and {order} give different reasons")]
    RefundReason { refund: RefundId, order: OrderId },

    // The journal by itself.
    #[error(
        "the journal goes from version {}.{} to {}.{}", .after.epoch, .after.number, .next.epoch, .next.number
    )]
    JournalGap { after: Version, next: Version },
    #[error("version {}.{} was at {at}, the one before at {before}", .version.epoch, .version.number)]
    TimeRunsBack { version: Version, at: Timestamp, before: Timestamp },
    #[error("version {}.{} is batch {:x}, which came before", .version.epoch, .version.number, .batch.0)]
    DoubledBatch { version: Version, batch: BatchId },
    #[error("version {}.{}, change {change}: {fault}", .version.epoch, .version.number)]
    NotApplicable { version: Version, change: usize, fault: Fault },

    // The journal against the rows.
    #[error("{hold} is in the journal and not in the rows")]
    HoldNotInRows { hold: HoldId },
    #[error("{hold} is in the rows and not in the journal")]
    HoldNotInJournal { hold: HoldId },
    #[error("{hold}: its {fields} differ between journal and rows")]
    HoldDiffers { hold: HoldId, fields: &'static str },
    #[error("{order} is in the journal and not in the rows")]
    OrderNotInRows { order: OrderId },
    #[error("{order} is in the rows and not in the journal")]
    OrderNotInJournal { order: OrderId },
    #[error("{order}: its {fields} differ between journal and rows")]
    OrderDiffers { order: OrderId, fields: &'static str },
    #[error("unit {unit:?} is {journal:?} in the journal, {row:?} in the rows")]
    ClaimDiffers { unit: Unit, journal: Option<ClaimState>, row: Option<ClaimState> },
    #[error("the terms of sale differ between journal and rows")]
    TermsDiffer,
    #[error(
        "the inventory is at version {}.{}, its journal at {}.{}",
        .rows.epoch, .rows.number, .journal.epoch, .journal.number
    )]
    VersionDiffers { rows: Version, journal: Version },
    #[error("the inventory is at {rows}, its journal at {journal}")]
    TimeDiffers { rows: Timestamp, journal: Timestamp },

    // Memory by itself.
    #[error("unit {unit:?}: what memory says of its being free isn't what its owner says")]
    MemoryFree { unit: Unit },
    #[error("block {block}: memory counts {kept} {what}, there are {counted}")]
    MemoryCount { block: usize, what: &'static str, kept: u32, counted: u32 },
    #[error("memory miscounts what is free or held of tier {tier}")]
    MemoryTier { tier: u8 },
    #[error("memory finds other blocks with {size} places side by side than there are")]
    MemoryGroups { size: u32 },
    #[error("memory miscounts what {account} has")]
    MemoryUsageOfAccount { account: AccountId },
    #[error("memory miscounts what is had under the address {:02x?}", .address.0)]
    MemoryUsageOfAddress { address: AddressHash },
    #[error("memory awaits the end of {hold} wrongly, or doesn't")]
    MemoryDue { hold: HoldId },
    #[error("memory means to forget {hold} wrongly, or doesn't")]
    MemoryEnded { hold: HoldId },
    #[error("memory doesn't know what a request of {account} made")]
    MemoryRequest { account: AccountId },
    #[error("memory knows {kept} requests, the records {counted}")]
    MemoryRequests { kept: usize, counted: usize },
}
