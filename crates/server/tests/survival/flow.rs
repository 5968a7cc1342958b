//! One buyer's way through a sale, step by step, while the server may go away at any of them.

use std::time::Instant;

use admit_testkit::client::{Answer, Buyer, Call, card, checkout, id, new_guest};
use admit_testkit::draw::Draw;
use reqwest::Method;
use serde_json::json;

use super::ledger::{Known, Record};
use super::load::Shared;

/// The server is away, or says that what it needs is.
#[derive(Debug)]
pub(crate) struct Away;

pub(crate) async fn buy(shared: &Shared, draw: &mut Draw) -> Result<(), Away> {
    let api = shared.api();
    let answer = ask(shared, api.call(Method::POST, "/auth/guest").json(&new_guest())).await?;
    let buyer = Buyer::from_session(api, &answer.expect(201));
    let count = 1 + draw.below(3);
    let first = draw.below(shared.seats.len() - count);
    let wanted = json!({ "seats": shared.seats[first..first + count] });
    let path = format!("/seats/{}/reserve", shared.event);
    let answer = ask(shared, buyer.call(Method::POST, &path).json(&wanted)).await?;
    if answer.status == 409 {
        answer.problem(409, "seats_taken");
        return Ok(());
    }
    let hold = answer.expect(201)["hold"].clone();
    let index = shared.add(Record { buyer: buyer.clone(), known: Known::Held(hold), is_final: false });
    let outcome = go_on(shared, draw, index, &buyer).await;
    shared.change(index, |record| record.is_final = true);
    outcome
}

/// Keeps, releases, pays or pays and cancels.
async fn go_on(shared: &Shared, draw: &mut Draw, index: usize, buyer: &Buyer) -> Result<(), Away> {
    let Known::Held(hold) = shared.known(index) else { return Ok(()) };
    match draw.below(10) {
        0..3 => Ok(()),
        3 => {
            shared.learn(index, Known::Nothing);
            let path = format!("/seats/{}/release", shared.event);
            ask(shared, buyer.call(Method::POST, &path).json(&json!({ "hold_id": hold["id"] }))).await?.expect(204);
            shared.learn(index, Known::Released);
            Ok(())
        }
        choice => {
            let number = if choice == 4 { card::ANSWER_LOST } else { card::PAYS };
            let key = format!("pay {}", id(&hold));
            shared.learn(index, Known::Unanswered { hold: hold.clone(), key: key.clone(), number });
            let call = buyer.call(Method::POST, "/checkout").key(&key).json(&checkout(id(&hold), number));
            let answer = ask(shared, call).await?;
            match answer.status {
                201 => shared.learn(index, Known::Paid(answer.json())),
                202 => shared.learn(index, Known::Pending(answer.json())),
                _ => panic!("no payment ends so: {}", answer.shown()),
            }
            if choice == 9 { cancel(shared, index, buyer).await } else { Ok(()) }
        }
    }
}

async fn cancel(shared: &Shared, index: usize, buyer: &Buyer) -> Result<(), Away> {
    let Known::Paid(order) = shared.known(index) else { return Ok(()) };
    shared.learn(index, Known::Nothing);
    let path = format!("/checkout/orders/{}/cancel", id(&order));
    ask(shared, buyer.call(Method::POST, &path).json(&json!({}))).await?.expect(200);
    shared.learn(index, Known::Cancelled(order));
    Ok(())
}

/// Sends a call and judges how it was answered: in time, by a whole answer, and never by a 500.
async fn ask(shared: &Shared, call: Call) -> Result<Answer, Away> {
    let start = Instant::now();
    let outcome = call.try_send().await;
    shared.judge(start.elapsed(), &outcome);
    match outcome {
        Ok(answer) if answer.status == 503 => Err(Away),
        Ok(answer) => Ok(answer),
        Err(_) => Err(Away),
    }
}
