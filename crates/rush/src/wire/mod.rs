//! The wire: a small HTTP/1.1 client with its streams and sockets, made to cost little beside a server on the same machine.

pub(crate) mod body;
pub(crate) mod connection;
pub(crate) mod events;
pub(crate) mod head;
pub(crate) mod socket;
