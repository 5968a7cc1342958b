//! What an unkind world does to an installation: each kind by name, and what it may happen beside.

use std::fmt;

/// Something that happens to one node, or to a server that all of them use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// `kill -9`, and started again.
    NodeKilled,
    /// Stopped in its tracks, with whatever it had in its hands, and let go on.
    NodeFrozen,
    /// Told to stop, and started again.
    NodeRestarted,
    /// The time of day jumps, and jumps back.
    NodeClock,
    PostgresKilled,
    PostgresFrozen,
    /// Not a byte is left on its disk.
    PostgresFull,
    RedisKilled,
    RedisFrozen,
    BrokersAway,
    BrokersSlow,
    /// On the way from one node to a server.
    Way(Server, Trouble),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Server {
    Postgres,
    Redis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    Slow,
    Stalled,
    Swallowed,
    Refused,
    Reset,
    /// Commits reach the server and their answers never the node.
    AnswerLost,
    /// Commits don't reach the server, of which the node can't know.
    CommitLost,
}

/// Faults of one lane come one after another, those of several side by side. So of three nodes one has nothing to complain of,
/// except that a server which all of them need is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// One node's process.
    Nodes,
    /// PostgreSQL, which decides, and the way from one node to it.
    Truth,
    /// What may be lost at any moment.
    Spare,
}

impl Lane {
    pub(crate) const ALL: [Lane; 3] = [Lane::Nodes, Lane::Truth, Lane::Spare];
}

impl Fault {
    pub(crate) const ALL: [Fault; 23] = [
        Fault::NodeKilled,
        Fault::NodeFrozen,
        Fault::NodeRestarted,
        Fault::NodeClock,
        Fault::PostgresKilled,
        Fault::PostgresFrozen,
        Fault::PostgresFull,
        Fault::RedisKilled,
        Fault::RedisFrozen,
        Fault::BrokersAway,
        Fault::BrokersSlow,
        Fault::Way(Server::Postgres, Trouble::Slow),
        Fault::Way(Server::Postgres, Trouble::Stalled),
        Fault::Way(Server::Postgres, Trouble::Swallowed),
        Fault::Way(Server::Postgres, Trouble::Refused),
        Fault::Way(Server::Postgres, Trouble::Reset),
        Fault::Way(Server::Postgres, Trouble::AnswerLost),
        Fault::Way(Server::Postgres, Trouble::CommitLost),
        Fault::Way(Server::Redis, Trouble::Slow),
        Fault::Way(Server::Redis, Trouble::Stalled),
        Fault::Way(Server::Redis, Trouble::Swallowed),
        Fault::Way(Server::Redis, Trouble::Refused),
        Fault::Way(Server::Redis, Trouble::Reset),
    ];

    pub(crate) fn named(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.to_string() == name)
    }

    pub(crate) fn lane(self) -> Lane {
        match self {
            Fault::NodeKilled | Fault::NodeFrozen | Fault::NodeRestarted | Fault::NodeClock => Lane::Nodes,
            Fault::PostgresKilled | Fault::PostgresFrozen | Fault::PostgresFull | Fault::Way(Server::Postgres, _) => {
                Lane::Truth
            }
            Fault::RedisKilled
            | Fault::RedisFrozen
            | Fault::BrokersAway
            | Fault::BrokersSlow
            | Fault::Way(Server::Redis, _) => Lane::Spare,
        }
    }

    /// How many turns of its lane it takes. Redis is away for long, so that nodes must find out by themselves what they weren't told.
    pub(crate) fn turns(self) -> u32 {
        if self == Fault::RedisKilled { 3 } else { 1 }
    }

    /// Whether it happens to one node alone.
    pub(crate) fn is_of_one_node(self) -> bool {
        matches!(self, Fault::NodeKilled | Fault::NodeFrozen | Fault::NodeRestarted | Fault::NodeClock | Fault::Way(..))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Fault::NodeKilled => "node-killed",
            Fault::NodeFrozen => "node-frozen",
            Fault::NodeRestarted => "node-restarted",
            Fault::NodeClock => "node-clock",
            Fault::PostgresKilled => "postgres-killed",
            Fault::PostgresFrozen => "postgres-frozen",
            Fault::PostgresFull => "postgres-full",
            Fault::RedisKilled => "redis-killed",
            Fault::RedisFrozen => "redis-frozen",
            Fault::BrokersAway => "brokers-away",
            Fault::BrokersSlow => "brokers-slow",
            Fault::Way(server, trouble) => return write!(f, "{}-{}", server.way(), trouble.name()),
        };
        f.write_str(name)
    }
}

impl Server {
    fn way(self) -> &'static str {
        match self {
            Server::Postgres => "postgres-way",
            Server::Redis => "redis-way",
        }
    }
}

impl Trouble {
    fn name(self) -> &'static str {
        match self {
            Trouble::Slow => "slow",
            Trouble::Stalled => "stalled",
            Trouble::Swallowed => "swallowed",
            Trouble::Refused => "refused",
            Trouble::Reset => "reset",
            Trouble::AnswerLost => "answer-lost",
            Trouble::CommitLost => "commit-lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_fault_is_found_by_its_name() {
        let names: BTreeSet<String> = Fault::ALL.iter().map(Fault::to_string).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            assert_eq!(Fault::named(&fault.to_string()), Some(fault));
        }
        assert_eq!(Fault::named("earthquake"), None);
    }
}
