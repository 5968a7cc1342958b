//! `admit check`: folds every journal again and holds it against everything else that is stored. Reads only, also beside a server.

use std::fmt;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::catalogue::Catalogue;
use admit_app::ports::error::StoreError;
use admit_app::ports::gateway_ledger::ChargeState;
use admit_app::ports::holds::Holds;
use admit_app::ports::inspection::{Attempt, BookedCharge, BookedPayment, Inspection, Part, TakePart};
use admit_domain::hall::Hall;
use admit_domain::id::EventId;
use admit_domain::inventory::audit::{FirstTerms, Folding, PaymentState, Records, check_records};
use admit_domain::inventory::journal::Version;
use anyhow::Result;

use crate::cli::say;
use crate::compose::open_store_to_read;
use crate::config::Profile;

/// How many payments of the gateway's book are in memory at once.
const PAYMENTS_PAGE: u32 = 1_000;

/// What is wrong, by name, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Such as `ClaimWithoutHold`.
    pub name: String,
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.name, self.text)
    }
}

/// What was looked at, and what was wrong with it.
#[derive(Debug, Default)]
pub struct Checked {
    /// Such as `12 journal entries, 3 claims`.
    pub what: String,
    pub findings: Vec<Finding>,
}

pub(crate) async fn check(profile: &Profile) -> Result<ExitCode> {
    let store = open_store_to_read(profile).await?;
    let mut violations = 0;
    let events = store.event_ids().await?;
    for event in &events {
        let name = match store.event(*event).await {
            Ok(listed) => listed.map_or_else(String::new, |listed| format!(" {}", listed.event.name)),
            // What can't be read is found again below, where it counts.
            Err(_) => String::new(),
        };
        violations += tell(&format!("{event}{name}"), &check_event(&store, *event).await?)?;
    }
    violations += tell("whole store", &check_strays(&store).await?)?;
    violations += tell("payment gateway", &check_gateway(&store).await?)?;
    store.close().await;
    let verdict = if violations == 0 { "everything agrees".to_owned() } else { format!("{violations} violations") };
    say(format_args!("{} events: {verdict}", events.len()))?;
    Ok(if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(subject: &str, checked: &Checked) -> Result<usize> {
    say(format_args!("{subject}: {}", checked.what))?;
    for finding in &checked.findings {
        say(format_args!("  violation {finding}"))?;
    }
    Ok(checked.findings.len())
}

/// An event's journal, rows and money against one another.
pub async fn check_event(store: &dyn Inspection, event: EventId) -> Result<Checked> {
    let audit = Arc::new(Mutex::new(EventAudit::default()));
    let parts = audit.clone();
    let take: TakePart = Box::new(move |part| parts.lock().unwrap_or_else(PoisonError::into_inner).take(part));
    let read = store.inspect(event, Version::START, take).await;
    let audit = std::mem::take(&mut *audit.lock().unwrap_or_else(PoisonError::into_inner));
    let mut checked = audit.judge();
    match read {
        Ok(()) => {}
        Err(StoreError::Corrupt(what)) => checked.findings.push(unreadable(what)),
        Err(error) => return Err(error.into()),
    }
    Ok(checked)
}

fn unreadable(what: String) -> Finding {
    Finding { name: "Unreadable".to_owned(), text: what }
}

#[derive(Default)]
struct EventAudit {
    rows: Option<(Arc<Hall>, Box<Records>, Folding)>,
    entries: u64,
}

impl EventAudit {
    fn take(&mut self, part: Part) -> ControlFlow<()> {
        match part {
            Part::Rows { hall, records } => {
                let folding = Folding::new(hall.clone(), records.terms.clone(), FirstTerms::Unknown);
                self.rows = Some((hall, records, folding));
            }
            Part::Entries(entries) => {
                let Some((_, _, folding)) = &mut self.rows else { return ControlFlow::Break(()) };
                self.entries += entries.len() as u64;
                entries.iter().for_each(|entry| folding.add(entry));
            }
        }
        ControlFlow::Continue(())
    }

    fn judge(self) -> Checked {
        let Some((hall, records, folding)) = self.rows else { return Checked::default() };
        let violations = check_records(&hall, &records).into_iter().chain(folding.judge(&records));
        let findings = violations
            .map(|violation| Finding { name: name_of(&format!("{violation:?}")), text: violation.to_string() });
        let Records { claims, holds, orders, tickets, payments, refunds, .. } = &*records;
        let what = format!(
            "{} places, {} journal entries, {} claims, {} holds, {} orders, {} tickets, {} payments, {} refunds",
            hall.units(),
            self.entries,
            claims.len(),
            holds.len(),
            orders.len(),
            tickets.len(),
            payments.len(),
            refunds.len(),
        );
        Checked { what, findings: findings.collect() }
    }
}

/// The variant's name, with which its debug text begins.
fn name_of(debug: &str) -> String {
    debug.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// Rows that belong to nothing.
pub async fn check_strays(store: &dyn Inspection) -> Result<Checked> {
    let strays = store.strays().await?;
    let finding = |what: &str, rows: u64| Finding { name: "Stray".to_owned(), text: format!("{rows} {what}") };
    let findings = strays.iter().map(|stray| finding(stray.what, stray.rows)).collect();
    Ok(Checked { what: "every row against what it belongs to".to_owned(), findings })
}

/// The simulated gateway's book against the shop's, if it was ever used.
pub async fn check_gateway(store: &dyn Inspection) -> Result<Checked> {
    if !store.has_gateway_charges().await? {
        return Ok(Checked { what: "no charges".to_owned(), findings: Vec::new() });
    }
    let (mut charges, mut findings, mut after) = (0u64, Vec::new(), None);
    loop {
        let page = match store.booked_payments(after, PAYMENTS_PAGE).await {
            Ok(page) => page,
            Err(StoreError::Corrupt(what)) => {
                findings.push(unreadable(what));
                break;
            }
            Err(error) => return Err(error.into()),
        };
        let Some(last) = page.last() else { break };
        after = Some(last.payment);
        charges += page.iter().filter(|booked| booked.charge.is_some()).count() as u64;
        findings.extend(page.iter().flat_map(judge_payment));
    }
    Ok(Checked { what: format!("{charges} charges"), findings })
}

/// What the two books say of one payment that can't both be. A payment that is under way may be in one book only, or stand
/// differently in both, until its webhook comes or a job settles it.
fn judge_payment(booked: &BookedPayment) -> Vec<Finding> {
    let payment = booked.payment;
    let mut findings = Vec::new();
    let mut find = |name: &str, text: String| findings.push(Finding { name: name.to_owned(), text });
    match (&booked.charge, &booked.attempt) {
        (Some(charge), Some(attempt)) => judge_pair(booked, charge, attempt, &mut find),
        (Some(_), None) => find("ChargeWithoutPayment", format!("{payment} is booked, and no order made it")),
        (None, Some(attempt)) if attempt.state == PaymentState::Charged && attempt.money.amount > 0 => {
            find("PaymentWithoutCharge", format!("{} was paid by {payment}, which is not booked", attempt.order));
        }
        (None, _) => {}
    }
    findings
}

fn judge_pair(booked: &BookedPayment, charge: &BookedCharge, attempt: &Attempt, find: &mut impl FnMut(&str, String)) {
    let (payment, order) = (booked.payment, attempt.order);
    let was_paid = charge.state == ChargeState::Paid;
    // An attempt that never arrived is booked when it is voided, without its money.
    if charge.money != attempt.money && charge.state != ChargeState::Voided {
        let (ours, theirs) = (attempt.money, charge.money);
        find("ChargeAmount", format!("{payment} of {order} is of {ours:?}, booked is {theirs:?}"));
    }
    match attempt.state {
        PaymentState::Charged if !was_paid => {
            find("PaidButNotCharged", format!("{order} counts as paid, and {payment} is booked as {:?}", charge.state));
        }
        PaymentState::Failed if was_paid => {
            find("ChargedForNothing", format!("{payment} took money, and {order} has neither tickets nor a refund"));
        }
        _ => {}
    }
    if charge.refunded != charge.refund_row {
        let (sum, row) = (charge.refunded, charge.refund_row);
        find("GatewayRefundSum", format!("{payment} counts {sum} paid back, and its refund is of {row}"));
    }
    match &booked.refund {
        Some(refund) if refund.is_done && charge.refund_row != refund.amount => {
            let (row, owed) = (charge.refund_row, refund.amount);
            find("RefundNotBooked", format!("{owed} of {payment} count as paid back, booked are {row}"));
        }
        Some(refund) if charge.refund_row > refund.amount => {
            find("RefundedTooMuch", format!("{payment} got {} back and was owed {}", charge.refund_row, refund.amount));
        }
        None if charge.refund_row > 0 => {
            find("RefundOfNothing", format!("{payment} got {} back and was owed nothing", charge.refund_row));
        }
        _ => {}
    }
}
