//! The policy: every default of the measures, as versioned data.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit};
use crate::carrier::CarrierService;
use crate::dated::{Dated, Revision, is_unnumbered};
use crate::event_kind::EventKind;
use crate::hold_policy::HoldPolicy;
use crate::manual_review_policy::ManualReviewPolicy;
use crate::money::Money;
use crate::payment_terms::PaymentMethod;
use crate::purchasing::PurchasingPolicy;
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::review_rules::{RuleCode, Severity};
use crate::sales_policy::SalesPolicy;
use crate::shop::{self, Shop, ShopCode};
use crate::sourcing::SourcingPolicy;
use crate::terms::{self, TermsVersion};

/// The id of the one policy.
pub const POLICY_ID: &str = "main";

/// The rules in force. Changed as a whole, with a journal entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Province of the seller; orders to it are not out-of-region (2.1).
    pub seller_province: RegionCode,
    /// Review of orders (4.2, 4.3).
    pub review: ReviewPolicy,
    /// How long each stage may take.
    pub due: DuePolicy,
    /// Credit and receivables (8.1).
    pub credit: CreditPolicy,
    /// Versions of the terms that customers of the own shop are shown (R3); without any, none is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermsVersion>,
    /// Carriers with an agreement, and their tariffs (5.3.1).
    pub carriers: Vec<CarrierService>,
    /// Why an order may be put on hold, and by whom (4.3.2).
    #[serde(default)]
    pub holds: HoldPolicy,
    /// How people share the reviews (4.3.2, 4.3.3).
    #[serde(default)]
    pub manual_review: ManualReviewPolicy,
    /// From which warehouses orders are filled (5.2.1).
    #[serde(default, skip_serializing_if = "SourcingPolicy::is_usual")]
    pub sourcing: SourcingPolicy,
    /// Shops whose platforms push their orders, by code (4.1.1); without any, no push is taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shops: BTreeMap<ShopCode, Shop>,
    /// How suppliers are chosen (5.1.2).
    #[serde(default, skip_serializing_if = "PurchasingPolicy::is_usual")]
    pub purchasing: PurchasingPolicy,
}

/// Parameters of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewPolicy {
    /// Working days for the manual review (4.3.2).
    pub working_days: u32,
    /// Working days for the customer's answer to a proposal (4.3.3).
    pub negotiation_working_days: u32,
    /// Whether a person other than who entered the order must review it (4.3.2).
    pub four_eyes: bool,
    /// Whether orders without findings pass without a person (4.3.1).
    pub automatic_approval: bool,
    /// From this total an order needs a credit check (4.2.1), in fen.
    pub large_order: Money,
    /// The smallest order total (4.2.4), in fen.
    pub minimum_order: Money,
    /// The largest discount off the list price that passes, in permille (4.2.3).
    pub discount_permille: u16,
    /// The largest total for cash on delivery (4.2.3), in fen.
    pub cash_on_delivery_cap: Money,
    /// The most instalments (4.2.3).
    pub most_instalments: u16,
    /// The smallest first instalment, in permille of the total (4.2.3).
    pub first_instalment_permille: u16,
    /// Methods that a consumer may pay with (4.2.3).
    pub consumer_methods: Vec<PaymentMethod>,
    /// Severities other than the usual ones.
    pub severities: BTreeMap<RuleCode, Severity>,
    /// What is sold to whom, at which discount and paid how.
    #[serde(default, skip_serializing_if = "SalesPolicy::is_usual")]
    pub sales: SalesPolicy,
}

/// Working days that each stage may take before it counts as late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuePolicy {
    /// For the customer to pay what is due before preparation.
    pub payment_working_days: u32,
    /// To have the goods reserved.
    pub preparation_working_days: u32,
    /// From reserved to dispatched.
    pub dispatch_working_days: u32,
    /// For finance to send back money of a cancelled order.
    pub refund_working_days: u32,
}

