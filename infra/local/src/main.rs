//! The program `yudan`. See [`yudan::command`].

use std::process::ExitCode;

/// A fifth of the host's time under load went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    yudan::command::run()
}
