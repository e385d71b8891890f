//! `AWS::SQS::Queue`.

use crate::template::error::{Reading, TemplateError};
use crate::template::section::Section;
use crate::template::stack::{Queue, Redrive};

use super::name_in_arn;

const DEFAULT_VISIBILITY_S: u64 = 30;
const DEFAULT_RETENTION_S: u64 = 4 * 24 * 3600;

/// Reads a standard queue.
pub(crate) fn read(name: String, mut properties: Section) -> Reading<Queue> {
    if properties.flag("FifoQueue")?.unwrap_or(false) {
        return Err(TemplateError::unknown(
            properties.path_of("FifoQueue"),
            "queue kind",
            "FIFO",
        ));
    }
    let queue = Queue {
        name,
        visibility_timeout_s: properties
            .number("VisibilityTimeout")?
            .unwrap_or(DEFAULT_VISIBILITY_S),
        delay_s: properties.number("DelaySeconds")?.unwrap_or(0),
        retention_s: properties
            .number("MessageRetentionPeriod")?
            .unwrap_or(DEFAULT_RETENTION_S),
        receive_wait_s: properties
            .number("ReceiveMessageWaitTimeSeconds")?
            .unwrap_or(0),
        redrive: read_redrive(&mut properties)?,
    };
    // The largest message the service takes; the bus enforces it for every queue.
    properties.take("MaximumMessageSize");
    properties.done()?;
    Ok(queue)
}

fn read_redrive(properties: &mut Section) -> Reading<Option<Redrive>> {
    let Some(mut policy) = properties.section("RedrivePolicy")? else {
        return Ok(None);
    };
    let target = policy.required_text("deadLetterTargetArn")?;
    let max_receive_count = policy
        .number("maxReceiveCount")?
        .ok_or_else(|| TemplateError::at(policy.path(), "`maxReceiveCount` is missing"))?;
    policy.done()?;
    Ok(Some(Redrive {
        dead_letter_queue: name_in_arn(&target).to_owned(),
        max_receive_count,
    }))
}
