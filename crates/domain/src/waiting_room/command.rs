//! What can be asked of a room, and what comes of it.

use std::collections::{HashMap, HashSet};

use crate::id::AccountId;

use super::settings::{BadSettings, SettingsChange};

/// Whether an account has proved its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Verified,
    Unproved,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Gives a place; to an account that has one, the same.
    Join {
        account: Option<AccountId>,
        proof: Proof,
    },
    /// Whoever holds the place `number` is here, as `account`, which owns the place from now on.
    Show {
        number: u32,
        account: AccountId,
    },
    /// Frees a place and ends its pass.
    Leave {
        number: u32,
        account: Option<AccountId>,
    },
    /// Lets an account in if nobody has to wait.
    Enter {
        account: AccountId,
    },
    Configure {
        change: SettingsChange,
        by: AccountId,
    },
    /// Does what is due, as every batch does.
    Tick,
}

/// What commands need to know that isn't in memory, read in their transaction.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The number that each account owned last, if any.
    pub newest: HashMap<AccountId, u32>,
    /// Whose the numbers are that belong to an account.
    pub owners: HashMap<u32, AccountId>,
    /// Accounts with a pass that have bought.
    pub bought: HashSet<AccountId>,
}

/// What is told to whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Place { number: u32 },
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The event has no line.
    NoLine,
    /// Only accounts that have proved their address may be drawn.
    VerifiedOnly,
    /// The place is another account's.
    NotYours,
    /// The place is gone: its call or its pass has ended, or somebody left it.
    PlaceGone,
    /// No such place was handed out.
    NoSuchPlace,
    /// There is a line, and a pass comes at its end only.
    MustWait,
    /// Nobody else can get in line.
    Full,
    BadSettings(BadSettings),
    /// Who is drawn and how stays as it is once people have come for it.
    DrawUnderWay,
    /// A draw needs a room into which nobody has come yet.
    NotEmpty,
    /// No public randomness is awaited.
    NoInputAwaited,
}
