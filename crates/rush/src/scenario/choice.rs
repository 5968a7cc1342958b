//! The scenarios by name, and how large each is unless somebody says otherwise.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// The same HTTP stack as a bare program of the same library, doing nothing
    Ceiling,
    /// Lists, events, availability, maps and states, while seats sell now and then
    Browse,
    /// Distinct seats, one a hold, each held until the run is over
    Holds,
    /// What is refused: seats that are taken, and an event with nothing left
    Refused,
    /// Many buyers on few seats, who give them back and want others
    Contend,
    /// The best 2 to 6 places side by side, in a hall fragmented as badly as it gets
    Groups,
    /// Places of a general-admission area
    General,
    /// Hold, pay, ticket; with declines, abandonments, cancellations and retries
    Orders,
    /// A stadium to its last seat, to more people than it has seats
    Sellout,
    /// Getting in line, without an account and with one, as fast as it goes
    Joins,
    /// Fans who stand in line, are called, buy or go away, judged by order and limit
    Wait,
    /// Fans who buy at several nodes, each at any, while somebody else kills and cuts off what these live on
    Survive,
    /// Listeners on streams or sockets while seats sell
    Live,
    /// All connect within a second, then ask at a rate that doesn't wait for answers
    Spike,
    /// Everything at a steady rate, for long; memory must stay flat
    Soak,
    /// The cost of a hold in events of 1,000, 10,000 and 100,000 seats
    Sizes,
    /// Serves nothing but an empty POST
    #[value(hide = true)]
    BareServer,
    /// Listens, for a load that has more listeners than one process may have sockets
    #[value(hide = true)]
    Listeners,
}

/// How large a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub(crate) connections: usize,
    pub(crate) seconds: u64,
    pub(crate) seats: u32,
    pub(crate) buyers: usize,
    /// Requests a second, where the load is open-loop.
    pub(crate) rate: f64,
}

impl Scenario {
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    pub(crate) fn size(self) -> Size {
        let usual = Size { connections: 256, seconds: 10, seats: 80_000, buyers: 256, rate: 0.0 };
        match self {
            Scenario::Contend => Size { seats: 32, ..usual },
            Scenario::General => Size { seats: 100_000, ..usual },
            Scenario::Joins => Size { seats: 1_000, buyers: 20_000, ..usual },
            Scenario::Wait => Size { seconds: 120, seats: 2_000, buyers: 400, connections: 64, ..usual },
            Scenario::Survive => Size { seconds: 60, buyers: 300, connections: 96, ..usual },
            Scenario::Browse => Size { rate: 100.0, ..usual },
            Scenario::Sellout => Size { connections: 2_000, seconds: 300, buyers: 200_000, ..usual },
            Scenario::Live => Size { connections: 500, rate: 200.0, buyers: 64, ..usual },
            Scenario::Spike => Size { connections: 10_000, seconds: 5, rate: 8_000.0, buyers: 10_000, ..usual },
            Scenario::Soak => Size { connections: 64, seconds: 120, rate: 1_000.0, ..usual },
            Scenario::Sizes => Size { seats: 100_000, connections: 64, buyers: 64, ..usual },
            _ => usual,
        }
    }
}
