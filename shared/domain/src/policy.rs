//! The policy: every default of the measures, as versioned data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::carrier::EarlierService;
use crate::disposal::DisposalPolicy;
use crate::hold_policy::HoldPolicy;
use crate::manual_review_policy::ManualReviewPolicy;
use crate::money::Money;
use crate::payment_terms::PaymentMethod;
use crate::production::ProductionPolicy;
use crate::purchasing::PurchasingPolicy;
use crate::reallocation::ReallocationPolicy;
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::review_rules::{RuleCode, Severity};
use crate::sales_policy::SalesPolicy;
use crate::shipment::TrackingPolicy;
use crate::shipping_policy::ShippingPolicy;
use crate::shop::{self, Shop, ShopCode};
use crate::sourcing::SourcingPolicy;
use crate::stocktake::StocktakePolicy;
use crate::terms::{self, TermsVersion};

mod event;

pub use event::PolicyEvent;

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
    /// Tariffs from before there were agreements with carriers (5.3.1); none in a new policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<EarlierService>,
    /// What is insured on its way (8.2.2).
    #[serde(default)]
    pub insurance: InsurancePolicy,
    /// Why an order may be put on hold, and by whom (4.3.2).
    #[serde(default)]
    pub holds: HoldPolicy,
    /// How people share the reviews (4.3.2, 4.3.3).
    #[serde(default)]
    pub manual_review: ManualReviewPolicy,
    /// From which warehouses orders are filled (5.2.1).
    #[serde(default, skip_serializing_if = "SourcingPolicy::is_usual")]
    pub sourcing: SourcingPolicy,
    /// Which order needs goods more when they are reallocated (5.2.1).
    #[serde(default, skip_serializing_if = "ReallocationPolicy::is_usual")]
    pub reallocation: ReallocationPolicy,
    /// Shops whose platforms push their orders, by code (4.1.1); without any, no push is taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shops: BTreeMap<ShopCode, Shop>,
    /// How suppliers are chosen (5.1.2).
    #[serde(default, skip_serializing_if = "PurchasingPolicy::is_usual")]
    pub purchasing: PurchasingPolicy,
    /// How what is made is inspected (5.1.1).
    #[serde(default, skip_serializing_if = "ProductionPolicy::is_usual")]
    pub production: ProductionPolicy,
    /// How stock is counted (5.2.2).
    #[serde(default, skip_serializing_if = "StocktakePolicy::is_usual")]
    pub stocktake: StocktakePolicy,
    /// Which stock is to be disposed of (5.2.2).
    #[serde(default, skip_serializing_if = "DisposalPolicy::is_usual")]
    pub disposal: DisposalPolicy,
    /// From where parcels are sent (5.3.2).
    #[serde(default, skip_serializing_if = "ShippingPolicy::is_usual")]
    pub shipping: ShippingPolicy,
    /// How parcels are followed (5.3.3).
    #[serde(default, skip_serializing_if = "TrackingPolicy::is_usual")]
    pub tracking: TrackingPolicy,
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
    /// Calendar days on the way, as orders are promised before a carrier is chosen (6.1.1).
    #[serde(default = "usual_transit_days")]
    pub transit_days: u16,
    /// For finance to send back money of a cancelled order.
    pub refund_working_days: u32,
}

const fn usual_transit_days() -> u16 {
    3
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

/// Cargo insurance 货物运输保险 (8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsurancePolicy {
    /// Parcels of more than this declared value are insured, in fen.
    pub insured_above: Money,
}

impl Default for InsurancePolicy {
    fn default() -> Self {
        Self {
            insured_above: Money::from_fen(300_000),
        }
    }
}

impl InsurancePolicy {
    /// The value to insure of a parcel with this declared value, if it is to be insured.
    #[must_use]
    pub fn insured(self, declared: Money) -> Option<Money> {
        (declared > self.insured_above).then_some(declared)
    }
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
                transit_days: usual_transit_days(),
                refund_working_days: 5,
            },
            credit: CreditPolicy {
                usual_terms_days: 30,
                assessment_days: 28,
            },
            terms: Vec::new(),
            carriers: Vec::new(),
            insurance: InsurancePolicy::default(),
            holds: HoldPolicy::default(),
            manual_review: ManualReviewPolicy::default(),
            sourcing: SourcingPolicy::default(),
            reallocation: ReallocationPolicy::default(),
            shops: BTreeMap::new(),
            purchasing: PurchasingPolicy::default(),
            production: ProductionPolicy::default(),
            stocktake: StocktakePolicy::default(),
            disposal: DisposalPolicy::default(),
            shipping: ShippingPolicy::default(),
            tracking: TrackingPolicy::default(),
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
        self.reallocation.check()?;
        self.purchasing.check()?;
        self.production.check()?;
        self.stocktake.check()?;
        self.disposal.check()?;
        self.shipping.check()?;
        self.tracking.check()?;
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
        days("due.transit_days", u32::from(self.due.transit_days))?;
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
        amount("insurance.insured_above", self.insurance.insured_above)?;
        if !self.carriers.is_empty() {
            return Err(Refusal::invalid(
                "carriers",
                "none: PUT /v1/carriers/{carrier}/agreement enters what was agreed with a carrier",
                format!("{} carriers", self.carriers.len()),
            ));
        }
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
