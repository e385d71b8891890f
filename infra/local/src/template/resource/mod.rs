//! One file per resource type that exists here.

pub(crate) mod api;
mod destination;
pub(crate) mod event;
pub(crate) mod function;
pub(crate) mod queue;
pub(crate) mod table;
pub(crate) mod topic;

/// The last part of an ARN (`arn:…:sqs:region:account:Name` gives `Name`).
pub(super) fn name_in_arn(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

/// The table an ARN of a table or of its stream names.
pub(super) fn table_in_arn(arn: &str) -> &str {
    name_in_arn(arn)
        .trim_start_matches("table/")
        .split('/')
        .next()
        .unwrap_or(arn)
}
