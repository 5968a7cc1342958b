//! SIGTERM: what is in flight is finished, and the program ends well.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use admit_testkit::client::{Api, id};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::{ARENA, Profile};
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::start;

const ENDS_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stop_under_load_loses_nothing_embedded() {
    a_stop_under_load_loses_nothing(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stop_under_load_loses_nothing_cluster() {
    a_stop_under_load_loses_nothing(Profile::Cluster).await;
}

async fn a_stop_under_load_loses_nothing(profile: Profile) {
    let mut server = block_in_place(|| start(&profile.fresh().unwrap()));
    let mut load = Load::start(server.url(), Server::Dies, &Draw::new("stops")).await;
    for _ in 0..2 {
        load.progress(60, Duration::from_secs(60)).await;
        let mut half_sent = half_a_request(&server);
        // Neither somebody who only listens nor somebody who never finishes keeps it from ending.
        let silent = TcpStream::connect(address(&server)).unwrap();
        server.terminate().unwrap();
        half_sent.finish();
        let answer = block_in_place(|| half_sent.answer());
        assert!(answer.starts_with("HTTP/1.1 201"), "a request in flight was answered: {answer:?}");
        let start = Instant::now();
        let status = block_in_place(|| server.wait(ENDS_WITHIN).unwrap());
        assert_eq!(status.code(), Some(0), "{}\n{}", status, server.log_tail());
        eprintln!("{profile:?}: ended after {:?}", start.elapsed());
        drop(silent);
        block_in_place(|| server.start_again().unwrap());
        load.verify().await;
    }
    settle_and_verify(load.stop().await).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

/// Long enough for whatever is asked meanwhile, also of a busy machine.
const UNREADY_S: &str = "10";

/// Balancers hear of the end before it comes, and browsers that are sent away come again at different times.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_is_announced() {
    let settings = [("ADMIT_STOP_AFTER_UNREADY_S", UNREADY_S)];
    let mut server = block_in_place(|| ServerProcess::start(super::BINARY, &Database::Embedded, &settings).unwrap());
    let api = Api::new(server.url()).unwrap();
    let event = id(&api.event_named(ARENA).await).to_owned();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let url = format!("{}/api/v1/events/{event}/stream", server.url());
        streams.push(client.get(url).send().await.unwrap());
    }
    let readiness = async || api.outside(reqwest::Method::GET, "/readyz").send().await;
    assert_eq!(readiness().await.status, 200);
    server.terminate().unwrap();
    let unready =
        until("503", ENDS_WITHIN, async || Some(readiness().await).filter(|answer| answer.status == 503)).await;
    assert_eq!(unready.json()["dependencies"]["node"], "stopping", "{}", unready.shown());
    // Whoever is still sent here is served.
    api.guest().await;
    let mut waits = Vec::new();
    for stream in streams {
        let text = stream.text().await.unwrap();
        let last = text.trim_end().rsplit("\n\n").next().unwrap_or_default();
        let wait: u32 = last.strip_prefix("retry: ").unwrap_or_else(|| panic!("ends with {last:?}")).parse().unwrap();
        assert!((1_000..=10_000).contains(&wait), "{wait}");
        waits.push(wait);
    }
    assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");
    let status = block_in_place(|| server.wait(ENDS_WITHIN).unwrap());
    assert_eq!(status.code(), Some(0), "{}", server.log_tail());
}

/// A registration of which the server has the first half.
struct HalfSent {
    stream: TcpStream,
    rest: &'static str,
}

fn half_a_request(server: &ServerProcess) -> HalfSent {
    let mut stream = TcpStream::connect(address(server)).unwrap();
    stream.set_read_timeout(Some(ENDS_WITHIN)).unwrap();
    let rest = r#""name": "In Flight"}"#;
    let begun = r#"{"email": "in.flight@example.com", "#;
    let head = format!(
        "POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{begun}",
        begun.len() + rest.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Once a request that came later is answered, this one has been begun.
    std::net::TcpStream::connect(address(server))
        .and_then(|mut other| {
            other.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
            other.read_to_end(&mut Vec::new())
        })
        .unwrap();
    HalfSent { stream, rest }
}

impl HalfSent {
    fn finish(&mut self) {
        self.stream.write_all(self.rest.as_bytes()).unwrap();
    }

    fn answer(&mut self) -> String {
        let mut answer = Vec::new();
        let mut part = [0; 1_024];
        while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
            match self.stream.read(&mut part) {
                Ok(0) | Err(_) => break,
                Ok(count) => answer.extend_from_slice(&part[..count]),
            }
        }
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Two writers with two memories would each be right on their own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_keeps_off_a_data_folder_in_use() {
    let mut first = block_in_place(|| start(&Database::Embedded));
    let api = Api::new(first.url()).unwrap();
    let event = id(&api.event_named(ARENA).await).to_owned();
    let second = block_in_place(|| first.run(&["serve", "--demo", "--listen", "127.0.0.1:0"]).unwrap());
    assert!(!second.status.success(), "{second:?}");
    let folder = first.data().display().to_string();
    let clear: Vec<&str> = second.said.lines().filter(|line| line.contains(&folder)).collect();
    assert_eq!(clear.len(), 1, "one line says why: {}", second.said);
    assert!(!second.said.contains("panicked") && !second.said.contains("RUST_BACKTRACE"), "{}", second.said);
    assert!(first.is_running());
    let buyer = api.guest().await;
    buyer.hold(&event, &serde_json::json!({ "best_available": { "quantity": 2 } })).await;
    block_in_place(|| first.stop_and_check().unwrap());
}

fn address(server: &ServerProcess) -> &str {
    server.url().trim_start_matches("http://")
}
