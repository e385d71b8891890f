//! Pages of bounded queries, and the cursors that lead from one to the next.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{Item, read_text, text};
use crate::table::Store;

/// Bytes of the list's digest that a cursor carries.
const BINDING: usize = 8;
/// A sort key has at most 1,024 bytes, so no cursor of ours is longer than this.
const LONGEST_CURSOR: usize = 1_400;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C = String> {
    /// What it holds, possibly nothing.
    pub items: Vec<T>,
    /// Where the next page starts; `None` at the end of the list. Opaque to callers.
    pub next: Option<C>,
}

/// The number of items asked for: 1 to 100, the nearest of them if it is outside.
pub(crate) fn bounded(limit: u32) -> i32 {
    i32::try_from(limit.clamp(1, 100)).unwrap_or(100)
}

/// A range of sort keys in one partition of the table or of an index.
#[derive(Debug)]
pub(crate) struct List {
    /// The index; the table itself without one.
    pub(crate) index: Option<&'static str>,
    /// Names of the partition and sort attributes.
    pub(crate) attributes: (&'static str, &'static str),
    pub(crate) partition: String,
    pub(crate) range: Range,
    pub(crate) newest_first: bool,
    /// The key the service wants in order to continue after this sort key; `None` when it is
    /// no sort key of this list.
    pub(crate) resume: fn(&str) -> Option<Item>,
}

#[derive(Debug)]
pub(crate) enum Range {
    All,
    Prefix(&'static str),
    Below(String),
    /// From the first to the last of these, both included.
    Between(String, String),
}

impl Range {
    fn contains(&self, sort_key: &str) -> bool {
        match self {
            Self::All => true,
            Self::Prefix(prefix) => sort_key.starts_with(prefix),
            Self::Below(bound) => sort_key < bound.as_str(),
            Self::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort_key),
        }
    }

    /// The condition, and the bounds that it names `:sk` and `:last`.
    fn condition(&self) -> (&'static str, Option<&str>, Option<&str>) {
        match self {
            Self::All => ("#pk = :pk", None, None),
            Self::Prefix(prefix) => ("#pk = :pk AND begins_with(#sk, :sk)", Some(prefix), None),
            Self::Below(bound) => ("#pk = :pk AND #sk < :sk", Some(bound), None),
            Self::Between(first, last) => (
                "#pk = :pk AND #sk BETWEEN :sk AND :last",
                Some(first),
                Some(last),
            ),
        }
    }
}

impl List {
    /// Cursors of one list, in one direction, share this; cursors of others do not.
    fn binding(&self) -> [u8; BINDING] {
        let (attribute, direction) = (self.attributes.0, self.newest_first);
        let list = format!("{attribute}\0{}\0{direction}", self.partition);
        let mut binding = [0; BINDING];
        binding.copy_from_slice(&Digest::of(list.as_bytes()).as_bytes()[..BINDING]);
        binding
    }

    fn cursor(&self, sort_key: &str) -> String {
        let mut bytes = self.binding().to_vec();
        bytes.extend_from_slice(sort_key.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The start key in `cursor`: tampering can only lead elsewhere in the same list.
    fn start(&self, cursor: &str) -> Result<Item, StoreError> {
        if cursor.len() > LONGEST_CURSOR {
            return Err(StoreError::InvalidCursor);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(cursor)
            .map_err(|_| StoreError::InvalidCursor)?;
        let sort_key = bytes
            .strip_prefix(&self.binding())
            .and_then(|rest| str::from_utf8(rest).ok());
        let sort_key = sort_key.filter(|key| self.range.contains(key));
        let (partition_name, sort_name) = self.attributes;
        let mut start = sort_key
            .and_then(|key| (self.resume)(key))
            .ok_or(StoreError::InvalidCursor)?;
        start.insert(partition_name.to_owned(), text(self.partition.as_str()));
        start.insert(sort_name.to_owned(), text(sort_key.unwrap_or_default()));
        Ok(start)
    }
}

impl Store {
    /// One page of `list`. Tables are read consistently, indexes cannot be.
    pub(crate) async fn page(
        &self,
        list: &List,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Item>, StoreError> {
        let start = cursor.map(|cursor| list.start(cursor)).transpose()?;
        let (condition, bound, last) = list.range.condition();
        let (partition_name, sort_name) = list.attributes;
        let mut query = self
            .client
            .query()
            .table_name(self.table_name())
            .set_index_name(list.index.map(str::to_owned))
            .consistent_read(list.index.is_none())
            .scan_index_forward(!list.newest_first)
            .limit(bounded(limit))
            .key_condition_expression(condition)
            .expression_attribute_names("#pk", partition_name)
            .expression_attribute_values(":pk", text(list.partition.as_str()))
            .set_exclusive_start_key(start)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        if let Some(bound) = bound {
            query = query
                .expression_attribute_names("#sk", sort_name)
                .expression_attribute_values(":sk", text(bound));
        }
        if let Some(last) = last {
            query = query.expression_attribute_values(":last", text(last));
        }
        let output = query
            .send()
            .await
            .map_err(|error| StoreError::unavailable("Query", error))?;
        self.meter.read(output.consumed_capacity());
        let last = output.last_evaluated_key();
        let next = last
            .map(|key| Ok(list.cursor(read_text(key, sort_name)?)))
            .transpose()?;
        Ok(Page {
            items: output.items.unwrap_or_default(),
            next,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(partition: &str, newest_first: bool) -> List {
        List {
            index: None,
            attributes: ("pk", "sk"),
            partition: partition.to_owned(),
            range: Range::Prefix("LEVEL#"),
            newest_first,
            resume: |_| Some(Item::new()),
        }
    }

    #[test]
    fn a_cursor_leads_on_in_its_own_list_only() {
        let stock = list("STOCK#A", false);
        let cursor = stock.cursor("LEVEL#CQ1");
        let start = stock.start(&cursor).unwrap();
        assert_eq!(read_text(&start, "pk").unwrap(), "STOCK#A");
        assert_eq!(read_text(&start, "sk").unwrap(), "LEVEL#CQ1");
        let outside = stock.cursor("STATE");
        for (list, cursor) in [
            (list("STOCK#B", false), cursor.as_str()),
            (list("STOCK#A", true), cursor.as_str()),
            (list("STOCK#A", false), outside.as_str()),
            (list("STOCK#A", false), ""),
            (list("STOCK#A", false), "not base64!"),
            (list("STOCK#A", false), "A".repeat(100_000).as_str()),
        ] {
            assert!(matches!(list.start(cursor), Err(StoreError::InvalidCursor)));
        }
    }
}
