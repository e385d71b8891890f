//! The `bootstrap` program of the relay function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(relay::run().await)
}
