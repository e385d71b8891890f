//! The `bootstrap` program of the settlement function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(settlement::run().await)
}
