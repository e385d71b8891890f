//! The `bootstrap` program of the credit function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(credit::run().await)
}
