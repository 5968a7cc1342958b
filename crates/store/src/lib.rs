//! The store: Admit's truth in SQLite or PostgreSQL. The only SQL in the tree.
//!
//! Architecture invariant: no rule lives here. A statement is written once for both databases; what differs between them is in
//! [`db`].

mod codec;
mod db;
mod rows;
