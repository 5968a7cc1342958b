//! `GET /ws`: one socket for all that a page wants to hear. Public frames for everybody; who is signed in also hears what becomes
//! of their own holds.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use admit_app::accounts::caller::Caller;
use admit_app::live::owners::{Mailbox, News, Signed, What};
use admit_app::live::{Bell, Expiring, Listener, OwnHolds};
use admit_domain::id::EventId;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until, timeout};

use crate::http::caller::SocketCaller;
use crate::http::codes::Code;
use crate::http::gate::{ClientAddress, take};
use crate::http::object::Object;
use crate::http::problem::{Answer, Problem};
use crate::http::seats::desk;
use crate::http::show::time;
use crate::http::state::ApiState;
use crate::limits::{Class, Subject};
use crate::shutdown::Stop;

use super::connections::{Kind, Open};
use super::encode::{next_piece, read_version};
use super::farewell::farewell_message;
use super::heard::{Budget, Heard};
use super::waiting::{Told, Waiting};

const MESSAGE_BYTES_MAX: usize = 4_096;
/// Small, since there is one for each socket, and clients have little to say.
const READ_BUFFER_BYTES: usize = 1_024;
/// How many events a socket may watch.
const EVENTS_MAX: usize = 16;
/// How often a socket is asked whether it is still there, and how often it may leave that unanswered.
const PING_EVERY: Duration = Duration::from_secs(20);
const UNANSWERED_MAX: u32 = 3;
/// How long a client may take to make room for a message.
const SEND_WITHIN: Duration = Duration::from_secs(60);
/// How long one may take to hear why the socket is closed.
const FAREWELL_WITHIN: Duration = Duration::from_secs(1);

pub(in crate::http) async fn connect(
    State(state): State<ApiState>,
    SocketCaller(caller): SocketCaller,
    address: Option<Extension<ClientAddress>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let upgrade = upgrade.map_err(|why| Problem::new(Code::BadRequest).detail(why.to_string()))?;
    let open = state.live.open(Kind::Socket)?;
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |ws| async move {
        let address = address.map(|Extension(ClientAddress(address))| address);
        let mut socket = Socket::new(ws, state, address, open);
        let why = socket.serve(caller).await;
        socket.close(why).await;
    }))
}

struct Socket {
    ws: WebSocket,
    state: ApiState,
    /// The client's. `None`: nobody is counted.
    address: Option<IpAddr>,
    bell: Arc<Bell>,
    listeners: Vec<Listener>,
    waiting: Vec<Waiting>,
    own: Option<Own>,
    budget: Budget,
    next_ping: Instant,
    unanswered: u32,
    stop: Stop,
    _open: Open,
}

/// What a socket on which somebody is signed in knows of them.
struct Own {
    signed: Signed,
    holds: OwnHolds,
}

/// Why a socket ends.
enum End {
    Gone,
    NodeStops,
    SignedOut,
    Silent,
    Unreadable,
    TooManyMessages,
}

impl Socket {
    fn new(ws: WebSocket, state: ApiState, address: Option<IpAddr>, open: Open) -> Socket {
        let now = Instant::now();
        Socket {
            ws,
            state,
            address,
            bell: Arc::default(),
            listeners: Vec::new(),
            waiting: Vec::new(),
            own: None,
            budget: Budget::new(now),
            next_ping: now + PING_EVERY,
            unanswered: 0,
            stop: open.stop(),
            _open: open,
        }
    }

