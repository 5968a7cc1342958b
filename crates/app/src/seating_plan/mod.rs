//! Seating plans: the files that venues already have (pretix's JSON), and halls that are described as a list of sections.
//!
//! Both end as a checked [`SeatMap`](admit_domain::seat_map::SeatMap). A plan is a stranger's file: whatever is wrong with it comes
//! back as a list of faults with their JSON paths, and how much memory reading it takes is bounded by its size.

mod areas;
mod build;
mod cursor;
mod faults;
mod frame;
mod json;
mod read;
mod rows;
mod sections;
mod zones;

pub use build::{PlanSection, SectionLayout, from_sections};
pub use faults::{FAULTS_SHOWN_MAX, PlanFault, PlanFaults};
pub use read::{PLAN_BYTES_MAX, PlanTree, read};
