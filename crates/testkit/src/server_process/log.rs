//! What a server printed, kept to be shown when a test fails.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A server that logs each request of a load would otherwise fill the memory.
const LINES_MAX: usize = 5_000;
/// Lines of defects, kept however much was printed since.
const DEFECTS_MAX: usize = 200;

#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    newest: VecDeque<String>,
    file: Option<File>,
    defects: Vec<String>,
}

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
        if let Some(file) = &mut lines.file {
            // A full disk is no reason to end what is tried.
            let _ = writeln!(file, "{line}");
        }
        if tells_of_a_defect(&line) && lines.defects.len() < DEFECTS_MAX {
            lines.defects.push(line.clone());
        }
        if lines.newest.len() == LINES_MAX {
            lines.newest.pop_front();
        }
        lines.newest.push_back(line);
    }

    /// Writes what is kept to this file, and whatever comes.
    pub(super) fn write_to(&self, mut file: File) {
        let mut lines = self.lines();
        let _ = lines.newest.iter().try_for_each(|line| writeln!(file, "{line}"));
        lines.file = Some(file);
    }

    pub(super) fn defects(&self) -> Vec<String> {
        self.lines().defects.clone()
    }

    /// The newest lines, oldest first.
    pub(super) fn tail(&self, count: usize) -> String {
        let lines = self.lines();
        let skipped = lines.newest.len().saturating_sub(count);
        lines.newest.iter().skip(skipped).map(|line| format!("{line}\n")).collect()
    }

    pub(super) fn find(&self, text: &str) -> Option<String> {
        self.lines().newest.iter().find(|line| line.contains(text)).cloned()
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

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whatever the server logs as an error is one to somebody, and a panic always is.
fn tells_of_a_defect(line: &str) -> bool {
    line.contains(" ERROR ") || line.contains("panicked at")
}
