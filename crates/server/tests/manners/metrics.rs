//! What an operator sees of a sale, and that rows which somebody changed are found while the server runs.

use std::time::Duration;

use admit_demo::catalogue::EVENTS;
use admit_testkit::client::{Api, Buyer, card, id};
use admit_testkit::poll::until;
use admit_testkit::port::free_port;
use admit_testkit::server_process::ServerProcess;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::json;

use crate::server;

/// A sample's value; `None`: there is no such sample. `sample` is its name with its labels.
async fn metric(api: &Api, sample: &str) -> Option<f64> {
    let answer = api.outside(Method::GET, "/metrics").send().await;
    let text = answer.text();
    let line = text.lines().find(|line| line.strip_prefix(sample).is_some_and(|rest| rest.starts_with(' ')))?;
    line.rsplit(' ').next()?.parse().ok()
}

async fn until_metric(api: &Api, sample: &str, value: f64) {
    let look = async || (metric(api, sample).await == Some(value)).then_some(());
    until(format!("{sample} is {value}"), Duration::from_secs(20), look).await;
}

/// Somebody buys two seats, gives one hold back and is refused a taken seat.
async fn sale(api: &Api) -> i64 {
    let event = api.event_named("Coldplay").await;
    let buyer = api.guest().await;
    let best = json!({ "best_available": { "quantity": 2 } });
    let hold = buyer.hold(id(&event), &best).await;
    let order = buyer.pay(&hold).await;
    let seat = hold["seats"][0]["id"].as_str().unwrap();
    buyer.reserve(id(&event), &json!({ "seats": [seat] })).await.problem(409, "seats_taken");
    let other = buyer.hold(id(&event), &best).await;
    buyer.release(&other).await.expect(204);
    let declined = buyer.hold(id(&event), &best).await;
    buyer.check_out(&declined, card::DECLINED).await.problem(402, "payment_declined");
    order["total"]["amount"].as_i64().unwrap()
}

