//! Counter-proposals 协商方案 on the wire (4.3.3).

use domain::identifiers::Sku;
use domain::money::Money;
use domain::order::{Proposal, ProposedPrice, ProposedQuantity, Substitute};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;
use crate::order_draft::{MOST_LINES, QUANTITY, UNIT_PRICE};

/// A counter-proposal 协商方案. What it does not name stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalBody {
    /// What is proposed, in words for the customer.
    #[schema(
        example = "改为下周发货，单价优惠 5%",
        min_length = 1,
        max_length = 500
    )]
    pub note: String,
    /// New prices of single SKUs of the order.
    #[serde(default)]
    #[schema(max_items = 48)]
    pub prices: Vec<PriceBody>,
    /// New numbers of pieces of single lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 48)]
    pub quantities: Vec<QuantityBody>,
    /// Other goods in place of single SKUs of the order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 48)]
    pub substitutes: Vec<SubstituteBody>,
    /// What is to be paid before production, in thousandths of the total; the rest falls due as
    /// what was due later did, or before the goods leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000, example = 300)]
    pub prepayment_permille: Option<u16>,
    /// A new delivery date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub requested_delivery: Option<Date>,
    /// Until when it can be answered, within the days that the policy allows; without one, as long
    /// as is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answer_by: Option<Timestamp>,
}

/// A proposed price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceBody {
    /// The goods.
    pub sku: String,
    /// Price of one piece, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub unit_price_fen: i64,
}

/// A proposed number of pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityBody {
    /// Which line of the order, from 1.
    #[schema(minimum = 1, maximum = 48)]
    pub line: u16,
    /// Pieces.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: u32,
}

/// Goods proposed in place of others 替代商品.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubstituteBody {
    /// The goods of the order.
    pub sku: String,
    /// What comes instead, in all lines of the former.
    pub substitute: String,
    /// Price of one piece of it, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub unit_price_fen: i64,
}

impl ProposalBody {
    /// The wire form of a proposal.
    #[must_use]
    pub fn of(proposal: &Proposal) -> Self {
        let price = |it: &ProposedPrice| PriceBody {
            sku: it.sku.to_string(),
            unit_price_fen: it.unit_price.fen(),
        };
        let quantity = |it: &ProposedQuantity| QuantityBody {
            line: it.line,
            quantity: it.quantity,
        };
        let substitute = |it: &Substitute| SubstituteBody {
            sku: it.sku.to_string(),
            substitute: it.substitute.to_string(),
            unit_price_fen: it.unit_price.fen(),
        };
        Self {
            note: proposal.note.clone(),
            prices: proposal.prices.iter().map(price).collect(),
            quantities: proposal.quantities.iter().map(quantity).collect(),
            substitutes: proposal.substitutes.iter().map(substitute).collect(),
            prepayment_permille: proposal.prepayment_permille,
            requested_delivery: proposal.requested_delivery,
            answer_by: proposal.answer_by,
        }
    }

    /// The proposal under the path `at`; what is wrong with its values goes into `mistakes`.
    pub(crate) fn read(&self, mistakes: &mut Mistakes, at: &str) -> Proposal {
        let at = |field: &str| format!("{at}proposal.{field}");
        let note = mistakes.words(&at("note"), &self.note, LONGEST_REASON);
        if let Some(share) = self.prepayment_permille {
            mistakes.within(&at("prepayment_permille"), share, &(0..=1_000));
        }
        Proposal {
            note,
            prices: self.prices(mistakes, &at("prices")),
            quantities: self.quantities(mistakes, &at("quantities")),
            substitutes: self.substitutes(mistakes, &at("substitutes")),
            prepayment_permille: self.prepayment_permille,
            requested_delivery: self.requested_delivery,
            answer_by: self.answer_by,
        }
    }

    fn prices(&self, mistakes: &mut Mistakes, list: &str) -> Vec<ProposedPrice> {
        mistakes.within(list, self.prices.len(), &(0..=MOST_LINES));
        let mut prices = Vec::new();
        for (index, price) in self.prices.iter().take(MOST_LINES).enumerate() {
            let at = |field: &str| format!("{list}[{index}].{field}");
            mistakes.within(&at("unit_price_fen"), price.unit_price_fen, &UNIT_PRICE);
            if let Some(sku) = mistakes.parsed(&at("sku"), &price.sku, Sku::parse) {
                prices.push(ProposedPrice {
                    sku,
                    unit_price: Money::from_fen(price.unit_price_fen),
                });
            }
        }
        prices
    }

    fn quantities(&self, mistakes: &mut Mistakes, list: &str) -> Vec<ProposedQuantity> {
        mistakes.within(list, self.quantities.len(), &(0..=MOST_LINES));
        let mut quantities = Vec::new();
        for (index, new) in self.quantities.iter().take(MOST_LINES).enumerate() {
            mistakes.within(
                &format!("{list}[{index}].quantity"),
                new.quantity,
                &QUANTITY,
            );
            quantities.push(ProposedQuantity {
                line: new.line,
                quantity: new.quantity,
            });
        }
        quantities
    }

    fn substitutes(&self, mistakes: &mut Mistakes, list: &str) -> Vec<Substitute> {
        mistakes.within(list, self.substitutes.len(), &(0..=MOST_LINES));
        let mut substitutes = Vec::new();
        for (index, new) in self.substitutes.iter().take(MOST_LINES).enumerate() {
            let at = |field: &str| format!("{list}[{index}].{field}");
            mistakes.within(&at("unit_price_fen"), new.unit_price_fen, &UNIT_PRICE);
            let sku = mistakes.parsed(&at("sku"), &new.sku, Sku::parse);
            let substitute = mistakes.parsed(&at("substitute"), &new.substitute, Sku::parse);
            if let (Some(sku), Some(substitute)) = (sku, substitute) {
                substitutes.push(Substitute {
                    sku,
                    substitute,
                    unit_price: Money::from_fen(new.unit_price_fen),
                });
            }
        }
        substitutes
    }
}
