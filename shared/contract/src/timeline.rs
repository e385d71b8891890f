//! One timeline per order over every stage (6.1.1), for staff and, redacted, for customers.

use std::collections::BTreeMap;

use domain::carrier_status::CanonicalStatus;
use domain::event_kind::EventKind;
use domain::order::{Order, StageName};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::consignment::{ParcelView, parcels};
use crate::event_text;
use crate::names;
use crate::problem::Language;

/// Everything that happened to an order, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimelineView {
    /// The order.
    pub order_id: Uuid,
    /// Where it stands.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// The same in words.
    pub stage_text: String,
    /// When it should leave the stage.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// What happened.
    pub entries: Vec<TimelineEntry>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimelineEntry {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What, as a stable name.
    #[schema(value_type = String, example = "order_dispatched")]
    pub kind: EventKind,
    /// What, in words.
    #[schema(example = "已发货")]
    pub text: String,
    /// By whom; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What whoever holds the link sees of an order: no names, no address, no amounts, no operators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrackView {
    /// The channel's own number, by which the customer knows the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_no: Option<String>,
    /// Where it stands.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// The same in words.
    pub stage_text: String,
    /// When it should arrive, while it is prepared or on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_on: Option<Date>,
    /// Its parcels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shipments: Vec<ParcelView>,
    /// What happened, oldest first.
    pub entries: Vec<TimelineEntry>,
}

/// An event of the order's journals, before it is put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// By whom.
    pub by: String,
    /// How far a parcel came with it.
    pub status: Option<CanonicalStatus>,
}

impl Happening {
    fn text(&self, language: Language) -> String {
        let words = self
            .status
            .map_or_else(|| event_text::event(self.kind), event_text::parcel);
        words.in_language(language).to_owned()
    }
}

impl TimelineView {
    /// The timeline for staff.
    #[must_use]
    pub fn for_staff(order: &Order, happenings: Vec<Happening>, language: Language) -> Self {
        let entry = |happening: Happening| TimelineEntry {
            at: happening.at,
            kind: happening.kind,
            text: happening.text(language),
            by: Some(happening.by),
        };
        Self::with(
            order,
            sorted(happenings).into_iter().map(entry).collect(),
            language,
        )
    }

    /// The timeline for the customer.
    #[must_use]
    pub fn for_customer(order: &Order, happenings: Vec<Happening>, language: Language) -> Self {
        Self::with(order, redacted(happenings, language), language)
    }

    fn with(order: &Order, entries: Vec<TimelineEntry>, language: Language) -> Self {
        let stage = order.stage.name();
        Self {
            order_id: order.id,
            stage,
            stage_text: event_text::stage(stage).in_language(language).to_owned(),
            due: order.stage.due(),
            entries,
        }
    }
}

impl TrackView {
    /// What whoever holds the link sees. `carriers` are the names of the order's carriers, by code.
    #[must_use]
    pub fn of(
        order: &Order,
        happenings: Vec<Happening>,
        carriers: &BTreeMap<String, String>,
        language: Language,
    ) -> Self {
        let stage = order.stage.name();
        let named = |parcel: ParcelView| ParcelView {
            carrier_name: carriers.get(&parcel.carrier).cloned(),
            ..parcel
        };
        Self {
            external_no: order.external_no.as_ref().map(ToString::to_string),
            stage,
            stage_text: event_text::stage(stage).in_language(language).to_owned(),
            expected_on: order.expected_on(),
            shipments: parcels(order).into_iter().map(named).collect(),
            entries: redacted(happenings, language),
        }
    }
}

fn redacted(happenings: Vec<Happening>, language: Language) -> Vec<TimelineEntry> {
    let entry = |happening: Happening| TimelineEntry {
        at: happening.at,
        kind: happening.kind,
        text: happening.text(language),
        by: None,
    };
    let seen = sorted(happenings)
        .into_iter()
        .filter(|happening| event_text::is_for_customers(happening.kind));
    seen.map(entry).collect()
}

fn sorted(mut happenings: Vec<Happening>) -> Vec<Happening> {
    // Stable, so what was decided in one instant stays in the order of the journal.
    happenings.sort_by_key(|happening| happening.at);
    happenings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happenings() -> Vec<Happening> {
        let at = |second| Timestamp::from_second(second).unwrap();
        let happening = |second, kind| Happening {
            at: at(second),
            kind,
            by: "u-17".to_owned(),
            status: None,
        };
        vec![
            happening(2, EventKind::OrderReviewRequested),
            happening(3, EventKind::OrderApproved),
            happening(1, EventKind::OrderReceived),
        ]
    }

    #[test]
    fn customers_see_milestones_without_operators() {
        let entries = redacted(happenings(), Language::English);
        let seen: Vec<_> = entries
            .iter()
            .map(|entry| (entry.text.as_str(), entry.by.as_deref()))
            .collect();
        assert_eq!(seen, [("Order received", None), ("Order approved", None)]);
    }

    #[test]
    fn how_far_a_parcel_came_is_said_in_its_own_words() {
        let on_its_way = Happening {
            at: Timestamp::UNIX_EPOCH,
            kind: EventKind::ShipmentProgressed,
            by: "carrier".to_owned(),
            status: Some(CanonicalStatus::OutForDelivery),
        };
        let entries = redacted(vec![on_its_way], Language::Chinese);
        assert_eq!(entries[0].text, "派送中");
    }

    #[test]
    fn every_event_has_words_in_both_languages() {
        for kind in EventKind::ALL {
            let words = event_text::event(*kind);
            assert!(!words.chinese.is_ascii(), "{kind}");
            assert!(words.english.is_ascii(), "{kind}");
        }
    }
}
