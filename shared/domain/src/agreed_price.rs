//! Prices agreed with a customer, or for all customers of a grade 协议价 (4.2.3).

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Grade;
use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::calendar::business_date;
use crate::event_kind::EventKind;
use crate::identifiers::{CustomerId, Sku};
use crate::money::Money;
use crate::order::Order;
use crate::refusal::{Refusal, quote};

/// The list that every agreed price is in.
pub const AGREED_PRICES_LIST: &str = "agreed_price:all";

/// A unit price that takes the place of the list price for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedPrice {
    /// For whom.
    pub audience: PriceAudience,
    /// The goods.
    pub sku: Sku,
    /// The unit price, in fen. The floor price holds all the same.
    pub price: Money,
    /// The first day on which it holds, in Asia/Shanghai.
    pub from: Date,
    /// The last day; without it until another is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// For whom a price is agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceAudience {
    /// A customer that has an identifier of its own.
    Customer(CustomerId),
    /// All customers whose credit account has this grade.
    Grade(Grade),
}

/// An event of an agreed price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AgreedPriceEvent {
    /// It was agreed, in place of what was agreed before.
    Agreed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole agreement.
        agreed: AgreedPrice,
    },
}

/// The text names nobody for whom a price can be agreed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected customer:<id> or grade:<A, B, C or D>, found {found:?}")]
pub struct InvalidAudience {
    /// The beginning of the text.
    pub found: String,
}

impl PriceAudience {
    /// Reads `customer:<id>` or `grade:<letter>`.
    ///
    /// # Errors
    /// [`InvalidAudience`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidAudience> {
        let audience = match text.split_once(':') {
            Some(("customer", id)) => CustomerId::parse(id).ok().map(Self::Customer),
            Some(("grade", letter)) => {
                let mut grades = Grade::ALL.into_iter();
                grades.find(|grade| grade.name() == letter).map(Self::Grade)
            }
            Some(_) | None => None,
        };
        audience.ok_or_else(|| InvalidAudience { found: quote(text) })
    }

    /// The identifier of the audience's price of a SKU, such as `grade:A/TEA-1`.
    #[must_use]
    pub fn price_id(&self, sku: &Sku) -> String {
        format!("{self}/{sku}")
    }
}

impl fmt::Display for PriceAudience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(customer) => write!(f, "customer:{customer}"),
            Self::Grade(grade) => write!(f, "grade:{}", grade.name()),
        }
    }
}

impl Event for AgreedPriceEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Agreed { .. } => EventKind::PriceAgreed,
        }
    }
}

impl Aggregate for AgreedPrice {
    const KIND: AggregateKind = AggregateKind::AgreedPrice;
    type Event = AgreedPriceEvent;

    fn id(&self) -> String {
        self.price_id()
    }

    fn evolve(_: Option<Self>, event: &AgreedPriceEvent) -> Result<Self, Misfit> {
        let AgreedPriceEvent::Agreed { agreed, .. } = event;
        Ok(agreed.clone())
    }

    /// All are one list, by identifier: there is no time at which one is due.
    fn index(&self) -> Index {
        Index::listed(AGREED_PRICES_LIST)
    }
}

impl AgreedPrice {
    /// Its identifier, such as `grade:A/TEA-1`.
    #[must_use]
    pub fn price_id(&self) -> String {
        self.audience.price_id(&self.sku)
    }

    /// Whether it holds at `now`.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        let today = business_date(now);
        self.from <= today && self.until.is_none_or(|last| today <= last)
    }

    /// The identifiers of all prices that may hold for an order whose customer has this grade; none
    /// for guests.
    #[must_use]
    pub fn ids_for(order: &Order, grade: Option<Grade>) -> Vec<String> {
        if order.customer.is_guest() {
            return Vec::new();
        }
        let customer = PriceAudience::Customer(order.customer.clone());
        let audiences: Vec<_> = std::iter::once(customer)
            .chain(grade.map(PriceAudience::Grade))
            .collect();
        let goods = order.goods_to_review();
        goods
            .flat_map(|sku| audiences.iter().map(|whom| whom.price_id(sku)))
            .collect()
    }
}

