//! A way to a server that can be slow, broken, or cut just when it hurts: a TCP proxy on a port of its own.
//!
//! What a network does to a program can't be had by killing its peer: connections that stay open and carry nothing, answers that
//! never come to what was done. The proxy has threads of its own, so it can be used from any code, and nothing of it blocks.

mod accepting;
mod carrying;
mod cutting;
mod link;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};

pub use cutting::{Cut, Request, When};
use link::Link;

use crate::port::free_port;

const START_ATTEMPTS_MAX: u32 = 8;

/// What happens to bytes and connections on the way. Whatever it is, a connection that ends on one side ends on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    Pass,
    /// What comes is passed on so much later, in both directions.
    Delay {
        by: Duration,
        jitter: Duration,
    },
    /// Nothing goes through and nothing is lost: everything comes later, as after a network's short break.
    Stall,
    /// What comes is gone while connections stay open, and new ones are taken. Connections that have lost something are reset when
    /// this is over, as by a peer that knows nothing of them any more; a stream with a hole must not be read on.
    Swallow,
    /// New connections are refused. Those that there are go on.
    Refuse,
}

/// A way to one server. Dropping it cuts all connections.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    link: Arc<Link>,
    /// Taken when dropped: a runtime may not be waited for within another.
    runtime: Option<Runtime>,
}

impl Proxy {
    /// A way to `server`, which need not be there yet.
    pub fn start(server: SocketAddr) -> Result<Proxy> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("proxy").enable_all().build();
        let runtime = runtime.context("no runtime for a proxy")?;
        let mut listening = None;
        for _ in 0..START_ATTEMPTS_MAX {
            let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
            // Somebody else may have taken the port in the meantime.
            let within = runtime.enter();
            listening = accepting::listen(address).ok().map(|listener| (address, listener));
            drop(within);
            if listening.is_some() {
                break;
            }
        }
        let (address, listener) = listening.context("no port for a proxy")?;
        let link = Arc::new(Link::new(server));
        runtime.spawn(accepting::accept(listener, address, link.clone()));
        Ok(Proxy { address, link, runtime: Some(runtime) })
    }

    /// Where clients connect; the same for the proxy's whole life.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on, for connections that there are as well.
    pub fn set(&self, behaviour: Behaviour) {
        self.link.set(behaviour);
    }

    /// Resets all connections that there are, and says how many. New ones are taken.
    pub fn reset(&self) -> usize {
        let open = self.open();
        self.link.reset();
        open
    }

    /// Cuts a connection as described, as soon as there is one to which that happens; the next one after that, and so on,
    /// `times` times.
    pub fn cut(&self, cut: Cut, times: u32) {
        self.link.cuts.arm(cut, times);
    }

    /// Cuts no more.
    pub fn spare(&self) {
        self.link.cuts.disarm();
    }

    /// How many connections were cut so far.
    pub fn cut_so_far(&self) -> u64 {
        self.link.cuts.done()
    }

    /// How many connections are open.
    pub fn open(&self) -> usize {
        self.link.open.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests;
