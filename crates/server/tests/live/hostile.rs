//! What no honest client says on a socket: each is answered or cut off, and the server serves on.

use admit_testkit::client::id;
use admit_testkit::site::Site;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::listen::Socket;

admit_testkit::on_both_databases!(
    crate::SITES: nonsense_is_answered_with_an_error,
    too_much_is_cut_off,
    whoever_goes_leaves_nothing_behind,
);

async fn nonsense_is_answered_with_an_error(site: &Site) {
    let mut socket = Socket::open(site.url()).await;
    for (text, code) in [
        ("", "malformed_json"),
        ("{", "malformed_json"),
        ("{}", "invalid"),
        ("[]", "invalid"),
        (r#"["ping"]"#, "invalid"),
        ("null", "invalid"),
        (r#"{"type":"shout"}"#, "invalid"),
        (r#"{"type":7}"#, "invalid"),
        (r#"{"type":"join"}"#, "invalid"),
        (r#"{"type":"join","event_id":7}"#, "invalid"),
        (r#"{"type":"join","event_id":"evt_x"}"#, "not_found"),
        (r#"{"type":"join","event_id":"evt_x","after":"x"}"#, "invalid"),
        (r#"{"type":"ping","more":true}"#, "invalid"),
        (r#"{"type":"auth"}"#, "invalid"),
    ] {
        socket.send(Message::text(text)).await;
        let error = socket.next().await.unwrap_or_else(|| panic!("closed after {text:?}"));
        assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!(code)), "{text:?}");
        assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{error}");
    }
    socket.send(Message::binary(vec![0, 159, 146, 150])).await;
    assert_eq!(socket.next().await.unwrap()["code"], "unsupported_media_type");
    socket.is_heard().await;
}

async fn too_much_is_cut_off(site: &Site) {
    let mut long = Socket::open(site.url()).await;
    long.send(Message::text("x".repeat(100_000))).await;
    long.closed().await;
    let mut flood = Socket::open(site.url()).await;
    for _ in 0..1_000 {
        flood.send(Message::text(r#"{"type":"ping"}"#)).await;
    }
    let closed = flood.closed().await;
    assert!([0, 1008].contains(&closed), "{closed}");
    Socket::open(site.url()).await.is_heard().await;
}

async fn whoever_goes_leaves_nothing_behind(site: &Site) {
    let club = site.api.event_named("Paper Lanterns").await;
    for _ in 0..50 {
        let mut socket = Socket::joined(site.url(), id(&club)).await;
        socket.next().await;
    }
    admit_testkit::poll::until("the sockets to be gone", std::time::Duration::from_secs(10), async || {
        let metrics = site.api.outside(reqwest::Method::GET, "/metrics").send().await.text();
        let line =
            metrics.lines().find(|line| line.starts_with("admit_live_connections{kind=\"ws\"}")).map(str::to_owned);
        // Other tests' sockets may be open.
        line.and_then(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).filter(|open| *open < 150.0)
    })
    .await;
}
