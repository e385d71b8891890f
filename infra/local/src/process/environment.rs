//! The environment a function process starts with: what Lambda gives it, and nothing of the developer's own.

use std::collections::BTreeMap;

use crate::template::locality;
use crate::template::stack::Function;

/// Addresses of the services, as the SDK clients are told them.
#[derive(Debug, Clone)]
pub struct Endpoints {
    /// Base address of the Runtime API; a function and an instance follow.
    pub runtime_api: String,
    /// Address of the embedded engine.
    pub dynamodb: String,
    /// Address of queues and topics.
    pub bus: String,
}

/// Variables passed on from the host's own environment: they help a developer look inside.
const PASSED_ON: [&str; 4] = ["RUST_LOG", "RUST_BACKTRACE", "PATH", "LLVM_PROFILE_FILE"];

/// All variables of one instance of a function.
pub(super) fn of(
    function: &Function,
    instance: u64,
    endpoints: &Endpoints,
) -> BTreeMap<String, String> {
    let name = function.name.as_str();
    let fixed = [
        // Says who calls: the meter goes by it.
        ("AWS_ACCESS_KEY_ID", name.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_REGION", locality::REGION.to_owned()),
        ("AWS_DEFAULT_REGION", locality::REGION.to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoints.dynamodb.clone()),
        ("AWS_ENDPOINT_URL_SQS", endpoints.bus.clone()),
        ("AWS_ENDPOINT_URL_SNS", endpoints.bus.clone()),
        (
            "AWS_LAMBDA_RUNTIME_API",
            format!("{}/{name}/{instance}", endpoints.runtime_api),
        ),
        ("AWS_LAMBDA_FUNCTION_NAME", name.to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        (
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            function.memory_mb.to_string(),
        ),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", format!("local/{instance}")),
        ("_HANDLER", "bootstrap".to_owned()),
        ("TZ", ":UTC".to_owned()),
        (super::parent::CHILD_MARK, "1".to_owned()),
    ];
    let passed_on = PASSED_ON.into_iter().filter_map(|name| {
        std::env::var(name)
            .ok()
            .map(|value| (name.to_owned(), value))
    });
    passed_on
        .chain(
            fixed
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        )
        .chain(function.environment.clone())
        .collect()
}
