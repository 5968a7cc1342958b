//! What a server printed, kept to be shown when a test fails.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A server that logs each request of a load would otherwise fill the memory.
const LINES_MAX: usize = 5_000;

#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
    /// Takes everything that comes out of `outputs`, and gives each line on as well.
    pub(super) fn follow(&self, outputs: impl IntoIterator<Item = Box<dyn Read + Send>>) -> Receiver<String> {
        let (sender, lines) = channel();
        for output in outputs {
            let (log, sender) = (self.clone(), sender.clone());
            std::thread::spawn(move || log.take(output, &sender));
        }
        lines
    }

    pub(super) fn add(&self, line: String) {
        let mut lines = self.lines();
        if lines.len() == LINES_MAX {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// The newest lines, oldest first.
    pub(super) fn tail(&self, count: usize) -> String {
        let lines = self.lines();
        let skipped = lines.len().saturating_sub(count);
        lines.iter().skip(skipped).map(|line| format!("{line}\n")).collect()
    }

    pub(super) fn find(&self, text: &str) -> Option<String> {
        self.lines().iter().find(|line| line.contains(text)).cloned()
    }

    fn take(&self, output: Box<dyn Read + Send>, sender: &Sender<String>) {
        // What isn't UTF-8 would end the reading, and with it the server, at its next full pipe.
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            // Nobody listens any more once the server is up.
            let _ = sender.send(line.clone());
            self.add(line);
        }
    }

    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
