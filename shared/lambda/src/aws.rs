//! Clients of the services behind a function, built once at its start.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};

use store::Store;

use crate::config::{self, ConfigError};

/// The configuration that all clients share: region and credentials from the environment, and
/// the patience of [`retries`] and [`timeouts`].
pub async fn sdk_config() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .retry_config(retries())
        .timeout_config(timeouts())
        // Bodies here are small and each attempt has its time limit: watching the pace of a stream
        // would only cost time at every call.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .load()
        .await
}

/// Three attempts.
#[must_use]
pub fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3)
}

/// Time limits that leave an HTTP request time to answer within API Gateway's 30 s.
#[must_use]
pub fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(10))
        .build()
}

/// The store on the table that `TABLE_NAME` names.
///
/// # Errors
/// [`ConfigError`] when the variable is not set.
pub fn store(sdk: &SdkConfig) -> Result<Store, ConfigError> {
    Ok(store_on(sdk, config::TABLE_NAME.read()?))
}

/// The store on the table of this name.
#[must_use]
pub fn store_on(sdk: &SdkConfig, table: String) -> Store {
    Store::new(aws_sdk_dynamodb::Client::new(sdk), table)
}
