//! ARNs and URLs of queues and topics.

use super::{BusError, limits};

/// The account all local resources belong to.
pub(super) const ACCOUNT: &str = "000000000000";

/// The ARN of a queue.
pub(super) fn queue_arn(region: &str, queue: &str) -> String {
    format!("arn:aws:sqs:{region}:{ACCOUNT}:{queue}")
}

/// The ARN of a topic.
pub(super) fn topic_arn(region: &str, topic: &str) -> String {
    format!("arn:aws:sns:{region}:{ACCOUNT}:{topic}")
}

/// The URL of a queue on the host at `base_url`.
pub(super) fn queue_url(base_url: &str, queue: &str) -> String {
    format!("{}/{ACCOUNT}/{queue}", base_url.trim_end_matches('/'))
}

/// The queue a URL names: its last segment, whatever the host, because the host's port changes between runs.
pub(super) fn queue_of_url(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

/// The queue an ARN names.
pub(super) fn queue_of_arn(arn: &str) -> Result<&str, BusError> {
    name_of_arn("queue", "sqs", arn)
}

/// The topic an ARN names.
pub(super) fn topic_of_arn(arn: &str) -> Result<&str, BusError> {
    name_of_arn("TopicArn", "sns", arn)
}

fn name_of_arn<'a>(parameter: &str, service: &str, arn: &'a str) -> Result<&'a str, BusError> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        ["arn", _partition, found, _region, _account, name]
            if *found == service && limits::is_plain_name(name, 256) =>
        {
            Ok(name)
        }
        _ => Err(BusError::invalid(
            parameter,
            arn,
            &format!("Expected arn:aws:{service}:REGION:{ACCOUNT}:NAME."),
        )),
    }
}