/// Agrees on a price in place of what was agreed before; nothing to do when it is the same. An agreement
/// ends by agreeing on its last day.
///
/// # Errors
/// `invalid_value` for a customer without an identifier of its own, a price below nought, and a last
/// day before the first.
pub fn agree(
    known: Option<&AgreedPrice>,
    agreed: AgreedPrice,
    by: &str,
    now: Timestamp,
) -> Result<Decision<AgreedPriceEvent>, Refusal> {
    if let PriceAudience::Customer(customer) = &agreed.audience
        && customer.is_guest()
    {
        return Err(Refusal::invalid(
            "audience",
            "a customer with an identifier of its own",
            agreed.audience.to_string(),
        ));
    }
    if agreed.price.is_negative() {
        return Err(Refusal::invalid(
            "price_fen",
            "0 or more",
            agreed.price.fen().to_string(),
        ));
    }
    if let Some(last) = agreed.until.filter(|last| *last < agreed.from) {
        return Err(Refusal::invalid(
            "until",
            format!("{} or later", agreed.from),
            last.to_string(),
        ));
    }
    if known == Some(&agreed) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![AgreedPriceEvent::Agreed {
        at: now,
        by: by.to_owned(),
        agreed,
    }]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::samples::received;
    use crate::payment_terms::PaymentMethod;
    use jiff::civil::date;

    fn agreed() -> AgreedPrice {
        AgreedPrice {
            audience: PriceAudience::Grade(Grade::A),
            sku: Sku::parse("TEA-1").unwrap(),
            price: Money::from_fen(4_500),
            from: date(2026, 3, 2),
            until: Some(date(2026, 3, 3)),
        }
    }

    #[test]
    fn audiences_read_back_as_they_are_written_and_others_do_not_read() {
        for text in ["customer:C-1", "grade:A", "grade:D"] {
            assert_eq!(PriceAudience::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "C-1",
            "customer:",
            "customer:a b",
            "grade:E",
            "grade:a",
            "all:A",
        ] {
            assert!(PriceAudience::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_price_holds_from_its_first_day_to_the_end_of_its_last_in_chongqing() {
        for (now, holds) in [
            ("2026-03-01T15:59:59Z", false),
            ("2026-03-01T16:00:00Z", true),
            ("2026-03-03T15:59:59Z", true),
            ("2026-03-03T16:00:00Z", false),
        ] {
            assert_eq!(agreed().is_valid(now.parse().unwrap()), holds, "{now}");
        }
    }

    #[test]
    fn the_prices_of_an_order_are_its_customer_s_and_its_grade_s() {
        let mut order = received(PaymentMethod::Online);
        let ids = |order: &Order, grade| {
            let mut ids = AgreedPrice::ids_for(order, grade);
            ids.dedup();
            ids.sort();
            ids.dedup();
            ids
        };
        let customer = format!("customer:{}/TEA-1", order.customer);
        assert_eq!(ids(&order, None), [customer.as_str()]);
        assert_eq!(
            ids(&order, Some(Grade::B)),
            [customer.as_str(), "grade:B/TEA-1"]
        );
        order.customer = CustomerId::parse(&CustomerId::guest_of(1)).unwrap();
        assert!(ids(&order, Some(Grade::B)).is_empty());
    }

    #[test]
    fn the_same_again_changes_nothing_and_what_cannot_be_is_refused() {
        let now = Timestamp::UNIX_EPOCH;
        let again = agree(Some(&agreed()), agreed(), "m-1", now).unwrap();
        assert_eq!(again, Decision::done());
        let guest = CustomerId::parse("guest-1").unwrap();
        type Spoil = fn(&mut AgreedPrice);
        let wrong: [(&str, Spoil); 2] = [
            ("price_fen", |price| price.price = Money::from_fen(-1)),
            ("until", |price| price.until = Some(date(2026, 3, 1))),
        ];
        for (place, spoil) in wrong {
            let mut price = agreed();
            spoil(&mut price);
            let refusal = agree(None, price, "m-1", now).unwrap_err();
            assert_eq!(refusal.evidence[0].at, place);
        }
        let price = AgreedPrice {
            audience: PriceAudience::Customer(guest),
            ..agreed()
        };
        let refusal = agree(None, price, "m-1", now).unwrap_err();
        assert_eq!(refusal.evidence[0].at, "audience");
    }
}
