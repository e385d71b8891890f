//! The `bootstrap` program of the review function.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lambda::exit_code(review::run().await)
}
