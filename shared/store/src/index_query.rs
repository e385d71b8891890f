//! The two sparse indexes: what belongs to a customer, and what is due in a work list.

use domain::aggregate::{Aggregate, AggregateKind};
use domain::identifiers::CustomerId;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{
    CUSTOMER_PK, CUSTOMER_SK, Item, SK, WORK_PK, WORK_SK, key_item, read_key, read_text, unreadable,
};
use crate::key::{CustomerKey, Key, WorkKey};
use crate::load::Loaded;
use crate::page::{List, Page, Range};
use crate::table::Store;

/// An aggregate that rests in a work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkEntry {
    /// Its kind.
    pub kind: AggregateKind,
    /// Its identifier within the kind.
    pub id: String,
    /// When it is due, in whole milliseconds.
    pub due: Timestamp,
}

impl Store {
    /// Up to `limit` (1–100) of a customer's aggregates of one kind, by the instant they began.
    /// The index may lag the table by a moment.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn by_customer<A: Aggregate>(
        &self,
        customer: &CustomerId,
        cursor: Option<&str>,
        limit: u32,
        newest_first: bool,
    ) -> Result<Page<Loaded<A>>, StoreError> {
        let list = List {
            index: Some("by_customer"),
            attributes: (CUSTOMER_PK, CUSTOMER_SK),
            partition: CustomerKey::partition(customer, A::KIND),
            range: Range::All,
            newest_first,
            resume: |sort_key| {
                let CustomerKey { id, .. } = CustomerKey::parse(sort_key)?;
                Some(key_item(&Key::State { kind: A::KIND, id }))
            },
        };
        let page = self.page(&list, cursor, limit).await?;
        let ids = page
            .items
            .iter()
            .map(state_id)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Page {
            items: self.load_many(&ids).await?,
            next: page.next,
        })
    }

    /// Up to `limit` (1–100) entries of a work list, the longest due first; with `due_until`
    /// only those due by the millisecond of that instant. The index may lag the table by a
    /// moment, so whoever acts on an entry loads and decides again.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn work(
        &self,
        list: &str,
        due_until: Option<Timestamp>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<WorkEntry>, StoreError> {
        let list = List {
            index: Some("work"),
            attributes: (WORK_PK, WORK_SK),
            partition: WorkKey::partition(list),
            range: due_until.map_or(Range::All, |until| Range::Below(WorkKey::after(until))),
            newest_first: false,
            resume: |sort_key| {
                let WorkKey { kind, id, .. } = WorkKey::parse(sort_key)?;
                Some(key_item(&Key::State { kind, id }))
            },
        };
        let page = self.page(&list, cursor, limit).await?;
        let items = page
            .items
            .iter()
            .map(work_entry)
            .collect::<Result<_, _>>()?;
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// The same as [`work`](Self::work) for a list of one kind, with the states. What has
    /// left the list by now, or is of another kind, is left out.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn work_states<A: Aggregate>(
        &self,
        list: &str,
        due_until: Option<Timestamp>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Loaded<A>>, StoreError> {
        let page = self.work(list, due_until, cursor, limit).await?;
        let of_kind = page.items.into_iter().filter(|entry| entry.kind == A::KIND);
        let ids: Vec<String> = of_kind.map(|entry| entry.id).collect();
        let mut items = self.load_many::<A>(&ids).await?;
        items.retain(|loaded| {
            loaded
                .state
                .index()
                .work
                .is_some_and(|place| place.list == list)
        });
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

fn state_id(item: &Item) -> Result<String, StoreError> {
    let Key::State { id, .. } = read_key(item)? else {
        return Err(unreadable(item, SK, "a state's"));
    };
    Ok(id)
}

fn work_entry(item: &Item) -> Result<WorkEntry, StoreError> {
    let WorkKey { due, kind, id } = WorkKey::parse(read_text(item, WORK_SK)?)
        .ok_or_else(|| unreadable(item, WORK_SK, "a place in a work list"))?;
    Ok(WorkEntry { kind, id, due })
}
