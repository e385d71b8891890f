//! Credit accounts 信用账户 (8.1.1, 8.1.2).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit, WorkPlace};
use crate::calendar;
use crate::credit_assessment::Assessment;
use crate::event_kind::EventKind;
use crate::identifiers::CustomerId;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::stock::Adjustment;

/// The work list of accounts by the date of their next assessment.
pub const ASSESSMENT_LIST: &str = "account:assessment";

/// Grade of a customer's credit 信用等级.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// 85 and more.
    A,
    /// 70 and more.
    B,
    /// 55 and more; new customers at most.
    C,
    /// Less; also overdue by more than 90 days, or on the defaulters' list.
    D,
}

impl Grade {
    /// All of them, the best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The letter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// Days of credit after delivery.
    #[must_use]
    pub const fn terms_days(self) -> u16 {
        match self {
            Self::A => 60,
            Self::B => 30,
            Self::C => 15,
            Self::D => 0,
        }
    }

    /// What must be paid in advance, in percent.
    #[must_use]
    pub const fn prepayment_percent(self) -> u8 {
        match self {
            Self::A => 0,
            Self::B => 20,
            Self::C => 50,
            Self::D => 100,
        }
    }

    /// The limit as a multiple of average monthly sales.
    #[must_use]
    pub const fn limit_months(self) -> u64 {
        match self {
            Self::A => 3,
            Self::B => 2,
            Self::C => 1,
            Self::D => 0,
        }
    }
}

/// What people know of a customer and no order tells (8.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditProfile {
    /// First year of cooperation.
    pub customer_since: Date,
    /// Judgement of the financial statements, 0–15 points.
    pub financials: u8,
    /// On a court's or the market regulator's list of abnormal or defaulting companies.
    pub listed_abnormal: bool,
    /// Disputes of the last twelve months.
    pub disputes: u16,
}

impl CreditProfile {
    /// Refuses values out of range.
    ///
    /// # Errors
    /// `invalid_value` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.financials > 15 {
            return Err(Refusal::invalid(
                "financials",
                "0 to 15 points",
                self.financials.to_string(),
            ));
        }
        Ok(())
    }
}

/// A customer's credit account. Its limit and exposure are counters beside it, so that an
/// order can take credit without touching the account's version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whose.
    pub customer: CustomerId,
    /// What people know.
    pub profile: CreditProfile,
    /// The grade in force.
    pub grade: Grade,
    /// The limit in force, in fen.
    pub limit: Money,
    /// The last assessment, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the next assessment is due.
    pub next_assessment: Date,
}

/// An event of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It was opened, with grade D and no limit until it is assessed.
    Opened {
        /// When.
        at: Timestamp,
        /// Whose.
        customer: CustomerId,
        /// What is known.
        profile: CreditProfile,
        /// When the first assessment is due.
        next_assessment: Date,
    },
    /// What people know changed.
    ProfileRecorded {
        /// What is known now.
        profile: CreditProfile,
        /// When the account is to be assessed again.
        next_assessment: Date,
    },
    /// A score was computed.
    Assessed {
        /// With inputs and explanation (R23).
        assessment: Box<Assessment>,
        /// When the next one is due.
        next_assessment: Date,
    },
}

impl Event for AccountEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Opened { .. } => EventKind::AccountOpened,
            Self::ProfileRecorded { .. } => EventKind::AccountProfileRecorded,
            Self::Assessed { .. } => EventKind::AccountAssessed,
        }
    }
}

/// Opens an account or records what is known of it now; an assessment falls due at once.
///
/// # Errors
/// `invalid_value` from [`CreditProfile::check`].
pub fn record_profile(
    account: Option<&Account>,
    customer: &CustomerId,
    profile: &CreditProfile,
    now: Timestamp,
) -> Result<Decision<AccountEvent>, Refusal> {
    profile.check()?;
    let next_assessment = calendar::business_date(now);
    Ok(match account {
        None => Decision::of(vec![AccountEvent::Opened {
            at: now,
            customer: customer.clone(),
            profile: profile.clone(),
            next_assessment,
        }]),
        Some(account) if account.profile == *profile => Decision::done(),
        Some(_) => Decision::of(vec![AccountEvent::ProfileRecorded {
            profile: profile.clone(),
            next_assessment,
        }]),
    })
}

/// 8.1.1: puts an assessment into force; nothing to do when one of that date already is.
#[must_use]
pub fn assess(
    account: &Account,
    assessment: Assessment,
    next_assessment: Date,
) -> Decision<AccountEvent> {
    if account.next_assessment > assessment.on {
        return Decision::done();
    }
    let limit = Adjustment::CreditLimit {
        customer: account.customer.clone(),
        from: account.limit,
        to: assessment.limit,
    };
    let moved = (assessment.limit != account.limit).then_some(limit);
    Decision::of(vec![AccountEvent::Assessed {
        assessment: Box::new(assessment),
        next_assessment,
    }])
    .with(moved)
}

impl Aggregate for Account {
    const KIND: AggregateKind = AggregateKind::Account;
    type Event = AccountEvent;

    fn id(&self) -> String {
        self.customer.to_string()
    }

    fn evolve(state: Option<Self>, event: &AccountEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (
                None,
                AccountEvent::Opened {
                    at,
                    customer,
                    profile,
                    next_assessment,
                },
            ) => Ok(Self {
                customer: customer.clone(),
                profile: profile.clone(),
                grade: Grade::D,
                limit: Money::ZERO,
                assessment: None,
                opened_at: *at,
                next_assessment: *next_assessment,
            }),
            (
                Some(account),
                AccountEvent::ProfileRecorded {
                    profile,
                    next_assessment,
                },
            ) => Ok(Self {
                profile: profile.clone(),
                next_assessment: *next_assessment,
                ..account
            }),
            (
                Some(account),
                AccountEvent::Assessed {
                    assessment,
                    next_assessment,
                },
            ) => Ok(Self {
                grade: assessment.grade,
                limit: assessment.limit,
                assessment: Some((**assessment).clone()),
                next_assessment: *next_assessment,
                ..account
            }),
            (None, AccountEvent::ProfileRecorded { .. } | AccountEvent::Assessed { .. }) => {
                Err(Misfit {
                    event: event.kind(),
                    state: "none".to_owned(),
                })
            }
            (Some(_), AccountEvent::Opened { .. }) => Err(Misfit {
                event: event.kind(),
                state: "open".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index {
            customer: None,
            work: Some(WorkPlace::on(ASSESSMENT_LIST, self.next_assessment, 0)),
        }
    }
}
