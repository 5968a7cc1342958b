//! Taking values from the front of bytes that somebody else wrote.

/// `None`: there aren't so many left.
pub(super) fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (part, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*part)
}

/// As [`take`], as many as `count` says.
pub(super) fn take_slice<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (part, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(part)
}
