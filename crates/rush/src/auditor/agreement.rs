//! In the end all nodes show the same, and so does what listeners put together from what they heard.

use super::breach::Breach;

/// An event as somebody shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Such as a node's address.
    pub(crate) by: String,
    pub(crate) version: u64,
    /// What each unit is.
    pub(crate) units: Vec<u8>,
}

/// Two that show one version must show the same. Whether all have come to one version is for the caller to wait for.
pub(crate) fn compare(shown: &[Shown]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, one) in shown.iter().enumerate() {
        let same = shown[..index].iter().find(|other| other.version == one.version);
        if let Some(other) = same.filter(|other| other.units != one.units) {
            let units = one.units.iter().zip(&other.units).enumerate();
            let differing: Vec<usize> = units.filter(|(_, (one, other))| one != other).map(|(unit, _)| unit).collect();
            let first = differing.first();
            let evidence = format!(
                "at version {} {} and {} differ in {} units, the first of them {first:?}",
                one.version,
                other.by,
                one.by,
                differing.len(),
            );
            found.push(Breach::new("StatesDiffer", evidence));
        }
    }
    found
}

/// Whether all show one version.
pub(crate) fn is_one_version(shown: &[Shown]) -> bool {
    shown.windows(2).all(|pair| pair[0].version == pair[1].version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_show_one_version_differently_are_found() {
        let shown = |by: &str, version, units: &[u8]| Shown { by: by.to_owned(), version, units: units.to_vec() };
        let same = [shown("a", 7, &[0, 1]), shown("b", 7, &[0, 1])];
        assert!(compare(&same).is_empty() && is_one_version(&same));
        let later = [shown("a", 7, &[0, 1]), shown("b", 8, &[0, 2])];
        assert!(compare(&later).is_empty() && !is_one_version(&later));
        let differs = compare(&[shown("a", 7, &[0, 1]), shown("b", 8, &[0, 0]), shown("c", 7, &[0, 2])]);
        assert_eq!(differs.len(), 1);
        assert!(differs[0].evidence.contains("a and c differ in 1 units, the first of them Some(1)"), "{differs:?}");
    }
}
