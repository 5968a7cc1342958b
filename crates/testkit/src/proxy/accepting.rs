//! Taking a proxy's connections, or refusing them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::time::sleep;

use super::Behaviour;
use super::carrying::carry;
use super::link::Link;

const WAITING_MAX: u32 = 256;
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(5);

pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // Connections of the time before don't keep the port from being listened on again.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_MAX)
}

/// Takes connections for as long as the proxy lives.
pub(super) async fn accept(first: TcpListener, address: SocketAddr, link: Arc<Link>) {
    let mut listener = Some(first);
    loop {
        let Some(open) = &listener else {
            link.until(|behaviour| *behaviour != Behaviour::Refuse).await;
            listener = listen(address).ok();
            if listener.is_none() {
                sleep(TRY_AGAIN_AFTER).await;
            }
            continue;
        };
        tokio::select! {
            biased;
            () = link.until(|behaviour| *behaviour == Behaviour::Refuse) => listener = None,
            taken = open.accept() => match taken {
                Ok((client, _)) => drop(tokio::spawn(carry(client, link.clone()))),
                // Such as too many open files, which pass.
                Err(_) => sleep(TRY_AGAIN_AFTER).await,
            },
        }
    }
}
