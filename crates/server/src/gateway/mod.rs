//! Payment providers. So far there are none, and a simulated one that moves no money.

mod absent;
mod deliver;
mod numbers;
mod page;
mod return_url;
mod signature;
mod simulated;

pub use absent::NoGateway;
pub use deliver::{DELIVERIES_EVERY, Deliverer};
pub use page::gateway_page;
pub use return_url::is_allowed as is_allowed_return_url;
pub use signature::{SIGNATURE_HEADER, sign};
pub use simulated::SimulatedGateway;
