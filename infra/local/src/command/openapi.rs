//! `yudan openapi`.

use super::Failure;

/// Prints the OpenAPI description of the HTTP API.
pub(super) fn run() -> Result<(), Failure> {
    println!("{}", contract::openapi::document()?);
    Ok(())
}
