//! An organizer's event on the wire: a draft with what is missing, or a sale with its terms.

use admit_app::catalogue::EventStatus;
use admit_app::desk::view::View;
use admit_app::organizers::{OwnEvent, ShownDraft, ShownSale};
use admit_app::ports::organizing::Cancellation;
use admit_domain::draft::{Draft, DraftTier, Fault};
use admit_domain::money::Currency;
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, SalePhase};
use admit_domain::time::Timestamp;
use serde_json::{Value, json};

use crate::http::seats::version_tag;
use crate::http::show::{self, money, time};
use crate::http::venues::{show_performer, show_venue};

pub(super) fn show_event(event: &OwnEvent) -> Value {
    match event {
        OwnEvent::Draft(shown) => show_draft(shown),
        OwnEvent::Published(sale) => show_sale(sale),
    }
}

/// What a list shows of it.
pub(super) fn show_brief(event: &OwnEvent) -> Value {
    let mut body = show_event(event);
    if let Value::Object(fields) = &mut body {
        for whole in ["description", "tiers", "faults", "orphan_rule", "refunds", "performers"] {
            fields.remove(whole);
        }
    }
    body
}

fn show_draft(shown: &ShownDraft) -> Value {
    let Draft { tiers, limits, refunds, currency, .. } = &shown.draft;
    let draft = &shown.draft;
    let mut body = json!({
        "id": draft.id.to_string(),
        "status": "draft",
        "venue": show_venue(&shown.venue),
        "name": draft.name,
        "description": draft.description,
        "category": draft.category.name(),
        "performers": shown.performers.iter().map(show_performer).collect::<Vec<_>>(),
        "starts_at": draft.starts_at.map(time),
        "doors_at": draft.doors_at.map(time),
        "on_sale_at": draft.opens_at.map(time),
        "off_sale_at": draft.closes_at.map(time),
        "currency": currency.map(Currency::code),
        "tiers": tiers.iter().map(|tier| show_drafted_tier(tier, *currency)).collect::<Vec<_>>(),
        "hold_s": draft.hold_ttl.as_secs(),
        "extension_s": draft.extension.as_secs(),
        "payment_s": draft.payment_ttl.as_secs(),
        "created_at": time(draft.created_at),
        "faults": shown.faults.iter().map(show_fault).collect::<Vec<_>>(),
    });
    add_terms(&mut body, limits, draft.orphan_rule, refunds);
    body
}

fn show_sale(sale: &ShownSale) -> Value {
    let (listed, view) = (&sale.shown.listed, sale.shown.desk.view());
    let (event, terms) = (&listed.event, view.terms());
    let mut body = json!({
        "id": event.id.to_string(),
        "status": EventStatus::of(&view).name(),
        "paused": terms.phase == SalePhase::Paused,
        "version": version_tag(&view),
        "venue": show_venue(&listed.venue),
        "name": event.name,
        "description": event.description,
        "category": event.category.name(),
        "performers": listed.performers.iter().map(show_performer).collect::<Vec<_>>(),
        "starts_at": time(event.starts_at),
        "doors_at": time(event.doors_at),
        "on_sale_at": time(terms.opens_at),
        "off_sale_at": time(terms.closes_at),
        "currency": terms.currency.code(),
        "tiers": show_tiers(&view),
        "hold_s": terms.hold_ttl.as_secs(),
        "extension_s": terms.extension.as_secs(),
        "payment_s": terms.payment_ttl.as_secs(),
        "created_at": time(event.created_at),
        "cancellation": sale.cancellation.map(show_cancellation),
    });
    add_terms(&mut body, &terms.limits, terms.orphan_rule, &terms.refunds);
    body
}

/// A sale's tiers with how many of each are what.
pub(super) fn show_tiers(view: &View) -> Value {
    let (terms, capacity) = (view.terms(), view.hall().tier_capacity());
    let tiers = terms.tiers.iter().zip(view.tiers()).zip(capacity).map(|((tier, counts), all)| {
        json!({
            "id": tier.id.to_string(),
            "name": tier.name,
            "price": money(tier.price, terms.currency),
            "fee": money(tier.fee, terms.currency),
            "capacity": counts.capacity(),
            "available": counts.available,
            "held": counts.held,
            "sold": counts.sold,
            "blocked": all - counts.capacity(),
        })
    });
    tiers.collect()
}

pub(super) fn show_cancellation(cancellation: Cancellation) -> Value {
    let Cancellation { requested_at, done_at, .. } = cancellation;
    json!({ "requested_at": time(requested_at), "done_at": done_at.map(time) })
}

fn show_drafted_tier(draft: &DraftTier, currency: Option<Currency>) -> Value {
    let DraftTier { tier, sells } = draft;
    let money = |amount: i64| currency.map(|currency| money(amount, currency));
    json!({
        "id": tier.id.to_string(),
        "name": tier.name,
        "price": money(tier.price),
        "fee": money(tier.fee),
        "sections": sells.sections,
        "categories": sells.categories,
        "seats": sells.seats.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn show_fault(fault: &Fault) -> Value {
    json!({ "field": fault.field, "message": fault.message })
}

fn add_terms(body: &mut Value, limits: &Limits, orphan_rule: OrphanRule, refunds: &RefundPolicy) {
    body["max_tickets_per_order"] = limits.tickets_per_order_max.into();
    body["max_tickets_per_buyer"] = limits.tickets_per_buyer_max.into();
    body["max_open_holds"] = limits.open_holds_max.into();
    body["orphan_rule"] = match orphan_rule {
        OrphanRule::Allowed => "allowed",
        OrphanRule::Refused => "refused",
    }
    .into();
    let fees = match refunds.fees {
        FeeRefund::Returned => "returned",
        FeeRefund::Kept => "kept",
    };
    let until: Option<Timestamp> = refunds.until;
    body["refunds"] = show::json(json!({ "until": until.map(time), "fees": fees }));
}
