//! What processes cost: their CPU time and memory, as the system counts them.

use std::time::Duration;

/// The unit of `/proc/…/stat`, which Linux has shown to programs since ever.
const TICKS_PER_SECOND: f64 = 100.0;

/// The server's processes, if they are on this machine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Processes(Vec<u32>);

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) cpu: Duration,
    /// Resident.
    pub(crate) memory_bytes: u64,
    pub(crate) memory_bytes_max: u64,
}

impl Processes {
    pub(crate) fn new(ids: Vec<u32>) -> Self {
        Self(ids)
    }

    /// All together. `None`: there are none, or they can't be seen.
    pub(crate) fn usage(&self) -> Option<Usage> {
        let mut all = None;
        for id in &self.0 {
            let one = usage(&id.to_string())?;
            let all = all.get_or_insert_with(Usage::default);
            all.cpu += one.cpu;
            all.memory_bytes += one.memory_bytes;
            all.memory_bytes_max += one.memory_bytes_max;
        }
        all
    }
}

impl Usage {
    /// Of this process.
    pub(crate) fn own() -> Self {
        usage("self").unwrap_or_default()
    }
}

fn usage(process: &str) -> Option<Usage> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib * 1024)
    };
    Some(Usage { cpu: cpu(&stat)?, memory_bytes: field("VmRSS:")?, memory_bytes_max: field("VmHWM:")? })
}

/// User and system time. The name, which may hold anything, ends with the last parenthesis.
fn cpu(stat: &str) -> Option<Duration> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(Duration::from_secs_f64(ticks / TICKS_PER_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_can_be_read_whatever_its_name() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 1 0 5 6 7";
        assert_eq!(cpu(stat), Some(Duration::from_secs(2)));
        assert!(Usage::own().memory_bytes > 0);
        assert!(Processes::default().usage().is_none());
        assert!(Processes::new(vec![u32::MAX]).usage().is_none());
    }
}
