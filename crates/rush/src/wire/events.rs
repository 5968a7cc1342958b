//! A stream of Server-Sent Events: opened, read event by event, and resumed.

use anyhow::{Context, bail, ensure};
use tokio::net::TcpStream;

use super::body::Chunks;
use super::connection::{connect, read_head, read_more};
use super::head::{Head, Length};

const EVENT_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(crate) struct EventStream {
    stream: TcpStream,
    raw: Vec<u8>,
    chunks: Chunks,
    /// Content that makes no whole event yet.
    text: Vec<u8>,
    /// How much of `text` was given out already.
    given: usize,
}

/// One event that says something, until the stream's next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event<'stream> {
    pub(crate) name: &'stream str,
    pub(crate) id: &'stream str,
    pub(crate) data: &'stream str,
}

impl EventStream {
    /// Opens the stream at `path`, after the event `last` if one is named.
    pub(crate) async fn open(authority: &str, path: &str, last: Option<&str>) -> anyhow::Result<Self> {
        let mut stream = connect(authority).await?;
        let resume = last.map_or_else(String::new, |last| format!("last-event-id: {last}\r\n"));
        let request = format!("GET {path} HTTP/1.1\r\nhost: {authority}\r\naccept: text/event-stream\r\n{resume}\r\n");
        tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await?;
        let mut raw = Vec::new();
        let end = read_head(&mut stream, &mut raw).await?;
        let Head { status, length, .. } = Head::read(&raw[..end])?;
        ensure!(status == 200, "the stream was answered with {status}");
        ensure!(length == Length::Chunks, "the stream doesn't come in chunks");
        raw.drain(..end);
        Ok(Self { stream, raw, chunks: Chunks::default(), text: Vec::new(), given: 0 })
    }

    /// The next event; those without data are skipped.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Event<'_>> {
        self.text.drain(..self.given);
        self.given = 0;
        loop {
            if let Some(length) = memchr::memmem::find(&self.text[self.given..], b"\n\n") {
                let start = self.given;
                self.given = start + length + 2;
                // Comments, and the advice when to come again, aren't for us.
                if has_data(&self.text[start..start + length]) {
                    return read_event(&self.text[start..start + length]);
                }
                continue;
            }
            let text = &mut self.text;
            let used = self.chunks.feed(&self.raw, |bytes| text.extend_from_slice(bytes))?;
            self.raw.drain(..used);
            if used > 0 {
                continue;
            }
            ensure!(!self.chunks.done(), "the stream ended");
            ensure!(self.text.len() < EVENT_BYTES_MAX, "an event is too long");
            // An idle stream shall keep no more room than it needs.
            if self.raw.is_empty() && self.text.len() == self.given {
                self.text = Vec::new();
                self.given = 0;
                self.raw = Vec::new();
                self.stream.readable().await?;
            }
            read_more(&mut self.stream, &mut self.raw).await?;
        }
    }
}

fn has_data(text: &[u8]) -> bool {
    text.starts_with(b"data:") || memchr::memmem::find(text, b"\ndata:").is_some()
}

fn read_event(text: &[u8]) -> anyhow::Result<Event<'_>> {
    let text = std::str::from_utf8(text).context("an event isn't text")?;
    let mut event = Event { name: "message", id: "", data: "" };
    for line in text.split('\n') {
        match line.split_once(": ") {
            Some(("event", name)) => event.name = name,
            Some(("id", id)) => event.id = id,
            Some(("data", data)) => event.data = data,
            Some(("retry", _)) => {}
            _ if line.starts_with(':') || line.is_empty() => {}
            _ => bail!("an event has a line that is none: {line:?}"),
        }
    }
    Ok(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_field_by_field() {
        let event = read_event(b"event: seats\nid: 1.7\ndata: {}").unwrap();
        assert_eq!(event, Event { name: "seats", id: "1.7", data: "{}" });
        assert!(read_event(b"nonsense\ndata: {}").is_err());
        assert!(has_data(b"event: seats\ndata: {}") && has_data(b"data: x"));
        assert!(!has_data(b"retry: 1000") && !has_data(b": data: x"));
    }
}
