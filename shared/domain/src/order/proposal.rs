//! A seller's counter-proposal 协商方案 and what it changes in an order (4.3.3).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Facts, Line, Order, Stage, receive};
use crate::identifiers::Sku;
use crate::money::Money;
use crate::payment_terms::{DueWhen, Instalment, PaymentTerms};
use crate::refusal::{Evidence, Refusal};

/// The most pieces of one line.
const MOST_PIECES: u32 = 1_000_000;

/// The whole, in thousandths.
const WHOLE: u16 = 1_000;

/// A seller's counter-proposal 协商方案 (4.3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed, in words for the customer.
    pub note: String,
    /// New prices of single SKUs, in fen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<ProposedPrice>,
    /// New numbers of pieces of single lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<ProposedQuantity>,
    /// Other goods in place of single SKUs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<Substitute>,
    /// What is to be paid before production, in thousandths of the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepayment_permille: Option<u16>,
    /// A new delivery date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_delivery: Option<Date>,
    /// Until when it can be answered, where the usual time is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
}

/// A proposed price of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPrice {
    /// The goods.
    pub sku: Sku,
    /// Price of one piece, in fen.
    pub unit_price: Money,
}

/// A proposed number of pieces of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedQuantity {
    /// Which line of the order, from 1.
    pub line: u16,
    /// Pieces, 1 to 1,000,000.
    pub quantity: u32,
}

/// Goods proposed in place of others 替代商品.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitute {
    /// The goods of the order.
    pub sku: Sku,
    /// What comes instead, in all lines of the former.
    pub substitute: Sku,
    /// Price of one piece of it, in fen.
    pub unit_price: Money,
}

impl Proposal {
    /// The lines if the proposal is accepted. A substitute has none of the words that described
    /// the goods it stands for.
    pub(crate) fn lines(&self, lines: &[Line]) -> Vec<Line> {
        let numbered = (1_u16..).zip(lines);
        let changed = numbered.map(|(number, line)| {
            let mut line = line.clone();
            if let Some(new) = self.quantities.iter().find(|new| new.line == number) {
                line.quantity = new.quantity;
            }
            let instead = self.substitutes.iter().find(|new| new.sku == line.sku);
            if let Some(new) = instead {
                return Line::plain(new.substitute.clone(), line.quantity, new.unit_price);
            }
            if let Some(new) = self.prices.iter().find(|new| new.sku == line.sku) {
                line.unit_price = new.unit_price;
            }
            line
        });
        changed.collect()
    }

    /// The terms of payment for the new total: the same instalments in the same proportions or,
    /// with a prepayment, one before production and the rest in the proportions of what was due
    /// later; where nothing was, before the parcel leaves. `None` when the parts cannot be told.
    pub(super) fn payment(&self, terms: &PaymentTerms, total: Money) -> Option<PaymentTerms> {
        let schedule = match self.prepayment_permille {
            Some(share) if total.is_positive() => prepaid(terms, total, share)?,
            Some(_) | None => proportional(&terms.schedule, total)?,
        };
        Some(PaymentTerms {
            method: terms.method,
            schedule,
        })
    }

    /// Whether the proposal fits the order and the policy; says everything that does not.
    ///
    /// # Errors
    /// `invalid_value`.
    pub(super) fn check(&self, order: &Order, facts: &Facts<'_>) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        if self.note.trim().is_empty() {
            wrong.push(evidence("note", "words for the customer", "nothing"));
        }
        let ordered = |sku: &Sku| order.lines.iter().any(|line| line.sku == *sku);
        for price in self.prices.iter().filter(|price| !ordered(&price.sku)) {
            wrong.push(evidence("prices", "SKUs of this order", &price.sku));
        }
        self.check_quantities(order, &mut wrong);
        self.check_substitutes(order, &mut wrong);
        if let Some(share) = self.prepayment_permille.filter(|share| *share > WHOLE) {
            wrong.push(evidence("prepayment_permille", "0 to 1000", share));
        }
        if let Some(by) = self.answer_by {
            let days = facts.policy.manual_review.longest_answer_days;
            let longest = SignedDuration::from_hours(24 * i64::from(days));
            let within = facts.now.saturating_add(longest).unwrap_or(facts.now);
            if by <= facts.now || by > within {
                let expected = format!("an instant in the {days} days from now");
                wrong.push(evidence("answer_by", expected, by));
            }
        }
        let mut wrong = wrong.into_iter();
        let Some(first) = wrong.next() else {
            return Ok(());
        };
        let refusal = Refusal::invalid(first.at, first.expected, first.found);
        Err(wrong.fold(refusal, Refusal::because))
    }

    fn check_quantities(&self, order: &Order, wrong: &mut Vec<Evidence>) {
        for (index, new) in self.quantities.iter().enumerate() {
            let at = |field: &str| format!("quantities[{index}].{field}");
            let lines = order.lines.len();
            let earlier = self.quantities.iter().take(index);
            if !(1..=lines).contains(&usize::from(new.line)) {
                wrong.push(evidence(
                    at("line"),
                    format!("a line from 1 to {lines}"),
                    new.line,
                ));
            } else if earlier.into_iter().any(|earlier| earlier.line == new.line) {
                wrong.push(evidence(at("line"), "each line once", new.line));
            }
            if !(1..=MOST_PIECES).contains(&new.quantity) {
                let expected = format!("1 to {MOST_PIECES} pieces");
                wrong.push(evidence(at("quantity"), expected, new.quantity));
            }
        }
    }

    fn check_substitutes(&self, order: &Order, wrong: &mut Vec<Evidence>) {
        for (index, new) in self.substitutes.iter().enumerate() {
            let at = |field: &str| format!("substitutes[{index}].{field}");
            let mut earlier = self.substitutes.iter().take(index);
            if !order.lines.iter().any(|line| line.sku == new.sku) {
                wrong.push(evidence(at("sku"), "a SKU of this order", &new.sku));
            } else if earlier.any(|earlier| earlier.sku == new.sku) {
                wrong.push(evidence(at("sku"), "each SKU once", &new.sku));
            } else if self.prices.iter().any(|price| price.sku == new.sku) {
                let expected = "a SKU without a new price of its own";
                wrong.push(evidence(at("sku"), expected, &new.sku));
            }
            if new.substitute == new.sku {
                wrong.push(evidence(at("substitute"), "other goods", &new.substitute));
            }
            if new.unit_price.is_negative() {
                let found = new.unit_price.fen();
                wrong.push(evidence(at("unit_price"), "no negative price", found));
            }
        }
    }
}

