//! What planners, workshops and inspectors ask for (5.1.1).

use domain::identifiers::{Sku, WorkOrderNo};
use domain::order::OrderId;
use domain::production::{Completion, Inspection, MOST_PIECES, Report};
use domain::refusal::Refusal;
use domain::stock::MAIN_WAREHOUSE;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::lot::lot;
use crate::mistakes::Mistakes;
use crate::stock::check_code;

/// The longest number that a planner gives; longer ones are those of work orders that were raised by
/// themselves.
const LONGEST_NUMBER: usize = 32;
/// The longest number of a report or an inspection.
const LONGEST_PAPER: usize = 64;

/// A work order is raised by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkOrderRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "WO-2026-0007", min_length = 1, max_length = 32)]
    pub number: String,
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// Pieces that are needed; whole lots may make it more.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// When they should be there; the earliest is made first.
    #[schema(value_type = String, format = Date, example = "2026-12-01")]
    pub needed_by: Date,
    /// The order that is short of them, if they are for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Uuid>,
}

/// A request for a work order, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedWork {
    /// Its number.
    pub number: WorkOrderNo,
    /// The goods.
    pub sku: Sku,
    /// Pieces.
    pub quantity: u32,
    /// When they should be there.
    pub needed_by: Date,
    /// The order, if it is for one.
    pub order: Option<OrderId>,
}

/// Pieces were made. Sending the same report again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// The report's number, unique within the work order.
    #[schema(example = "BG-0001", min_length = 1, max_length = 64)]
    pub report_no: String,
    /// Good pieces.
    #[schema(minimum = 0)]
    pub good: u32,
    /// Spoilt pieces; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub scrap: Option<u32>,
}

/// The making is done, with its totals, which must be those of the reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletionRequest {
    /// Good pieces since the last inspection, which go to the next one.
    #[schema(minimum = 0)]
    pub good: u32,
    /// Pieces that were not made and will not be; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub unmade: Option<u32>,
}

/// What was made was inspected: every piece passes, is reworked or is scrapped. Sending the same inspection again
/// changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionRequest {
    /// The inspection's number, unique within the work order.
    #[schema(example = "QC-0001", min_length = 1, max_length = 64)]
    pub inspection_no: String,
    /// Pieces that were looked at.
    #[schema(minimum = 1)]
    pub sample: u32,
    /// Pieces of them that were defective.
    #[schema(minimum = 0)]
    pub defects: u32,
    /// Pieces that pass and become stock.
    #[schema(minimum = 0)]
    pub passed: u32,
    /// Pieces that are made good again; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub rework: Option<u32>,
    /// Pieces that are lost; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub scrapped: Option<u32>,
    /// The warehouse; the main one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// The lot that those that pass become, where the product is kept by lot (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 32)]
    pub lot_no: Option<String>,
    /// The last day on which it is good, where the product is kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl WorkOrderRequest {
    /// The request, read.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_work(self) -> Result<RequestedWork, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "number", &self.number, LONGEST_NUMBER);
        let number = WorkOrderNo::parse(&self.number).ok();
        mistakes.within("quantity", self.quantity, &(1..=MOST_PIECES));
        let sku = mistakes.parsed("sku", &self.sku, Sku::parse);
        mistakes.none_in(number.zip(sku).map(|(number, sku)| RequestedWork {
            number,
            sku,
            quantity: self.quantity,
            needed_by: self.needed_by,
            order: self.order_id,
        }))
    }
}

impl ReportRequest {
    /// The report, recorded by `by` at `at`.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_report(self, by: &str, at: Timestamp) -> Result<Report, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "report_no", &self.report_no, LONGEST_PAPER);
        mistakes.none_in(Some(Report {
            report_no: self.report_no,
            good: self.good,
            scrap: self.scrap.unwrap_or_default(),
            at,
            by: by.to_owned(),
        }))
    }
}

impl CompletionRequest {
    /// The completion, declared by `by` at `at`.
    #[must_use]
    pub fn into_completion(self, by: &str, at: Timestamp) -> Completion {
        Completion {
            good: self.good,
            unmade: self.unmade.unwrap_or_default(),
            at,
            by: by.to_owned(),
        }
    }
}

impl InspectionRequest {
    /// The inspection, recorded by `by` at `at`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_inspection(self, by: &str, at: Timestamp) -> Result<Inspection, Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = self.warehouse.as_deref().unwrap_or(MAIN_WAREHOUSE);
        let number = &self.inspection_no;
        check_code(&mut mistakes, "inspection_no", number, LONGEST_PAPER);
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        let note = mistakes.words_if_given("note", self.note.as_deref(), 500);
        let lot = lot(&mut mistakes, "lot", self.lot_no.as_deref(), self.expiry);
        if self.passed == 0 && lot.is_some() {
            let found = self.lot_no.as_deref().unwrap_or_default();
            mistakes.note("lot.lot_no", "none where nothing passes", found);
        }
        mistakes.none_in(Some(Inspection {
            warehouse: warehouse.to_owned(),
            lot,
            inspection_no: self.inspection_no,
            sample: self.sample,
            defects: self.defects,
            passed: self.passed,
            rework: self.rework.unwrap_or_default(),
            scrapped: self.scrapped.unwrap_or_default(),
            note,
            at,
            by: by.to_owned(),
        }))
    }
}
