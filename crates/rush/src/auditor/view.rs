//! The server's own view of an event when all is over: its places, and each buyer's holds and orders.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use admit_domain::id::{HoldId, OrderId, PaymentId, TicketId};
use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::engine::crowd::{Crowd, Task};
use crate::engine::kind::Kind;
use crate::engine::measure::Meter;
use crate::engine::pace::Pace;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::buyers::Buyers;
use crate::ground::hall::Hall;
use crate::wire::connection::{Connection, Request};

use super::deeds::Places;

const CONNECTIONS: usize = 32;
const WITHIN: Duration = Duration::from_secs(1_800);

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    /// Two bits' worth a unit, as `/seats/{event}/state` has them.
    pub(crate) units: Vec<u8>,
    pub(crate) sections: Vec<SectionCounts>,
    pub(crate) holds: Vec<SeenHold>,
    pub(crate) orders: Vec<SeenOrder>,
    pub(crate) read: Instant,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct SectionCounts {
    pub(crate) capacity: u32,
    pub(crate) available: u32,
    pub(crate) held: u32,
    pub(crate) sold: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeenHold {
    pub(crate) hold: HoldId,
    pub(crate) buyer: u32,
    pub(crate) places: Places,
    pub(crate) total: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Pending,
    Paid,
    Cancelled,
    /// Declined or expired: nothing came of it.
    Nothing,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeenOrder {
    pub(crate) order: OrderId,
    pub(crate) hold: HoldId,
    pub(crate) payment: PaymentId,
    pub(crate) buyer: u32,
    pub(crate) status: Status,
    pub(crate) places: Places,
    /// Of each place, without the fees.
    pub(crate) prices: Vec<i64>,
    pub(crate) fees: i64,
    pub(crate) total: i64,
    pub(crate) refunded: i64,
    pub(crate) tickets: Vec<SeenTicket>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeenTicket {
    pub(crate) id: TicketId,
    /// `None` for general admission.
    pub(crate) unit: Option<u32>,
    pub(crate) is_valid: bool,
}

impl View {
    /// Asks for everything that `buyers` have, and for the event as everybody sees it.
    pub(crate) fn read(
        authority: &str,
        hall: &Arc<Hall>,
        buyers: &Arc<Buyers>,
        of: HashSet<u32>,
        meter: &Meter,
    ) -> anyhow::Result<View> {
        let (next, of) = (Arc::new(AtomicUsize::new(0)), Arc::new(of.into_iter().collect::<Vec<u32>>()));
        let inspector = || Inspector {
            hall: hall.clone(),
            buyers: buyers.clone(),
            of: of.clone(),
            next: next.clone(),
            holds: Vec::new(),
            orders: Vec::new(),
            fault: None,
        };
        let mut crowd = Crowd::new(&[authority.to_owned()], (0..CONNECTIONS).map(|_| inspector()).collect(), 1)?;
        let slice = meter.slice(WITHIN, Pace::Closed);
        let log = crowd.run(Task::Load, slice)?;
        if let Some((_, failure)) = log.failures.iter().next() {
            bail!("the server's own view can't be read: {}", failure.example);
        }
        let (mut holds, mut orders) = (Vec::new(), Vec::new());
        for inspector in crowd.workers() {
            if let Some(fault) = inspector.fault.take() {
                return Err(fault.context("the server's own view can't be understood"));
            }
            holds.append(&mut inspector.holds);
            orders.append(&mut inspector.orders);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
        let (units, sections) = runtime.block_on(read_places(authority, hall))?;
        Ok(View { units, sections, holds, orders, read: Instant::now() })
    }

    /// Whether orders wait for their payment, or for their money to go back.
    pub(crate) fn is_unsettled(&self) -> bool {
        let waits = |order: &SeenOrder| match order.status {
            Status::Pending => true,
            Status::Cancelled => order.refunded < order.total,
            Status::Paid | Status::Nothing => false,
        };
        self.orders.iter().any(waits)
    }
}

async fn read_places(authority: &str, hall: &Hall) -> anyhow::Result<(Vec<u8>, Vec<SectionCounts>)> {
    #[derive(Deserialize)]
    struct Availability {
        sections: Vec<SectionCounts>,
    }
    let mut connection = Connection::new(authority);
    let path = format!("/api/v1/seats/{}/state", hall.event);
    let answer = connection.ask(&Request::get(&path)).await?;
    let units = unpack(answer.body)?;
    ensure!(units.len() == hall.seats.len(), "the event's state has {} units", units.len());
    let path = format!("/api/v1/seats/{}/availability", hall.event);
    let answer = connection.ask(&Request::get(&path)).await?;
    let Availability { sections } = serde_json::from_slice(answer.body).context("the availability isn't readable")?;
    Ok((units, sections))
}

/// u64 version, u32 unit count, little-endian, then two bits a unit, lowest bits first.
pub(crate) fn unpack(state: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (count, packed) = state.get(8..12).zip(state.get(12..)).context("the event's state is too short")?;
    let count = count.iter().rev().fold(0, |count, byte| count << 8 | usize::from(*byte));
    ensure!(packed.len() == count.div_ceil(4), "the event's state has another length than it says");
    Ok((0..count).map(|unit| packed[unit / 4] >> (2 * (unit % 4)) & 3).collect())
}

/// Looks through what one buyer after another has.
struct Inspector {
    hall: Arc<Hall>,
    buyers: Arc<Buyers>,
    of: Arc<Vec<u32>>,
    next: Arc<AtomicUsize>,
    holds: Vec<SeenHold>,
    orders: Vec<SeenOrder>,
    fault: Option<anyhow::Error>,
}

impl Worker for Inspector {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let Some(buyer) = self.of.get(self.next.fetch_add(1, Ordering::Relaxed)).copied() else { return Flow::Done };
        match self.look(wire, buyer).await {
            Ok(()) => Flow::On,
            Err(fault) => {
                self.fault = Some(fault);
                Flow::Done
            }
        }
    }
}

impl Inspector {
    async fn look(&mut self, wire: &mut Wire<'_>, buyer: u32) -> anyhow::Result<()> {
        let path = format!("/api/v1/seats/reservation?event={}", self.hall.event);
        let Holds { holds } = ask(wire, &path, self.buyers.token(buyer)).await?;
        for hold in holds {
            self.holds.push(hold.read(&self.hall, buyer)?);
        }
        let mut cursor: Option<String> = None;
        loop {
            let after = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
            let path = format!("/api/v1/checkout/orders?limit=100{after}");
            let page: Orders = ask(wire, &path, self.buyers.token(buyer)).await?;
            for order in page.items.iter().filter(|order| order.event_id == self.hall.event) {
                self.orders.push(order.read(&self.hall, buyer)?);
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }
}

async fn ask<T: DeserializeOwned>(wire: &mut Wire<'_>, path: &str, token: &str) -> anyhow::Result<T> {
    let reply = wire.ask(Kind::Order, Request::get(path).by(token)).await;
    let reply = reply.with_context(|| format!("no answer to {path}"))?;
    serde_json::from_slice(reply.body).with_context(|| format!("the answer to {path}"))
}

#[derive(Deserialize)]
struct Holds {
    holds: Vec<HoldBody>,
}

#[derive(Deserialize)]
struct HoldBody {
    id: String,
    seats: Vec<PlaceBody>,
    total: Money,
}

#[derive(Deserialize)]
struct Money {
    amount: i64,
}

#[derive(Deserialize)]
struct PlaceBody {
    id: Option<String>,
    section: String,
}

#[derive(Deserialize)]
struct Orders {
    items: Vec<OrderBody>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct OrderBody {
    id: String,
    event_id: String,
    hold_id: String,
    payment_id: String,
    status: String,
    lines: Vec<LineBody>,
    total: Money,
    refunded: Money,
    tickets: Vec<TicketBody>,
}

#[derive(Deserialize)]
struct LineBody {
    kind: String,
    amount: Money,
    seat: Option<PlaceBody>,
}

#[derive(Deserialize)]
struct TicketBody {
    id: String,
    status: String,
    seat: PlaceBody,
}

impl HoldBody {
    fn read(&self, hall: &Hall, buyer: u32) -> anyhow::Result<SeenHold> {
        let seats = self.seats.iter().map(|seat| (seat.id.as_deref(), seat.section.as_str()));
        Ok(SeenHold { hold: id(&self.id)?, buyer, places: places(hall, seats)?, total: self.total.amount })
    }
}

impl OrderBody {
    fn read(&self, hall: &Hall, buyer: u32) -> anyhow::Result<SeenOrder> {
        let status = match self.status.as_str() {
            "pending_payment" => Status::Pending,
            "paid" => Status::Paid,
            "cancelled" | "refunded" => Status::Cancelled,
            "expired" | "payment_failed" => Status::Nothing,
            other => bail!("an order's status is {other}"),
        };
        let tickets = || self.lines.iter().filter(|line| line.kind == "ticket");
        let seats = tickets().filter_map(|line| line.seat.as_ref());
        let seats = seats.map(|seat| (seat.id.as_deref(), seat.section.as_str()));
        Ok(SeenOrder {
            order: id(&self.id)?,
            hold: id(&self.hold_id)?,
            payment: id(&self.payment_id)?,
            buyer,
            status,
            places: places(hall, seats)?,
            prices: tickets().map(|line| line.amount.amount).collect(),
            fees: self.lines.iter().filter(|line| line.kind != "ticket").map(|line| line.amount.amount).sum(),
            total: self.total.amount,
            refunded: self.refunded.amount,
            tickets: self.tickets.iter().map(|ticket| ticket.read(hall)).collect::<anyhow::Result<_>>()?,
        })
    }
}

impl TicketBody {
    fn read(&self, hall: &Hall) -> anyhow::Result<SeenTicket> {
        let unit = self.seat.id.as_deref().map(|seat| hall.unit_of(seat).context("a ticket is for a seat elsewhere"));
        let is_valid = match self.status.as_str() {
            "valid" => true,
            "void" => false,
            other => bail!("a ticket's status is {other}"),
        };
        Ok(SeenTicket { id: id(&self.id)?, unit: unit.transpose()?, is_valid })
    }
}

pub(crate) fn id<T: std::str::FromStr>(text: &str) -> anyhow::Result<T> {
    text.parse().ok().with_context(|| format!("{text:?} isn't an id of its kind"))
}

/// Seats and sections as answers name them.
pub(crate) fn places<'answer>(
    hall: &Hall,
    named: impl Iterator<Item = (Option<&'answer str>, &'answer str)>,
) -> anyhow::Result<Places> {
    let (mut units, mut general) = (Vec::new(), None);
    for (seat, section) in named {
        match seat {
            Some(seat) => units.push(hall.unit_of(seat).with_context(|| format!("{seat} isn't in the hall"))?),
            None => {
                let index = hall.section(section).with_context(|| format!("{section} isn't in the hall"))?;
                let (other, quantity) = general.unwrap_or((index, 0));
                ensure!(other == index, "one hold has places of two sections");
                general = Some((index, quantity + 1));
            }
        }
    }
    match general {
        None => Ok(Places::Seats(units.into())),
        Some((section, quantity)) if units.is_empty() => {
            Ok(Places::General { section: u16::try_from(section)?, quantity })
        }
        Some(_) => bail!("one hold has both seats and places"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_unpacked_two_bits_a_unit() {
        let mut state = vec![7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0b11_10_01_00, 0b01];
        assert_eq!(unpack(&state).unwrap(), [0, 1, 2, 3, 1]);
        state.push(0);
        assert!(unpack(&state).is_err());
        assert!(unpack(&state[..9]).is_err());
    }
}
