//! An organizer's event on the wire: a draft with what is missing, or a sale with its terms.

use admit_app::catalogue::EventStatus;
use admit_app::desk::view::View;
use admit_app::organizers::{OwnEvent, OwnListed, ShownDraft, ShownSale};
use admit_app::ports::catalogue::ListedEvent;
use admit_app::ports::organizing::Cancellation;
use admit_app::standing::Standing;
use admit_domain::draft::{DraftTier, Fault};
use admit_domain::event::{Category, Performer};
use admit_domain::id::{EventId, TierId};
use admit_domain::money::Currency;
use admit_domain::seat_map::SeatId;
use admit_domain::terms::{FeeRefund, OrphanRule, RefundPolicy, SalePhase};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::performers::{ShownPerformer, show_performer};
use crate::http::seats::version;
use crate::http::show::{ShownMoney, money, time};
use crate::http::texts::{Id, Name, Time, VersionTag};
use crate::http::venues::{ShownVenue, show_venue};

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "OwnEvent")]
pub(in crate::http) enum OwnEventBody {
    Draft(DraftBody),
    Sale(SaleBody),
}

/// What a list shows of it.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "OwnEventSummary")]
pub(in crate::http) enum OwnEventSummary {
    Draft(DraftSummary),
    Sale(SaleSummary),
}

/// What drafts and sales have alike.
#[derive(Serialize, JsonSchema)]
struct Alike {
    id: Id<EventId>,
    venue: ShownVenue,
    name: Box<str>,
    category: Name<Category>,
    max_tickets_per_order: u32,
    max_tickets_per_buyer: u32,
    max_open_holds: u32,
    hold_s: u64,
    extension_s: u64,
    payment_s: u64,
    created_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::http) struct DraftSummary {
    #[schemars(extend("const" = "draft"))]
    status: &'static str,
    #[serde(flatten)]
    alike: Alike,
    starts_at: Option<Time>,
    doors_at: Option<Time>,
    on_sale_at: Option<Time>,
    off_sale_at: Option<Time>,
    currency: Option<&'static str>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::http) struct SaleSummary {
    status: Name<EventStatus>,
    #[serde(flatten)]
    alike: Alike,
    paused: bool,
    version: VersionTag,
    starts_at: Time,
    doors_at: Time,
    on_sale_at: Time,
    off_sale_at: Time,
    currency: &'static str,
    /// Null: it isn't cancelled.
    cancellation: Option<ShownCancellation>,
}

/// An event that isn't published yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Draft")]
pub(in crate::http) struct DraftBody {
    #[serde(flatten)]
    summary: DraftSummary,
    #[serde(flatten)]
    policy: Policy,
    tiers: Vec<ShownDraftTier>,
    /// What keeps it from being published.
    faults: Vec<ShownFault>,
}

/// An event that is published, with its terms.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Sale")]
pub(in crate::http) struct SaleBody {
    #[serde(flatten)]
    summary: SaleSummary,
    #[serde(flatten)]
    policy: Policy,
    tiers: Vec<ShownSaleTier>,
}

