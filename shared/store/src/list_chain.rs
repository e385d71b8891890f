//! Several work lists read as one, the most urgent first (4.3.2).

use domain::aggregate::Aggregate;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::index_query::WorkEntry;
use crate::load::Loaded;
use crate::page::Page;
use crate::table::Store;

/// Between the number of a list and the cursor within it; no cursor has one.
const MARK: char = '~';

impl Store {
    /// Up to `limit` (1–100) entries of several work lists, one after the other. What moves from
    /// one list to another meanwhile may be met twice, or on the next look only.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn work_through(
        &self,
        lists: &[&str],
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<WorkEntry>, StoreError> {
        self.work_through_until(lists, None, cursor, limit).await
    }

    /// The same for entries that are due at or before an instant, where one is given.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn work_through_until(
        &self,
        lists: &[&str],
        due_until: Option<Timestamp>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<WorkEntry>, StoreError> {
        let (mut place, mut within) = cursor.map_or(Ok((0, None)), start)?;
        if place >= lists.len() {
            return Err(StoreError::InvalidCursor);
        }
        let mut items = Vec::new();
        let mut left = limit.clamp(1, 100);
        while let Some(list) = lists.get(place) {
            let page = self.work(list, due_until, within.as_deref(), left).await?;
            left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(left));
            items.extend(page.items);
            match page.next {
                Some(next) => {
                    let next = Some(format!("{place}{MARK}{next}"));
                    return Ok(Page { items, next });
                }
                None => {
                    place = place.saturating_add(1);
                    within = None;
                }
            }
            if left == 0 && place < lists.len() {
                let next = Some(format!("{place}{MARK}"));
                return Ok(Page { items, next });
            }
        }
        Ok(Page { items, next: None })
    }

    /// The same for lists of one kind, with the states. What has left the lists by now, or is of
    /// another kind, is left out.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn work_states_through<A: Aggregate>(
        &self,
        lists: &[&str],
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Loaded<A>>, StoreError> {
        let page = self.work_through(lists, cursor, limit).await?;
        let of_kind = page.items.into_iter().filter(|entry| entry.kind == A::KIND);
        let ids: Vec<String> = of_kind.map(|entry| entry.id).collect();
        let mut items = self.load_many::<A>(&ids).await?;
        items.retain(|loaded| {
            let place = loaded.state.index().work;
            place.is_some_and(|place| lists.contains(&place.list.as_str()))
        });
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

/// Where a cursor leads: to which of the lists, and to where in it.
fn start(cursor: &str) -> Result<(usize, Option<String>), StoreError> {
    let (place, within) = cursor.split_once(MARK).ok_or(StoreError::InvalidCursor)?;
    let place = place.parse().map_err(|_| StoreError::InvalidCursor)?;
    Ok((place, (!within.is_empty()).then(|| within.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_its_list_and_the_place_within() {
        assert_eq!(start("2~").unwrap(), (2, None));
        assert_eq!(start("0~abc").unwrap(), (0, Some("abc".to_owned())));
        for wrong in ["", "abc", "~", "-1~", "x~abc"] {
            assert!(
                matches!(start(wrong), Err(StoreError::InvalidCursor)),
                "{wrong}"
            );
        }
    }
}
