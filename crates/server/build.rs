//! Puts the page into the program, if it was built: every file of `web/dist`, and its compressed forms where there are some.
//!
//! Without Node, or before `cargo xtask web`, there is none; the program says so where the page would be.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Compressed forms lie beside their file.
const CODINGS: [&str; 2] = ["br", "gz"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    // A folder that isn't there can't be watched: cargo would take it for changed each time.
    if dist.is_dir() || fs::create_dir_all(&dist).is_ok() {
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    let mut files = Vec::new();
    if dist.join("index.html").is_file() {
        collect(&dist, &mut files)?;
    }
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?;
        let name = name.to_str().ok_or_else(|| io::Error::other("a file's name isn't text"))?;
        let [br, gz] = CODINGS.map(|coding| {
            let compressed = PathBuf::from(format!("{}.{coding}", file.display()));
            if compressed.is_file() { format!("Some({})", included(&compressed)) } else { "None".to_owned() }
        });
        let plain = included(file);
        writeln!(table, "    Built {{ path: {:?}, plain: {plain}, brotli: {br}, gzip: {gz} }},", format!("/{name}"))
            .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder"))?;
    fs::write(Path::new(&out).join("page_files.rs"), table)
}

fn included(file: &Path) -> String {
    format!("include_bytes!({:?})", file.display().to_string())
}

/// What is to be served: nothing hidden, and compressed forms only beside what they are of.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_compressed = path.extension().is_some_and(|end| CODINGS.iter().any(|coding| end == *coding));
        if is_hidden || is_compressed {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
