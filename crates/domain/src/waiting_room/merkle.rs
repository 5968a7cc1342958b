//! A Merkle tree that grows by a leaf at a time and remembers only the roots of its whole subtrees.
//!
//! Its shape is that of RFC 6962: the left subtree of each node is whole. Hashes are BLAKE3, of a byte 0 and a leaf's bytes or of
//! a byte 1 and two nodes.

/// The tree over what came so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    pub leaves: u32,
    /// The roots of whole subtrees, the largest first; one for each bit that is set in `leaves`.
    pub peaks: Vec<[u8; 32]>,
}

impl Tree {
    /// Whether it can be a tree at all.
    pub fn is_whole(&self) -> bool {
        self.peaks.len() == self.leaves.count_ones() as usize
    }

    pub fn push(&mut self, leaf: &[u8]) {
        let mut node = hash(0, leaf, &[]);
        // As many subtrees become one as there are set bits at the count's end.
        for _ in 0..self.leaves.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = hash(1, &left, &node);
            }
        }
        self.peaks.push(node);
        self.leaves += 1;
    }

    /// The root; that of no leaves is the hash of nothing.
    pub fn root(&self) -> [u8; 32] {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return *blake3::hash(&[]).as_bytes() };
        peaks.fold(*last, |right, left| hash(1, left, &right))
    }
}

/// The root over all of `leaves`, as anybody can compute it.
pub fn root_of<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut tree = Tree::default();
    leaves.into_iter().for_each(|leaf| tree.push(leaf));
    tree.root()
}

fn hash(kind: u8, left: &[u8], right: &[u8]) -> [u8; 32] {
    *blake3::Hasher::new().update(&[kind]).update(left).update(right).finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962's own words.
    fn by_definition(leaves: &[Vec<u8>]) -> [u8; 32] {
        match leaves {
            [] => *blake3::hash(&[]).as_bytes(),
            [one] => hash(0, one, &[]),
            many => {
                let split = many.len().next_power_of_two() / 2;
                hash(1, &by_definition(&many[..split]), &by_definition(&many[split..]))
            }
        }
    }

    #[test]
    fn it_is_the_tree_of_the_definition_at_every_size() {
        let leaves: Vec<Vec<u8>> = (0u32..200).map(|leaf| leaf.to_be_bytes().to_vec()).collect();
        let mut tree = Tree::default();
        for count in 0..=leaves.len() {
            assert_eq!(tree.root(), by_definition(&leaves[..count]), "{count} leaves");
            assert!(tree.is_whole());
            if let Some(leaf) = leaves.get(count) {
                tree.push(leaf);
            }
        }
    }

    #[test]
    fn any_other_leaf_makes_another_root() {
        let leaves: Vec<Vec<u8>> = (0u32..50).map(|leaf| leaf.to_be_bytes().to_vec()).collect();
        let root = by_definition(&leaves);
        for changed in 0..leaves.len() {
            let mut others = leaves.clone();
            others[changed][0] ^= 1;
            assert_ne!(root_of(others.iter().map(Vec::as_slice)), root);
        }
        assert_ne!(root_of(leaves[1..].iter().map(Vec::as_slice)), root);
    }
}
