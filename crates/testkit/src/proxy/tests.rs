//! Each behaviour, seen from both ends.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::*;
use crate::poll::until_blocking;

/// Nothing is waited for longer, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// For so long something isn't to happen. A test that waits longer can only find more.
const A_MOMENT: Duration = Duration::from_millis(150);

/// A server that answers each line with itself, and says what it heard.
fn echo() -> (SocketAddr, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, (say, heard)) = (listener.local_addr().unwrap(), channel());
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let say = say.clone();
            std::thread::spawn(move || answer(client, &|bytes| say.send(bytes).is_ok()));
        }
    });
    (address, heard)
}

fn answer(mut client: TcpStream, say: &dyn Fn(Vec<u8>) -> bool) {
    let mut buffer = [0; 256];
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        if !say(buffer[..count].to_vec()) || client.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
}

struct Ground {
    proxy: Proxy,
    heard: Receiver<Vec<u8>>,
}

impl Ground {
    fn new() -> Ground {
        let (address, heard) = echo();
        Ground { proxy: Proxy::start(address).unwrap(), heard }
    }

    fn client(&self) -> TcpStream {
        let client = TcpStream::connect(self.proxy.address()).unwrap();
        client.set_read_timeout(Some(PATIENCE)).unwrap();
        client
    }

    /// A connection that has carried something.
    fn used(&self) -> TcpStream {
        let mut client = self.client();
        assert_eq!(ask(&mut client, "hello"), "hello");
        assert_eq!(self.heard.recv_timeout(PATIENCE).unwrap(), b"hello");
        client
    }

    fn hears_nothing(&self) -> bool {
        self.heard.recv_timeout(A_MOMENT).is_err()
    }
}

