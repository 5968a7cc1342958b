//! The nodes: each a shipped set of desks behind its own link to the store, to be killed and started again.

use std::sync::Arc;

use admit_app::desk::{DeskSettings, Desks};
use admit_app::ports::fanout::Others;
use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_app::waiting_room::Rooms;
use tokio::task::AbortHandle;

use super::link::{Link, Sharing};
use super::sky::Sky;

/// Any will do: nobody draws here.
const ROOM_KEY: [u8; 32] = [1; 32];

pub(super) struct Nodes {
    store: Arc<dyn WaitingRooms>,
    sky: Arc<Sky>,
    sharing: Sharing,
    settings: DeskSettings,
    nodes: Vec<Node>,
}

struct Node {
    link: Arc<Link>,
    /// `None` while it is down.
    desks: Option<Arc<Desks>>,
    rooms: Option<Arc<Rooms>>,
    callers: Vec<AbortHandle>,
}

impl Nodes {
    pub(super) fn start(count: usize, store: Arc<dyn WaitingRooms>, sky: Arc<Sky>, settings: DeskSettings) -> Nodes {
        let sharing = if count > 1 { Sharing::Shared } else { Sharing::Alone };
        let mut nodes = Nodes { store, sky, sharing, settings, nodes: Vec::new() };
        for _ in 0..count {
            let node = nodes.new_node();
            nodes.nodes.push(node);
        }
        nodes
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn link(&self, node: usize) -> Arc<Link> {
        self.nodes[node].link.clone()
    }

    pub(super) fn desks(&self, node: usize) -> Option<Arc<Desks>> {
        self.nodes[node].desks.clone()
    }

    pub(super) fn rooms(&self, node: usize) -> Option<Arc<Rooms>> {
        self.nodes[node].rooms.clone()
    }

    /// The nodes that are up.
    pub(super) fn up(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| self.nodes[*node].desks.is_some()).collect()
    }

    pub(super) fn is_alone(&self) -> bool {
        self.sharing == Sharing::Alone
    }

    pub(super) fn add_caller(&mut self, node: usize, caller: AbortHandle) {
        let callers = &mut self.nodes[node].callers;
        callers.retain(|caller| !caller.is_finished());
        callers.push(caller);
    }

    /// The process is gone at once: its callers get no answer, and nothing that it was doing goes on.
    pub(super) fn kill(&mut self, node: usize) {
        self.sky.count("fault: node died");
        let node = &mut self.nodes[node];
        node.link.cut();
        node.callers.drain(..).for_each(|caller| caller.abort());
        node.desks = None;
        node.rooms = None;
    }

    /// Starts a node that is down, empty.
    pub(super) fn revive(&mut self, node: usize) {
        if self.nodes[node].desks.is_none() {
            self.nodes[node] = self.new_node();
        }
    }

    /// One more node, which has seen nothing yet.
    pub(super) fn add(&mut self) -> usize {
        let node = self.new_node();
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn new_node(&self) -> Node {
        let link = Arc::new(Link::new(self.store.clone(), self.sky.clone(), self.sharing));
        let desks = Arc::new(Desks::new(link.clone(), self.settings, Others::default()));
        let rooms = Some(Arc::new(Rooms::new(link.clone(), ROOM_KEY, Others::default())));
        Node { link, desks: Some(desks), rooms, callers: Vec::new() }
    }
}
