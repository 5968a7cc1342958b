//! Clients that listen: a stream and a socket, each giving one JSON message after the other.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Nothing is waited for longer, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// An event's stream.
pub(crate) struct Stream {
    response: reqwest::Response,
    text: String,
    /// As a browser keeps it, for when it reconnects.
    pub(crate) last_event_id: String,
    pub(crate) comments: usize,
}

impl Stream {
    pub(crate) async fn open(server: &str, event: &str, last_event_id: &str) -> Stream {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.get(format!("{server}/api/v1/events/{event}/stream"));
        if !last_event_id.is_empty() {
            request = request.header("last-event-id", last_event_id);
        }
        let response = timeout(PATIENCE, request.send()).await.expect("an answer in time").expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Stream { response, text: String::new(), last_event_id: last_event_id.to_owned(), comments: 0 }
    }

    /// The next message; `None` once the server ended the stream.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        timeout(PATIENCE, self.receive()).await.expect("a message in time")
    }

    async fn receive(&mut self) -> Option<Value> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(message) = self.read(&event) {
                    return Some(message);
                }
            }
            let chunk = self.response.chunk().await.ok()??;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    fn read(&mut self, event: &str) -> Option<Value> {
        let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
        let Some(data) = field("data: ") else {
            self.comments += 1;
            return None;
        };
        let message: Value = serde_json::from_str(data).unwrap();
        assert_eq!(message["type"].as_str(), field("event: "), "{event}");
        match field("id: ") {
            Some(id) => {
                assert_eq!(message["version"], id, "{event}");
                self.last_event_id = id.to_owned();
            }
            // The line is no part of what a stream resumes.
            None => assert!(message["type"] == "resync" || message["type"] == "queue", "{event}"),
        }
        Some(message)
    }
}

/// A WebSocket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn open(server: &str) -> Socket {
        Socket::open_with(server, &[]).await
    }

    pub(crate) async fn open_with(server: &str, headers: &[(&'static str, &str)]) -> Socket {
        let url = format!("{}/api/v1/ws", server.replace("http://", "ws://"));
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        let opening = timeout(PATIENCE, tokio_tungstenite::connect_async(request));
        Socket(opening.await.expect("an answer in time").expect("a socket").0)
    }

    pub(crate) async fn signed_in(server: &str, access_token: &str) -> Socket {
        let mut socket = Socket::signed_in_unheard(server, access_token).await;
        socket.is_heard().await;
        socket
    }

    /// Doesn't wait until the server has heard it.
    pub(crate) async fn signed_in_unheard(server: &str, access_token: &str) -> Socket {
        let mut socket = Socket::open(server).await;
        socket.say(&json!({ "type": "auth", "access_token": access_token })).await;
        socket
    }

    pub(crate) async fn joined(server: &str, event: &str) -> Socket {
        let mut socket = Socket::open(server).await;
        socket.join(event).await;
        socket
    }

    pub(crate) async fn join(&mut self, event: &str) {
        self.say(&json!({ "type": "join", "event_id": event })).await;
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// A server that closed the socket takes nothing, which is for the next look to find.
    pub(crate) async fn send(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// Waits until the server has heard all that was said, if it says nothing else meanwhile.
    pub(crate) async fn is_heard(&mut self) {
        self.say(&json!({ "type": "ping" })).await;
        assert_eq!(self.next().await, Some(json!({ "type": "pong" })));
    }

    /// The next message; `None` once the server closed the socket.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        timeout(PATIENCE, self.receive()).await.expect("a message in time")
    }

    /// All messages up to the answer to a ping that is sent now.
    pub(crate) async fn all_up_to_now(&mut self) -> Vec<Value> {
        self.say(&json!({ "type": "ping" })).await;
        let mut all = Vec::new();
        loop {
            let message = self.next().await.expect("an open socket");
            if message["type"] == "pong" {
                return all;
            }
            all.push(message);
        }
    }

    /// The close frame's code; 0 if there was none. Messages before it are passed over.
    pub(crate) async fn closed(&mut self) -> u16 {
        let closing = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map_or(0, |frame| frame.code.into()),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return 0,
                }
            }
        };
        timeout(PATIENCE, closing).await.expect("an end in time")
    }

    async fn receive(&mut self) -> Option<Value> {
        loop {
            match self.0.next().await?.ok()? {
                Message::Text(text) => return Some(serde_json::from_str(&text).unwrap()),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }
}

/// Either.
pub(crate) enum Client {
    Stream(Stream),
    Socket(Socket),
}

impl Client {
    pub(crate) async fn next(&mut self) -> Option<Value> {
        match self {
            Client::Stream(stream) => stream.next().await,
            Client::Socket(socket) => socket.next().await,
        }
    }

    /// One of each, listening to `event`.
    pub(crate) async fn each(server: &str, event: &str) -> [Client; 2] {
        let stream = Stream::open(server, event, "").await;
        [Client::Stream(stream), Client::Socket(Socket::joined(server, event).await)]
    }
}
