//! Suppliers 供应商, and how well they delivered (5.1.2).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{PurchasingPolicy, SupplierReturn};
use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::identifiers::{PurchaseOrderNo, SupplierCode};
use crate::refusal::Refusal;

/// The list that every supplier is in.
pub const SUPPLIERS_LIST: &str = "supplier:register";

/// The longest lead time, in working days.
const LONGEST_LEAD: u16 = 250;

/// Somebody from whom goods are bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// What is known of it.
    #[serde(flatten)]
    pub profile: SupplierProfile,
    /// How well it delivered so far.
    #[serde(default)]
    pub record: DeliveryRecord,
}

/// What is known of a supplier. Entered as a whole; what stood there before is in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierProfile {
    /// Its code.
    pub code: SupplierCode,
    /// Its name.
    pub name: String,
    /// Working days from the order to the delivery, where an offer does not say otherwise.
    pub lead_time_working_days: u16,
    /// The first day on which orders may be placed with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Sums of facts about deliveries, from which the scores follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRecord {
    /// Pieces that were inspected.
    pub inspected: u64,
    /// Pieces of them that passed.
    pub passed: u64,
    /// Receipts that came.
    pub receipts: u64,
    /// Receipts of them that came by the date first promised.
    pub on_time: u64,
    /// Pieces that had passed and went back later.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub returned: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(pieces: &u64) -> bool {
    *pieces == 0
}

/// What one goods receipt says of a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The purchase order.
    pub purchase_order: PurchaseOrderNo,
    /// The receipt's number.
    pub receipt_no: String,
    /// Pieces that passed the inspection.
    pub passed: u32,
    /// Pieces that did not.
    pub failed: u32,
    /// Whether they came by the date first promised.
    pub on_time: bool,
}

/// An event of a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum SupplierEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// All that is known of it.
        supplier: SupplierProfile,
    },
    /// 5.1.2 Goods of it were received and inspected.
    DeliveryCounted {
        /// When.
        at: Timestamp,
        /// What came.
        delivery: Delivery,
    },
    /// 5.1.2 Goods of it that had passed went back.
    ReturnCounted {
        /// When.
        at: Timestamp,
        /// The number of the return.
        supplier_return: String,
        /// Pieces.
        quantity: u32,
    },
}

impl Event for SupplierEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::SupplierRevised,
            Self::DeliveryCounted { .. } => EventKind::SupplierDeliveryCounted,
            Self::ReturnCounted { .. } => EventKind::SupplierReturnCounted,
        }
    }
}

impl SupplierProfile {
    /// Whether orders may be placed with it on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn check(&self) -> Result<(), Refusal> {
        check_lead_time(self.lead_time_working_days)?;
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            let expected = format!("{from} or later");
            return Err(Refusal::invalid("until", expected, until.to_string()));
        }
        Ok(())
    }
}

/// Refuses a lead time that cannot be one.
pub(super) fn check_lead_time(days: u16) -> Result<(), Refusal> {
    if (1..=LONGEST_LEAD).contains(&days) {
        return Ok(());
    }
    Err(Refusal::invalid(
        "lead_time_working_days",
        format!("1 to {LONGEST_LEAD} working days"),
        days.to_string(),
    ))
}

impl DeliveryRecord {
    /// Pieces that passed and were good, of those inspected, in permille.
    #[must_use]
    pub fn quality_permille(&self, policy: &PurchasingPolicy) -> u16 {
        let good = self.passed.saturating_sub(self.returned);
        share(good, self.inspected, policy.starting_score_permille)
    }

    /// Receipts on time of those that came, in permille.
    #[must_use]
    pub fn on_time_permille(&self, policy: &PurchasingPolicy) -> u16 {
        share(self.on_time, self.receipts, policy.starting_score_permille)
    }

    fn with(self, delivery: &Delivery) -> Self {
        let (passed, failed) = (u64::from(delivery.passed), u64::from(delivery.failed));
        Self {
            inspected: self.inspected.saturating_add(passed).saturating_add(failed),
            passed: self.passed.saturating_add(passed),
            receipts: self.receipts.saturating_add(1),
            on_time: self.on_time.saturating_add(u64::from(delivery.on_time)),
            returned: self.returned,
        }
    }
}

/// A share in permille, rounded down; what it starts with where there is nothing to share.
fn share(part: u64, whole: u64, start: u16) -> u16 {
    let permille = u128::from(part)
        .saturating_mul(1_000)
        .checked_div(u128::from(whole));
    permille.map_or(start, |permille| u16::try_from(permille).unwrap_or(1_000))
}

