//! What buyers can pay with here.

use crate::app::App;
use crate::ports::payments::Offer;

impl App {
    /// What the payment provider offers. Without a provider whatever costs money can't be bought.
    pub fn payment_offer(&self) -> Offer {
        self.payments.offer()
    }
}
