//! The program `admit`.

use std::process::ExitCode;

/// Answers are made of many small pieces on several threads, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    admit_server::cli::main()
}
