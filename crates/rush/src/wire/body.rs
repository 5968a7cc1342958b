//! Bodies that come in chunks: finding where they end, and what is in them.

use anyhow::{Context, bail};

const SIZE_LINE_BYTES_MAX: usize = 128;

/// Takes chunks apart as their bytes come in.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    /// Bytes of the present chunk that are still to come, with the line end after them.
    left: usize,
    done: bool,
}

impl Chunks {
    /// Whether the last chunk was seen.
    pub(crate) fn done(&self) -> bool {
        self.done
    }

    /// Gives the content in `input` to `take` and says how many bytes of it were used up; the rest is needed again with more.
    pub(crate) fn feed(&mut self, input: &[u8], mut take: impl FnMut(&[u8])) -> anyhow::Result<usize> {
        let mut at = 0;
        while !self.done {
            if self.left > 0 {
                let rest = &input[at..];
                let here = rest.len().min(self.left);
                // The last two bytes of `left` are the line end.
                take(&rest[..here.min(self.left.saturating_sub(2))]);
                self.left -= here;
                at += here;
                if self.left > 0 {
                    break;
                }
            }
            let Some(end) = memchr::memmem::find(&input[at..], b"\r\n") else {
                if input.len() - at > SIZE_LINE_BYTES_MAX {
                    bail!("a chunk doesn't say how long it is");
                }
                break;
            };
            let line = std::str::from_utf8(&input[at..at + end]).context("a chunk's length isn't text")?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16).context("a chunk's length isn't a number")?;
            if size == 0 {
                if input.len() < at + end + 4 {
                    break;
                }
                self.done = true;
                at += end + 4;
            } else {
                self.left = size.checked_add(2).context("a chunk is too long")?;
                at += end + 2;
            }
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together_wherever_they_are_cut() {
        let whole = b"5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n";
        for cut in 0..whole.len() {
            let (mut chunks, mut content, mut kept) = (Chunks::default(), Vec::new(), Vec::new());
            for part in [&whole[..cut], &whole[cut..]] {
                kept.extend_from_slice(part);
                let used = chunks.feed(&kept, |bytes| content.extend_from_slice(bytes)).unwrap();
                kept.drain(..used);
            }
            assert!(chunks.done() && kept.is_empty(), "cut at {cut}");
            assert_eq!(content, b"hello, world", "cut at {cut}");
        }
    }

    #[test]
    fn a_length_that_is_none_is_refused() {
        assert!(Chunks::default().feed(b"zz\r\n", |_| {}).is_err());
        assert!(Chunks::default().feed(&[b'1'; 200], |_| {}).is_err());
    }
}
