//! What must always be true of an inventory: one set of predicates for the check command, the tests and the load generator.
//!
//! They judge rows, journal and memory by counting again from nothing, and share no index with the code that decides and folds,
//! so that a defect there can't hide itself here.

mod applicable;
mod claims;
mod difference;
mod folding;
mod memory;
mod money;
mod orders;
mod records;
mod sections;
mod tickets;
mod violation;

pub use applicable::Fault;
pub use folding::{FirstTerms, Folding, check_journal};
pub use memory::check_inventory;
pub use records::{ClaimState, PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState, check_records};
pub use violation::Violation;
