//! Once all faults are over, every node answers again.

use super::breach::Breach;

/// So many of a hundred requests have to be answered at the first try: one or another may still meet a busy machine.
const ANSWERED_PERCENT_MIN: u64 = 90;

/// How a node answered those who asked it first, in a second or a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) asked: u64,
    pub(crate) answered: u64,
}

/// Judges each node by its seconds from `from` on, which is when it has had time to recover.
pub(crate) fn judge(nodes: &[(String, Vec<Answered>)], from: usize) -> Vec<Breach> {
    let mut found = Vec::new();
    for (url, seconds) in nodes {
        let since = seconds.get(from..).unwrap_or_default();
        let asked: u64 = since.iter().map(|second| second.asked).sum();
        let answered: u64 = since.iter().map(|second| second.answered).sum();
        if asked == 0 || answered * 100 < asked * ANSWERED_PERCENT_MIN {
            let evidence =
                format!("{url} answered {answered} of {asked} requests in the second half of the quiet time");
            found.push(Breach::new("NotRecovered", evidence));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_stays_away_after_the_faults_is_found() {
        let node = |answered: [u64; 4]| {
            let seconds = answered.map(|answered| Answered { asked: 10, answered });
            ("http://127.0.0.1:1".to_owned(), seconds.to_vec())
        };
        assert!(judge(&[node([0, 0, 10, 9]), node([10, 10, 10, 10])], 2).is_empty());
        assert_eq!(judge(&[node([10, 10, 10, 10]), node([10, 10, 10, 7])], 2).len(), 1);
        assert_eq!(judge(&[node([10, 10, 10, 10])], 4)[0].name, "NotRecovered");
    }
}
