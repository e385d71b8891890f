//! Items as the service has them: attribute names, typed readers, sizes.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::key::Key;

pub(crate) type Item = HashMap<String, AttributeValue>;

pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const BODY: &str = "body";
pub(crate) const VERSION: &str = "version";
pub(crate) const HEAD: &str = "head";
pub(crate) const HASH: &str = "hash";
pub(crate) const CUSTOMER_PK: &str = "customer_pk";
pub(crate) const CUSTOMER_SK: &str = "customer_sk";
pub(crate) const WORK_PK: &str = "work_pk";
pub(crate) const WORK_SK: &str = "work_sk";
pub(crate) const DIGEST: &str = "digest";
pub(crate) const TARGET: &str = "target";
pub(crate) const EXPIRES_AT: &str = "expires_at";
pub(crate) const AVAILABLE: &str = "available";
pub(crate) const RESERVED: &str = "reserved";
pub(crate) const QUARANTINED: &str = "quarantined";
pub(crate) const PICKED: &str = "picked";
pub(crate) const BY_LOT: &str = "by_lot";
pub(crate) const PIECES: &str = "pieces";
pub(crate) const STOCKTAKE: &str = "stocktake";
pub(crate) const LAST_ISSUE: &str = "last_issue";
pub(crate) const STOCKED_SINCE: &str = "stocked_since";
pub(crate) const SHARDS: &str = "shards";
pub(crate) const WIDEST: &str = "widest";
pub(crate) const LIMIT: &str = "limit";
pub(crate) const HEADROOM: &str = "headroom";
pub(crate) const TAKEN: &str = "taken";

/// The key attributes of `key` alone.
pub(crate) fn key_item(key: &Key) -> Item {
    HashMap::from([
        (PK.to_owned(), text(key.pk())),
        (SK.to_owned(), text(key.sk())),
    ])
}

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(crate) fn bytes(digest: &Digest) -> AttributeValue {
    AttributeValue::B(Blob::new(digest.as_bytes()))
}

/// The text attribute `name`.
///
/// # Errors
/// [`StoreError::Corrupt`] when it is missing or of another type; the same for the others.
pub(crate) fn read_text<'a>(item: &'a Item, name: &str) -> Result<&'a str, StoreError> {
    let value = item.get(name).and_then(|value| value.as_s().ok());
    value
        .map(String::as_str)
        .ok_or_else(|| unreadable(item, name, "a text"))
}

/// The number attribute `name`.
pub(crate) fn read_number<T: FromStr>(item: &Item, name: &str) -> Result<T, StoreError> {
    let value = item.get(name).and_then(|value| value.as_n().ok());
    value
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| unreadable(item, name, std::any::type_name::<T>()))
}

/// The digest attribute `name`.
pub(crate) fn read_digest(item: &Item, name: &str) -> Result<Digest, StoreError> {
    let value = item.get(name).and_then(|value| value.as_b().ok());
    value
        .and_then(|blob| Digest::from_bytes(blob.as_ref()))
        .ok_or_else(|| unreadable(item, name, "32 bytes"))
}

/// The key of `item`.
pub(crate) fn read_key(item: &Item) -> Result<Key, StoreError> {
    let (pk, sk) = (read_text(item, PK)?, read_text(item, SK)?);
    Key::parse(pk, sk)
        .ok_or_else(|| StoreError::corrupt(format!("{pk} / {sk} is no key of this table")))
}

/// Corruption of one attribute, named by the item's key and never by its content.
pub(crate) fn unreadable(item: &Item, name: &str, expected: &str) -> StoreError {
    let part = |name| {
        item.get(name)
            .and_then(|value| value.as_s().ok())
            .map_or("?", String::as_str)
    };
    StoreError::corrupt(format!(
        "{} / {}: {name} is not {expected}",
        part(PK),
        part(SK)
    ))
}

/// About how many bytes the service counts for `item`, never fewer: names, values, and the
/// overhead of maps and lists. A number costs about half a byte a digit.
pub(crate) fn size(item: &Item) -> usize {
    item.iter()
        .map(|(name, value)| name.len().saturating_add(value_size(value)))
        .sum()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the SDK's enum is open")]
fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2).saturating_add(2),
        AttributeValue::B(blob) => blob.as_ref().len(),
        AttributeValue::L(values) => values
            .iter()
            .map(|value| value_size(value).saturating_add(1))
            .fold(3, usize::saturating_add),
        AttributeValue::M(values) => values.len().saturating_add(3).saturating_add(size(values)),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        // Sets are never written here, nor types this SDK does not know.
        _ => 0,
    }
}
