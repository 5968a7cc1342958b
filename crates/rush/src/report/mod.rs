//! What a run is told as: a table, JSON, Markdown, a page with charts, and the difference to an earlier run.

pub(crate) mod baseline;
pub(crate) mod chart;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod model;
pub(crate) mod table;
pub(crate) mod write;
