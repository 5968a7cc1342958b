//! An event's state as a client puts it together: fetched once, then kept by the changes alone.

use std::collections::HashMap;

use admit_testkit::client::Api;
use serde_json::Value;

/// `epoch.version` as it compares.
pub(crate) type Version = (u32, u64);

pub(crate) struct Followed {
    /// As of the newest frame or snapshot.
    pub(crate) at: Version,
    /// As of `at`, or later where it was fetched later.
    pub(crate) units: Vec<u8>,
    fetched: Version,
    pub(crate) available: HashMap<String, u64>,
    pub(crate) frames: usize,
}

impl Followed {
    /// From a stream's first message.
    pub(crate) async fn begin(api: &Api, event: &str, snapshot: &Value) -> Followed {
        assert_eq!(snapshot["type"], "snapshot", "{snapshot}");
        assert_eq!(snapshot["event_id"], event);
        let mut followed = Followed {
            at: version(&snapshot["version"]),
            units: Vec::new(),
            fetched: (0, 0),
            available: HashMap::new(),
            frames: 0,
        };
        followed.count(snapshot);
        followed.fetch(api, event).await;
        assert!(followed.fetched >= followed.at, "what is served is older than what was told");
        followed
    }

    /// A frame must follow on the one before it.
    pub(crate) fn follow(&mut self, frame: &Value) {
        if frame["type"] == "sold_out" {
            return;
        }
        assert_eq!(frame["type"], "seats", "{frame}");
        let (from, to) = (version(&frame["from"]), version(&frame["version"]));
        assert_eq!(from, self.at, "a gap, or told twice: {frame}");
        assert!(to > from, "{frame}");
        self.at = to;
        self.frames += 1;
        self.count(frame);
        if to > self.fetched {
            let mut end = 0;
            for change in frame["changes"].as_array().unwrap() {
                let [first, count, state] = [0, 1, 2].map(|index| change[index].as_u64().unwrap() as usize);
                assert!(count > 0 && first >= end && state < 4, "runs that don't ascend: {frame}");
                end = first + count;
                self.units[first..end].fill(state as u8);
            }
        }
    }

    /// A snapshot came after a resync: the units are fetched anew.
    pub(crate) async fn begin_again(&mut self, api: &Api, event: &str, snapshot: &Value) {
        let frames = self.frames;
        *self = Followed::begin(api, event, snapshot).await;
        self.frames = frames;
    }

    /// Whether it is exactly what the server says now.
    pub(crate) async fn is_exact(&self, api: &Api, event: &str) -> bool {
        let (_, units) = fetch(api, event).await;
        units == self.units && available(api, event).await == self.available
    }

    async fn fetch(&mut self, api: &Api, event: &str) {
        (self.fetched, self.units) = fetch(api, event).await;
    }

    fn count(&mut self, message: &Value) {
        for pair in message["sections"].as_array().unwrap() {
            self.available.insert(pair[0].as_str().unwrap().to_owned(), pair[1].as_u64().unwrap());
        }
    }
}

/// What is available by section, as the server says now.
pub(crate) async fn available(api: &Api, event: &str) -> HashMap<String, u64> {
    let sections = api.availability(event).await["sections"].as_array().unwrap().clone();
    let pairs = sections.iter().map(|section| (&section["id"], &section["available"]));
    pairs.map(|(id, count)| (id.as_str().unwrap().to_owned(), count.as_u64().unwrap())).collect()
}

/// The state of every unit, and of which version it is.
pub(crate) async fn fetch(api: &Api, event: &str) -> (Version, Vec<u8>) {
    let answer = api.get(&format!("/seats/{event}/state")).await;
    assert_eq!(answer.status, 200, "{}", answer.shown());
    let tag = answer.header("etag").trim_matches('"').to_owned();
    let units = u32::from_le_bytes(answer.body[8..12].try_into().unwrap()) as usize;
    let states = (0..units).map(|unit| answer.body[12 + unit / 4] >> (2 * (unit % 4)) & 3).collect();
    (version(&tag.into()), states)
}

pub(crate) fn version(text: &Value) -> Version {
    let (epoch, number) = text.as_str().unwrap().split_once('.').unwrap();
    (epoch.parse().unwrap(), number.parse().unwrap())
}
