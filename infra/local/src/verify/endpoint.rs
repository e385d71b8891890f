//! A table of any DynamoDB endpoint, read page by page at a bounded rate.

use std::time::Duration;

use audit::Item;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use serde_json::Value;

use super::{Verdict, Verification, VerifyError, in_full};

/// Where a table is and how fast it may be read.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Address of the service; the region's own without one.
    pub url: Option<String>,
    /// The table.
    pub table: String,
    /// Read units a second, at most.
    pub read_units: u32,
}

/// Verifies a table; region and credentials come from the environment. `progress` is told how
/// many items were read so far.
///
/// # Errors
/// [`VerifyError::Scan`] when the service refuses or cannot be reached.
pub async fn verify(
    endpoint: &Endpoint,
    progress: &mut dyn FnMut(u64),
) -> Result<Verdict, VerifyError> {
    let mut config = Builder::from(&lambda::aws::sdk_config().await);
    config.set_endpoint_url(endpoint.url.clone());
    let client = Client::from_conf(config.build());
    let mut verification = Verification::begin()?;
    let (mut read, mut start) = (0_u64, None);
    loop {
        let page = client
            .scan()
            .table_name(&endpoint.table)
            .consistent_read(true)
            .set_exclusive_start_key(start)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| VerifyError::Scan(in_full(&error)))?;
        for item in page.items.into_iter().flatten() {
            read = read.saturating_add(1);
            verification.item(typed(item)?)?;
        }
        progress(read);
        start = page.last_evaluated_key;
        if start.is_none() {
            return verification.finish(None);
        }
        let units = page.consumed_capacity.and_then(|used| used.capacity_units);
        tokio::time::sleep(pause(units.unwrap_or_default(), endpoint.read_units)).await;
    }
}

/// The item in the JSON of the service.
fn typed(
    item: std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>,
) -> Result<Item, VerifyError> {
    let item: serde_dynamo::Item = item.into();
    match serde_json::to_value(&item) {
        Ok(Value::Object(item)) => Ok(item),
        Ok(_) | Err(_) => Err(VerifyError::Scan("an item that is no object".to_owned())),
    }
}

/// How long to wait after `used` units so that no more than `rate` are used a second.
#[expect(
    clippy::float_arithmetic,
    reason = "the service counts units in halves"
)]
fn pause(used: f64, rate: u32) -> Duration {
    Duration::try_from_secs_f64(used / f64::from(rate.max(1))).unwrap_or_default()
}
