//! What a node has in hand just now, for whoever watches it.

use metrics::gauge;

use crate::app::App;

impl App {
    /// Sets the gauges of the desks. Called when somebody looks, so that nothing is measured for nobody.
    pub fn measure(&self) {
        let desks = self.desks.all();
        let waiting = || desks.iter().map(|desk| desk.waiting());
        gauge!("admit_desks").set(desks.len() as f64);
        gauge!("admit_desk_queue_commands").set(waiting().sum::<usize>() as f64);
        gauge!("admit_desk_queue_commands_max").set(waiting().max().unwrap_or(0) as f64);
    }
}
