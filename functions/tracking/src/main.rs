//! The `bootstrap` program of the tracking function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(tracking::run().await)
}
