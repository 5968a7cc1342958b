//! Listeners, in processes of their own: each process has as many as it may have sockets, and says what they heard.
//!
//! The parent says by a line each on standard input when to reconnect, and after which version to end; the child says when all listen,
//! and at the end writes what was heard as one line of JSON.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::LocalSet;

use super::live_way::{Room, Way, read_version, version};
use super::stage::Listener;

pub(crate) const READY: &str = "ready";
const RECONNECT: &str = "reconnect";
const END: &str = "end";

/// How exactly arrivals are told, in microseconds.
const GRAIN_US: u64 = 100;
/// One in so many reconnects.
const RECONNECTS_ONE_IN: usize = 10;
/// How many connect at once.
const CONNECTING_MAX: usize = 256;
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// How long the last frame may take to come.
const END_WITHIN: Duration = Duration::from_secs(20);

/// What the listeners of one process heard.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Heard {
    /// By version, `epoch.number`.
    pub(crate) frames: BTreeMap<String, HeardFrame>,
    /// Milliseconds from connecting again to the first frame.
    pub(crate) reconnects_ms: Vec<f64>,
    /// What broke the promise that nothing is skipped.
    pub(crate) gaps: Vec<String>,
    /// Connections that ended or could not be opened.
    pub(crate) failures: Vec<String>,
    pub(crate) cpu_s: f64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct HeardFrame {
    /// First unit, how many, and what they are.
    pub(crate) changes: Vec<(u32, u32, u8)>,
    /// When it came, in [`GRAIN_US`] since the epoch, and to how many.
    pub(crate) arrivals: BTreeMap<u64, u32>,
}

/// Microseconds since the epoch of an arrival.
pub(crate) fn micros(arrival: u64) -> u64 {
    arrival * GRAIN_US
}

/// A child process with listeners.
pub(crate) struct Listeners {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Listeners {
    /// Starts a child; it says when all listen.
    pub(crate) fn start(authority: &str, event: &str, count: usize, by: Listener) -> anyhow::Result<Self> {
        let by = if by == Listener::Sse { "sse" } else { "ws" };
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["rush", "listeners", "--url", &format!("http://{authority}"), "--event", event]);
        command.args(["--listener", by, "--connections", &count.to_string()]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("can't start listeners")?;
        let input = child.stdin.take().context("the listeners have no input")?;
        let output = BufReader::new(child.stdout.take().context("the listeners have no output")?);
        Ok(Self { child, input, output })
    }

    pub(crate) fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let line = self.line()?;
        ensure!(line == READY, "the listeners can't listen: {line}");
        Ok(())
    }

    pub(crate) fn reconnect(&mut self) -> anyhow::Result<()> {
        Ok(writeln!(self.input, "{RECONNECT}")?)
    }

    /// Ends the listeners once they have heard of `version`, `epoch.number`.
    pub(crate) fn end_after(mut self, version: &str) -> anyhow::Result<Heard> {
        writeln!(self.input, "{END} {version}")?;
        let line = self.line()?;
        self.child.wait()?;
        serde_json::from_str(&line).context("what the listeners heard can't be read")
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        // It has ended already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the child is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Listen,
    Reconnect,
    /// Once this version was heard of.
    End(u64, u64),
}

impl Word {
    fn read(line: &str) -> Self {
        let version = || line.split_once(' ').and_then(|(_, version)| read_version(version));
        match line {
            RECONNECT => Word::Reconnect,
            _ => version().map_or(Word::End(0, 0), |(epoch, number)| Word::End(epoch, number)),
        }
    }
}

/// The child: listens until it is told to end, and prints what was heard.
pub(crate) fn listen(authority: &str, event: &str, count: usize, by: Listener) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let (say, word) = watch::channel(Word::Listen);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            // Nobody hears it only once all have ended.
            let _ = say.send(Word::read(&line));
        }
        // Whoever started this is gone.
        let _ = say.send(Word::End(0, 0));
    });
    let heard = Rc::new(RefCell::new(Heard::default()));
    let local = LocalSet::new();
    local.block_on(&runtime, listen_all(Room { authority, event, by }, count, word, heard.clone()))?;
    drop(local);
    let mut heard = Rc::into_inner(heard).context("a listener goes on")?.into_inner();
    heard.cpu_s = crate::ground::process::Usage::own().cpu.as_secs_f64();
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&heard)?)?;
    Ok(())
}

async fn listen_all(
    room: Room<'_>,
    count: usize,
    word: watch::Receiver<Word>,
    heard: Rc<RefCell<Heard>>,
) -> anyhow::Result<()> {
    let connecting = Rc::new(tokio::sync::Semaphore::new(CONNECTING_MAX));
    let (done, mut all_listen) = tokio::sync::mpsc::unbounded_channel::<bool>();
    let mut tasks = Vec::with_capacity(count);
    for index in 0..count {
        let (authority, event) = (room.authority.to_owned(), room.event.to_owned());
        let (word, heard, connecting, done) = (word.clone(), heard.clone(), connecting.clone(), done.clone());
        tasks.push(tokio::task::spawn_local(async move {
            let room = Room { authority: &authority, event: &event, by: room.by };
            let permit = connecting.acquire().await;
            let opened = tokio::time::timeout(CONNECT_WITHIN, One::open(room, None)).await;
            drop(permit);
            let one = match opened {
                Ok(Ok(one)) => one,
                Ok(Err(error)) => return fail(&heard, &done, format!("{error:#}")),
                Err(_) => return fail(&heard, &done, "a listener can't connect in time".to_owned()),
            };
            // It can't fail: somebody waits until all have said so.
            let _ = done.send(true);
            let reconnects = index % RECONNECTS_ONE_IN == 0;
            if let Err(error) = one.listen(room, reconnects, word, &heard).await {
                heard.borrow_mut().failures.push(format!("{error:#}"));
            }
        }));
    }
    for _ in 0..count {
        all_listen.recv().await;
    }
    let mut out = std::io::stdout();
    match heard.borrow().failures.first() {
        None => writeln!(out, "{READY}")?,
        Some(failure) => bail!("{failure}"),
    }
    for task in tasks {
        task.await?;
    }
    Ok(())
}

