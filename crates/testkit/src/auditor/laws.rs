//! When a hold may be made, ended or prolonged, and what an organizer may change.

use admit_app::ports::inventory::Claim;
use admit_domain::hold::{Buyer, Hold, HoldStatus, RequestKey};
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::terms::{OrphanRule, SalePhase, Terms};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

use super::changes::Law;
use super::findings::Findings;
use super::places::{Places, sells};

impl Law<'_> {
    pub(super) fn adopted(&self, id: HoldId, orders: &[OrderId], buyer: Buyer, findings: &mut Findings) {
        let Some(hold) = self.history.hold(id) else { return findings.add("there is no such hold") };
        let asked = self.issued.about_hold(id, self.entry.version).any(|command| match command {
            Command::Adopt { from, to, .. } => (*from, *to) == (hold.buyer.account, buyer),
            _ => false,
        });
        findings.require(asked, || "nobody asked for this buyer instead of that".into());
        let mut of_hold: Vec<_> =
            self.history.orders().filter(|order| order.hold == id).map(|order| order.id).collect();
        of_hold.sort_unstable();
        findings.require(of_hold == orders, || "these aren't the hold's orders".into());
    }

    pub(super) fn held(&self, hold: &Hold, findings: &mut Findings) {
        let asked = self.issued.about_hold(hold.id, self.entry.version).find_map(|command| match command {
            Command::Hold { buyer, choice, key, .. } => Some((*buyer, choice, *key)),
            _ => None,
        });
        let Some((buyer, choice, key)) = asked else {
            return findings.add("nobody asked for this hold");
        };
        let terms = &self.history.latest().terms;
        findings.require((hold.buyer, hold.key) == (buyer, key), || "it is another's than who asked".into());
        findings.require(self.history.hold(hold.id).is_none(), || "it was made before".into());
        findings.require(sells(terms, self.at()), || "nothing is on sale".into());
        self.new_key(buyer.account, key, findings);
        self.held_units(hold, choice, findings);
        let count = hold.units.len() as u32;
        let limits = terms.limits;
        findings.require(count <= limits.tickets_per_order_max, || "more tickets than an order takes".into());
        if self.evidence.purchase_limits == PurchaseLimits::Enforced {
            let usage = self.history.usage_at(buyer, self.step());
            findings.require(usage.holds < limits.open_holds_max, || "more open holds than a buyer may have".into());
            findings
                .require(usage.units + count <= limits.tickets_per_buyer_max, || "more than a buyer may have".into());
        }
        let until = self.at() + terms.hold_ttl;
        let timed = (hold.created_at, hold.granted_until, hold.expires_at) == (self.at(), until, until);
        findings.require(timed, || format!("its times aren't from {} to {until}", self.at()));
        let new = hold.status == HoldStatus::Open
            && hold.ended_at.is_none()
            && hold.extension.is_none()
            && hold.attempts == 0
            && !hold.raised;
        findings.require(new, || "it isn't as new".into());
    }

    fn held_units(&self, hold: &Hold, choice: &Choice, findings: &mut Findings) {
        let step = self.history.latest();
        for held in &hold.units {
            let free = self.history.is_free_at(held.unit, self.step());
            findings.require(free, || format!("{:?} has an owner or isn't for sale", held.unit));
            let Some(tier) = self.history.hall.tier(held.unit) else { continue };
            let level = step.terms.tier(tier);
            let right = (held.tier, held.price, held.fee) == (tier, level.price, level.fee);
            findings.require(right, || format!("{:?} has another price", held.unit));
        }
        let mut units: Vec<Unit> = hold.units.iter().map(|held| held.unit).collect();
        units.sort_unstable();
        findings.require(units.windows(2).all(|pair| pair[0] != pair[1]), || "a unit is in it twice".into());
        let places = Places { hall: &self.history.hall, step };
        findings.require(!units.is_empty() && places.answers(choice, &units), || "it isn't what was chosen".into());
        if let (Choice::Seats(_), OrphanRule::Refused) = (choice, step.terms.orphan_rule) {
            let singles = places.singles_left(&units);
            findings.require(singles.is_empty(), || format!("it leaves {singles:?} single"));
        }
    }

    pub(super) fn released(&self, id: HoldId, findings: &mut Findings) {
        let Some(hold) = self.history.hold(id) else { return findings.add("there is no such hold") };
        findings.require(hold.is_open(), || "it isn't open".into());
        let asked = self
            .issued
            .about_hold(id, self.entry.version)
            .any(|command| matches!(command, Command::Release { account, .. } if *account == hold.buyer.account));
        findings.require(asked, || "its buyer didn't ask for that".into());
    }

    pub(super) fn expired(&self, id: HoldId, findings: &mut Findings) {
        let Some(hold) = self.history.hold(id) else { return findings.add("there is no such hold") };
        findings.require(hold.is_open(), || "it isn't open".into());
        findings.require(hold.expires_at <= self.at(), || {
            format!("it ends at {} only, not at {}", hold.expires_at, self.at())
        });
    }

    pub(super) fn extended(&self, id: HoldId, expires_at: Timestamp, key: Option<RequestKey>, findings: &mut Findings) {
        let Some(hold) = self.history.hold(id) else { return findings.add("there is no such hold") };
        let terms = &self.history.latest().terms;
        findings.require(hold.is_open() && hold.expires_at > self.at(), || "it isn't open".into());
        findings.require(hold.extension.is_none(), || "it was extended before".into());
        findings.require(terms.phase != SalePhase::Cancelled, || "the event is cancelled".into());
        findings.require(expires_at == hold.expires_at + terms.extension, || "by another time than granted".into());
        let asked = self.issued.about_hold(id, self.entry.version).any(|command| {
            matches!(command, Command::Extend { account, key: asked, .. }
                if *account == hold.buyer.account && *asked == key)
        });
        findings.require(asked, || "its buyer didn't ask for that".into());
        self.new_key(hold.buyer.account, key, findings);
    }

    pub(super) fn configured(&self, terms: &Terms, findings: &mut Findings) {
        let asked = |command: &Command| matches!(command, Command::Configure(asked) if asked == terms);
        findings.require(self.issued.about_the_sale(self.entry.version).any(asked), || "nobody asked for that".into());
        let before = &self.history.latest().terms;
        let ids = |terms: &Terms| terms.tiers.iter().map(|tier| tier.id).collect::<Vec<_>>();
        findings.require(ids(before) == ids(terms), || "other tiers".into());
        findings.require(before.currency == terms.currency, || "another currency".into());
        let revived = before.phase == SalePhase::Cancelled && terms.phase != SalePhase::Cancelled;
        findings.require(!revived, || "a cancelled event comes back".into());
        findings.require(terms.check().is_ok(), || "terms that make no sense".into());
    }

    pub(super) fn blocked(&self, ranges: &[UnitRange], findings: &mut Findings) {
        let asked = |command: &Command| matches!(command, Command::Block(asked) if covers(asked, ranges));
        findings.require(self.issued.about_the_sale(self.entry.version).any(asked), || "nobody asked for that".into());
        for unit in ranges.iter().flat_map(|range| range.units()) {
            findings.require(self.history.is_free_at(unit, self.step()), || format!("{unit:?} isn't free"));
        }
    }

    pub(super) fn unblocked(&self, ranges: &[UnitRange], findings: &mut Findings) {
        let asked = |command: &Command| matches!(command, Command::Unblock(asked) if covers(asked, ranges));
        findings.require(self.issued.about_the_sale(self.entry.version).any(asked), || "nobody asked for that".into());
        let owners = &self.history.latest().owners;
        for unit in ranges.iter().flat_map(|range| range.units()) {
            let blocked = owners.get(unit.index()) == Some(&Some(Claim::Blocked));
            findings.require(blocked, || format!("{unit:?} isn't blocked"));
        }
    }
}

fn covers(asked: &[UnitRange], done: &[UnitRange]) -> bool {
    done.iter().flat_map(|range| range.units()).all(|unit| asked.iter().any(|range| range.contains(unit)))
}
