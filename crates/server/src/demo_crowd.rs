//! The demo's crowd: buyers who have bought before anybody looks, so that an event is nearly sold out. They hold and pay as
//! everybody does. They have no accounts to sign in to, and so get no mails.
//!
//! Each buys once, and knows that they did by their orders, so loading again after being killed midway sells what is missing.

use std::sync::Arc;

use admit_app::accounts::address::Address;
use admit_app::accounts::caller::Caller;
use admit_app::app::App;
use admit_app::checkout::CheckOut;
use admit_app::checkout::error::CheckoutError;
use admit_app::desk::DeskError;
use admit_app::ports::payments::PaymentMethod;
use admit_app::seats::Reserve;
use admit_app::waiting_room::error::ReserveError;
use admit_demo::catalogue::{DemoEvent, EVENTS};
use admit_domain::hold::RequestKey;
use admit_domain::id::{AccountId, SessionId};
use admit_domain::inventory::command::{BestAvailable, Choice, Together};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::role::Role;
use anyhow::{Context, Result};
use tokio::task::JoinSet;

use crate::demo::{event_id, id_of};

const TICKETS_EACH: u16 = 2;

pub(crate) async fn sell_to_the_crowd(app: &Arc<App>) -> Result<()> {
    let takes_cards = app.payments.check_method(&card()).is_ok();
    for event in EVENTS.iter().filter(|event| event.sold > 0 && takes_cards) {
        let mut buying = JoinSet::new();
        for number in 0..event.sold / TICKETS_EACH {
            let app = app.clone();
            buying.spawn(async move { buy(&app, event, number).await });
        }
        for bought in buying.join_all().await {
            bought.with_context(|| format!("the crowd at {}", event.name))?;
        }
    }
    Ok(())
}

async fn buy(app: &Arc<App>, event: &DemoEvent, number: u16) -> Result<()> {
    let number = number.to_string();
    let account = AccountId::from_u128(id_of("fan", &[event.name, &number]));
    if !app.store.orders_of(account, None, 1).await?.is_empty() {
        return Ok(());
    }
    let address = Address::parse(&format!("fan{number}@example.com"))?;
    let caller = Caller {
        account,
        session: SessionId::from_u128(0),
        role: Role::Buyer,
        address: app.keys.address_hash(&address.mailbox()),
    };
    let choice = Choice::Best(BestAvailable {
        quantity: TICKETS_EACH.into(),
        section: None,
        tier: None,
        price_max: None,
        together: Together::Preferred,
    });
    // Nodes that start together ask for the same, and get it once.
    let key = |step: &str| {
        let id = id_of(step, &[event.name, &number]).to_be_bytes();
        Some(RequestKey { key: id, body: id })
    };
    let reserve = Reserve { event: event_id(event), choice, key: key("hold"), pass: None };
    let hold = match app.reserve_seats(&caller, reserve).await {
        Ok((hold, _)) => hold,
        Err(ReserveError::Desk(DeskError::Refused(refusal))) => return tell(event, &refusal),
        Err(error) => return Err(error.into()),
    };
    let checkout = CheckOut { hold: hold.id, method: card(), return_url: None, key: key("payment") };
    match app.check_out(&caller, checkout).await {
        Ok(_) => Ok(()),
        Err(CheckoutError::Desk(DeskError::Refused(refusal))) => tell(event, &refusal),
        Err(error) => Err(error.into()),
    }
}

/// An event that somebody has paused or cancelled keeps no server from starting.
fn tell(event: &DemoEvent, refusal: &Refusal) -> Result<()> {
    tracing::info!(event = event.name, ?refusal, "somebody of the demo's crowd bought nothing");
    Ok(())
}

/// The simulated gateway's number that pays.
fn card() -> PaymentMethod {
    PaymentMethod::Card { number: "4242424242424242".to_owned(), exp_month: 12, exp_year: 2099, cvc: "123".to_owned() }
}
