//! The `bootstrap` program of the intake function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(intake::run().await)
}