/// What isn't shown in lists.
#[derive(Serialize, JsonSchema)]
struct Policy {
    description: Box<str>,
    performers: Vec<ShownPerformer>,
    /// Whether a choice may leave a seat single.
    #[schemars(extend("enum" = ["allowed", "refused"]))]
    orphan_rule: &'static str,
    refunds: ShownRefunds,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefundPolicy")]
struct ShownRefunds {
    /// Until when a buyer may cancel; null: not at all.
    until: Option<Time>,
    #[schemars(extend("enum" = ["returned", "kept"]))]
    fees: &'static str,
}

/// What a tier of a draft sells: whole sections and categories by name, and seats.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DraftTier")]
struct ShownDraftTier {
    id: Id<TierId>,
    name: Box<str>,
    /// Null before there is a currency.
    price: Option<ShownMoney>,
    /// Null before there is a currency.
    fee: Option<ShownMoney>,
    sections: Vec<Box<str>>,
    categories: Vec<Box<str>>,
    seats: Vec<Id<SeatId>>,
}

/// `available + held + sold = capacity`; `blocked` places are outside it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SaleTier")]
pub(super) struct ShownSaleTier {
    id: Id<TierId>,
    name: Box<str>,
    price: ShownMoney,
    fee: ShownMoney,
    capacity: u32,
    available: u32,
    held: u32,
    sold: u32,
    blocked: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Cancellation")]
pub(super) struct ShownCancellation {
    requested_at: Time,
    /// Null: not every order is cancelled yet.
    done_at: Option<Time>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
struct ShownFault {
    field: String,
    message: String,
}

pub(super) fn show_event(event: &OwnEvent) -> OwnEventBody {
    match event {
        OwnEvent::Draft(shown) => OwnEventBody::Draft(show_draft(shown)),
        OwnEvent::Published(sale) => OwnEventBody::Sale(show_sale(sale)),
    }
}

pub(super) fn show_summary(event: &OwnListed) -> OwnEventSummary {
    match event {
        OwnListed::Draft(shown) => OwnEventSummary::Draft(show_draft(shown).summary),
        OwnListed::Published(shown) => OwnEventSummary::Sale(summary_of(&shown.listed, &shown.standing, None)),
    }
}

fn show_draft(shown: &ShownDraft) -> DraftBody {
    let draft = &shown.draft;
    let alike = Alike {
        id: Id(draft.id),
        venue: show_venue(&shown.venue),
        name: draft.name.clone(),
        category: Name(draft.category),
        max_tickets_per_order: draft.limits.tickets_per_order_max,
        max_tickets_per_buyer: draft.limits.tickets_per_buyer_max,
        max_open_holds: draft.limits.open_holds_max,
        hold_s: draft.hold_ttl.as_secs(),
        extension_s: draft.extension.as_secs(),
        payment_s: draft.payment_ttl.as_secs(),
        created_at: time(draft.created_at),
    };
    let summary = DraftSummary {
        status: "draft",
        alike,
        starts_at: draft.starts_at.map(time),
        doors_at: draft.doors_at.map(time),
        on_sale_at: draft.opens_at.map(time),
        off_sale_at: draft.closes_at.map(time),
        currency: draft.currency.map(Currency::code),
    };
    DraftBody {
        summary,
        policy: show_policy(&draft.description, &shown.performers, draft.orphan_rule, &draft.refunds),
        tiers: draft.tiers.iter().map(|tier| show_draft_tier(tier, draft.currency)).collect(),
        faults: shown.faults.iter().map(show_fault).collect(),
    }
}

fn show_sale(sale: &ShownSale) -> SaleBody {
    let (listed, view) = (&sale.listed, sale.desk.view());
    let terms = view.terms();
    SaleBody {
        summary: summary_of(listed, &view.standing(), sale.cancellation),
        policy: show_policy(&listed.event.description, &listed.performers, terms.orphan_rule, &terms.refunds),
        tiers: show_tiers(&view),
    }
}

fn summary_of(listed: &ListedEvent, standing: &Standing, cancellation: Option<Cancellation>) -> SaleSummary {
    let (event, terms) = (&listed.event, &standing.terms);
    let alike = Alike {
        id: Id(event.id),
        venue: show_venue(&listed.venue),
        name: event.name.clone(),
        category: Name(event.category),
        max_tickets_per_order: terms.limits.tickets_per_order_max,
        max_tickets_per_buyer: terms.limits.tickets_per_buyer_max,
        max_open_holds: terms.limits.open_holds_max,
        hold_s: terms.hold_ttl.as_secs(),
        extension_s: terms.extension.as_secs(),
        payment_s: terms.payment_ttl.as_secs(),
        created_at: time(event.created_at),
    };
    SaleSummary {
        status: Name(EventStatus::of(standing)),
        alike,
        paused: terms.phase == SalePhase::Paused,
        version: version(standing.version),
        starts_at: time(event.starts_at),
        doors_at: time(event.doors_at),
        on_sale_at: time(terms.opens_at),
        off_sale_at: time(terms.closes_at),
        currency: terms.currency.code(),
        cancellation: cancellation.map(show_cancellation),
    }
}

fn show_policy(description: &str, performers: &[Performer], orphan_rule: OrphanRule, refunds: &RefundPolicy) -> Policy {
    Policy {
        description: description.into(),
        performers: performers.iter().map(show_performer).collect(),
        orphan_rule: match orphan_rule {
            OrphanRule::Allowed => "allowed",
            OrphanRule::Refused => "refused",
        },
        refunds: ShownRefunds {
            until: refunds.until.map(time),
            fees: match refunds.fees {
                FeeRefund::Returned => "returned",
                FeeRefund::Kept => "kept",
            },
        },
    }
}

/// A sale's tiers with how many of each are what.
pub(super) fn show_tiers(view: &View) -> Vec<ShownSaleTier> {
    let (terms, capacity) = (view.terms(), view.hall().tier_capacity());
    let tiers = terms.tiers.iter().zip(view.tiers()).zip(capacity).map(|((tier, counts), all)| ShownSaleTier {
        id: Id(tier.id),
        name: tier.name.clone(),
        price: money(tier.price, terms.currency),
        fee: money(tier.fee, terms.currency),
        capacity: counts.capacity(),
        available: counts.available,
        held: counts.held,
        sold: counts.sold,
        blocked: all - counts.capacity(),
    });
    tiers.collect()
}

pub(super) fn show_cancellation(cancellation: Cancellation) -> ShownCancellation {
    let Cancellation { requested_at, done_at, .. } = cancellation;
    ShownCancellation { requested_at: time(requested_at), done_at: done_at.map(time) }
}

fn show_draft_tier(draft: &DraftTier, currency: Option<Currency>) -> ShownDraftTier {
    let DraftTier { tier, sells } = draft;
    let money = |amount: i64| currency.map(|currency| money(amount, currency));
    ShownDraftTier {
        id: Id(tier.id),
        name: tier.name.clone(),
        price: money(tier.price),
        fee: money(tier.fee),
        sections: sells.sections.clone(),
        categories: sells.categories.clone(),
        seats: sells.seats.iter().copied().map(Id).collect(),
    }
}

fn show_fault(fault: &Fault) -> ShownFault {
    ShownFault { field: fault.field.clone(), message: fault.message.clone() }
}
