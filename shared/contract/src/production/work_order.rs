//! Work orders as they are shown (5.1.1, 5.1.3).

use domain::production::{Completion, Inspection, Report, WorkOrder, WorkStage};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::purchasing::PegView;

/// A work order. Its version is in `ETag` too. Of the pieces ordered, each is `open`, `waiting`, `passed`,
/// `scrapped` or `unmade`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderView {
    /// Its number.
    pub number: String,
    /// Counts its changes.
    pub version: u64,
    /// Where it stands: `planned`, `running`, `inspection`, `finished`, `closed` or `cancelled`.
    #[schema(example = "planned")]
    pub stage: String,
    /// The goods.
    pub sku: String,
    /// The line.
    pub line: String,
    /// Pieces that were needed.
    pub needed: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date)]
    pub needed_by: Date,
    /// Pieces that are ordered.
    pub quantity: u32,
    /// Pieces still to be made.
    pub open: u32,
    /// Good pieces that wait for the inspection.
    pub waiting: u32,
    /// Pieces that passed and became stock.
    pub passed: u32,
    /// Pieces that are lost.
    pub scrapped: u32,
    /// Pieces that were never made.
    pub unmade: u32,
    /// Work on one piece, in seconds.
    pub seconds_per_piece: u32,
    /// Set-up before the first piece, in working minutes.
    pub setup_minutes: u32,
    /// Work that is left, in working minutes.
    pub minutes: u64,
    /// The first day of its plan.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// The last day of its plan.
    #[schema(value_type = String, format = Date)]
    pub finish: Date,
    /// The last day as it was first planned.
    #[schema(value_type = String, format = Date)]
    pub promised: Date,
    /// The order that waits for the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peg: Option<PegView>,
    /// Who raised it: a person, or the function that found the shortage.
    pub raised_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub raised_at: Timestamp,
    /// Who started it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    /// What was reported, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ReportView>,
    /// When the making was last declared done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion: Option<CompletionView>,
    /// By when it is to be inspected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub inspection_due: Option<Timestamp>,
    /// Pieces that are to be looked at, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
    /// How many of them may be defective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<u32>,
    /// What was inspected, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<InspectionView>,
    /// Why it was closed or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Pieces that were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportView {
    /// Its number.
    pub report_no: String,
    /// Good pieces.
    pub good: u32,
    /// Spoilt pieces.
    pub scrap: u32,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// The making was declared done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompletionView {
    /// Good pieces that went to the inspection.
    pub good: u32,
    /// Pieces that were not made.
    pub unmade: u32,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// An inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InspectionView {
    /// Its number.
    pub inspection_no: String,
    /// Pieces that were looked at.
    pub sample: u32,
    /// Pieces of them that were defective.
    pub defects: u32,
    /// Pieces that passed and became stock.
    pub passed: u32,
    /// Pieces that were to be made good again.
    pub rework: u32,
    /// Pieces that are lost.
    pub scrapped: u32,
    /// Where those that passed were put.
    pub warehouse: String,
    /// The lot that they became, of goods that are kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_no: Option<String>,
    /// The last day on which it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

impl WorkOrderView {
    /// The wire form of a work order after `version` changes.
    #[must_use]
    pub fn of(order: &WorkOrder, version: u64) -> Self {
        let (inspection, reason) = match &order.stage {
            WorkStage::Inspection {
                due,
                sample,
                accept,
            } => (Some((*due, *sample, *accept)), None),
            WorkStage::Closed { reason, .. } | WorkStage::Cancelled { reason, .. } => {
                (None, Some(reason.clone()))
            }
            WorkStage::Planned | WorkStage::Running { .. } | WorkStage::Finished { .. } => {
                (None, None)
            }
        };
        Self {
            number: order.number.to_string(),
            version,
            stage: order.stage.name().to_owned(),
            sku: order.sku.to_string(),
            line: order.line.to_string(),
            needed: order.needed,
            needed_by: order.needed_by,
            quantity: order.quantity,
            open: order.open,
            waiting: order.waiting,
            passed: order.passed,
            scrapped: order.scrapped,
            unmade: order.unmade,
            seconds_per_piece: order.seconds_per_piece,
            setup_minutes: order.setup_minutes,
            minutes: order.minutes(),
            start: order.slot.start,
            finish: order.slot.finish,
            promised: order.promised,
            peg: order.peg.as_ref().map(PegView::of),
            raised_by: order.raised_by.clone(),
            raised_at: order.raised_at,
            started_by: order.started_by.clone(),
            reports: order.reports.iter().map(ReportView::of).collect(),
            completion: order.completion.as_ref().map(CompletionView::of),
            inspection_due: inspection.map(|(due, ..)| due),
            sample: inspection.map(|(_, sample, _)| sample),
            accept: inspection.map(|(.., accept)| accept),
            inspections: order.inspections.iter().map(InspectionView::of).collect(),
            reason,
        }
    }
}

impl ReportView {
    fn of(report: &Report) -> Self {
        Self {
            report_no: report.report_no.clone(),
            good: report.good,
            scrap: report.scrap,
            at: report.at,
            by: report.by.clone(),
        }
    }
}

impl CompletionView {
    fn of(completion: &Completion) -> Self {
        Self {
            good: completion.good,
            unmade: completion.unmade,
            at: completion.at,
            by: completion.by.clone(),
        }
    }
}

impl InspectionView {
    fn of(inspection: &Inspection) -> Self {
        Self {
            inspection_no: inspection.inspection_no.clone(),
            sample: inspection.sample,
            defects: inspection.defects,
            passed: inspection.passed,
            rework: inspection.rework,
            scrapped: inspection.scrapped,
            warehouse: inspection.warehouse.clone(),
            lot_no: inspection.lot.as_ref().map(|lot| lot.lot_no.to_string()),
            expiry: inspection.lot.as_ref().and_then(|lot| lot.expiry),
            note: inspection.note.clone(),
            at: inspection.at,
            by: inspection.by.clone(),
        }
    }
}