async fn organizer(api: &Api) -> Buyer {
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    Buyer::from_session(api, &api.post("/auth/login", &login).await.expect(200))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_can_be_watched() {
    let (_server, api) = server(&[]);
    let never = metric(&api, "admit_unknown_commits_total").await;
    assert_eq!(never, Some(0.0), "what never happened is no missing measure");
    for sample in ["admit_holds_total{change=\"expired\"}", "admit_orders_total{change=\"paid_too_late\"}"] {
        assert_eq!(metric(&api, sample).await, Some(0.0), "{sample}");
    }
    let total = sale(&api).await as f64;
    // The demo's crowd has bought before anybody looked.
    let nearly = EVENTS.iter().find(|event| event.sold > 0).unwrap();
    let crowd = f64::from(nearly.sold);
    let event = api.event_named(nearly.name).await;
    let stats = organizer(&api).await.get(&format!("/organizer/events/{}/stats", id(&event))).await.expect(200);
    let total = total + stats["revenue"]["gross"]["amount"].as_f64().unwrap();
    let seen = [
        ("admit_holds_total{change=\"made\"}", 3.0 + crowd / 2.0),
        ("admit_holds_total{change=\"released\"}", 1.0),
        ("admit_orders_total{change=\"begun\"}", 2.0 + crowd / 2.0),
        ("admit_orders_total{change=\"paid\"}", 1.0 + crowd / 2.0),
        ("admit_orders_total{change=\"failed\"}", 1.0),
        ("admit_tickets_sold_total", 2.0 + crowd),
        ("admit_sold_minor_units_total{currency=\"USD\"}", total),
        ("admit_problems_total{code=\"seats_taken\"}", 1.0),
        ("admit_problems_total{code=\"payment_declined\"}", 1.0),
        ("admit_http_seconds_count{path=\"/api/v1/seats/{event}/reserve\",status=\"201\"}", 3.0),
        ("admit_http_seconds_count{path=\"/api/v1/seats/{event}/reserve\",status=\"409\"}", 1.0),
        ("admit_desk_queue_commands", 0.0),
        ("admit_oversold_units", 0.0),
        ("admit_reconciliation_violations", 0.0),
    ];
    for (sample, value) in seen {
        assert_eq!(metric(&api, sample).await, Some(value), "{sample}");
    }
    assert!(metric(&api, "admit_desks").await >= Some(1.0));
    assert!(metric(&api, "admit_store_waiting").await.is_some());
    // What callers make up is no label.
    for path in ["/made/up", "/seats/x/y/z", "/events/1/2"] {
        api.get(path).await.problem(404, "not_found");
    }
    assert_eq!(metric(&api, "admit_http_seconds_count{path=\"unmatched\",status=\"404\"}").await, Some(3.0));
    let text = api.outside(Method::GET, "/metrics").send().await.text();
    assert!(!text.contains("made/up") && !text.contains("evt_"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_somebody_changed_is_found_while_the_server_runs() {
    let (server, api) = server(&[("ADMIT_RECONCILE_EVERY_S", "1")]);
    sale(&api).await;
    until_metric(&api, "admit_reconciliation_events", 1.0).await;
    until_metric(&api, "admit_reconciliation_waiting_events", 0.0).await;
    assert_eq!(metric(&api, "admit_reconciliation_violations").await, Some(0.0));

    // A sold seat is given to the hold that is open. The journal knows nothing of it.
    let sold = "(SELECT MIN(unit) FROM claims WHERE state = 'sold')";
    let open = "(SELECT hold_id FROM claims WHERE state = 'held')";
    let keep = "CREATE TABLE kept AS SELECT event_id, unit, hold_id FROM claims WHERE state = 'sold'";
    change(&server, &format!("{keep}; UPDATE claims SET hold_id = {open} WHERE unit = {sold}"));
    let look = async || server.logged("ClaimOfAnother").or_else(|| server.logged("whose claim is"));
    until("the alarm is in the log", Duration::from_secs(20), look).await;
    until_metric(&api, "admit_oversold_units", 1.0).await;
    assert!(metric(&api, "admit_reconciliation_violations").await > Some(1.0));
    assert_eq!(metric(&api, "admit_alarms_total{kind=\"reconciliation\"}").await, Some(1.0));

    // The alarm stands for as long as it is so, and ends when it is put right.
    sale(&api).await;
    until_metric(&api, "admit_oversold_units", 1.0).await;
    let put_back = "UPDATE claims SET hold_id = (SELECT hold_id FROM kept WHERE kept.unit = claims.unit
                    AND kept.event_id = claims.event_id) WHERE unit IN (SELECT unit FROM kept) AND state = 'sold'";
    change(&server, &format!("{put_back}; DROP TABLE kept"));
    until_metric(&api, "admit_reconciliation_violations", 0.0).await;
    until_metric(&api, "admit_oversold_units", 0.0).await;

    // What can't be read at all is found as well, in an event that nobody buys of just now.
    change(&server, "UPDATE claims SET state = 'gone' WHERE state = 'held'");
    until_metric(&api, "admit_reconciliation_violations", 1.0).await;
}

fn change(server: &ServerProcess, sql: &str) {
    let database = Connection::open(server.data().join("admit.db")).unwrap();
    database.busy_timeout(Duration::from_secs(10)).unwrap();
    database.execute_batch(sql).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_with_a_listener_of_their_own_are_on_no_other() {
    let own = format!("127.0.0.1:{}", free_port().unwrap());
    let (_server, api) = server(&[("ADMIT_METRICS_LISTEN", &own)]);
    api.outside(Method::GET, "/metrics").send().await.problem(404, "not_found");
    let apart = Api::new(&format!("http://{own}")).unwrap();
    let answer = apart.outside(Method::GET, "/metrics").send().await;
    answer.expect(200);
    assert!(answer.text().contains("# TYPE "), "{}", answer.shown());
    let nothing = apart.outside(Method::GET, "/readyz/not/here").send().await;
    nothing.problem(404, "not_found");
    for answer in [answer, nothing] {
        assert!(!answer.header("x-request-id").is_empty(), "{}", answer.shown());
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", answer.shown());
    }
}
