//! Stock that may have to be disposed of 处置 (5.2.2).

use domain::disposal::{
    Disposal, DisposalCause, DisposalProposal, DisposalStage, DisposalWay, Verdict,
};
use domain::identifiers::{PromotionId, PurchaseOrderNo};
use domain::money::Money;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;
use crate::stock::check_code;

const MOST_PIECES: u32 = 100_000_000;
const LONGEST_REASON: usize = 500;

/// What is to become of stock: one of `scrap`, `mark_down`, `return_to_supplier` and `keep`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalProposalRequest {
    /// Pieces.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// Why; kept in the journal, so without names.
    #[schema(example = "滞销半年，包装已过时", min_length = 1, max_length = 500)]
    pub reason: String,
    /// It is thrown away 报废: `true`, or left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scrap: bool,
    /// It is sold at another price 降价.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_down: Option<MarkDownBody>,
    /// It goes back to its supplier 退供应商.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to_supplier: Option<ReturnToSupplierBody>,
    /// It stays until a day 暂留.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<KeepBody>,
}

/// Another price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkDownBody {
    /// Of one piece, in fen.
    #[schema(minimum = 1)]
    pub price_fen: i64,
    /// The promotion that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub promotion: Option<String>,
}

/// The return that is raised when it is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnToSupplierBody {
    /// The purchase order that the goods came with.
    #[schema(example = "PO-2026-0007", max_length = 64)]
    pub purchase_order: String,
    /// The number of the return, unique for ever.
    #[schema(example = "CT-2026-0001", min_length = 1, max_length = 32)]
    pub return_no: String,
}

/// Until when it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepBody {
    /// The last day on which it is let be.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// A manager decides on a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalDecisionRequest {
    /// Whether it is carried out.
    pub approve: bool,
    /// Why not; for a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Stock that may have to be disposed of, and what speaks for it. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisposalView {
    /// The warehouse.
    pub warehouse: String,
    /// The goods.
    pub sku: String,
    /// The lot, of goods that are kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_no: Option<String>,
    /// The last day on which it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Why.
    #[schema(schema_with = names::disposal_cause)]
    pub cause: DisposalCause,
    /// Counts its changes.
    pub version: u64,
    /// Where it stands: `found`, `proposed`, `disposed`, `kept` or `lapsed`.
    #[schema(example = "found")]
    pub stage: String,
    /// By when somebody must propose something or decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// Pieces that were found.
    pub found: u64,
    /// When pieces last left for a customer, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_issue: Option<Timestamp>,
    /// Since when there has been stock of it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub stocked_since: Option<Timestamp>,
    /// What the pieces are worth by standard cost, in fen, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_fen: Option<i64>,
    /// The first day on which its lot may no longer leave, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub unfit_on: Option<Date>,
    /// What was proposed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<DisposalProposalRequest>,
    /// Who proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<String>,
    /// Who decided last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// The last day on which it is let be, where it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub kept_until: Option<Date>,
}

