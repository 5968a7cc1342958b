//! What goes through the channel: some messages of one node, signed with a key that only nodes of this installation have.
//!
//! A frame is `MAC ‖ form ‖ node ‖ messages`.

use super::bytes::take;

const MAC: usize = 32;
/// How messages are written. A node that doesn't know a frame's form passes it over and finds in the store what it missed.
const FORM: u8 = 1;
const HEAD: usize = MAC + 1 + 8;

/// Signs a node's frames, and knows those of others.
pub(super) struct Sealer {
    key: [u8; 32],
    /// This node, as of this start.
    node: u64,
    channel: String,
}

/// What a frame is to the node that opens it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened<'a> {
    Messages(&'a [u8]),
    /// This node sent it itself.
    Own,
    /// No node of this installation wrote it, or one that writes otherwise.
    Foreign,
}

impl Sealer {
    pub(super) fn new(key: [u8; 32], node: u64) -> Sealer {
        let [a, b, c, d, e, f, g, h, ..] = blake3::derive_key("admit 2026-11 channel between nodes", &key);
        let channel = format!("admit:{:016x}", u64::from_be_bytes([a, b, c, d, e, f, g, h]));
        Sealer { key, node, channel }
    }

    /// The channel of this installation, so that several may share a Redis.
    pub(super) fn channel(&self) -> &str {
        &self.channel
    }

    /// Begins a frame, to which messages are to be added.
    pub(super) fn begin(&self) -> Vec<u8> {
        let mut frame = vec![0; MAC];
        frame.push(FORM);
        frame.extend(self.node.to_be_bytes());
        frame
    }

    /// Whether messages were added to a frame that was begun.
    pub(super) fn is_empty(frame: &[u8]) -> bool {
        frame.len() <= HEAD
    }

    pub(super) fn seal(&self, frame: &mut [u8]) {
        let (mac, signed) = frame.split_at_mut(MAC);
        mac.copy_from_slice(blake3::keyed_hash(&self.key, signed).as_bytes());
    }

    pub(super) fn open<'a>(&self, frame: &'a [u8]) -> Opened<'a> {
        let Some((mac, mut rest)) = frame.split_first_chunk::<MAC>() else { return Opened::Foreign };
        // Comparing hashes takes the same time wherever they differ.
        if blake3::keyed_hash(&self.key, rest) != blake3::Hash::from_bytes(*mac) {
            return Opened::Foreign;
        }
        match (take::<1>(&mut rest), take::<8>(&mut rest)) {
            (Some([FORM]), Some(node)) if u64::from_be_bytes(node) == self.node => Opened::Own,
            (Some([FORM]), Some(_)) => Opened::Messages(rest),
            _ => Opened::Foreign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_opens_for_others_with_the_key_and_not_if_any_bit_changes() {
        let (one, other) = (Sealer::new([7; 32], 1), Sealer::new([7; 32], 2));
        let stranger = Sealer::new([8; 32], 3);
        assert_eq!(one.channel(), other.channel());
        assert_ne!(one.channel(), stranger.channel());
        let mut frame = one.begin();
        assert!(Sealer::is_empty(&frame));
        frame.extend(b"messages");
        assert!(!Sealer::is_empty(&frame));
        assert_eq!(other.open(&frame), Opened::Foreign, "not sealed yet");
        one.seal(&mut frame);
        assert_eq!(other.open(&frame), Opened::Messages(b"messages"));
        assert_eq!((one.open(&frame), stranger.open(&frame)), (Opened::Own, Opened::Foreign));
        for bit in 0..frame.len() * 8 {
            let mut altered = frame.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(other.open(&altered), Opened::Foreign, "bit {bit}");
        }
        for length in 0..frame.len() {
            assert_eq!(other.open(&frame[..length]), Opened::Foreign);
        }
    }

    #[test]
    fn a_form_of_later_nodes_is_passed_over() {
        let (one, other) = (Sealer::new([7; 32], 1), Sealer::new([7; 32], 2));
        let mut frame = one.begin();
        frame[MAC] = FORM + 1;
        one.seal(&mut frame);
        assert_eq!(other.open(&frame), Opened::Foreign);
    }
}
