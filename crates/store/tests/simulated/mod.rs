//! What the simulations on both databases share.

mod seeds;

pub(crate) use seeds::run_all;
