//! The `bootstrap` program of the fulfilment function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(fulfilment::run().await)
}
