//! Promotions 促销: a product at another price, for some orders and for a time (4.2.4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Grade;
use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;
use crate::identifiers::{PromotionId, Sku};
use crate::money::Money;
use crate::order::{Channel, CustomerKind, Order};
use crate::refusal::Refusal;

/// The list that every promotion is in.
pub const PROMOTIONS_LIST: &str = "promotion:all";

/// A product at another price. Of each list that is not empty, one must fit the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// Its identifier, which order lines name.
    pub id: PromotionId,
    /// The goods.
    pub sku: Sku,
    /// The unit price in place of the list price, in fen.
    pub price: Money,
    /// Whether the price may be below the product's floor price; a manager's decision.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub below_floor: bool,
    /// From when it runs.
    pub from: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// Where the order came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Consumers or businesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customer_kinds: Vec<CustomerKind>,
    /// Grades of the customer's account; a customer without one has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    /// The fewest pieces of an order; 0 and 1 mean any.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub minimum_quantity: u32,
    /// The most pieces that one customer may order at this price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_customer: Option<u32>,
    /// The most pieces over all orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// An event of a promotion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PromotionEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new promotion.
        promotion: Box<Promotion>,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for PromotionEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::PromotionRevised,
        }
    }
}

impl PromotionEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<Promotion>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            promotion: Box::new(revision.value),
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

/// Why an order has no part in a promotion: what was expected, what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ineligible {
    /// What would have been right.
    pub expected: String,
    /// What was there.
    pub found: String,
}

impl Promotion {
    /// Refuses a promotion that makes no sense.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.until <= self.from {
            return Err(Refusal::invalid(
                "until",
                format!("later than {}", self.from),
                self.until.to_string(),
            ));
        }
        let most = self.per_customer.into_iter().chain(self.total).min();
        if let Some(most) = most.filter(|most| *most < self.minimum_quantity) {
            return Err(Refusal::invalid(
                "minimum_quantity",
                format!("at most {most}, the most pieces that can be ordered"),
                self.minimum_quantity.to_string(),
            ));
        }
        Ok(())
    }

    /// Everything that keeps an order of so many pieces, whose customer has this grade, from it.
    #[must_use]
    pub fn keeps_out(&self, order: &Order, grade: Option<Grade>, pieces: u64) -> Vec<Ineligible> {
        let channels = self.channels.iter().map(|channel| channel.name());
        let kinds = self.customer_kinds.iter().map(|kind| kind.name());
        let grades = self.grades.iter().map(|grade| grade.name());
        let lists = [
            one_of("channel", channels.collect(), order.channel.name()),
            one_of("customer", kinds.collect(), order.customer_kind.name()),
            one_of("grade", grades.collect(), grade.map_or("none", Grade::name)),
        ];
        let few = pieces < u64::from(self.minimum_quantity);
        let few = few.then(|| Ineligible {
            expected: format!("{} pieces or more", self.minimum_quantity),
            found: pieces.to_string(),
        });
        lists.into_iter().flatten().chain(few).collect()
    }
}

/// A list of which one must fit, unless it is empty.
fn one_of(what: &str, allowed: Vec<&str>, found: &str) -> Option<Ineligible> {
    let fits = allowed.is_empty() || allowed.contains(&found);
    (!fits).then(|| Ineligible {
        expected: format!("{what}: {}", allowed.join(", ")),
        found: found.to_owned(),
    })
}

impl Versioned for Promotion {
    const KIND: AggregateKind = AggregateKind::Promotion;
    type Event = PromotionEvent;

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn revision(event: &PromotionEvent) -> Revision<Self> {
        let PromotionEvent::Revised {
            at,
            by: _,
            promotion,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: (**promotion).clone(),
        }
    }

    fn list(&self) -> Option<String> {
        Some(PROMOTIONS_LIST.to_owned())
    }
}
