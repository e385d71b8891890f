//! Who was shown the personal data of an order, when and what for (R21–R26; 个人信息保护法 51).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::order::OrderId;

/// What somebody needs an order's personal data for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosurePurpose {
    /// To review the order (4.3).
    Review,
    /// To pack, hand over or deliver it (5.3).
    Delivery,
    /// To speak with the customer (6).
    CustomerService,
    /// To settle it or to give money back (7.1).
    Settlement,
    /// For a dispute or an authority (8.3).
    Legal,
}

impl DisclosurePurpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [
        Self::Review,
        Self::Delivery,
        Self::CustomerService,
        Self::Settlement,
        Self::Legal,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Delivery => "delivery",
            Self::CustomerService => "customer_service",
            Self::Settlement => "settlement",
            Self::Legal => "legal",
        }
    }
}

/// The disclosures of one order's contact. It has a journal of its own: looking at an order does
/// not make the order another version, so nobody's decision on it grows stale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDisclosure {
    /// The order.
    pub order: OrderId,
    /// How often its contact was shown unmasked.
    pub times: u32,
    /// When it was last shown.
    pub last_at: Timestamp,
}

/// An event of the disclosures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ContactDisclosureEvent {
    /// Somebody was shown the contact unmasked.
    Disclosed {
        /// The order.
        order: OrderId,
        /// When.
        at: Timestamp,
        /// To whom: the subject of the token; a carrier as `carrier:` and its code.
        to: String,
        /// What for.
        purpose: DisclosurePurpose,
    },
}

impl Event for ContactDisclosureEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Disclosed { .. } => EventKind::ContactDisclosed,
        }
    }
}

impl Aggregate for ContactDisclosure {
    const KIND: AggregateKind = AggregateKind::ContactDisclosure;
    type Event = ContactDisclosureEvent;

    fn id(&self) -> String {
        self.order.to_string()
    }

    fn evolve(state: Option<Self>, event: &ContactDisclosureEvent) -> Result<Self, Misfit> {
        let ContactDisclosureEvent::Disclosed { order, at, .. } = event;
        match state {
            Some(state) if state.order != *order => Err(Misfit {
                event: event.kind(),
                state: state.order.to_string(),
            }),
            before => Ok(Self {
                order: *order,
                times: before.map_or(0, |state| state.times).saturating_add(1),
                last_at: *at,
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;

    fn disclosed(order: u128, second: i64) -> ContactDisclosureEvent {
        ContactDisclosureEvent::Disclosed {
            order: OrderId::from_u128(order),
            at: Timestamp::from_second(second).unwrap(),
            to: "u-17".to_owned(),
            purpose: DisclosurePurpose::Review,
        }
    }

    #[test]
    fn every_disclosure_counts() {
        let state = fold::<ContactDisclosure>(None, &[disclosed(1, 10), disclosed(1, 20)]);
        let state = state.unwrap().unwrap();
        assert_eq!((state.times, state.last_at.as_second()), (2, 20));
        assert_eq!(state.id(), OrderId::from_u128(1).to_string());
    }

    #[test]
    fn the_disclosure_of_another_order_does_not_fit() {
        assert!(fold::<ContactDisclosure>(None, &[disclosed(1, 10), disclosed(2, 20)]).is_err());
    }

    #[test]
    fn purposes_are_written_by_their_names() {
        for purpose in DisclosurePurpose::ALL {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.name());
        }
    }
}
