//! The `bootstrap` program of the notify function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(notify::run().await)
}
