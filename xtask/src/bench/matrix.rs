//! What is measured, and how long.

/// How long each load runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Short,
    Usual,
    Long,
}

impl Length {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [("short", Length::Short), ("usual", Length::Usual), ("long", Length::Long)]
            .into_iter()
            .find_map(|(known, length)| (known == name).then_some(length))
    }

    fn seconds(self) -> u32 {
        match self {
            Length::Short => 3,
            Length::Usual => 10,
            Length::Long => 30,
        }
    }
}

/// A load, and what it has anything to do with.
pub(super) struct Load {
    pub(super) name: &'static str,
    pub(super) arguments: &'static str,
    /// Runs until all is done, or as long as its schedule is.
    pub(super) has_own_length: bool,
    on_postgres: bool,
    on_nodes: bool,
}

const fn load(name: &'static str, arguments: &'static str) -> Load {
    Load { name, arguments, has_own_length: false, on_postgres: true, on_nodes: false }
}

const fn without_database(name: &'static str, arguments: &'static str) -> Load {
    Load { on_postgres: false, ..load(name, arguments) }
}

/// What several nodes do to each other shows in it.
const fn between_nodes(load: Load) -> Load {
    Load { on_nodes: true, ..load }
}

const fn of_own_length(name: &'static str, arguments: &'static str) -> Load {
    Load { has_own_length: true, ..load(name, arguments) }
}

pub(super) const LOADS: [Load; 19] = [
    without_database("ceiling", "ceiling --connections 64"),
    without_database("browse", "browse --connections 64"),
    load("holds-64", "holds --connections 64"),
    between_nodes(load("holds", "holds --connections 256")),
    between_nodes(load("refused", "refused --connections 64")),
    between_nodes(load("contend", "contend --connections 64")),
    load("groups", "groups --connections 256"),
    load("general", "general --connections 256"),
    between_nodes(load("orders", "orders --connections 256")),
    between_nodes(load("joins", "joins")),
    without_database("sizes", "sizes"),
    of_own_length("sellout", "sellout"),
    of_own_length("spike", "spike"),
    // So seldom that each change is a frame of its own, at once.
    between_nodes(without_database("live-quiet", "live --connections 500 --rate 3")),
    between_nodes(without_database("live-500", "live --connections 500")),
    without_database("live-10000", "live --connections 10000"),
    without_database("live-sse", "live --listener sse --connections 500"),
    of_own_length("wait", "wait"),
    without_database("soak", "soak"),
];

impl Load {
    pub(super) fn is_on_postgres(&self) -> bool {
        self.on_postgres
    }

    pub(super) fn is_on_nodes(&self) -> bool {
        self.on_nodes
    }

    /// The arguments of `admit rush`.
    pub(super) fn line(&self, length: Length) -> String {
        let seconds = match self.name {
            "soak" => length.seconds() * 6,
            _ => length.seconds(),
        };
        if self.has_own_length { self.arguments.to_owned() } else { format!("{} --seconds {seconds}", self.arguments) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_load_has_a_file_of_its_own() {
        let names: BTreeSet<&str> = LOADS.iter().map(|load| load.name).collect();
        assert_eq!(names.len(), LOADS.len());
    }

    #[test]
    fn a_length_is_known_by_its_name() {
        assert_eq!(Length::from_name("short"), Some(Length::Short));
        assert_eq!(Length::from_name("shorter"), None);
        assert_eq!(LOADS[2].line(Length::Long), "holds --connections 64 --seconds 30");
    }
}
