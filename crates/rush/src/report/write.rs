//! Where a report goes.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::model::Report;
use super::{baseline, html, markdown, table};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Outputs<'rush> {
    pub(crate) json: Option<&'rush Path>,
    pub(crate) html: Option<&'rush Path>,
    pub(crate) markdown: Option<&'rush Path>,
    pub(crate) baseline: Option<&'rush Path>,
}

pub(crate) fn everything(report: &Report, outputs: &Outputs<'_>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    write!(out, "{}", table::text(report)).context("can't print")?;
    if let Some(path) = outputs.baseline {
        let read = std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
        let earlier = serde_json::from_slice(&read).with_context(|| format!("{} is no report", path.display()))?;
        write!(out, "{}", baseline::text(report, &earlier)).context("can't print")?;
    }
    let write = |path: Option<&Path>, text: &dyn Fn() -> anyhow::Result<String>| {
        let Some(path) = path else { return Ok(()) };
        std::fs::write(path, text()?).with_context(|| format!("can't write {}", path.display()))
    };
    write(outputs.json, &|| Ok(serde_json::to_string_pretty(report)?))?;
    write(outputs.html, &|| Ok(html::page(report)))?;
    write(outputs.markdown, &|| Ok(markdown::text(report)))
}