/// Parameters of credit and receivables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditPolicy {
    /// Calendar days after delivery for credit terms without a schedule.
    pub usual_terms_days: u16,
    /// Calendar days between two assessments of an account (8.1.1); at most the shortest
    /// month, so that the monthly job passes over no account.
    pub assessment_days: u16,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            seller_province: RegionCode::CHONGQING,
            review: ReviewPolicy {
                working_days: 2,
                negotiation_working_days: 3,
                four_eyes: true,
                automatic_approval: false,
                large_order: Money::from_fen(5_000_000),
                minimum_order: Money::from_fen(1),
                discount_permille: 100,
                cash_on_delivery_cap: Money::from_fen(500_000),
                most_instalments: 12,
                first_instalment_permille: 200,
                consumer_methods: vec![
                    PaymentMethod::Online,
                    PaymentMethod::BankTransfer,
                    PaymentMethod::CashOnDelivery,
                ],
                severities: BTreeMap::new(),
                sales: SalesPolicy::default(),
            },
            due: DuePolicy {
                payment_working_days: 3,
                preparation_working_days: 5,
                dispatch_working_days: 2,
                refund_working_days: 5,
            },
            credit: CreditPolicy {
                usual_terms_days: 30,
                assessment_days: 28,
            },
            terms: Vec::new(),
            carriers: Vec::new(),
            holds: HoldPolicy::default(),
            manual_review: ManualReviewPolicy::default(),
            sourcing: SourcingPolicy::default(),
            shops: BTreeMap::new(),
            purchasing: PurchasingPolicy::default(),
        }
    }
}

impl Policy {
    /// Refuses numbers that would make the policy meaningless.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        let permille = |at: &str, value: u16| {
            if value <= 1000 {
                Ok(())
            } else {
                Err(Refusal::invalid(at, "0 to 1000", value.to_string()))
            }
        };
        let days = |at: &str, value: u32| {
            if (1..=60).contains(&value) {
                Ok(())
            } else {
                Err(Refusal::invalid(
                    at,
                    "1 to 60 working days",
                    value.to_string(),
                ))
            }
        };
        let amount = |at: &str, value: Money| {
            if value.is_negative() {
                Err(Refusal::invalid(
                    at,
                    "zero or more fen",
                    value.fen().to_string(),
                ))
            } else {
                Ok(())
            }
        };
        self.holds.check()?;
        self.manual_review.check()?;
        shop::check(&self.shops)?;
        self.sourcing.check()?;
        self.purchasing.check()?;
        days("review.working_days", self.review.working_days)?;
        days(
            "review.negotiation_working_days",
            self.review.negotiation_working_days,
        )?;
        days("due.payment_working_days", self.due.payment_working_days)?;
        days(
            "due.preparation_working_days",
            self.due.preparation_working_days,
        )?;
        days("due.dispatch_working_days", self.due.dispatch_working_days)?;
        days("due.refund_working_days", self.due.refund_working_days)?;
        permille("review.discount_permille", self.review.discount_permille)?;
        permille(
            "review.first_instalment_permille",
            self.review.first_instalment_permille,
        )?;
        amount("review.large_order", self.review.large_order)?;
        amount("review.minimum_order", self.review.minimum_order)?;
        amount(
            "review.cash_on_delivery_cap",
            self.review.cash_on_delivery_cap,
        )?;
        self.review.sales.check()?;
        terms::check(&self.terms)?;
        if self.credit.usual_terms_days > 365 {
            return Err(Refusal::invalid(
                "credit.usual_terms_days",
                "0 to 365 days",
                self.credit.usual_terms_days.to_string(),
            ));
        }
        if !(1..=366).contains(&self.credit.assessment_days) {
            return Err(Refusal::invalid(
                "credit.assessment_days",
                "1 to 366 days",
                self.credit.assessment_days.to_string(),
            ));
        }
        Ok(())
    }
}

/// An event of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PolicyEvent {
    /// It was changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new policy.
        policy: Box<Policy>,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version; 0 for one from before versions were numbered.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for PolicyEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::PolicyRevised,
        }
    }
}

impl PolicyEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<Policy>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            policy: Box::new(revision.value),
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

impl Aggregate for Dated<Policy> {
    const KIND: AggregateKind = AggregateKind::Policy;
    type Event = PolicyEvent;

    fn id(&self) -> String {
        POLICY_ID.to_owned()
    }

    fn evolve(state: Option<Self>, event: &PolicyEvent) -> Result<Self, Misfit> {
        let PolicyEvent::Revised {
            at,
            by: _,
            policy,
            effective_from,
            version,
        } = event;
        let revision = Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: (**policy).clone(),
        };
        Ok(Self::next(state, revision))
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
