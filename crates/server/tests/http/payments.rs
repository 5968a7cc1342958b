//! `/payments/webhooks/{provider}`: only the provider is believed.

use admit_testkit::client::{card, id};
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::json;

use crate::checkout::held;

const PATH: &str = "/payments/webhooks/simulated";

admit_testkit::on_both_databases!(
    crate::SITES:
    a_forged_webhook_changes_nothing,
    of_other_providers_nothing_is_known,
    what_can_be_paid_with_is_told_and_may_be_kept,
);

async fn a_forged_webhook_changes_nothing(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.check_out(&hold, card::REDIRECTS).await.expect(202);
    let paid = json!({
        "id": "job_00000000000000000000000000",
        "type": "payment.paid",
        "payment": order["payment_id"],
        "amount": order["total"]["amount"],
        "currency": order["total"]["currency"],
    });
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let zeros = "0".repeat(64);
    let signatures = [format!("t={now},v1={zeros}"), format!("t=1,v1={zeros}"), "v1=".to_owned(), "é".to_owned()];
    for signature in signatures.iter().map(String::as_str).chain(["", "t=9223372036854775807,v1=00"]) {
        for body in [paid.to_string(), "{".to_owned(), String::new(), "[".repeat(60_000)] {
            let call = site.api.call(Method::POST, PATH).header("admit-signature", signature);
            call.body("application/json", body).send().await.problem(400, "bad_signature");
        }
    }
    site.api.post(PATH, &paid).await.problem(400, "bad_signature");
    assert_eq!(buyer.order(id(&order)).await["status"], "pending_payment");
    assert!(buyer.tickets().await.is_empty());
}

async fn of_other_providers_nothing_is_known(site: &Site) {
    for provider in ["stripe", "x", "SIMULATED", "%2e%2e"] {
        site.api.post(&format!("/payments/webhooks/{provider}"), &json!({})).await.problem(404, "not_found");
    }
}

async fn what_can_be_paid_with_is_told_and_may_be_kept(site: &Site) {
    let answer = site.api.get("/checkout/methods").await;
    let offer = json!({ "gateway": "simulated", "is_test": true, "methods": ["card", "upi", "net_banking"] });
    assert_eq!(answer.expect(200), offer);
    assert!(answer.header("cache-control").starts_with("public"), "{}", answer.shown());
    let again = site.api.call(Method::GET, "/checkout/methods").header("if-none-match", answer.header("etag"));
    again.send().await.expect(304);
}
