//! An answer's head: the few fields that a load generator needs, read without allocating.

use anyhow::{Context, bail};

/// How an answer's body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Bytes(usize),
    Chunks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head<'head> {
    pub(crate) status: u16,
    pub(crate) length: Length,
    pub(crate) etag: Option<&'head str>,
    /// The server will close the connection after this answer.
    pub(crate) closes: bool,
}

impl<'head> Head<'head> {
    /// Reads everything up to and including the empty line.
    pub(crate) fn read(head: &'head [u8]) -> anyhow::Result<Self> {
        let text = std::str::from_utf8(head).context("the answer's head isn't text")?;
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")).and_then(|line| line.get(..3));
        let status = status.and_then(|text| text.parse().ok()).context("the answer doesn't begin with its status")?;
        let mut read = Head { status, length: Length::Bytes(0), etag: None, closes: false };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            read.take(name, value.trim())?;
        }
        if status == 304 || status == 204 {
            read.length = Length::Bytes(0);
        }
        Ok(read)
    }

    fn take(&mut self, name: &str, value: &'head str) -> anyhow::Result<()> {
        match name.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b'c') if name.eq_ignore_ascii_case("content-length") => {
                self.length = Length::Bytes(value.parse().context("the answer's length isn't a number")?);
            }
            Some(b'c') if name.eq_ignore_ascii_case("connection") => {
                self.closes = value.eq_ignore_ascii_case("close");
            }
            Some(b't') if name.eq_ignore_ascii_case("transfer-encoding") => match value {
                "chunked" => self.length = Length::Chunks,
                other => bail!("the answer is encoded for transfer as {other}"),
            },
            Some(b'e') if name.eq_ignore_ascii_case("etag") => self.etag = Some(value),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_gives_status_length_and_tag() {
        let head = Head::read(b"HTTP/1.1 201 Created\r\nContent-Length: 12\r\nETag: \"1.7\"\r\n\r\n").unwrap();
        assert_eq!((head.status, head.length, head.etag), (201, Length::Bytes(12), Some("\"1.7\"")));
        let chunks = Head::read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n").unwrap();
        assert_eq!((chunks.length, chunks.closes), (Length::Chunks, true));
        assert_eq!(Head::read(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap().length, Length::Bytes(0));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for bad in ["", "HTTP/1.1", "HTTP/1.1 2", "HTTP/1.0 200 OK", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"] {
            assert!(Head::read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Head::read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n").is_err());
    }
}
