//! What can go wrong at a queue or topic, with the codes the two wire protocols use for it.

/// A refused or failed call: the code tells programs, the message tells people what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BusError {
    /// What kind of failure.
    pub code: ErrorCode,
    /// Expected, found, and what to do.
    pub message: String,
}

/// The kinds of failure, named as the services name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// No queue of that name.
    QueueDoesNotExist,
    /// The queue exists with other attributes.
    QueueNameExists,
    /// Not a receipt handle of this queue.
    ReceiptHandleIsInvalid,
    /// The message is not in flight, so its visibility cannot be changed.
    MessageNotInflight,
    /// The body holds a character that is not allowed.
    InvalidMessageContents,
    /// A batch without entries.
    EmptyBatchRequest,
    /// A batch of more than ten entries.
    TooManyEntriesInBatchRequest,
    /// Two entries of a batch have the same id.
    BatchEntryIdsNotDistinct,
    /// An entry's id has a wrong form.
    InvalidBatchEntryId,
    /// The entries together are too long.
    BatchRequestTooLong,
    /// A parameter is there but wrong.
    InvalidParameterValue,
    /// A parameter is missing.
    MissingParameter,
    /// No such attribute of a queue.
    InvalidAttributeName,
    /// A queue attribute with a wrong value.
    InvalidAttributeValue,
    /// The real service could do this; the local host cannot.
    UnsupportedOperation,
    /// No such call, or none that the local host answers.
    UnknownOperation,
    /// The body of the request could not be read.
    MalformedRequest,
    /// No topic or subscription of that name.
    NotFound,
    /// The database under the queues failed: nothing of the call was kept.
    StorageFailure,
}

impl ErrorCode {
    /// The shape name in the `__type` of a queue error.
    pub(super) fn sqs_shape(self) -> &'static str {
        match self {
            Self::QueueDoesNotExist => "com.amazonaws.sqs#QueueDoesNotExist",
            Self::QueueNameExists => "com.amazonaws.sqs#QueueNameExists",
            Self::ReceiptHandleIsInvalid => "com.amazonaws.sqs#ReceiptHandleIsInvalid",
            Self::MessageNotInflight => "com.amazonaws.sqs#MessageNotInflight",
            Self::InvalidMessageContents => "com.amazonaws.sqs#InvalidMessageContents",
            Self::EmptyBatchRequest => "com.amazonaws.sqs#EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest => "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
            Self::BatchEntryIdsNotDistinct => "com.amazonaws.sqs#BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "com.amazonaws.sqs#InvalidBatchEntryId",
            Self::BatchRequestTooLong => "com.amazonaws.sqs#BatchRequestTooLong",
            Self::InvalidAttributeName => "com.amazonaws.sqs#InvalidAttributeName",
            Self::InvalidAttributeValue => "com.amazonaws.sqs#InvalidAttributeValue",
            Self::UnsupportedOperation => "com.amazonaws.sqs#UnsupportedOperation",
            Self::NotFound => "com.amazonaws.sqs#ResourceNotFoundException",
            Self::InvalidParameterValue => {
                "com.amazon.coral.service#InvalidParameterValueException"
            }
            Self::MissingParameter => "com.amazon.coral.service#MissingRequiredParameterException",
            Self::UnknownOperation => "com.amazon.coral.service#UnknownOperationException",
            Self::MalformedRequest => "com.amazon.coral.service#SerializationException",
            Self::StorageFailure => "com.amazon.coral.service#InternalFailure",
        }
    }

    /// The older code of a queue error, in `x-amzn-query-error`: it is the one the SDK clients match on.
    pub(super) fn sqs_query_code(self) -> &'static str {
        match self {
            Self::QueueDoesNotExist => "AWS.SimpleQueueService.NonExistentQueue",
            Self::QueueNameExists => "QueueAlreadyExists",
            Self::MessageNotInflight => "AWS.SimpleQueueService.MessageNotInflight",
            Self::EmptyBatchRequest => "AWS.SimpleQueueService.EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest => {
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"
            }
            Self::BatchEntryIdsNotDistinct => "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "AWS.SimpleQueueService.InvalidBatchEntryId",
            Self::BatchRequestTooLong => "AWS.SimpleQueueService.BatchRequestTooLong",
            Self::UnsupportedOperation => "AWS.SimpleQueueService.UnsupportedOperation",
            Self::ReceiptHandleIsInvalid => "ReceiptHandleIsInvalid",
            Self::InvalidMessageContents => "InvalidMessageContents",
            Self::InvalidAttributeName => "InvalidAttributeName",
            Self::InvalidAttributeValue => "InvalidAttributeValue",
            Self::InvalidParameterValue => "InvalidParameterValue",
            Self::MissingParameter => "MissingParameter",
            Self::UnknownOperation => "InvalidAction",
            Self::MalformedRequest => "MalformedInput",
            Self::NotFound => "ResourceNotFoundException",
            Self::StorageFailure => "InternalFailure",
        }
    }

    /// The code of a topic error.
    pub(super) fn sns_code(self) -> &'static str {
        match self {
            Self::NotFound => "NotFound",
            Self::EmptyBatchRequest => "EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest => "TooManyEntriesInBatchRequest",
            Self::BatchEntryIdsNotDistinct => "BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "InvalidBatchEntryId",
            Self::BatchRequestTooLong => "BatchRequestTooLong",
            Self::UnknownOperation => "InvalidAction",
            Self::StorageFailure => "InternalError",
            Self::QueueDoesNotExist
            | Self::QueueNameExists
            | Self::ReceiptHandleIsInvalid
            | Self::MessageNotInflight
            | Self::InvalidMessageContents
            | Self::InvalidParameterValue
            | Self::MissingParameter
            | Self::InvalidAttributeName
            | Self::InvalidAttributeValue
            | Self::UnsupportedOperation
            | Self::MalformedRequest => "InvalidParameter",
        }
    }

    /// Whether the caller is at fault, not the host.
    pub(super) fn is_senders_fault(self) -> bool {
        self != Self::StorageFailure
    }
}

impl BusError {
    /// An error of this kind.
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// `parameter` has a wrong value.
    pub(super) fn invalid(parameter: &str, found: impl std::fmt::Display, reason: &str) -> Self {
        Self::new(
            ErrorCode::InvalidParameterValue,
            format!("Value {found} for parameter {parameter} is invalid. Reason: {reason}"),
        )
    }

    /// `parameter` is not there.
    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(
            ErrorCode::MissingParameter,
            format!("The request must contain the parameter {parameter}."),
        )
    }

    /// No queue `name`.
    pub(super) fn no_queue(name: &str) -> Self {
        Self::new(
            ErrorCode::QueueDoesNotExist,
            format!("The specified queue does not exist: {name}"),
        )
    }

    /// No topic `name`.
    pub(super) fn no_topic(name: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("Topic does not exist: {name}"))
    }
}

impl From<rusqlite::Error> for BusError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(
            ErrorCode::StorageFailure,
            format!("the database of the queues failed: {error}"),
        )
    }
}

impl From<serde_json::Error> for BusError {
    fn from(error: serde_json::Error) -> Self {
        Self::new(
            ErrorCode::StorageFailure,
            format!("the database of the queues holds a JSON column that cannot be read: {error}"),
        )
    }
}
