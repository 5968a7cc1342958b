//! Typed identifiers: 128 bits, shown as a kind prefix and 26 digits of Crockford's base 32.
//!
//! An id says what it names, so a hold can't be passed where an order is meant, neither in code nor over the wire.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGIT_COUNT: usize = 26;

/// The text isn't an identifier of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an identifier that starts with {prefix}")]
pub struct BadId {
    pub prefix: &'static str,
}

/// Writes `value` as 26 base-32 digits, most significant first.
pub(crate) fn encode(value: u128) -> [u8; DIGIT_COUNT] {
    let mut text = [b'0'; DIGIT_COUNT];
    let mut rest = value;
    for digit in text.iter_mut().rev() {
        *digit = DIGITS[(rest & 31) as usize];
        rest >>= 5;
    }
    text
}

/// Reads what [`encode`] writes, in that one spelling only.
pub(crate) fn decode(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    // 26 digits carry 130 bits, so the first may not exceed 7.
    if bytes.len() != DIGIT_COUNT || bytes[0] > b'7' {
        return None;
    }
    bytes.iter().try_fold(0u128, |value, byte| {
        let digit = DIGITS.iter().position(|known| known == byte)?;
        Some(value << 5 | digit as u128)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            pub const PREFIX: &'static str = $prefix;

            pub const fn from_u128(value: u128) -> Self {
                Self(value)
            }

            pub const fn as_u128(self) -> u128 {
                self.0
            }

            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = encode(self.0);
                out.write_str($prefix)?;
                out.write_str(std::str::from_utf8(&digits).expect("base-32 digits are ASCII"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                text.strip_prefix($prefix).and_then(decode).map(Self).ok_or(BadId { prefix: $prefix })
            }
        }
    )+};
}

ids! {
    /// A performance at a date.
    EventId = "evt_";
    VenueId = "ven_";
    PerformerId = "prf_";
    /// One immutable seating plan of a venue.
    SeatMapId = "map_";
    SectionId = "sec_";
    TierId = "tier_";
    HoldId = "hld_";
    /// The low 16 bits are zero: they number the order's tickets.
    OrderId = "ord_";
    /// An order's id with the ticket's number, from 1, in its low 16 bits.
    TicketId = "tkt_";
    AccountId = "usr_";
    /// One attempt to pay; also the payment provider's idempotency key.
    PaymentId = "pay_";
    RefundId = "rfd_";
    SessionId = "ses_";
    /// A link that is mailed.
    LinkId = "lnk_";
    JobId = "job_";
    /// A mail to be sent, and what its Message-ID is made of.
    MailId = "mail_";
    WebhookId = "whk_";
}

const TICKET_BITS: u128 = 0xffff;

impl OrderId {
    /// Takes any 128 bits as an order's id, clearing those that number its tickets.
    pub const fn minted_from(value: u128) -> Self {
        Self(value & !TICKET_BITS)
    }
}

impl TicketId {
    /// The order's ticket at `index`, counted from 0 in the order of its units.
    pub fn of(order: OrderId, index: u16) -> Self {
        Self(order.as_u128() | (u128::from(index) + 1))
    }

    pub const fn order(self) -> OrderId {
        OrderId::minted_from(self.0)
    }

    /// The ticket's place in its order, from 0. `None`: no ticket has this id.
    pub fn index(self) -> Option<u16> {
        ((self.0 & TICKET_BITS) as u16).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text() {
        for value in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let id = HoldId::from_u128(value);
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(HoldId::from_bytes(id.to_bytes()), id);
        }
    }

    #[test]
    fn other_kinds_lengths_alphabets_and_overflows_are_refused() {
        let good = HoldId::from_u128(7).to_string();
        assert!(good.parse::<OrderId>().is_err());
        assert!(good.to_uppercase().parse::<HoldId>().is_err());
        assert!(format!("{good}0").parse::<HoldId>().is_err());
        assert!("hld_".parse::<HoldId>().is_err());
        assert!("hld_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<HoldId>().is_err());
        assert!("hld_0000000000000000000000000u".parse::<HoldId>().is_err());
        assert!("hld_0000000000000000000000000é".parse::<HoldId>().is_err());
    }

    #[test]
    fn a_ticket_knows_its_order() {
        let order = OrderId::minted_from(u128::MAX);
        let ticket = TicketId::of(order, 7);
        assert_eq!((ticket.order(), ticket.index()), (order, Some(7)));
        assert_eq!(TicketId::from_u128(order.as_u128()).index(), None);
    }
}