    /// Tells and listens until one side has had enough.
    async fn serve(&mut self, caller: Option<Caller>) -> End {
        if let Some(caller) = caller {
            self.sign_in(caller).await;
        }
        loop {
            let done = match self.tell().await {
                Ok(()) => self.wait().await,
                Err(end) => Err(end),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn wait(&mut self) -> Result<(), End> {
        let warning = self.own.as_ref().and_then(|own| own.holds.next_warning());
        let places = self.waiting.iter().map(Waiting::next);
        let timer = places.chain(warning).fold(self.next_ping, Instant::min);
        let heard = tokio::select! {
            // What there is to tell comes before the answer to what was heard later: after a pong nothing older follows.
            biased;
            () = self.stop.given() => return Err(End::NodeStops),
            () = ended(self.own.as_ref()) => return Err(End::SignedOut),
            () = self.bell.rung() => return Ok(()),
            () = sleep_until(timer) => None,
            heard = self.ws.recv() => Some(heard),
        };
        match heard {
            Some(Some(Ok(message))) => self.hear(message).await,
            Some(Some(Err(_))) => Err(End::Unreadable),
            Some(None) => Err(End::Gone),
            None => self.ask_whether_it_is_there().await,
        }
    }

    async fn ask_whether_it_is_there(&mut self) -> Result<(), End> {
        if Instant::now() < self.next_ping {
            return Ok(());
        }
        if self.unanswered == UNANSWERED_MAX {
            return Err(End::Silent);
        }
        self.unanswered += 1;
        self.next_ping = Instant::now() + PING_EVERY;
        self.send(Message::Ping(Default::default())).await
    }

    /// Says all that there is to say.
    async fn tell(&mut self) -> Result<(), End> {
        while let Some(news) = self.own.as_ref().and_then(|own| own.mailbox().take()) {
            if let Some(own) = &mut self.own {
                own.holds.learn(&news);
            }
            if let Some(message) = show_news(&news) {
                self.say(&message).await?;
            }
        }
        while let Some(expiring) = self.own.as_mut().and_then(|own| own.holds.take_expiring(Instant::now())) {
            self.say(&show_expiring(&expiring)).await?;
        }
        for index in 0..self.listeners.len() {
            while let Some(piece) = next_piece(&mut self.listeners[index]) {
                let text = Utf8Bytes::try_from(piece.message).map_err(|_| End::Gone)?;
                self.send(Message::Text(text)).await?;
            }
        }
        self.tell_places().await
    }

    /// Where those stand whose places this socket was told of.
    async fn tell_places(&mut self) -> Result<(), End> {
        let caller = self.own.as_ref().map(|own| *own.mailbox().caller());
        for index in (0..self.waiting.len()).rev() {
            match self.waiting[index].tell(&self.state, caller.as_ref(), &self.bell).await {
                Told::Nothing => {}
                Told::Message(message) => self.say(&message).await?,
                Told::Over(problem) => {
                    let event = self.waiting.remove(index).event().to_string();
                    self.refuse(Some(&event), &problem).await?;
                }
            }
        }
        Ok(())
    }

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        self.unanswered = 0;
        if !self.budget.spend(Instant::now()) {
            return Err(End::TooManyMessages);
        }
        match message {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(Object(heard)) => self.obey(heard).await,
                Err(error) if error.is_data() => {
                    let problem =
                        Problem::new(Code::Invalid).detail("No message of this kind and with these fields is known.");
                    self.refuse(None, &problem).await
                }
                Err(_) => self.refuse(None, &Problem::new(Code::MalformedJson)).await,
            },
            Message::Binary(_) => self.refuse(None, &Problem::new(Code::UnsupportedMediaType)).await,
            // The library answers pings.
            Message::Ping(_) | Message::Pong(_) => Ok(()),
            Message::Close(_) => Err(End::Gone),
        }
    }

    async fn obey(&mut self, heard: Heard) -> Result<(), End> {
        match heard {
            Heard::Ping {} => self.say(&json!({ "type": "pong" })).await,
            Heard::Auth { access_token } => match self.state.app.caller(&access_token) {
                Some(caller) if self.own.is_none() => {
                    self.sign_in(caller).await;
                    Ok(())
                }
                Some(_) => self.refuse(None, &Problem::new(Code::SignedInAlready)).await,
                None => self.refuse(None, &Problem::new(Code::BadToken)).await,
            },
            Heard::Join { event_id, queue_token, after } => {
                match self.join(&event_id, after.as_deref(), queue_token).await {
                    Ok(()) => Ok(()),
                    Err(problem) => self.refuse(Some(&event_id), &problem).await,
                }
            }
            Heard::Leave { event_id } => {
                let left: Option<EventId> = event_id.as_deref().and_then(|id| id.parse().ok());
                self.listeners.retain(|listener| event_id.is_some() && Some(listener.event()) != left);
                self.waiting.retain(|place| event_id.is_some() && Some(place.event()) != left);
                Ok(())
            }
        }
    }

    /// Watches an event, which begins anew if it was watched already.
    async fn join(&mut self, event: &str, after: Option<&str>, queue_token: Option<String>) -> Answer<()> {
        let read = |text| read_version(text).ok_or_else(|| Problem::field("after", "must be a version"));
        let after = after.map(read).transpose()?;
        self.count_read()?;
        let desk = desk(&self.state, event).await?;
        let event = desk.event();
        if self.listeners.iter().filter(|listener| listener.event() != event).count() == EVENTS_MAX {
            return Err(Problem::new(Code::TooManyJoins));
        }
        // A place that is none is refused before anything is changed: an error means that nothing was done.
        let caller = self.own.as_ref().map(|own| *own.mailbox().caller());
        let place = Waiting::begin(&self.state, event, queue_token.as_deref(), caller.as_ref(), &self.bell).await?;
        self.listeners.retain(|listener| listener.event() != event);
        self.listeners.push(desk.listen(after, self.bell.clone()).await);
        self.waiting.retain(|place| place.event() != event);
        self.waiting.extend(place);
        Ok(())
    }

    /// Looking an event up may ask the store, so it costs what it costs as a request.
    fn count_read(&self) -> Answer<()> {
        let account = self.own.as_ref().map(|own| Subject::Account(own.mailbox().caller().account));
        take(&self.state, Class::Reads, self.address.map(Subject::Address).into_iter().chain(account))
    }

    async fn sign_in(&mut self, caller: Caller) {
        // First to be told what happens, then what there is: told twice is better than missed.
        let signed = self.state.app.desks.owners().sign_in(caller, self.bell.clone());
        let mut own = Own { signed, holds: OwnHolds::default() };
        match self.state.app.open_holds(&caller).await {
            Ok(open) => open.iter().for_each(|news| own.holds.learn(news)),
            Err(error) => tracing::warn!(%error, "a socket isn't told of the holds that there are already"),
        }
        self.own = Some(own);
    }

    async fn refuse(&mut self, event: Option<&str>, problem: &Problem) -> Result<(), End> {
        let mut message = json!({ "type": "error", "code": problem.code().text(), "detail": problem.detail_text() });
        if let Some(event) = event {
            message["event_id"] = event.into();
        }
        self.say(&message).await
    }

    async fn say(&mut self, message: &Value) -> Result<(), End> {
        self.send(Message::Text(message.to_string().into())).await
    }

    /// Waits until there is room, since whoever reads slowly shall cost no more than this message.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        tokio::select! {
            sent = timeout(SEND_WITHIN, self.ws.send(message)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone),
                Err(_) => Err(End::Silent),
            },
            () = self.stop.given() => Err(End::NodeStops),
            () = ended(self.own.as_ref()) => Err(End::SignedOut),
        }
    }

    async fn close(mut self, end: End) {
        let (code, reason) = match end {
            End::Gone => return,
            End::NodeStops => (close_code::AWAY, "the node stops"),
            End::SignedOut => (close_code::POLICY, "signed out"),
            End::Silent => (close_code::POLICY, "no answer"),
            End::Unreadable => (close_code::POLICY, "not understood"),
            End::TooManyMessages => (close_code::POLICY, "too many messages"),
        };
        let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let hint = matches!(end, End::NodeStops).then(|| Message::Text(farewell_message().to_string().into()));
        let farewell = async {
            for message in hint.into_iter().chain([frame]) {
                self.ws.send(message).await?;
            }
            Ok::<(), axum::Error>(())
        };
        // Who doesn't hear it notices anyway.
        let _ = timeout(FAREWELL_WITHIN, farewell).await;
    }
}

impl Own {
    fn mailbox(&self) -> &Mailbox {
        self.signed.mailbox()
    }
}

/// Comes back once what somebody is signed in with is no good any more.
async fn ended(own: Option<&Own>) {
    match own {
        Some(own) => own.mailbox().ended().await,
        None => std::future::pending().await,
    }
}

fn show_news(news: &News) -> Option<Value> {
    let (event, hold) = (news.event.to_string(), news.hold.to_string());
    match news.what {
        What::Expired => Some(json!({ "type": "hold_expired", "event_id": event, "hold_id": hold })),
        What::Paid(order) => {
            Some(json!({ "type": "order_paid", "event_id": event, "hold_id": hold, "order_id": order.to_string() }))
        }
        What::Open { .. } | What::InCheckout | What::Released => None,
    }
}

fn show_expiring(expiring: &Expiring) -> Value {
    json!({
        "type": "hold_expiring",
        "event_id": expiring.event.to_string(),
        "hold_id": expiring.hold.to_string(),
        "expires_at": time(expiring.expires_at),
        "expires_in_s": expiring.left.as_secs(),
    })
}
