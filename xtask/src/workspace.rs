//! Where the workspace is.

use std::path::Path;

/// The workspace's root, so that every chore works from any folder.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}
