//! The inventory's rules, seen from outside: what is refused in which order, which places are best, what becomes of holds and
//! money, and that nothing that is asked of it breaks what must always be true.

mod adopt;
mod audit_journal;
mod audit_memory_and_rows;
mod audit_money;
mod best_available;
mod best_reference;
mod checkout;
mod configure;
mod idempotency;
mod late_money;
mod limits;
mod orphan_rule;
mod random_commands;
mod random_steps;
mod refusals;
mod support;
mod time_of_holds;
