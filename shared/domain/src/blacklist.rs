//! Customers with whom, and phones to which, the company makes no contracts for now 黑名单 (4.2.4).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::calendar::business_date;
use crate::event_kind::EventKind;
use crate::identifiers::{CustomerId, PhoneDigest};
use crate::refusal::Refusal;

/// Somebody on the blacklist, or who was on it once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlacklistEntry {
    /// Who.
    pub subject: BlacklistSubject,
    /// Why, for staff, in words that name nobody. Customers never see it.
    pub reason: String,
    /// Since when, without a break.
    pub since: Timestamp,
    /// The last day on which it holds, in Asia/Shanghai; without it until it is lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// When it was lifted; `None` while it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlacklistSubject {
    /// A customer that has an identifier of its own.
    Customer(CustomerId),
    /// A phone number, of which nothing is kept but its digest.
    Phone(PhoneDigest),
}

/// An event of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum BlacklistEvent {
    /// It was entered, or its reason or last day was changed.
    Listed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Who is on the list.
        subject: BlacklistSubject,
        /// Why.
        reason: String,
        /// Since when, without a break.
        since: Timestamp,
        /// The last day on which it holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// It was lifted before its last day.
    Lifted {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
}

impl Event for BlacklistEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Listed { .. } => EventKind::BlacklistEntryListed,
            Self::Lifted { .. } => EventKind::BlacklistEntryLifted,
        }
    }
}

impl BlacklistSubject {
    /// The identifier of the subject's entry, such as `customer:C-1`, or `phone:` and the digest.
    #[must_use]
    pub fn entry_id(&self) -> String {
        match self {
            Self::Customer(customer) => format!("customer:{customer}"),
            Self::Phone(digest) => format!("phone:{digest}"),
        }
    }
}

impl Aggregate for BlacklistEntry {
    const KIND: AggregateKind = AggregateKind::BlacklistEntry;
    type Event = BlacklistEvent;

    fn id(&self) -> String {
        self.subject.entry_id()
    }

    fn evolve(state: Option<Self>, event: &BlacklistEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (
                _,
                BlacklistEvent::Listed {
                    subject,
                    reason,
                    since,
                    until,
                    ..
                },
            ) => Ok(Self {
                subject: subject.clone(),
                reason: reason.clone(),
                since: *since,
                until: *until,
                lifted_at: None,
            }),
            (Some(state), BlacklistEvent::Lifted { at, .. }) => Ok(Self {
                lifted_at: Some(*at),
                ..state
            }),
            (None, BlacklistEvent::Lifted { .. }) => Err(Misfit {
                event: event.kind(),
                state: "none".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}

impl BlacklistEntry {
    /// Whether orders of its subject are refused at `now`.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.lifted_at.is_none() && self.until.is_none_or(|last| business_date(now) <= last)
    }
}

/// Puts a subject on the blacklist, or gives its entry another reason or last day; nothing to do
/// when it stands there like that already.
///
/// # Errors
/// `invalid_value` for a customer without an identifier of its own, and for a last day that has passed.
pub fn list(
    known: Option<&BlacklistEntry>,
    subject: &BlacklistSubject,
    reason: &str,
    until: Option<Date>,
    by: &str,
    now: Timestamp,
) -> Result<Decision<BlacklistEvent>, Refusal> {
    if let BlacklistSubject::Customer(customer) = subject
        && customer.is_guest()
    {
        return Err(Refusal::invalid(
            "customer",
            "a customer with an identifier of its own",
            customer.as_str(),
        ));
    }
    let today = business_date(now);
    if let Some(last) = until.filter(|last| *last < today) {
        return Err(Refusal::invalid(
            "until",
            format!("{today} or later"),
            last.to_string(),
        ));
    }
    let standing = known.filter(|entry| entry.is_in_force(now));
    if standing.is_some_and(|entry| entry.reason == reason && entry.until == until) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![BlacklistEvent::Listed {
        at: now,
        by: by.to_owned(),
        subject: subject.clone(),
        reason: reason.to_owned(),
        since: standing.map_or(now, |entry| entry.since),
        until,
    }]))
}

