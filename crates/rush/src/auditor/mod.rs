//! Judges the server by what it acknowledged: watches every answer, and in the end asks the server for its own view. Nothing that
//! was acknowledged may be missing, no unit may have two owners, every order is paid once, and the sums are right.
//!
//! What holds between records is judged by the audit's own predicates (`admit_domain::inventory::audit`), the same that
//! `admit check` and the simulation use; what holds between answers and the end is judged here.

pub(crate) mod agreement;
pub(crate) mod books;
pub(crate) mod breach;
pub(crate) mod deeds;
#[cfg(test)]
mod doctored;
pub(crate) mod freshness;
pub(crate) mod judge;
pub(crate) mod line;
pub(crate) mod owners;
pub(crate) mod recovery;
pub(crate) mod view;
