//! Listeners, one that begins at each node: whoever is cut off goes on at any node from what they heard last.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tokio::time::timeout;

use crate::auditor::view::unpack;
use crate::engine::nodes::Nodes;
use crate::engine::random::Random;
use crate::scenario::live_way::{Room, Way};
use crate::scenario::stage::Listener;
use crate::wire::connection::{Connection, Request};

use super::fold::{Fold, Heard};
use super::told::Told;

const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// A node that says nothing for so long while people buy is as good as away.
const SILENT_MAX: Duration = Duration::from_secs(8);
const COMES_AGAIN_AFTER: Duration = Duration::from_millis(200);

pub(super) struct Ear {
    /// Where it listens, to begin with.
    pub(super) node: usize,
    pub(super) event: String,
    pub(super) nodes: Rc<Nodes>,
    pub(super) told: Rc<RefCell<Told>>,
    pub(super) random: Random,
    pub(super) heard: Rc<RefCell<Overheard>>,
}

/// What one listener has come to.
#[derive(Debug, Default)]
pub(super) struct Overheard {
    pub(super) fold: Fold,
    pub(super) frames: u64,
    pub(super) snapshots: u64,
    pub(super) reconnects: u64,
}

impl Ear {
    /// Listens until it is dropped.
    pub(super) async fn go(mut self) {
        let by = if self.node.is_multiple_of(2) { Listener::Sse } else { Listener::Ws };
        loop {
            // However it ended, somebody else tells what follows.
            let _ended = self.listen(by).await;
            self.heard.borrow_mut().reconnects += 1;
            self.node = self.random.below(self.nodes.count());
            tokio::time::sleep(COMES_AGAIN_AFTER).await;
        }
    }

    async fn listen(&mut self, by: Listener) -> anyhow::Result<()> {
        let nodes = self.nodes.clone();
        let room = Room { authority: nodes.authority(self.node), event: &self.event, by };
        let last = self.heard.borrow().fold.heard();
        let mut way = timeout(ANSWER_WITHIN, Way::open(room, last)).await.context("it doesn't open")??;
        loop {
            let text = timeout(SILENT_MAX, way.next()).await.context("it is silent")??;
            let heard = self.heard.borrow_mut().fold.hear(text);
            match heard {
                Heard::Frame => self.heard.borrow_mut().frames += 1,
                Heard::Snapshot(version) => {
                    self.heard.borrow_mut().fold.forget();
                    let (number, units) = state(room.authority, room.event).await?;
                    ensure!(number >= version.1, "the state is older than the snapshot");
                    let mut heard = self.heard.borrow_mut();
                    heard.snapshots += 1;
                    heard.fold.begin(version, number, units);
                }
                Heard::Gap(evidence) => {
                    self.told.borrow_mut().breach("FramesMissing", &evidence);
                    self.heard.borrow_mut().fold.forget();
                    bail!(evidence);
                }
                Heard::Error => bail!("the node can't tell"),
                Heard::Other => {}
            }
        }
    }
}

/// An event's version and units as a node shows them.
pub(super) async fn state(authority: &str, event: &str) -> anyhow::Result<(u64, Vec<u8>)> {
    let path = format!("/api/v1/seats/{event}/state");
    let mut connection = Connection::new(authority);
    let answer = connection.ask_within(&Request::get(&path), ANSWER_WITHIN).await?;
    ensure!(answer.status == 200, "{path} was answered with {}", answer.status);
    let number = answer.body.first_chunk::<8>().context("the event's state is too short")?;
    Ok((u64::from_le_bytes(*number), unpack(answer.body)?))
}