impl Order {
    /// The proposal that waits for an answer, if one does.
    pub(crate) const fn proposal(&self) -> Option<&Proposal> {
        let Stage::Negotiating { proposal, .. } = &self.stage else {
            return None;
        };
        Some(proposal)
    }

    /// The goods that a review must know: those of the lines and, while a proposal waits for an
    /// answer, the substitutes in it.
    pub fn goods_to_review(&self) -> impl Iterator<Item = &Sku> {
        let substitutes = self.proposal().into_iter().flat_map(|it| &it.substitutes);
        let ordered = self.lines.iter().map(|line| &line.sku);
        ordered.chain(substitutes.map(|it| &it.substitute))
    }
}

fn evidence(at: impl AsRef<str>, expected: impl Into<String>, found: impl ToString) -> Evidence {
    let at = format!("proposal.{}", at.as_ref());
    Evidence::new(at, expected, found.to_string())
}

/// The order's total under the proposal, in fen, which must not fall below what was already paid: a
/// customer may pay while negotiating.
///
/// # Errors
/// `amount_too_large`; `invalid_value` when more was paid already.
pub fn proposed_total(order: &Order, proposal: &Proposal) -> Result<Money, Refusal> {
    let total = receive::total(&proposal.lines(&order.lines))?;
    if total < order.paid {
        return Err(Refusal::invalid(
            "proposal.prices",
            format!(
                "a total of at least the {} fen already paid",
                order.paid.fen()
            ),
            total.fen().to_string(),
        ));
    }
    Ok(total)
}

/// The order with what an accepted proposal changes.
pub(super) fn accept(mut order: Order, proposal: &Proposal, total: Money) -> Option<Order> {
    order.lines = proposal.lines(&order.lines);
    order.payment = proposal.payment(&order.payment, total)?;
    order.total = total;
    order.requested_delivery = proposal.requested_delivery.or(order.requested_delivery);
    Some(order)
}

/// The same instalments in the same proportions, summing to `total`.
fn proportional(parts: &[Instalment], total: Money) -> Option<Vec<Instalment>> {
    let weights: Option<Vec<u64>> = parts
        .iter()
        .map(|part| u64::try_from(part.amount.fen()).ok())
        .collect();
    let amounts = total.split(&weights?)?;
    let parts = parts.iter().zip(amounts);
    Some(
        parts
            .map(|(part, amount)| Instalment { amount, ..*part })
            .collect(),
    )
}

/// `share` thousandths of `total` before production, the rest as it was due later.
fn prepaid(terms: &PaymentTerms, total: Money, share: u16) -> Option<Vec<Instalment>> {
    let later = WHOLE.checked_sub(share)?;
    let [first, rest]: [Money; 2] = total
        .split(&[u64::from(share), u64::from(later)])?
        .try_into()
        .ok()?;
    let mut parts: Vec<Instalment> = terms
        .schedule
        .iter()
        .filter(|part| part.due > DueWhen::BeforeProduction)
        .copied()
        .collect();
    if parts.is_empty() {
        parts.push(Instalment::of(DueWhen::OnDispatch, total));
    }
    let mut schedule = vec![Instalment::of(DueWhen::BeforeProduction, first)];
    schedule.extend(proportional(&parts, rest)?);
    schedule.retain(|part| part.amount.is_positive());
    Some(schedule)
}
