//! The inventory's truth, as the port tells it.

mod claim;
mod commit;
mod entries;
mod load;
mod port;
mod write;
mod write_orders;