fn ask(client: &mut TcpStream, text: &str) -> String {
    client.write_all(text.as_bytes()).unwrap();
    let mut answer = vec![0; text.len()];
    client.read_exact(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

/// Whether nothing comes for a moment, and the connection stays.
fn is_silent(client: &mut TcpStream) -> bool {
    client.set_read_timeout(Some(A_MOMENT)).unwrap();
    let outcome = client.read(&mut [0; 1]);
    client.set_read_timeout(Some(PATIENCE)).unwrap();
    outcome.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

fn is_reset(client: &mut TcpStream) -> bool {
    client.read(&mut [0; 1]).is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
}

#[test]
fn it_passes_what_comes_and_ends_what_ends() {
    let ground = Ground::new();
    let mut client = ground.used();
    let long = "long ".repeat(30);
    assert_eq!(ask(&mut client, &long), long);
    assert_eq!(ground.proxy.open(), 1);
    client.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(client.read(&mut [0; 1]).unwrap(), 0, "the server closes after its client");
    until_blocking(PATIENCE, || (ground.proxy.open() == 0).then_some(())).expect("nothing stays open");
}

#[test]
fn a_delay_is_one_in_each_direction() {
    let ground = Ground::new();
    let mut client = ground.used();
    let by = Duration::from_millis(60);
    ground.proxy.set(Behaviour::Delay { by, jitter: Duration::from_millis(20) });
    let start = Instant::now();
    assert_eq!(ask(&mut client, "late"), "late");
    assert!(start.elapsed() >= by * 2, "{:?}", start.elapsed());
}

#[test]
fn a_stalled_way_loses_nothing() {
    let ground = Ground::new();
    let mut client = ground.used();
    ground.proxy.set(Behaviour::Stall);
    client.write_all(b"later").unwrap();
    let mut other = ground.client();
    other.write_all(b"later").unwrap();
    assert!(is_silent(&mut client) && ground.hears_nothing());
    ground.proxy.set(Behaviour::Pass);
    for client in [&mut client, &mut other] {
        let mut answer = [0; 5];
        client.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"later");
    }
}

#[test]
fn what_was_swallowed_never_comes_and_its_connection_is_reset() {
    let ground = Ground::new();
    let (mut idle, mut busy) = (ground.used(), ground.used());
    ground.proxy.set(Behaviour::Swallow);
    busy.write_all(b"gone").unwrap();
    let mut fresh = ground.client();
    fresh.write_all(b"gone").unwrap();
    assert!(is_silent(&mut busy) && is_silent(&mut fresh) && ground.hears_nothing());
    ground.proxy.set(Behaviour::Pass);
    assert!(is_reset(&mut busy) && is_reset(&mut fresh));
    assert_eq!(ask(&mut idle, "here"), "here", "who lost nothing goes on");
    assert_eq!(ground.heard.recv_timeout(PATIENCE).unwrap(), b"here");
}

#[test]
fn a_way_that_refuses_takes_nobody_new() {
    let ground = Ground::new();
    let mut client = ground.used();
    ground.proxy.set(Behaviour::Refuse);
    // One that is being made just then is reset instead.
    let refused = || {
        let kind = TcpStream::connect(ground.proxy.address()).err()?.kind();
        (kind == ErrorKind::ConnectionRefused).then_some(())
    };
    until_blocking(PATIENCE, refused).expect("it refuses connections");
    assert_eq!(ask(&mut client, "still"), "still");
    ground.proxy.set(Behaviour::Pass);
    let again = || TcpStream::connect(ground.proxy.address()).ok();
    let mut again = until_blocking(PATIENCE, again).expect("it takes connections again");
    assert_eq!(ask(&mut again, "hello"), "hello");
}

#[test]
fn a_reset_ends_what_there_is() {
    let ground = Ground::new();
    let (mut one, mut other) = (ground.used(), ground.used());
    assert_eq!(ground.proxy.reset(), 2);
    assert!(is_reset(&mut one) && is_reset(&mut other));
    assert_eq!(ask(&mut ground.client(), "next"), "next");
}

#[test]
fn a_connection_is_cut_after_its_request_went_on() {
    let ground = Ground::new();
    let (mut one, mut other) = (ground.used(), ground.used());
    ground.proxy.cut(Cut { when: When::Seen(b"COMMIT\0"), request: Request::Passed }, 1);
    assert_eq!(ask(&mut one, "COMMITTED"), "COMMITTED", "a longer word isn't that one");
    assert_eq!(ground.heard.recv_timeout(PATIENCE).unwrap(), b"COMMITTED");
    one.write_all(b"UPDATE COM").unwrap();
    assert_eq!(ground.heard.recv_timeout(PATIENCE).unwrap(), b"UPDATE COM");
    let mut first_part = [0; 10];
    one.read_exact(&mut first_part).unwrap();
    one.write_all(b"MIT\0").unwrap();
    assert!(is_reset(&mut one));
    assert_eq!(ground.heard.recv_timeout(PATIENCE).unwrap(), b"MIT\0", "the server is told");
    assert_eq!(ground.proxy.cut_so_far(), 1);
    assert_eq!(ask(&mut other, "COMMIT\0"), "COMMIT\0", "it was to happen once");
}

#[test]
fn a_connection_is_cut_before_its_request_goes_on() {
    let ground = Ground::new();
    let mut client = ground.used();
    ground.proxy.cut(Cut { when: When::After(8), request: Request::Lost }, 2);
    assert_eq!(ask(&mut client, "1234567"), "1234567");
    assert_eq!(ground.heard.recv_timeout(PATIENCE).unwrap(), b"1234567");
    client.write_all(b"8").unwrap();
    assert!(is_reset(&mut client) && ground.hears_nothing());
    ground.proxy.spare();
    assert_eq!(ask(&mut ground.client(), "123456789"), "123456789");
    assert_eq!(ground.proxy.cut_so_far(), 1);
}

#[test]
fn a_server_that_is_away_is_so_for_the_proxys_clients() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let proxy = Proxy::start(address).unwrap();
    let mut client = TcpStream::connect(proxy.address()).unwrap();
    client.set_read_timeout(Some(PATIENCE)).unwrap();
    assert!(is_reset(&mut client));
}
