//! The function programs inside this binary.

use std::error::Error;

/// Names of the functions, as the template and `yudan function NAME` use them.
pub const NAMES: [&str; 9] = [
    "intake",
    "review",
    "fulfilment",
    "tracking",
    "settlement",
    "credit",
    "receivables",
    "relay",
    "notify",
];

/// Runs a function: the very program that is deployed as its `bootstrap`.
///
/// # Errors
/// The function cannot start, or the Runtime API is gone. An unknown name lists the known ones.
pub async fn run(name: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    match name {
        "intake" => intake::run().await?,
        "review" => review::run().await?,
        "fulfilment" => fulfilment::run().await?,
        "tracking" => tracking::run().await?,
        "settlement" => settlement::run().await?,
        "credit" => credit::run().await?,
        "receivables" => receivables::run().await?,
        "relay" => relay::run().await?,
        "notify" => notify::run().await?,
        other => {
            return Err(format!("no function `{other}`; there are {}", NAMES.join(", ")).into());
        }
    }
    Ok(())
}