/// A page of stock that may have to be disposed of, the longest due first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisposalsView {
    /// This page.
    pub items: Vec<DisposalView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl DisposalProposalRequest {
    /// What is proposed by `by` at `at`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_proposal(self, by: &str, at: Timestamp) -> Result<DisposalProposal, Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("quantity", self.quantity, &(1..=MOST_PIECES));
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        let mut ways = Vec::new();
        ways.extend(self.scrap.then_some(Some(DisposalWay::Scrap)));
        ways.extend(self.mark_down.map(|body| {
            mistakes.within("mark_down.price_fen", body.price_fen, &(1..=i64::MAX));
            let promotion = body.promotion.as_deref();
            Some(DisposalWay::MarkDown {
                price: Money::from_fen(body.price_fen),
                promotion: mistakes.parsed_if_given(
                    "mark_down.promotion",
                    promotion,
                    PromotionId::parse,
                ),
            })
        }));
        ways.extend(self.return_to_supplier.map(|body| {
            let at = "return_to_supplier.return_no";
            check_code(&mut mistakes, at, &body.return_no, 32);
            let at = "return_to_supplier.purchase_order";
            let order = mistakes.parsed(at, &body.purchase_order, PurchaseOrderNo::parse);
            order.map(|purchase_order| DisposalWay::ReturnToSupplier {
                purchase_order,
                return_no: body.return_no,
            })
        }));
        ways.extend(
            self.keep
                .map(|body| Some(DisposalWay::Keep { until: body.until })),
        );
        if ways.len() != 1 {
            let expected = "one of scrap, mark_down, return_to_supplier and keep";
            mistakes.note("scrap", expected, &ways.len().to_string());
        }
        let way = ways.into_iter().next().flatten();
        mistakes.none_in(way.map(|way| DisposalProposal {
            way,
            quantity: self.quantity,
            reason,
            by: by.to_owned(),
            at,
        }))
    }

    fn of(proposal: &DisposalProposal) -> Self {
        let shown = Self {
            quantity: proposal.quantity,
            reason: proposal.reason.clone(),
            ..Self::default()
        };
        match &proposal.way {
            DisposalWay::Scrap => Self {
                scrap: true,
                ..shown
            },
            DisposalWay::MarkDown { price, promotion } => Self {
                mark_down: Some(MarkDownBody {
                    price_fen: price.fen(),
                    promotion: promotion.as_ref().map(ToString::to_string),
                }),
                ..shown
            },
            DisposalWay::ReturnToSupplier {
                purchase_order,
                return_no,
            } => Self {
                return_to_supplier: Some(ReturnToSupplierBody {
                    purchase_order: purchase_order.to_string(),
                    return_no: return_no.clone(),
                }),
                ..shown
            },
            DisposalWay::Keep { until } => Self {
                keep: Some(KeepBody { until: *until }),
                ..shown
            },
        }
    }
}

impl DisposalDecisionRequest {
    /// What the manager says.
    ///
    /// # Errors
    /// 422 `invalid_value` for a rejection without a reason.
    pub fn into_verdict(self) -> Result<Verdict, Refusal> {
        let mut mistakes = Mistakes::default();
        let verdict = if self.approve {
            Verdict::Approve
        } else {
            let reason = self.reason.unwrap_or_default();
            let reason = mistakes.words("reason", &reason, LONGEST_REASON);
            Verdict::Reject { reason }
        };
        mistakes.none_in(Some(verdict))
    }
}

impl DisposalView {
    /// The wire form after `version` changes.
    #[must_use]
    pub fn of(disposal: &Disposal, version: u64) -> Self {
        let (due, kept_until) = match &disposal.stage {
            DisposalStage::Found { due } | DisposalStage::Proposed { due } => (Some(*due), None),
            DisposalStage::Kept { until } => (None, Some(*until)),
            DisposalStage::Disposed { .. } | DisposalStage::Lapsed { .. } => (None, None),
        };
        let (evidence, proposal) = (&disposal.evidence, disposal.proposal.as_ref());
        Self {
            warehouse: disposal.warehouse.clone(),
            sku: disposal.sku.to_string(),
            lot_no: disposal.lot.as_ref().map(|lot| lot.lot_no.to_string()),
            expiry: disposal.lot.as_ref().and_then(|lot| lot.expiry),
            cause: disposal.cause,
            version,
            stage: disposal.stage.name().to_owned(),
            due,
            found_at: disposal.found_at,
            found: evidence.quantity,
            last_issue: evidence.last_issue,
            stocked_since: evidence.stocked_since,
            value_fen: evidence.value.map(Money::fen),
            unfit_on: evidence.unfit_on,
            proposal: proposal.map(DisposalProposalRequest::of),
            proposed_by: proposal.map(|proposal| proposal.by.clone()),
            decided_by: disposal.decided_by.clone(),
            kept_until,
        }
    }
}

#[cfg(test)]
mod tests;
