//! A WebSocket client: text messages in both directions, and an answer to every ping.

use anyhow::{Context, bail, ensure};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::connection::{connect, read_head, read_more};

/// The pair of key and answer that RFC 6455 gives as its example. Any key will do, since nothing stands between.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
/// What a client's bytes are masked with, which is for caches between the two; there are none.
const MASK: [u8; 4] = [0; 4];
const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

pub(crate) struct Socket {
    stream: TcpStream,
    raw: Vec<u8>,
    /// How much of `raw` was given out already.
    given: usize,
}

/// Where a frame's parts are in the bytes.
#[derive(Debug, PartialEq, Eq)]
struct Frame {
    opcode: u8,
    payload: std::ops::Range<usize>,
}

impl Socket {
    pub(crate) async fn open(authority: &str, path: &str) -> anyhow::Result<Self> {
        let mut stream = connect(authority).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: {KEY}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut raw = Vec::new();
        let end = read_head(&mut stream, &mut raw).await?;
        let head = std::str::from_utf8(&raw[..end]).context("the answer's head isn't text")?;
        ensure!(head.starts_with("HTTP/1.1 101 "), "the socket was answered with {:?}", head.lines().next());
        ensure!(head.contains(ACCEPT), "the socket's answer doesn't match its key");
        raw.drain(..end);
        Ok(Self { stream, raw, given: 0 })
    }

    pub(crate) async fn send(&mut self, text: &str) -> anyhow::Result<()> {
        self.send_frame(TEXT, text.as_bytes()).await
    }

    /// The next text message. Pings are answered on the way.
    pub(crate) async fn next(&mut self) -> anyhow::Result<&str> {
        self.raw.drain(..self.given);
        self.given = 0;
        loop {
            let Some(Frame { opcode, payload }) = read_frame(&self.raw)? else {
                if self.raw.is_empty() {
                    // An idle socket shall keep no more room than it needs.
                    self.raw = Vec::new();
                    self.stream.readable().await?;
                }
                read_more(&mut self.stream, &mut self.raw).await?;
                continue;
            };
            match opcode {
                TEXT => {
                    self.given = payload.end;
                    return std::str::from_utf8(&self.raw[payload]).context("a message isn't text");
                }
                PING => {
                    let end = payload.end;
                    let payload = self.raw[payload].to_vec();
                    self.raw.drain(..end);
                    self.send_frame(PONG, &payload).await?;
                }
                PONG => drop(self.raw.drain(..payload.end)),
                CLOSE => bail!("the server closed the socket"),
                other => bail!("a frame is of the unknown kind {other}"),
            }
        }
    }

    async fn send_frame(&mut self, opcode: u8, payload: &[u8]) -> anyhow::Result<()> {
        let mut frame = vec![0x80 | opcode];
        match payload.len() {
            short @ 0..126 => frame.push(0x80 | short as u8),
            length => {
                let length = u16::try_from(length).context("a message is too long to send")?;
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
        }
        frame.extend(MASK);
        frame.extend_from_slice(payload);
        Ok(self.stream.write_all(&frame).await?)
    }
}

/// The first frame in `raw`, once it is whole.
fn read_frame(raw: &[u8]) -> anyhow::Result<Option<Frame>> {
    let (Some(first), Some(second)) = (raw.first(), raw.get(1)) else { return Ok(None) };
    ensure!(first & 0x80 != 0, "a message comes in pieces");
    ensure!(first & 0x70 == 0 && second & 0x80 == 0, "a frame isn't as a server's without extensions");
    let number = |range: std::ops::Range<usize>| {
        raw.get(range).map(|bytes| bytes.iter().fold(0usize, |number, byte| number << 8 | usize::from(*byte)))
    };
    let (start, length) = match second & 0x7f {
        126 => (4, number(2..4)),
        127 => (10, number(2..10)),
        short => (2, Some(usize::from(short))),
    };
    let Some(length) = length else { return Ok(None) };
    ensure!(length <= MESSAGE_BYTES_MAX, "a message is too long");
    let payload = start..start + length;
    Ok((raw.len() >= payload.end).then_some(Frame { opcode: first & 0x0f, payload }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_each_length_are_found_once_they_are_whole() {
        assert_eq!(read_frame(&[0x81, 2, b'h', b'i']).unwrap(), Some(Frame { opcode: TEXT, payload: 2..4 }));
        assert_eq!(read_frame(&[0x81, 2, b'h']).unwrap(), None);
        let mut long = vec![0x81, 126, 1, 0];
        assert_eq!(read_frame(&long).unwrap(), None);
        long.extend([b'x'; 256]);
        assert_eq!(read_frame(&long).unwrap(), Some(Frame { opcode: TEXT, payload: 4..260 }));
        let mut longest = vec![0x89, 127, 0, 0, 0, 0, 0, 0, 0, 1];
        longest.push(b'x');
        assert_eq!(read_frame(&longest).unwrap(), Some(Frame { opcode: PING, payload: 10..11 }));
    }

    #[test]
    fn what_a_server_may_not_send_is_refused() {
        assert!(read_frame(&[0x01, 0]).is_err());
        assert!(read_frame(&[0x81, 0x80]).is_err());
        assert!(read_frame(&[0x81, 127, 255, 0, 0, 0, 0, 0, 0, 0]).is_err());
    }
}
