//! How many connections an address may have open.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use admit_testkit::poll::until;

use crate::server;

/// A connection that was answered once, if the server let it in.
fn connect(url: &str) -> Option<TcpStream> {
    opened(url, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n", b"HTTP/1.1 200")
}

/// An open WebSocket, if the server let it in.
fn socket(url: &str) -> Option<TcpStream> {
    let upgrade = "GET /api/v1/ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    opened(url, upgrade, b"HTTP/1.1 101")
}

fn opened(url: &str, request: &str, answer: &[u8; 12]) -> Option<TcpStream> {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // A connection that is closed at once may take the request or not; the answer is what counts.
    let _ = stream.write_all(request.as_bytes());
    let mut first = [0; 12];
    stream.read_exact(&mut first).ok()?;
    assert_eq!(&first, answer);
    Some(stream)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_has_so_many_connections_at_once() {
    let settings = [("ADMIT_CONNECTIONS_BY_ADDRESS_MAX", "3"), ("ADMIT_LIMIT_LOOPBACK_CONNECTIONS", "on")];
    let (server, _api) = server(&settings);
    let mut open: Vec<_> = (0..3).map(|_| connect(server.url()).expect("the first three are let in")).collect();
    assert!(connect(server.url()).is_none(), "a fourth was let in");
    open.pop();
    let again = async || connect(server.url());
    open.push(until("a place is free again", Duration::from_secs(10), again).await);
    assert!(connect(server.url()).is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_keeps_its_place_after_the_request_that_opened_it() {
    let settings = [("ADMIT_CONNECTIONS_BY_ADDRESS_MAX", "2"), ("ADMIT_LIMIT_LOOPBACK_CONNECTIONS", "on")];
    let (server, _api) = server(&settings);
    let mut open: Vec<_> = (0..2).map(|_| socket(server.url()).expect("the first two are let in")).collect();
    assert!(connect(server.url()).is_none(), "a third was let in");
    open.pop();
    let again = async || socket(server.url());
    until("a place is free again", Duration::from_secs(10), again).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_machine_is_spared_unless_it_is_said_otherwise() {
    let (server, _api) = server(&[("ADMIT_CONNECTIONS_BY_ADDRESS_MAX", "1")]);
    let open: Vec<_> = (0..20).filter_map(|_| connect(server.url())).collect();
    assert_eq!(open.len(), 20);
}