fn fail(heard: &RefCell<Heard>, done: &tokio::sync::mpsc::UnboundedSender<bool>, why: String) {
    heard.borrow_mut().failures.push(why);
    let _ = done.send(false);
}

/// One listener.
struct One {
    wire: Way,
    last: (u64, u64),
}

impl One {
    /// Connects, after the version `last` if one is named, else until the first snapshot.
    async fn open(room: Room<'_>, last: Option<(u64, u64)>) -> anyhow::Result<One> {
        let wire = Way::open(room, last).await?;
        let mut one = One { wire, last: last.unwrap_or_default() };
        if last.is_none() {
            let text = one.wire.next().await?;
            ensure!(text.contains("\"type\":\"snapshot\""), "a listener's first message is no snapshot");
            one.last = version(text, "\"version\":\"").context("a snapshot has no version")?;
        }
        Ok(one)
    }

    async fn listen(
        mut self,
        room: Room<'_>,
        reconnects: bool,
        mut word: watch::Receiver<Word>,
        heard: &RefCell<Heard>,
    ) -> anyhow::Result<()> {
        let mut ends: Option<((u64, u64), Instant)> = None;
        let mut reconnecting: Option<Instant> = None;
        loop {
            if ends.is_some_and(|(version, at)| self.last >= version || Instant::now() >= at) {
                return Ok(());
            }
            let limit = ends.map_or_else(|| Instant::now() + END_WITHIN, |(_, at)| at);
            let told = tokio::select! {
                changed = word.changed(), if ends.is_none() => changed.map_or(Word::End(0, 0), |()| *word.borrow_and_update()),
                text = self.wire.next() => {
                    let text = text?;
                    let mut heard = heard.borrow_mut();
                    if let Some(begun) = reconnecting.take() {
                        heard.reconnects_ms.push(begun.elapsed().as_secs_f64() * 1e3);
                    }
                    hear(&mut self.last, text, arrival(), &mut heard);
                    continue;
                }
                () = tokio::time::sleep_until(limit.into()) => continue,
            };
            match told {
                Word::End(epoch, number) => ends = Some(((epoch, number), Instant::now() + END_WITHIN)),
                Word::Reconnect if reconnects => {
                    reconnecting = Some(Instant::now());
                    let last = self.last;
                    drop(self);
                    self = One::open(room, Some(last)).await?;
                }
                Word::Reconnect | Word::Listen => {}
            }
        }
    }
}

/// Notes a message, and whether it follows on what came `last`.
fn hear(last: &mut (u64, u64), text: &str, now: u64, heard: &mut Heard) {
    let Some(reached) = version(text, "\"version\":\"") else { return };
    match version(text, "\"from\":\"") {
        Some(from) => {
            if from > *last {
                heard.gaps.push(format!("after {last:?} came a frame from {from:?}"));
            }
            let (epoch, number) = reached;
            let frame = heard.frames.entry(format!("{epoch}.{number}")).or_insert_with(|| read_frame(text));
            *frame.arrivals.entry(now).or_default() += 1;
        }
        // A snapshot in the middle says that frames were dropped, which a listener that reads at once never sees.
        None if text.contains("\"type\":\"snapshot\"") => heard.gaps.push("a snapshot came in between".to_owned()),
        None => {}
    }
    *last = reached;
}

/// Now, in [`GRAIN_US`] since the epoch.
fn arrival() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as u64 / GRAIN_US
}

fn read_frame(text: &str) -> HeardFrame {
    #[derive(Deserialize)]
    struct Body {
        changes: Vec<(u32, u32, u8)>,
    }
    let changes = serde_json::from_str(text).map(|Body { changes }| changes).unwrap_or_default();
    HeardFrame { changes, arrivals: BTreeMap::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_version_is_a_gap_and_an_overlap_is_none() {
        let frame = |from: &str, to: &str| {
            format!(r#"{{"type":"seats","from":"{from}","version":"{to}","changes":[[7,2,1]],"sections":[]}}"#)
        };
        let (mut last, mut heard) = ((1, 5), Heard::default());
        for (from, to, gaps) in [("1.5", "1.8", 0), ("1.6", "1.9", 0), ("1.10", "1.11", 1), ("1.11", "1.12", 1)] {
            hear(&mut last, &frame(from, to), 0, &mut heard);
            assert_eq!(heard.gaps.len(), gaps, "{from} to {to}");
        }
        hear(&mut last, r#"{"type":"snapshot","version":"1.20"}"#, 0, &mut heard);
        assert_eq!((heard.gaps.len(), last), (2, (1, 20)));
        assert_eq!(heard.frames["1.9"].changes, [(7, 2, 1)]);
    }
}
