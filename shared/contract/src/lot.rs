//! Lots of goods, and who got them (5.2.1, 5.2.2).

use domain::identifiers::{LotNo, Sku};
use domain::lot::{Lot, LotIssue, LotLevel, StockLot};
use domain::order::{Order, StageName};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;

/// A page of the lots of a SKU in a warehouse, what expires first first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotsView {
    /// The goods.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// The lots of this page; those that are used up are among them.
    pub items: Vec<LotView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What a lot holds: on hand = available + picked + quarantined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotView {
    /// Its number.
    #[schema(example = "20260301A")]
    pub lot_no: String,
    /// The last day on which it is good, where the SKU is kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces in the warehouse.
    pub on_hand: u64,
    /// Pieces that are neither picked nor quarantined; orders may have reserved some of them.
    pub available: u64,
    /// Pieces picked for orders and not yet shipped.
    pub picked: u64,
    /// Pieces that are kept apart until somebody has looked at them.
    pub quarantined: u64,
}

/// A page of who got the lots of a SKU with a number, for a recall 召回.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotIssuesView {
    /// The goods.
    pub sku: String,
    /// The number of the lot.
    pub lot_no: String,
    /// Who got it; a page may be short, or empty, and still have a next one.
    pub items: Vec<LotIssueView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A consignment that a lot was picked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotIssueView {
    /// The expiry of the lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// From which warehouse.
    pub warehouse: String,
    /// Which order.
    pub order: String,
    /// Which of its consignments.
    pub consignment: u16,
    /// Pieces.
    pub quantity: u64,
    /// Whose order it is.
    pub customer: String,
    /// Where the order stands.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// The number of the waybill under which the consignment left; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
}

/// A lot in a work list: it expires soon, or has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockLotView {
    /// The goods.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// The first day on which it may no longer leave.
    #[schema(value_type = String, format = Date)]
    pub unfit_on: Date,
    /// What it holds.
    #[serde(flatten)]
    pub lot: LotView,
}

/// A lot's number and expiry, where they are given. The product says whether they must be.
pub(crate) fn lot(
    mistakes: &mut Mistakes,
    at: &str,
    lot_no: Option<&str>,
    expiry: Option<Date>,
) -> Option<Lot> {
    let Some(text) = lot_no else {
        if let Some(expiry) = expiry {
            let at = format!("{at}.lot_no");
            mistakes.note(at, "the lot that expires then", &expiry.to_string());
        }
        return None;
    };
    let lot_no = mistakes.parsed(&format!("{at}.lot_no"), text, LotNo::parse)?;
    if expiry.is_some_and(|expiry| !(2000..=9000).contains(&expiry.year())) {
        let found = expiry.map_or_else(String::new, |expiry| expiry.to_string());
        mistakes.note(
            format!("{at}.expiry"),
            "a date in the years 2000 to 9000",
            &found,
        );
    }
    Some(Lot { expiry, lot_no })
}

impl LotView {
    /// The wire form.
    #[must_use]
    pub fn of(level: &LotLevel) -> Self {
        let on_hand = level.available.saturating_add(level.picked);
        Self {
            lot_no: level.lot.lot_no.to_string(),
            expiry: level.lot.expiry,
            on_hand: on_hand.saturating_add(level.quarantined),
            available: level.available,
            picked: level.picked,
            quarantined: level.quarantined,
        }
    }
}

impl LotsView {
    /// The wire form of a page.
    #[must_use]
    pub fn of(sku: &Sku, warehouse: &str, lots: &[LotLevel], next: Option<String>) -> Self {
        Self {
            sku: sku.to_string(),
            warehouse: warehouse.to_owned(),
            items: lots.iter().map(LotView::of).collect(),
            next_cursor: next,
        }
    }
}

impl LotIssueView {
    /// The wire form, with what the order says of its consignment.
    #[must_use]
    pub fn of(issue: &LotIssue, order: &Order) -> Self {
        let mut parcels = order.shipments.iter();
        let parcel = parcels.find(|parcel| parcel.consignment_no() == issue.consignment);
        Self {
            expiry: issue.lot.expiry,
            warehouse: issue.warehouse.clone(),
            order: issue.order.to_string(),
            consignment: issue.consignment,
            quantity: issue.quantity,
            customer: order.customer.to_string(),
            stage: order.stage.name(),
            waybill_no: parcel.map(|parcel| parcel.waybill_no.to_string()),
        }
    }
}

impl StockLotView {
    /// The wire form, with what the lot holds.
    #[must_use]
    pub fn of(lot: &StockLot, level: &LotLevel) -> Self {
        Self {
            sku: lot.sku.to_string(),
            warehouse: lot.warehouse.clone(),
            unfit_on: lot.unfit_on,
            lot: LotView::of(level),
        }
    }
}
