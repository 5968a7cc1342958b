//! Fans who stand in line and buy at several nodes while somebody else kills, pauses and cuts off what the nodes live on. Nothing that
//! was promised may be broken by that, and once it is over everything must be as before.

mod ears;
mod end;
mod fan;
mod fold;
mod ground;
mod rover;
pub(crate) mod run;
mod session;
mod told;
mod trickle;
mod watch;
