//! Clients of the services behind a function, built once at its start.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};

use crate::config::{self, ConfigError};

/// The configuration that all clients share: region and credentials from the environment, three
/// attempts, and time limits that leave an HTTP request time to answer within API Gateway's 30 s.
pub async fn sdk_config() -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(10))
        .build();
    aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts)
        .load()
        .await
}

/// The store on the table that `TABLE_NAME` names.
///
/// # Errors
/// [`ConfigError`] when the variable is not set.
pub fn store(sdk: &SdkConfig) -> Result<store::Store, ConfigError> {
    Ok(store::Store::new(
        aws_sdk_dynamodb::Client::new(sdk),
        config::TABLE_NAME.read()?,
    ))
}
