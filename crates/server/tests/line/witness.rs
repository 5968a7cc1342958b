//! A witness inside the database: at every commit it notes who shops and who holds, so that no moment in between goes unseen.
//!
//! It is made of triggers, so it sees what is committed whichever process commits it, and it goes on after a `kill -9`.

use std::path::PathBuf;
use std::time::Duration;

use admit_domain::id::EventId;
use admit_testkit::postgres;
use admit_testkit::server_process::{Database, ServerProcess};
use rusqlite::Connection;

/// How long a look waits for a server's own commit.
const BUSY_MAX: Duration = Duration::from_secs(30);

const TABLES: &str = "
    CREATE TABLE witness_rooms (event_id BYTEA, version BIGINT, live BIGINT, allowed BIGINT, called BIGINT);
    CREATE TABLE witness_holds (event_id BYTEA, has_pass BIGINT);";

/// The names of a room's batches are written last, when its shoppers stand as they will be committed.
const SQLITE: &str = "
    CREATE TRIGGER witness_of_rooms AFTER INSERT ON waiting_room_batches BEGIN
        INSERT INTO witness_rooms SELECT NEW.event_id, NEW.version,
            (SELECT COUNT(*) FROM waiting_room_shoppers WHERE event_id = NEW.event_id AND stage = 'live'),
            json_extract(head, '$.settings.max_active'), json_extract(head, '$.called')
        FROM waiting_rooms WHERE event_id = NEW.event_id;
    END;
    CREATE TRIGGER witness_of_holds AFTER INSERT ON holds BEGIN
        INSERT INTO witness_holds SELECT NEW.event_id, EXISTS (
            SELECT 1 FROM waiting_room_shoppers WHERE event_id = NEW.event_id AND account_id = NEW.account_id
                AND stage = 'live' AND at > NEW.created_at AND bought_at IS NULL)
        FROM inventory WHERE event_id = NEW.event_id AND guarded = 1;
    END;";

const POSTGRES: &str = "
    CREATE FUNCTION witness_of_rooms() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO witness_rooms SELECT NEW.event_id, NEW.version,
            (SELECT COUNT(*) FROM waiting_room_shoppers WHERE event_id = NEW.event_id AND stage = 'live'),
            (head::JSON #>> '{settings,max_active}')::BIGINT, (head::JSON ->> 'called')::BIGINT
        FROM waiting_rooms WHERE event_id = NEW.event_id;
        RETURN NULL;
    END $$;
    CREATE FUNCTION witness_of_holds() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO witness_holds SELECT NEW.event_id, EXISTS (
            SELECT 1 FROM waiting_room_shoppers WHERE event_id = NEW.event_id AND account_id = NEW.account_id
                AND stage = 'live' AND at > NEW.created_at AND bought_at IS NULL)::INT
        FROM inventory WHERE event_id = NEW.event_id AND guarded = 1;
        RETURN NULL;
    END $$;
    CREATE TRIGGER witness_of_rooms AFTER INSERT ON waiting_room_batches
        FOR EACH ROW EXECUTE FUNCTION witness_of_rooms();
    CREATE TRIGGER witness_of_holds AFTER INSERT ON holds FOR EACH ROW EXECUTE FUNCTION witness_of_holds();";

pub(crate) struct Witness {
    place: Place,
}

enum Place {
    File(PathBuf),
    Postgres(String),
}

/// A room as it stood after one commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) live: u32,
    pub(crate) allowed: u32,
    pub(crate) called: u32,
}

impl Witness {
    /// Watches the rooms and holds of the server's database from now on. Blocks.
    pub(crate) fn watch(server: &ServerProcess, database: &Database) -> Witness {
        let place = match database {
            Database::Embedded => Place::File(server.data().join("admit.db")),
            Database::Postgres(url) => Place::Postgres(url.clone()),
        };
        let triggers = match place {
            Place::File(_) => SQLITE,
            Place::Postgres(_) => POSTGRES,
        };
        let witness = Witness { place };
        witness.run(&format!("{TABLES}{triggers}"));
        witness
    }

    /// Every commit of the event's room since, in order.
    pub(crate) fn commits(&self, event: &str) -> Vec<Seen> {
        let sql = format!(
            "SELECT live || ' ' || allowed || ' ' || called FROM witness_rooms WHERE event_id = {} ORDER BY version",
            self.bytes_of(event)
        );
        let rows = self.run(&sql);
        rows.iter()
            .map(|row| {
                let numbers: Vec<u32> = row.split(' ').map(|number| number.parse().expect("a count")).collect();
                Seen { live: numbers[0], allowed: numbers[1], called: numbers[2] }
            })
            .collect()
    }

    /// At no commit more shopped than might, and nobody held without a pass. Gives how many held.
    pub(crate) fn found_all_in_order(&self, event: &str) -> usize {
        let commits = self.commits(event);
        assert!(!commits.is_empty(), "nothing was committed");
        for pair in commits.windows(2) {
            // Lowering the limit revokes nothing.
            assert!(pair[1].live <= pair[1].allowed.max(pair[0].live), "{pair:?}");
            assert!(pair[1].called >= pair[0].called, "{pair:?}");
        }
        let holds = self.run(&format!("SELECT has_pass FROM witness_holds WHERE event_id = {}", self.bytes_of(event)));
        assert!(holds.iter().all(|has_pass| has_pass == "1"), "somebody held without a pass: {holds:?}");
        holds.len()
    }

    fn bytes_of(&self, event: &str) -> String {
        let event: EventId = event.parse().expect("an event's id");
        let hex: String = event.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        match self.place {
            Place::File(_) => format!("x'{hex}'"),
            Place::Postgres(_) => format!("'\\x{hex}'"),
        }
    }

    /// The first column of each row that the last statement gives.
    fn run(&self, sql: &str) -> Vec<String> {
        match &self.place {
            Place::Postgres(url) => {
                let rows = postgres::shared().and_then(|server| server.psql(url, sql)).expect("psql runs");
                rows.lines().filter(|row| !row.is_empty()).map(str::to_owned).collect()
            }
            Place::File(path) => {
                let connection = Connection::open(path).expect("the file can be opened");
                connection.busy_timeout(BUSY_MAX).expect("a time to wait can be set");
                if !sql.starts_with("SELECT") {
                    connection.execute_batch(sql).expect("the statements run");
                    return Vec::new();
                }
                let mut query = connection.prepare(sql).expect("the query can be read");
                let text = |row: &rusqlite::Row<'_>| {
                    row.get::<_, rusqlite::types::Value>(0).map(|value| match value {
                        rusqlite::types::Value::Integer(number) => number.to_string(),
                        rusqlite::types::Value::Text(text) => text,
                        other => panic!("{other:?}"),
                    })
                };
                let rows = query.query_map([], text).expect("the query runs");
                rows.map(|row| row.expect("a row")).collect()
            }
        }
    }
}
