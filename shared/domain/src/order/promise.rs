//! What an order's lines may count on 承诺: reserved, and from where the rest comes when (5.1.3).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Order, Stage, Supply};
use crate::identifiers::Sku;

/// What is promised for one line while goods are found for the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePromise<'a> {
    /// Pieces that are reserved, or have left.
    pub reserved: u32,
    /// Pieces that are not.
    pub left: u32,
    /// When the last of these should be there as it was first promised.
    pub first_expected: Option<Date>,
    /// When it should be there now.
    pub expected: Option<Date>,
    /// From where they come.
    pub supplies: Vec<&'a Supply>,
}

impl Order {
    /// The promise of each line, in sequence; none unless goods are found for the order or wait to leave. Of two
    /// lines with one SKU the first is served first.
    #[must_use]
    pub fn promises(&self) -> Vec<LinePromise<'_>> {
        if !matches!(self.stage, Stage::Preparing { .. } | Stage::Ready { .. }) {
            return Vec::new();
        }
        let consignments = self.consignments();
        let mut reserved: BTreeMap<&Sku, u32> = BTreeMap::new();
        for pieces in consignments.iter().flat_map(|has| &has.pieces) {
            let known = reserved.entry(&pieces.sku).or_default();
            *known = known.saturating_add(pieces.quantity);
        }
        let promises = self.lines.iter().map(|line| {
            let there = reserved.entry(&line.sku).or_default();
            let taken = line.quantity.min(*there);
            *there = there.saturating_sub(taken);
            self.promise(&line.sku, taken, line.quantity.saturating_sub(taken))
        });
        promises.collect()
    }

    fn promise(&self, sku: &Sku, reserved: u32, left: u32) -> LinePromise<'_> {
        let supplies: Vec<&Supply> = if left > 0 {
            self.supplies_of(sku).collect()
        } else {
            Vec::new()
        };
        let first = supplies
            .iter()
            .map(|it| it.first_expected.unwrap_or(it.expected));
        LinePromise {
            reserved,
            left,
            first_expected: first.max(),
            expected: supplies.iter().map(|it| it.expected).max(),
            supplies,
        }
    }
}
