//! Cancelling an order before it leaves (4.3.4), and answering a counter-proposal (4.3.3).

use domain::order::Order;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::consignment::PiecesView;
use crate::mistakes::Mistakes;

/// The longest reason, in characters.
pub(crate) const LONGEST_REASON: usize = 500;

/// An order is to be cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// Why, in words; kept in the journal, so without names or phone numbers.
    #[schema(example = "客户改变了计划", min_length = 1, max_length = 500)]
    pub reason: String,
    /// Whether only what has not left is to be cancelled; of an order of which nothing has left, that is everything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
}

/// What was cancelled of an order after a part of it had left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RestCancelledView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why, in words.
    pub reason: String,
    /// What.
    pub pieces: Vec<PiecesView>,
}

impl RestCancelledView {
    /// What was cancelled of an order, if a part of it was.
    pub(crate) fn of(order: &Order) -> Option<Self> {
        let cancelled = order.rest_cancelled.as_ref()?;
        Some(Self {
            at: cancelled.at,
            reason: cancelled.words.clone(),
            pieces: cancelled.pieces.iter().map(PiecesView::of).collect(),
        })
    }
}

impl CancelRequest {
    /// The reason, and whether only the rest is meant.
    ///
    /// # Errors
    /// 422 `invalid_value` unless the reason has 1 to 500 characters.
    pub fn into_parts(self) -> Result<(String, bool), Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some((reason, self.rest)))
    }
}

/// The customer's answer to a counter-proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalAnswerRequest {
    /// Whether the customer accepts; either way a person decides next.
    pub accept: bool,
    /// What the customer would rather have; kept in the journal, so without names or phone
    /// numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub words: Option<String>,
}

impl ProposalAnswerRequest {
    /// Whether it is a yes, and the words.
    ///
    /// # Errors
    /// 422 `invalid_value` for words that are too long.
    pub fn into_parts(self) -> Result<(bool, Option<String>), Refusal> {
        let mut mistakes = Mistakes::default();
        let words = mistakes.words_if_given("words", self.words.as_deref(), LONGEST_REASON);
        mistakes.none_in(Some((self.accept, words)))
    }
}
