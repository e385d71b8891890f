//! Lots and who got them, as items in the partition of their SKU (5.2.1, 5.2.2).

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, Update};
use domain::identifiers::{LotNo, Sku};
use domain::lot::{Lot, LotIssue, LotLevel, LotPick};
use domain::stock::Warehouse;
use jiff::civil::Date;

use crate::error::StoreError;
use crate::item::{
    AVAILABLE, Item, PICKED, PIECES, PK, QUARANTINED, SK, key_item, number, read_key, read_number,
    unreadable,
};
use crate::key::{Key, issues_between, lots_between, stock_pk};
use crate::load::Reading;
use crate::outcome::Unmet;
use crate::page::{List, Page, Range};
use crate::table::Store;

/// The net change of one lot in one transaction, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LotChange {
    pub(crate) sku: Sku,
    pub(crate) warehouse: Warehouse,
    pub(crate) lot: Lot,
    pub(crate) available: i64,
    pub(crate) picked: i64,
    pub(crate) quarantined: i64,
}

/// The net change of what one consignment got of a lot, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssueChange {
    pub(crate) key: Key,
    pub(crate) pieces: i64,
}

impl LotChange {
    pub(crate) fn key(&self) -> Key {
        Key::LotLevel {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            lot: self.lot.clone(),
        }
    }

    /// The update: what is not there yet counts as nought, and no number falls below it.
    pub(crate) fn update(&self) -> UpdateBuilder {
        let mut update = Update::builder()
            .set_key(Some(key_item(&self.key())))
            .update_expression(
                "ADD #available :available, #picked :picked, #quarantined :quarantined",
            )
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let mut conditions = Vec::new();
        for (name, value, least, attribute, change) in [
            (
                "#available",
                ":available",
                ":taken",
                AVAILABLE,
                self.available,
            ),
            ("#picked", ":picked", ":leaving", PICKED, self.picked),
            (
                "#quarantined",
                ":quarantined",
                ":cleared",
                QUARANTINED,
                self.quarantined,
            ),
        ] {
            update = update
                .expression_attribute_names(name, attribute)
                .expression_attribute_values(value, number(change));
            if change < 0 {
                conditions.push(format!("{name} >= {least}"));
                let least_value = number(change.unsigned_abs());
                update = update.expression_attribute_values(least, least_value);
            }
        }
        let condition = (!conditions.is_empty()).then(|| conditions.join(" AND "));
        update.set_condition_expression(condition)
    }

    /// Why the condition failed on the item as it stands.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when more picked pieces were to go than are picked: what goes was picked before,
    /// so the counter and the journal disagree.
    pub(crate) fn unmet(&self, stands: Option<&Item>) -> Result<Unmet, StoreError> {
        let is = |name| stands.map_or(Ok(0), |item| read_number::<u64>(item, name));
        let (picked, leaving) = (is(PICKED)?, self.picked.min(0).unsigned_abs());
        if picked < leaving {
            return Err(StoreError::corrupt(format!(
                "{}: {leaving} pieces picked are expected, found {picked}",
                self.key()
            )));
        }
        let wanted = self.available.min(0).unsigned_abs();
        let available = is(AVAILABLE)?;
        let quarantined = available >= wanted;
        Ok(Unmet::LotShort {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            lot: self.lot.clone(),
            quarantined,
            wanted: if quarantined {
                self.quarantined.min(0).unsigned_abs()
            } else {
                wanted
            },
            there: if quarantined {
                is(QUARANTINED)?
            } else {
                available
            },
        })
    }
}

impl IssueChange {
    /// The place of what the pick is for.
    pub(crate) fn key_of(pick: &LotPick) -> Key {
        Key::LotIssue {
            sku: pick.sku.clone(),
            warehouse: pick.warehouse.clone(),
            lot: pick.lot.clone(),
            order: pick.order,
            consignment: pick.consignment,
        }
    }

    pub(crate) fn update(&self) -> UpdateBuilder {
        let update = Update::builder()
            .set_key(Some(key_item(&self.key)))
            .update_expression("ADD #pieces :pieces")
            .expression_attribute_names("#pieces", PIECES)
            .expression_attribute_values(":pieces", number(self.pieces))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        if self.pieces >= 0 {
            return update;
        }
        update
            .condition_expression("#pieces >= :back")
            .expression_attribute_values(":back", number(self.pieces.unsigned_abs()))
    }

    /// What goes back was given before, so the counter and the journal disagree.
    pub(crate) fn unmet(&self) -> StoreError {
        let back = self.pieces.unsigned_abs();
        StoreError::corrupt(format!(
            "{}: {back} pieces or more are expected, found fewer",
            self.key
        ))
    }
}

impl Store {
    /// Up to `limit` (1–100) lots of a SKU in a warehouse, what expires first first, read consistently; with
    /// `from` only those that expire on that day or later, or never. Lots that are used up are among them.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn lots(
        &self,
        sku: &Sku,
        warehouse: &str,
        from: Option<Date>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<LotLevel>, StoreError> {
        let list = partition(sku, lots_between(warehouse, from));
        let page = self.page(&list, cursor, limit).await?;
        let items = page.items.iter().map(read_lot).collect::<Result<_, _>>()?;
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// What these lots hold, read consistently, in any order; those that never held anything are left out. One
    /// call for each 100.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn lot_levels(
        &self,
        lots: impl IntoIterator<Item = (Sku, Warehouse, Lot)>,
    ) -> Result<Vec<(Sku, LotLevel)>, StoreError> {
        let keys = lots.into_iter().map(|(sku, warehouse, lot)| {
            key_item(&Key::LotLevel {
                sku,
                warehouse,
                lot,
            })
        });
        let keys = keys.collect();
        let items = self.get_all(keys, Reading::Consistent).await?;
        let read = |item: &Item| {
            let Key::LotLevel { sku, .. } = read_key(item)? else {
                return Err(unreadable(item, SK, "a lot's"));
            };
            Ok((sku, read_lot(item)?))
        };
        items.iter().map(read).collect()
    }

    /// Up to `limit` (1–100) entries of who got the lots of a SKU with this number, read consistently; of those
    /// that gave everything back, nought.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn lot_issues(
        &self,
        sku: &Sku,
        lot_no: &LotNo,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<LotIssue>, StoreError> {
        let list = partition(sku, issues_between(lot_no));
        let page = self.page(&list, cursor, limit).await?;
        let items = page
            .items
            .iter()
            .map(read_issue)
            .collect::<Result<_, _>>()?;
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

fn partition(sku: &Sku, (first, last): (String, String)) -> List {
    List {
        index: None,
        attributes: (PK, SK),
        partition: stock_pk(sku),
        range: Range::Between(first, last),
        newest_first: false,
        resume: |_| Some(Item::new()),
    }
}

fn read_lot(item: &Item) -> Result<LotLevel, StoreError> {
    let Key::LotLevel { warehouse, lot, .. } = read_key(item)? else {
        return Err(unreadable(item, SK, "a lot's"));
    };
    Ok(LotLevel {
        lot,
        warehouse,
        available: read_number(item, AVAILABLE)?,
        picked: read_number(item, PICKED)?,
        quarantined: read_number(item, QUARANTINED)?,
    })
}

fn read_issue(item: &Item) -> Result<LotIssue, StoreError> {
    let Key::LotIssue {
        warehouse,
        lot,
        order,
        consignment,
        ..
    } = read_key(item)?
    else {
        return Err(unreadable(item, SK, "what a consignment got of a lot"));
    };
    Ok(LotIssue {
        warehouse,
        lot,
        order,
        consignment,
        quantity: read_number(item, PIECES)?,
    })
}
