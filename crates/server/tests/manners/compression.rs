//! Small pipes: what is compressed and what isn't, and what needn't be sent again.

use std::io::Read;

use admit_testkit::client::{Answer, Api, id, new_guest};
use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::{Value, json};

use crate::server;

async fn get(api: &Api, path: &str, accepted: &str) -> Answer {
    api.call(Method::GET, path).header("accept-encoding", accepted).send().await
}

/// The body as it was before it was compressed.
fn plain(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "" => plain.clone_from(&answer.body),
        "gzip" => drop(GzDecoder::new(&answer.body[..]).read_to_end(&mut plain).unwrap()),
        "br" => brotli::BrotliDecompress(&mut &answer.body[..], &mut plain).unwrap(),
        other => panic!("{other} was not asked for"),
    }
    plain
}

/// Everything of the catalogue and of seats that everybody may see.
async fn readable(api: &Api) -> Vec<String> {
    let event = api.event_named("Coldplay").await;
    let sections = api.availability(id(&event)).await;
    let (seats, venue) = (format!("/seats/{}", id(&event)), id(&event["venue"]).to_owned());
    vec![
        "/events?limit=100".to_owned(),
        format!("/events/{}", id(&event)),
        "/venues".to_owned(),
        format!("/venues/{venue}"),
        format!("/venues/{venue}/sections"),
        "/performers".to_owned(),
        format!("/performers/{}", id(&event["performers"][0])),
        format!("{seats}/availability"),
        format!("{seats}/sections/{}", id(&sections["sections"][0])),
        format!("{seats}/map"),
        format!("{seats}/state"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_everybody_may_see_is_compressed_as_the_client_likes() {
    let (_server, api) = server(&[]);
    for path in readable(&api).await {
        let whole = get(&api, &path, "identity").await;
        assert_eq!((whole.status, whole.header("content-encoding")), (200, ""), "{path}");
        let cases = [
            ("gzip", "gzip"),
            ("br", "br"),
            ("gzip, br", "br"),
            ("br;q=0, gzip", "gzip"),
            ("deflate", ""),
            ("*;q=0", ""),
        ];
        for (accepted, coding) in cases {
            let answer = get(&api, &path, accepted).await;
            let coding = if whole.body.len() < 1_024 { "" } else { coding };
            assert_eq!(answer.header("content-encoding"), coding, "{path}, {accepted}");
            assert_eq!(plain(&answer), whole.body, "{path}, {accepted}");
            if !coding.is_empty() {
                assert!(answer.body.len() * 2 < whole.body.len() + 600, "{path}: {}", answer.body.len());
                let mut varies = answer.headers.get_all("vary").iter();
                assert!(varies.any(|field| field == "accept-encoding"), "{}", answer.shown());
                assert_eq!(answer.header("etag"), format!("W/{}", whole.header("etag")), "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_one_buyers_own_or_short_stays_as_it_is() {
    let (_server, api) = server(&[]);
    let body = new_guest();
    let guest = api.call(Method::POST, "/auth/guest").header("accept-encoding", "gzip, br").json(&body).send().await;
    let token = guest.expect(201)["access_token"].as_str().unwrap().to_owned();
    let event = api.event_named("Coldplay").await;
    let reserve = api.call(Method::POST, &format!("/seats/{}/reserve", id(&event))).bearer(&token);
    let wanted = json!({ "best_available": { "quantity": 8 } });
    let hold = reserve.header("accept-encoding", "gzip, br").json(&wanted).send().await;
    assert!(hold.body.len() > 1_024);
    let section = hold.expect(201)["hold"]["seats"][0]["section"].as_str().unwrap().to_owned();
    let own = api.call(Method::GET, &format!("/seats/{}/sections/{section}", id(&event))).bearer(&token);
    let own = own.header("accept-encoding", "gzip, br").send().await;
    assert!(own.body.len() > 1_024);
    for answer in [guest, hold, own, get(&api, "/ping", "gzip").await, get(&api, "/nothing", "br").await] {
        assert_eq!(answer.header("content-encoding"), "", "{}", answer.shown());
        assert_ne!(answer.json(), Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_known_is_not_sent_again_and_a_head_has_no_body() {
    let (_server, api) = server(&[]);
    for path in readable(&api).await {
        for accepted in ["identity", "gzip, br"] {
            let whole = get(&api, &path, accepted).await;
            let tag = whole.header("etag").to_owned();
            assert!(!tag.is_empty(), "{path}");
            let opaque = tag.trim_start_matches("W/");
            for known in
                [tag.clone(), opaque.to_owned(), format!("W/{opaque}"), format!("\"x\", {tag}"), "*".to_owned()]
            {
                let call = api.call(Method::GET, &path).header("accept-encoding", accepted);
                let answer = call.header("if-none-match", &known).send().await;
                assert_eq!((answer.status, answer.body.len()), (304, 0), "{path}, {known}: {}", answer.shown());
                assert_eq!(answer.header("etag").trim_start_matches("W/"), opaque);
                assert_eq!(answer.header("cache-control"), whole.header("cache-control"));
                assert_eq!(answer.header("content-encoding"), "");
            }
            let stale = api.call(Method::GET, &path).header("if-none-match", "\"x\"").send().await;
            assert_eq!(stale.status, 200);
            let head = api.call(Method::HEAD, &path).header("accept-encoding", accepted).send().await;
            assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
            for name in ["content-type", "cache-control"] {
                assert_eq!(head.header(name), whole.header(name), "{path}");
            }
            assert_eq!(head.header("etag").trim_start_matches("W/"), opaque, "{path}");
        }
    }
}
