//! The `bootstrap` program of the receivables function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(receivables::run().await)
}
