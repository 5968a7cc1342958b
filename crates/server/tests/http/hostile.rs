//! Requests that no client library would send, byte by byte: each is answered or dropped, and the server serves on.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use admit_testkit::site::Site;

admit_testkit::on_both_databases!(
    crate::SITES: requests_that_are_none_harm_nobody,
    huge_headers_are_refused,
    callers_that_leave_harm_nobody,
    silent_connections_keep_nobody_out,
    a_body_that_dribbles_is_the_clients_doing,
);

/// No answer is worth waiting longer for.
const PATIENCE: Duration = Duration::from_secs(20);

async fn requests_that_are_none_harm_nobody(site: &Site) {
    let requests: Vec<Vec<u8>> = vec![
        b"\r\n\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GET /api/v1/events HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /api/v1/events/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"GET /api/v1/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(),
        b"GET /api/v1/events/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(),
        b"GET /api/v1/events?q=%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(),
        b"POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}".to_vec(),
        b"POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n{}".to_vec(),
        b"POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            .to_vec(),
        b"POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"
            .to_vec(),
        b"GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xff\r\nConnection: close\r\n\r\n"
            .to_vec(),
        b"GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nCookie: admit_session=\xff; =; ;;;\r\nConnection: close\r\n\r\n"
            .to_vec(),
    ];
    for request in requests {
        let answer = speak(site, &request);
        let first = answer.split("\r\n").next().unwrap_or("").to_owned();
        let shown = String::from_utf8_lossy(&request).into_owned();
        assert!(!first.contains(" 500 ") && !first.contains(" 502 "), "{shown:?}: {answer}");
        let is_problem = answer.contains("application/problem+json") || answer.is_empty();
        let is_by_parser = first.contains(" 400 ") || first.contains(" 505 ");
        assert!(is_problem || is_by_parser || first.contains(" 200 "), "{shown:?}: {answer}");
    }
    serves(site).await;
}

async fn huge_headers_are_refused(site: &Site) {
    let long_value = format!("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(2_000_000));
    let many: String = (0..5_000).map(|number| format!("X-{number}: y\r\n")).collect();
    let many = format!("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n{many}\r\n");
    let long_path = format!("GET /api/v1/events/{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(200_000));
    for request in [long_value, many, long_path] {
        let answer = speak(site, request.as_bytes());
        let first = answer.split("\r\n").next().unwrap_or("");
        let is_refused =
            answer.is_empty() || [" 431 ", " 414 ", " 400 ", " 404 "].iter().any(|code| first.contains(code));
        assert!(is_refused, "{first}");
    }
    serves(site).await;
}

async fn callers_that_leave_harm_nobody(site: &Site) {
    let buyer = site.buyer().await;
    let (event, seats) = site.seats(1).await;
    let head = format!(
        "POST /api/v1/seats/{event}/reserve HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"seats\": [",
        buyer.access_token
    );
    for _ in 0..20 {
        let mut stream = connect(site);
        stream.write_all(head.as_bytes()).unwrap();
        drop(stream);
    }
    serves(site).await;
    assert!(buyer.holds().await.is_empty());
    buyer.hold_seats(&event, &seats).await;
}

async fn silent_connections_keep_nobody_out(site: &Site) {
    let silent: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = connect(site);
            stream.write_all(b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: ").unwrap();
            stream
        })
        .collect();
    serves(site).await;
    drop(silent);
}

/// Sends the bytes and gives what comes back until the other side is done; empty if it only hangs up.
fn speak(site: &Site, request: &[u8]) -> String {
    let mut stream = connect(site);
    // The server may hang up before it has read everything.
    let _ = stream.write_all(request);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let mut part = [0; 4_096];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&part[..count]),
            Err(error) => {
                let is_hang_up = error.kind() == std::io::ErrorKind::ConnectionReset;
                assert!(is_hang_up, "{error} after {:?}", String::from_utf8_lossy(&request[..request.len().min(200)]));
                break;
            }
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn connect(site: &Site) -> TcpStream {
    let stream = TcpStream::connect(site.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

async fn serves(site: &Site) {
    assert!(site.lives());
    site.api.get("/events").await.expect(200);
    site.buyer().await.get("/auth/me").await.expect(200);
}

async fn a_body_that_dribbles_is_the_clients_doing(site: &Site) {
    let address = site.url().trim_start_matches("http://").to_owned();
    let dribbling = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let head = "POST /api/v1/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        // Each look for an answer is a byte's pause.
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let mut answer = [0; 4_000];
        loop {
            match stream.read(&mut answer) {
                Ok(read) => return String::from_utf8_lossy(&answer[..read]).into_owned(),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    // The server may have answered and hung up since.
                    let _ = stream.write_all(b" ");
                }
                Err(error) => panic!("{error}"),
            }
        }
    });
    let answer = tokio::time::timeout(2 * PATIENCE, dribbling).await.expect("an answer in time").unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"code\":\"body_too_slow\""), "{answer}");
}
