//! All desks of this node, each loaded when its event is first asked for.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::{EventId, HoldId};
use admit_domain::inventory::state::{Inventory, Owner, PurchaseLimits};
use admit_domain::time::Timestamp;
use metrics::counter;
use tokio::sync::mpsc;

use crate::ids::{tag_in, tag_of};
use crate::live::owners::Owners;
use crate::live::{Audience, Hub};
use crate::ports::error::StoreError;
use crate::ports::fanout::Others;
use crate::ports::inventory::{Claim, InventoryStore, Loaded};
use crate::turns::Turns;

use super::batch::Working;
use super::collect::Lanes;
use super::freshness::freshness;
use super::handle::{Desk, DeskError};
use super::task::Task;
use super::view::View;

/// How many commits of other nodes may wait to be folded in. What there is no place for is found in the journal.
const TOLD_ENTRIES_MAX: usize = 256;

#[derive(Debug, Clone, Copy)]
pub struct DeskSettings {
    pub purchase_limits: PurchaseLimits,
    /// How many commands may wait for the next batches, in each lane.
    pub queue_commands_max: usize,
    /// How long a caller waits for an answer.
    pub answer_within: Duration,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            purchase_limits: PurchaseLimits::Enforced,
            queue_commands_max: 8_192,
            answer_within: Duration::from_secs(10),
        }
    }
}

pub struct Desks {
    store: Arc<dyn InventoryStore>,
    settings: DeskSettings,
    pub(super) loaded: RwLock<HashMap<EventId, Arc<Desk>>>,
    /// An event is loaded by one caller, for whom the others wait.
    loading: Turns,
    owners: Arc<Owners>,
    audience: Arc<Audience>,
    others: Others,
}

impl Desks {
    /// `others` are told what is committed here.
    pub fn new(store: Arc<dyn InventoryStore>, settings: DeskSettings, others: Others) -> Desks {
        Desks {
            store,
            settings,
            loaded: RwLock::default(),
            loading: Turns::default(),
            owners: Arc::default(),
            audience: Arc::default(),
            others,
        }
    }

    /// The desk of `event`, loaded if it isn't yet.
    pub async fn get(&self, event: EventId) -> Result<Arc<Desk>, DeskError> {
        if let Some(desk) = self.find(event) {
            desk.use_it();
            return Ok(desk);
        }
        let _turn = self.loading.take(event).await;
        match self.find(event) {
            Some(desk) => Ok(desk),
            None => self.open(event).await,
        }
    }

    /// Where buyers hear what becomes of their holds.
    pub fn owners(&self) -> &Arc<Owners> {
        &self.owners
    }

    /// The desks that are loaded.
    pub fn all(&self) -> Vec<Arc<Desk>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The desk, if it is loaded, of the event whose tag the hold's id carries.
    pub(crate) fn find_by_hold(&self, hold: HoldId) -> Option<Arc<Desk>> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.values().find(|desk| tag_of(desk.event) == tag_in(hold)).cloned()
    }

    /// The desk of `event`, if it is loaded.
    pub(crate) fn find(&self, event: EventId) -> Option<Arc<Desk>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).get(&event).cloned()
    }

    async fn open(&self, event: EventId) -> Result<Arc<Desk>, DeskError> {
        let (inventory, now) = load(&*self.store, event, self.settings.purchase_limits).await?;
        let view = Arc::new(RwLock::new(View::new(&inventory, now)));
        let working = Arc::new(Mutex::new(Working::new(inventory, self.others.are_told())));
        let (normal, normal_lane) = mpsc::channel(self.settings.queue_commands_max);
        let (reserved, reserved_lane) = mpsc::channel(self.settings.queue_commands_max);
        let (told, told_lane) = mpsc::channel(TOLD_ENTRIES_MAX);
        let freshness =
            self.store.is_shared().then(|| freshness(self.store.clone(), event, view.clone(), reserved.downgrade()));
        let hub = Arc::new(Hub::new(event, view.clone(), self.audience.clone()));
        let task = Task {
            event,
            store: self.store.clone(),
            working: working.clone(),
            view: view.clone(),
            lanes: Lanes { normal: normal_lane, reserved: reserved_lane, told: told_lane },
            purchase_limits: self.settings.purchase_limits,
            hub: hub.clone(),
            owners: self.owners.clone(),
            others: self.others.clone(),
        };
        tokio::spawn(task.run());
        let answer_within = self.settings.answer_within;
        let store = self.store.clone();
        let desk = Arc::new(Desk {
            event,
            normal,
            reserved,
            told,
            view,
            working,
            freshness,
            answer_within,
            store,
            hub,
            was_used: AtomicBool::new(true),
        });
        // Whoever watches the event watches one desk. Should there be one already, the new one's task ends with it.
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        Ok(loaded.entry(event).or_insert(desk).clone())
    }
}

/// Reads an event's inventory and the store's time, and refuses rows that contradict each other.
pub(super) async fn load(
    store: &dyn InventoryStore,
    event: EventId,
    purchase_limits: PurchaseLimits,
) -> Result<(Inventory, Timestamp), DeskError> {
    let can_not_load = |error: StoreError| {
        tracing::warn!(%event, error = &error as &dyn std::error::Error, "an inventory can't be loaded");
        match error {
            StoreError::Away(_) | StoreError::Unknown(_) => DeskError::Away,
            _ => DeskError::Defect,
        }
    };
    let loaded = store.load(event).await.map_err(can_not_load)?.ok_or(DeskError::NoSuchEvent)?;
    let now = store.now().await.map_err(can_not_load)?;
    let inventory = restore(loaded, purchase_limits).map_err(|why| {
        counter!("admit_alarms_total", "kind" => "bad_inventory").increment(1);
        tracing::error!(%event, %why, "the stored inventory contradicts itself");
        DeskError::Defect
    })?;
    Ok((inventory, now))
}

fn restore(loaded: Loaded, purchase_limits: PurchaseLimits) -> Result<Inventory, String> {
    let Loaded { hall, terms, version, at, claims, holds, orders } = loaded;
    let mut inventory = Inventory::new(hall, terms, version, at, purchase_limits);
    let blocked = claims.iter().filter(|(_, claim)| *claim == Claim::Blocked).map(|(unit, _)| *unit);
    inventory.restore(holds, orders, blocked).map_err(|error| error.to_string())?;
    let owned = inventory.holds().filter(|hold| hold.claims()).map(|hold| hold.units.len()).sum::<usize>();
    let claimed = claims.iter().filter(|(_, claim)| *claim != Claim::Blocked).count();
    if owned != claimed {
        return Err(format!("holds claim {owned} units, and {claimed} units have a claim"));
    }
    for (unit, claim) in claims {
        let owner = match claim {
            Claim::Held(hold) => Owner::Held(hold),
            Claim::Sold(hold) => Owner::Sold(hold),
            Claim::Blocked => Owner::Blocked,
        };
        if inventory.owner(unit) != owner {
            return Err(format!(
                "unit {unit:?} is claimed as {owner:?}, and its hold says {:?}",
                inventory.owner(unit)
            ));
        }
    }
    Ok(inventory)
}
