//! Telling the journals to a message broker: at least once, of each event in order, by one node at a time.

mod pace;
mod reading;
mod run;
mod send_again;
mod term;

pub use pace::RelayPace;
pub use run::{Relay, RelayStore};
pub use send_again::{From, SentAgain, send_again};
