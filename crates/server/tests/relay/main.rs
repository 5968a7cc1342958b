//! The relay from the journals to a broker of Kafka's protocol: nothing is left out, nothing overtakes, one sends, and whatever
//! dies or is away costs time alone.

mod again;
mod ground;
mod nodes;
mod outages;
mod telling;