/// Enters a supplier or changes it; nothing to do when the same is known.
///
/// # Errors
/// `invalid_value` for a lead time outside 1 to 250 working days and a last day before the first.
pub fn revise_profile(
    known: Option<&Supplier>,
    supplier: SupplierProfile,
    by: &str,
    now: Timestamp,
) -> Result<Decision<SupplierEvent>, Refusal> {
    supplier.check()?;
    if known.is_some_and(|known| known.profile == supplier) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![SupplierEvent::Revised {
        at: now,
        by: by.to_owned(),
        supplier,
    }]))
}

/// Counts a delivery, in the transaction of the goods receipt that it tells of.
#[must_use]
pub fn count_delivery(delivery: Delivery, now: Timestamp) -> Decision<SupplierEvent> {
    Decision::of(vec![SupplierEvent::DeliveryCounted { at: now, delivery }])
}

/// Counts goods that had passed and go back, in the transaction that ships them.
pub(super) fn count_return(goods: &SupplierReturn, now: Timestamp) -> Decision<SupplierEvent> {
    Decision::of(vec![SupplierEvent::ReturnCounted {
        at: now,
        supplier_return: goods.number.clone(),
        quantity: goods.quantity,
    }])
}

impl Aggregate for Supplier {
    const KIND: AggregateKind = AggregateKind::Supplier;
    type Event = SupplierEvent;

    fn id(&self) -> String {
        self.profile.code.to_string()
    }

    fn evolve(state: Option<Self>, event: &SupplierEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (state, SupplierEvent::Revised { supplier, .. }) => Ok(Self {
                profile: supplier.clone(),
                record: state.map(|known| known.record).unwrap_or_default(),
            }),
            (Some(known), SupplierEvent::DeliveryCounted { delivery, .. }) => Ok(Self {
                record: known.record.with(delivery),
                ..known
            }),
            (Some(known), SupplierEvent::ReturnCounted { quantity, .. }) => Ok(Self {
                record: DeliveryRecord {
                    returned: known.record.returned.saturating_add(u64::from(*quantity)),
                    ..known.record
                },
                ..known
            }),
            (None, SupplierEvent::DeliveryCounted { .. } | SupplierEvent::ReturnCounted { .. }) => {
                Err(Misfit {
                    event: event.kind(),
                    state: "none".to_owned(),
                })
            }
        }
    }

    /// The register is one list, by code: there is no time at which a supplier is due.
    fn index(&self) -> Index {
        Index::listed(SUPPLIERS_LIST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;

    fn profile() -> SupplierProfile {
        SupplierProfile {
            code: SupplierCode::parse("tea-1").unwrap(),
            name: "巴南茶厂".to_owned(),
            lead_time_working_days: 3,
            from: None,
            until: None,
        }
    }

    #[test]
    fn scores_start_somewhere_and_then_follow_the_facts() {
        let policy = PurchasingPolicy::default();
        let now = Timestamp::UNIX_EPOCH;
        let entered = revise_profile(None, profile(), "p-1", now).unwrap();
        let known = fold::<Supplier>(None, &entered.events).unwrap().unwrap();
        assert_eq!(known.record.quality_permille(&policy), 900);
        assert_eq!(known.record.on_time_permille(&policy), 900);
        let counted = |passed, failed, on_time| {
            let delivery = Delivery {
                purchase_order: PurchaseOrderNo::parse("PO-1").unwrap(),
                receipt_no: "R".to_owned(),
                passed,
                failed,
                on_time,
            };
            count_delivery(delivery, now).events
        };
        let known = fold(Some(known), &counted(8, 2, true)).unwrap().unwrap();
        let known = fold(Some(known), &counted(0, 10, false)).unwrap().unwrap();
        assert_eq!(known.record.quality_permille(&policy), 400);
        assert_eq!(known.record.on_time_permille(&policy), 500);
        let again = revise_profile(Some(&known), profile(), "p-1", now).unwrap();
        assert_eq!(again, Decision::done());
        assert!(fold::<Supplier>(None, &counted(1, 0, true)).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        type Spoil = fn(&mut SupplierProfile);
        let wrong: [(&str, Spoil); 3] = [
            ("lead_time_working_days", |it| it.lead_time_working_days = 0),
            ("lead_time_working_days", |it| {
                it.lead_time_working_days = 251
            }),
            ("until", |it| {
                it.from = Some(jiff::civil::date(2026, 3, 2));
                it.until = Some(jiff::civil::date(2026, 3, 1));
            }),
        ];
        for (place, spoil) in wrong {
            let mut profile = profile();
            spoil(&mut profile);
            let refusal = revise_profile(None, profile, "p-1", Timestamp::UNIX_EPOCH).unwrap_err();
            assert_eq!(refusal.evidence[0].at, place);
        }
    }
}
