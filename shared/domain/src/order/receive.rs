//! Receiving an order: scope, shape and total (2.1–2.5, 4.1).

use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Channel, ContactGap, CustomerKind, Facts, Line, Order, OrderId, OrderWaybills, Stage, scope,
};
use crate::contact::Contact;
use crate::identifiers::{CustomerId, ExternalNo, Mobile};
use crate::money::Money;
use crate::payment_terms::{Instalment, PaymentMethod, PaymentTerms};
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::role::Role;
use crate::terms::TermsShown;

/// An order as it came in, already free of nonsense field by field.
#[derive(Clone, Debug)]
pub struct OrderDraft {
    /// Where it came in.
    pub channel: Channel,
    /// The channel's own number.
    pub external_no: Option<ExternalNo>,
    /// Who ordered.
    pub customer: CustomerId,
    /// Consumer or business.
    pub customer_kind: CustomerKind,
    /// Names, phones, address.
    pub contact: Contact,
    /// What is ordered; at least one line.
    pub lines: Vec<Line>,
    /// How it is to be paid.
    pub method: PaymentMethod,
    /// An agreed schedule, if there is one.
    pub schedule: Option<Vec<Instalment>>,
    /// The date asked for.
    pub requested_delivery: Option<Date>,
    /// The total that the caller states, to be held against the sum of the lines, in fen.
    pub stated_total: Option<Money>,
    /// Who enters it.
    pub entered_by: String,
    /// The roles of who enters it, which decide the discount.
    pub entered_as: Vec<Role>,
    /// When the customer ordered, where the channel says so.
    pub ordered_at: Option<Timestamp>,
    /// The terms that the customer was shown (R3).
    pub terms: Option<TermsShown>,
    /// Whether the customer agreed to several shipments (5.2.1).
    pub split_shipments: bool,
    /// Whether the catalogue has nothing but services among its lines; it matters only where a
    /// domicile is given (2.1).
    pub services_only: bool,
}

/// The order that `draft` becomes, for `OrderEvent::Received`.
///
/// # Errors
/// `order_not_out_of_region` (2.2) when the place that decides lies in the seller's province,
/// `amount_too_large` when the total does not fit, `payment_schedule_invalid`.
pub fn receive(draft: &OrderDraft, id: OrderId, facts: &Facts<'_>) -> Result<Order, Refusal> {
    let places = scope::places(draft, facts.policy.seller_province)?;
    let total = total(&draft.lines)?;
    let payment = match &draft.schedule {
        None => PaymentTerms::usual(draft.method, total, facts.policy.credit.usual_terms_days),
        Some(schedule) => PaymentTerms::scheduled(draft.method, schedule.clone(), total)?,
    };
    Ok(Order {
        id,
        channel: draft.channel,
        external_no: draft.external_no.clone(),
        customer: draft.customer.clone(),
        customer_kind: draft.customer_kind,
        customer_region: places.customer_region,
        ship_to_region: places.ship_to_region,
        scope_by: places.scope_by,
        region_candidates: places.candidates,
        contact_gaps: contact_gaps(&draft.contact),
        lines: draft.lines.clone(),
        total,
        stated_total: draft.stated_total.filter(|stated| *stated != total),
        payment,
        requested_delivery: draft.requested_delivery,
        entered_by: draft.entered_by.clone(),
        entered_as: facts.policy.review.sales.discounting(&draft.entered_as),
        ordered_at: draft.ordered_at.unwrap_or(facts.now),
        received_at: facts.now,
        terms: draft.terms.clone(),
        accepted_at: None,
        likely_duplicate_of: None,
        stage: Stage::Received { due: facts.now },
        paid: Money::ZERO,
        refunded: Money::ZERO,
        exposure: Money::ZERO,
        payments: Vec::new(),
        split_shipments: draft.split_shipments,
        consignments: Vec::new(),
        services: Vec::new(),
        rest_cancelled: None,
        shipments: Vec::new(),
        billed: false,
        holds: Vec::new(),
        rounds: Vec::new(),
        credit_override: None,
        beyond_limit: Money::ZERO,
        delivery_promise: None,
        quotas: Vec::new(),
        supplies: Vec::new(),
        picks: Vec::new(),
        pick_failures: Vec::new(),
        waybills: OrderWaybills::default(),
    })
}

/// Sum of the lines.
pub(super) fn total(lines: &[Line]) -> Result<Money, Refusal> {
    let amounts: Option<Vec<Money>> = lines
        .iter()
        .map(|line| line.unit_price.checked_mul(u64::from(line.quantity)))
        .collect();
    amounts.and_then(Money::sum).ok_or_else(|| {
        Refusal::new(
            RefusalClass::Unacceptable,
            "amount_too_large",
            "订单总额超出可处理范围",
            "the order total is too large to be handled",
        )
        .because(Evidence::new(
            "lines",
            "a total below 9,223,372,036,854,775,807 fen",
            "more",
        ))
    })
}

/// 4.2.1: what the review will miss in the contact.
fn contact_gaps(contact: &Contact) -> Vec<ContactGap> {
    let named = contact
        .ship_to_name
        .as_deref()
        .is_some_and(|name| !name.trim().is_empty());
    let reachable = contact.recipient_phone().is_some_and(is_phone);
    let mut gaps = Vec::new();
    if !named {
        gaps.push(ContactGap::RecipientName);
    }
    if !reachable {
        gaps.push(ContactGap::Phone);
    } else if contact
        .mobile
        .as_deref()
        .is_some_and(|text| !is_phone(text))
    {
        gaps.push(ContactGap::CustomerPhone);
    }
    let name = contact.name.trim();
    if name.chars().count() < 2 || !name.chars().any(char::is_alphabetic) {
        gaps.push(ContactGap::CustomerName);
    }
    gaps
}

fn is_phone(text: &str) -> bool {
    Mobile::parse(text).is_ok() || is_landline(text)
}

/// A landline with area code, such as `023-67890123`, `(0571) 88886666` or `02367890123`.
fn is_landline(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')'));
    plain && digits.starts_with('0') && (10..=12).contains(&digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landlines_need_an_area_code() {
        for (text, expected) in [
            ("023-67890123", true),
            ("(0571) 88886666", true),
            ("02367890123", true),
            ("67890123", false),
            ("0abc-67890123", false),
            ("", false),
        ] {
            assert_eq!(is_landline(text), expected, "{text}");
        }
    }
}
