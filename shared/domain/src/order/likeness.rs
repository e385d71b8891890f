//! What makes two orders that staff types alike: the same customer and the same lines (4.1.3).

use serde::Serialize;

use super::OrderDraft;
use crate::identifiers::Sku;
use crate::money::Money;

/// What two orders are compared by, whatever channel and number they came in by. It holds personal
/// data of guests: only a digest of it is to be kept.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Likeness<'a> {
    customer: [&'a str; 4],
    lines: Vec<(&'a Sku, u32, Money)>,
}

impl std::fmt::Debug for Likeness<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Likeness(***)")
    }
}

impl OrderDraft {
    /// What an order that staff types is compared by, its lines in any order. `None` where customers
    /// order by themselves: they may do so as often as they like.
    #[must_use]
    pub fn likeness(&self) -> Option<Likeness<'_>> {
        if self.channel.is_online() {
            return None;
        }
        let contact = &self.contact;
        let phone = contact.mobile.as_ref().or(contact.ship_to_mobile.as_ref());
        let customer = if self.customer.is_guest() {
            // A guest is known by name, phone and address only.
            let phone = phone.map_or("", String::as_str);
            ["", &contact.name, phone, &contact.address]
        } else {
            [self.customer.as_str(), "", "", ""]
        };
        let lines = self.lines.iter();
        let lines = lines.map(|line| (&line.sku, line.quantity, line.unit_price));
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        Some(Likeness { customer, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{CHENGDU, draft, fen};
    use super::super::{Channel, Line};
    use super::*;
    use crate::identifiers::{CustomerId, ExternalNo};
    use crate::payment_terms::PaymentMethod;

    /// A draft, what is changed in a second one, and whether they are alike then.
    type Case = (fn() -> OrderDraft, fn(&mut OrderDraft), bool);

    fn typed() -> OrderDraft {
        let mut draft = draft(CHENGDU, PaymentMethod::Online);
        draft.channel = Channel::Phone;
        draft
    }

    fn guest() -> OrderDraft {
        let mut draft = typed();
        draft.customer = CustomerId::parse("guest-1").unwrap();
        draft
    }

    #[test]
    fn orders_are_alike_in_customer_and_lines() {
        let cases: [Case; 9] = [
            (typed, |other| other.channel = Channel::Fax, true),
            (typed, |other| other.lines.reverse(), true),
            (typed, |other| other.contact.name = "别名".to_owned(), true),
            (
                typed,
                |other| other.external_no = ExternalNo::parse("T-2").ok(),
                true,
            ),
            (
                typed,
                |other| other.customer = CustomerId::parse("c-2").unwrap(),
                false,
            ),
            (typed, |other| other.lines[0].quantity += 1, false),
            (
                typed,
                |other| {
                    let line = &other.lines[0];
                    other.lines[0] = Line::plain(line.sku.clone(), line.quantity, fen(4_999));
                },
                false,
            ),
            (
                guest,
                |other| other.customer = CustomerId::parse("guest-2").unwrap(),
                true,
            ),
            (
                guest,
                |other| other.contact.mobile = Some("13900139002".to_owned()),
                false,
            ),
        ];
        for (number, (draft, change, alike)) in cases.into_iter().enumerate() {
            let (one, mut other) = (draft(), draft());
            change(&mut other);
            assert!(one.likeness().is_some());
            assert_eq!(one.likeness() == other.likeness(), alike, "case {number}");
        }
    }

    #[test]
    fn what_customers_order_by_themselves_is_not_compared_and_nobody_is_named() {
        for channel in [Channel::Marketplace, Channel::Website] {
            let online = OrderDraft { channel, ..typed() };
            assert_eq!(online.likeness(), None);
        }
        let shown = format!("{:?}", guest().likeness());
        assert_eq!(shown, "Some(Likeness(***))");
    }
}
