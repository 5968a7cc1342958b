//! Free ports for servers that tests start.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Result, bail};

/// Below the range from which Linux takes the ports of outgoing connections (32768 and up). While a server is stopped
/// its port must neither go to somebody's outgoing connection, which would keep the server from coming back, nor to
/// a client that connects to that very port and so reaches itself.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

static ASKED: AtomicU16 = AtomicU16::new(0);

/// A port of 127.0.0.1 on which nothing listens now. Somebody else may take it before the caller does, so a server that
/// can't have it is started again on another.
pub fn free_port() -> Result<u16> {
    for _ in 0..COUNT {
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        // Test processes that run side by side begin to look at different places.
        let offset = std::process::id().wrapping_mul(97).wrapping_add(asked.into()) % u32::from(COUNT);
        let port = FIRST + u16::try_from(offset)?;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no free port between {FIRST} and {}", FIRST + COUNT - 1)
}
