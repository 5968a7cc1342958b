//! One kept-alive connection, one request at a time, without allocating once it is warm.

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::body::Chunks;
use super::head::{Head, Length};

const HEAD_BYTES_MAX: usize = 64 * 1024;
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;
const READ_BYTES: usize = 4 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Patch,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'request> {
    pub(crate) method: Method,
    pub(crate) path: &'request str,
    pub(crate) token: Option<&'request str>,
    /// The `Idempotency-Key`.
    pub(crate) key: Option<&'request str>,
    /// The tag for `If-None-Match`.
    pub(crate) known: Option<&'request str>,
    /// The `X-Queue-Token`.
    pub(crate) place: Option<&'request str>,
    /// Whether the answer may come compressed, as for a browser. It isn't unpacked.
    pub(crate) compressed: bool,
    pub(crate) body: &'request [u8],
}

impl<'request> Request<'request> {
    pub(crate) fn get(path: &'request str) -> Self {
        let (token, key, known, place) = (None, None, None, None);
        Request { method: Method::Get, path, token, key, known, place, compressed: false, body: b"" }
    }

    pub(crate) fn post(path: &'request str, body: &'request [u8]) -> Self {
        Request { method: Method::Post, body, ..Request::get(path) }
    }

    pub(crate) fn by(self, token: &'request str) -> Self {
        Request { token: Some(token), ..self }
    }

    fn write(&self, authority: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
        let method = match self.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
        };
        write!(out, "{method} {} HTTP/1.1\r\nhost: {authority}\r\n", self.path)?;
        if let Some(token) = self.token {
            write!(out, "authorization: Bearer {token}\r\n")?;
        }
        if let Some(key) = self.key {
            write!(out, "idempotency-key: {key}\r\n")?;
        }
        if let Some(tag) = self.known {
            write!(out, "if-none-match: {tag}\r\n")?;
        }
        if let Some(place) = self.place {
            write!(out, "x-queue-token: {place}\r\n")?;
        }
        if self.compressed {
            out.extend_from_slice(b"accept-encoding: gzip, br\r\n");
        }
        if self.method != Method::Get {
            write!(out, "content-type: application/json\r\ncontent-length: {}\r\n", self.body.len())?;
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(self.body);
        Ok(())
    }
}

/// An answer, until the connection's next request.
#[derive(Debug)]
pub(crate) struct Answer<'connection> {
    pub(crate) status: u16,
    pub(crate) etag: Option<&'connection str>,
    pub(crate) body: &'connection [u8],
}

pub(crate) struct Connection {
    authority: String,
    stream: Option<TcpStream>,
    request: Vec<u8>,
    answer: Vec<u8>,
    content: Vec<u8>,
}

impl Connection {
    /// Not open yet: the first request opens it, and so does the first after it broke or the server closed it for
    /// being idle. `authority` is `host:port`.
    pub(crate) fn new(authority: &str) -> Self {
        let (request, answer, content) = (Vec::new(), Vec::new(), Vec::new());
        Self { authority: authority.to_owned(), stream: None, request, answer, content }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.stream.is_some()
    }

    /// Whether the server has closed it since the last answer, as it may close what is idle.
    fn was_closed_idle(&self) -> bool {
        let waits = |error: &std::io::Error| error.kind() == std::io::ErrorKind::WouldBlock;
        self.stream.as_ref().is_some_and(|stream| !stream.try_read(&mut [0]).is_err_and(|error| waits(&error)))
    }

    pub(crate) async fn open(&mut self) -> anyhow::Result<()> {
        self.stream = Some(connect(&self.authority).await?);
        Ok(())
    }

    /// Asks and waits for the whole answer. After an error the connection is closed.
    pub(crate) async fn ask(&mut self, request: &Request<'_>) -> anyhow::Result<Answer<'_>> {
        let exchanged = self.exchange(request).await;
        self.read(exchanged)
    }

    /// The same with an end to the waiting; an answer that comes later is nobody's.
    pub(crate) async fn ask_within(&mut self, request: &Request<'_>, limit: Duration) -> anyhow::Result<Answer<'_>> {
        let exchanged = tokio::time::timeout(limit, self.exchange(request)).await;
        let exchanged = exchanged.unwrap_or_else(|_| Err(anyhow!("no answer within {} s", limit.as_secs())));
        self.read(exchanged)
    }

    fn read(&mut self, exchanged: anyhow::Result<(usize, Body, bool)>) -> anyhow::Result<Answer<'_>> {
        let closes = match &exchanged {
            Ok((_, _, closes)) => *closes,
            Err(_) => true,
        };
        if closes {
            self.stream = None;
        }
        let (head, body, _) = exchanged?;
        let Head { status, etag, .. } = Head::read(&self.answer[..head])?;
        let body = match body {
            Body::Whole { end } => &self.answer[head..end],
            Body::Chunked => &self.content,
        };
        Ok(Answer { status, etag, body })
    }

    /// The length of the head, where the body is, and whether the server closes.
    async fn exchange(&mut self, request: &Request<'_>) -> anyhow::Result<(usize, Body, bool)> {
        if self.stream.is_none() || self.was_closed_idle() {
            self.open().await?;
        }
        let Some(stream) = &mut self.stream else { bail!("the connection isn't open") };
        self.request.clear();
        request.write(&self.authority, &mut self.request)?;
        stream.write_all(&self.request).await?;
        self.answer.clear();
        let end = read_head(stream, &mut self.answer).await?;
        let Head { length, closes, .. } = Head::read(&self.answer[..end])?;
        let body = match length {
            Length::Bytes(length) if length > BODY_BYTES_MAX => bail!("the answer is too long"),
            Length::Bytes(length) => {
                while self.answer.len() < end + length {
                    read_more(stream, &mut self.answer).await?;
                }
                Body::Whole { end: end + length }
            }
            Length::Chunks => {
                read_chunks(stream, self.answer[end..].to_vec(), &mut self.content).await?;
                Body::Chunked
            }
        };
        Ok((end, body, closes))
    }
}

#[derive(Debug, Clone, Copy)]
enum Body {
    Whole { end: usize },
    Chunked,
}

pub(super) async fn connect(authority: &str) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(authority).await.with_context(|| format!("can't connect to {authority}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Reads until the head is whole and gives its length.
pub(super) async fn read_head(stream: &mut TcpStream, answer: &mut Vec<u8>) -> anyhow::Result<usize> {
    loop {
        let before = answer.len().saturating_sub(3);
        read_more(stream, answer).await?;
        if let Some(end) = memchr::memmem::find(&answer[before..], b"\r\n\r\n") {
            return Ok(before + end + 4);
        }
        if answer.len() > HEAD_BYTES_MAX {
            bail!("the answer's head is too long");
        }
    }
}

pub(super) async fn read_more(stream: &mut TcpStream, into: &mut Vec<u8>) -> anyhow::Result<()> {
    if into.capacity() - into.len() < READ_BYTES {
        into.reserve(READ_BYTES);
    }
    if stream.read_buf(into).await? == 0 {
        bail!("the server closed the connection");
    }
    Ok(())
}

async fn read_chunks(stream: &mut TcpStream, mut raw: Vec<u8>, content: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut chunks = Chunks::default();
    content.clear();
    loop {
        let used = chunks.feed(&raw, |bytes| content.extend_from_slice(bytes))?;
        raw.drain(..used);
        if chunks.done() {
            return Ok(());
        }
        if content.len() > BODY_BYTES_MAX {
            bail!("the answer is too long");
        }
        read_more(stream, &mut raw).await?;
    }
}