/// Takes a subject off the blacklist; nothing to do when its entry is not in force.
#[must_use]
pub fn lift(entry: &BlacklistEntry, by: &str, now: Timestamp) -> Decision<BlacklistEvent> {
    if !entry.is_in_force(now) {
        return Decision::done();
    }
    Decision::of(vec![BlacklistEvent::Lifted {
        at: now,
        by: by.to_owned(),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn customer(id: &str) -> BlacklistSubject {
        BlacklistSubject::Customer(CustomerId::parse(id).unwrap())
    }

    fn listed(known: Option<&BlacklistEntry>, until: Option<Date>, now: &str) -> BlacklistEntry {
        let decision = list(known, &customer("C-1"), "多次拒付", until, "m-1", at(now)).unwrap();
        fold(known.cloned(), &decision.events).unwrap().unwrap()
    }

    #[test]
    fn an_entry_holds_until_the_end_of_its_last_day_in_chongqing() {
        let entry = listed(None, Some(date(2026, 3, 2)), "2026-03-01T02:00:00Z");
        assert_eq!(entry.id(), "customer:C-1");
        for (now, holds) in [
            ("2026-03-01T02:00:00Z", true),
            ("2026-03-02T15:59:59Z", true),
            ("2026-03-02T16:00:00Z", false),
        ] {
            assert_eq!(entry.is_in_force(at(now)), holds, "{now}");
        }
        let lasting = listed(None, None, "2026-03-01T02:00:00Z");
        assert!(lasting.is_in_force(at("2036-03-01T02:00:00Z")));
    }

    #[test]
    fn an_entry_keeps_its_beginning_while_it_stands_and_begins_anew_after_it_was_lifted() {
        let first = listed(None, None, "2026-03-01T02:00:00Z");
        let changed = listed(Some(&first), Some(date(2026, 4, 1)), "2026-03-02T02:00:00Z");
        assert_eq!((changed.since, changed.lifted_at), (first.since, None));
        let lifting = lift(&changed, "m-2", at("2026-03-03T02:00:00Z"));
        let lifted = fold(Some(changed), &lifting.events).unwrap().unwrap();
        assert!(!lifted.is_in_force(at("2026-03-03T02:00:00Z")));
        let again = listed(Some(&lifted), None, "2026-03-04T02:00:00Z");
        assert_eq!(
            (again.since, again.lifted_at),
            (at("2026-03-04T02:00:00Z"), None)
        );
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let now = at("2026-03-02T02:00:00Z");
        let entry = listed(None, None, "2026-03-01T02:00:00Z");
        let again = list(Some(&entry), &customer("C-1"), "多次拒付", None, "m-2", now).unwrap();
        assert_eq!(again, Decision::done());
        let lifting = lift(&entry, "m-1", now);
        let lifted = fold(Some(entry), &lifting.events).unwrap().unwrap();
        assert_eq!(lift(&lifted, "m-1", now), Decision::done());
    }

    #[test]
    fn guests_and_days_that_have_passed_are_refused() {
        let now = at("2026-03-02T02:00:00Z");
        for (subject, until, place) in [
            (customer("guest-1"), None, "customer"),
            (customer("C-1"), Some(date(2026, 3, 1)), "until"),
        ] {
            let refusal = list(None, &subject, "多次拒付", until, "m-1", now).unwrap_err();
            assert_eq!(refusal.evidence[0].at, place);
        }
    }

    #[test]
    fn an_entry_of_a_phone_is_told_by_its_digest() {
        let digest = PhoneDigest::parse(&"a".repeat(64)).unwrap();
        let subject = BlacklistSubject::Phone(digest);
        let now = at("2026-03-01T02:00:00Z");
        let listed = list(None, &subject, "多次拒付", None, "m-1", now).unwrap();
        let entry = fold::<BlacklistEntry>(None, &listed.events)
            .unwrap()
            .unwrap();
        assert_eq!(entry.id(), format!("phone:{}", "a".repeat(64)));
        assert!(entry.is_in_force(now));
    }

    #[test]
    fn nobody_is_lifted_who_was_not_listed() {
        let lifted = BlacklistEvent::Lifted {
            at: Timestamp::UNIX_EPOCH,
            by: "m-1".to_owned(),
        };
        assert!(BlacklistEntry::evolve(None, &lifted).is_err());
    }
}
