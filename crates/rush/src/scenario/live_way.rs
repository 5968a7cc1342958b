//! A way on which live updates come, a stream or a socket, from one server.

use crate::wire::events::EventStream;
use crate::wire::socket::Socket;

use super::stage::Listener;

/// What is listened to, where, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room<'room> {
    pub(crate) authority: &'room str,
    pub(crate) event: &'room str,
    pub(crate) by: Listener,
}

pub(crate) enum Way {
    Stream(Box<EventStream>),
    Socket(Box<Socket>),
}

impl Way {
    /// Connects, after the version `last` if one is named.
    pub(crate) async fn open(room: Room<'_>, last: Option<(u64, u64)>) -> anyhow::Result<Way> {
        let text = last.map(|(epoch, number)| format!("{epoch}.{number}"));
        match room.by {
            Listener::Sse => {
                let path = format!("/api/v1/events/{}/stream", room.event);
                Ok(Way::Stream(Box::new(EventStream::open(room.authority, &path, text.as_deref()).await?)))
            }
            Listener::Ws => {
                let mut socket = Socket::open(room.authority, "/api/v1/ws").await?;
                let after = text.map_or_else(String::new, |text| format!(",\"after\":\"{text}\""));
                socket.send(&format!("{{\"type\":\"join\",\"event_id\":\"{}\"{after}}}", room.event)).await?;
                Ok(Way::Socket(Box::new(socket)))
            }
        }
    }

    /// The next message's text.
    pub(crate) async fn next(&mut self) -> anyhow::Result<&str> {
        match self {
            Way::Stream(stream) => Ok(stream.next().await?.data),
            Way::Socket(socket) => socket.next().await,
        }
    }
}

/// The `epoch.number` that follows `name`, which stands near the beginning.
pub(crate) fn version(text: &str, name: &str) -> Option<(u64, u64)> {
    let start = memchr::memmem::find(text.as_bytes(), name.as_bytes())? + name.len();
    read_version(text.get(start..)?.split('"').next()?)
}

pub(crate) fn read_version(text: &str) -> Option<(u64, u64)> {
    let (epoch, number) = text.split_once('.')?;
    Some((epoch.parse().ok()?, number.parse().ok()?))
}
