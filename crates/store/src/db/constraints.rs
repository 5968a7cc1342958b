//! The unique constraints that a caller may run into, by name.
//!
//! PostgreSQL names the constraint in its answer. SQLite names only the columns, so they stand here too.

/// A unique constraint's name in the schema and, as SQLite lists them, its columns.
struct Constraint {
    name: &'static str,
    columns: &'static str,
}

const CONSTRAINTS: [Constraint; 11] = [
    Constraint { name: "claims_pkey", columns: "claims.event_id, claims.unit" },
    Constraint {
        name: "inventory_changes_pkey",
        columns: "inventory_changes.event_id, inventory_changes.epoch, inventory_changes.version",
    },
    Constraint { name: "inventory_pkey", columns: "inventory.event_id" },
    Constraint { name: "accounts_address", columns: "accounts.address" },
    Constraint { name: "accounts_pkey", columns: "accounts.id" },
    Constraint { name: "sessions_pkey", columns: "sessions.id" },
    Constraint { name: "events_pkey", columns: "events.id" },
    Constraint { name: "event_drafts_pkey", columns: "event_drafts.id" },
    Constraint { name: "venues_pkey", columns: "venues.id" },
    Constraint { name: "performers_pkey", columns: "performers.id" },
    Constraint { name: "seat_maps_pkey", columns: "seat_maps.id" },
];

/// The constraint that PostgreSQL names so; `None`: no caller branches on it.
pub(super) fn constraint_named(name: &str) -> Option<&'static str> {
    CONSTRAINTS.iter().find(|constraint| constraint.name == name).map(|constraint| constraint.name)
}

/// The constraint over these columns, from what SQLite says after `UNIQUE constraint failed: `.
pub(super) fn constraint_over(columns: &str) -> Option<&'static str> {
    CONSTRAINTS.iter().find(|constraint| constraint.columns == columns).map(|constraint| constraint.name)
}
