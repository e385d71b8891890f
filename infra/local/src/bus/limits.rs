//! The limits of the real services. Where regions differ the smaller one holds: what passes here passes there.

use std::ops::RangeInclusive;

use super::{BusError, ErrorCode};

/// Bytes of a message with its attributes, and of a batch in total.
pub(super) const MESSAGE_BYTES: usize = 262_144;
/// Entries in a batch, and messages of one receive.
pub(super) const BATCH_ENTRIES: usize = 10;
/// Attributes of one queue message.
pub(super) const MESSAGE_ATTRIBUTES: usize = 10;
/// Seconds a message can stay invisible after one receive.
pub(super) const VISIBILITY_S: RangeInclusive<i64> = 0..=43_200;
/// Seconds a message can be held back.
pub(super) const DELAY_S: RangeInclusive<i64> = 0..=900;
/// Seconds a message is kept.
pub(super) const RETENTION_S: RangeInclusive<i64> = 60..=1_209_600;
/// Seconds a receive can wait.
pub(super) const WAIT_S: RangeInclusive<i64> = 0..=20;
/// Receives before a message goes to the dead-letter queue.
pub(super) const RECEIVE_COUNT: RangeInclusive<i64> = 1..=1_000;
/// Published messages kept for each topic to look at.
pub(super) const PUBLISHED_KEPT: i64 = 1_000;

/// `value` as a count, if it lies in `range`.
pub(super) fn in_range(
    parameter: &str,
    value: i64,
    range: &RangeInclusive<i64>,
) -> Result<u32, BusError> {
    let refusal = || {
        let (least, most) = (range.start(), range.end());
        let reason = format!("Must be between {least} and {most}, if provided.");
        BusError::invalid(parameter, value, &reason)
    };
    if !range.contains(&value) {
        return Err(refusal());
    }
    u32::try_from(value).map_err(|_| refusal())
}

/// Checks the ids of a batch: one to ten, well formed, all different.
pub(super) fn check_batch_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), BusError> {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return Err(BusError::new(
            ErrorCode::EmptyBatchRequest,
            "There should be at least one entry in the request.",
        ));
    }
    if ids.len() > BATCH_ENTRIES {
        return Err(BusError::new(
            ErrorCode::TooManyEntriesInBatchRequest,
            format!(
                "Maximum number of entries per request are 10. You have sent {}.",
                ids.len()
            ),
        ));
    }
    for (place, id) in ids.iter().enumerate() {
        if !is_plain_name(id, 80) {
            return Err(BusError::new(
                ErrorCode::InvalidBatchEntryId,
                format!(
                    "A batch entry id can only contain alphanumeric characters, hyphens and underscores and be at most 80 letters long, found {id:?}."
                ),
            ));
        }
        if ids.iter().take(place).any(|earlier| earlier == id) {
            return Err(BusError::new(
                ErrorCode::BatchEntryIdsNotDistinct,
                format!("Id {id} repeated."),
            ));
        }
    }
    Ok(())
}

/// Checks the size of a whole batch.
pub(super) fn check_batch_bytes(bytes: usize) -> Result<(), BusError> {
    if bytes <= MESSAGE_BYTES {
        return Ok(());
    }
    Err(BusError::new(
        ErrorCode::BatchRequestTooLong,
        format!(
            "Batch requests cannot be longer than {MESSAGE_BYTES} bytes. You have sent {bytes} bytes."
        ),
    ))
}

/// Letters, digits, hyphen and underscore, 1 to `longest` of them: the form of all names here.
pub(super) fn is_plain_name(name: &str, longest: usize) -> bool {
    (1..=longest).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
