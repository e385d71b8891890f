//! A scenario for each rule: what makes the plain order break it, and what just does not.

use uuid::Uuid;

use super::*;
use crate::account::Grade;
use crate::goods::{LimitPeriod, PurchaseLimit};
use crate::order::samples::{CHENGDU, account, draft, fen, known, now, with_facts};
use crate::order::{CustomerKind, Line, OrderDraft, receive};
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod};
use crate::policy::Policy;
use crate::product::Product;
use crate::terms::{TermsShown, TermsVersion};

/// An order as it comes in, and what it is reviewed by.
struct Case {
    draft: OrderDraft,
    review: ReviewFacts,
    policy: Policy,
}

impl Case {
    /// A business in Chengdu orders three pieces at the list price, 150 yuan in all, paid online.
    fn plain() -> Self {
        Self {
            draft: draft(CHENGDU, PaymentMethod::Online),
            review: known(),
            policy: Policy::default(),
        }
    }

    fn product(&mut self) -> &mut Product {
        &mut self.review.products[0].value
    }

    fn line(&mut self) -> &mut Line {
        &mut self.draft.lines[0]
    }

    fn prices(&mut self, unit_price: i64) {
        for line in &mut self.draft.lines {
            line.unit_price = fen(unit_price);
        }
    }

    fn account(&mut self, grade: Grade) {
        self.review.account = Some(account(grade));
    }

    fn instalments(&mut self, amounts: &[i64]) {
        let part = |amount: &i64| Instalment {
            due: DueWhen::OnOrder,
            amount: fen(*amount),
        };
        self.draft.schedule = Some(amounts.iter().map(part).collect());
    }

    fn hits(&self) -> Vec<RuleCode> {
        with_facts(&self.policy, |facts| {
            let order = receive(&self.draft, Uuid::nil(), facts).unwrap();
            let findings = examine(&order, &self.review, facts);
            findings.iter().map(|finding| finding.rule).collect()
        })
    }
}

fn terms() -> TermsVersion {
    TermsVersion {
        version: "2026-01".to_owned(),
        digest: "0".repeat(64),
        url: "https://example.com/terms".to_owned(),
        effective_from: now(),
    }
}

/// A rule, what breaks it alone, and what passes it by a hair's breadth.
type Scenario = (RuleCode, fn(&mut Case), fn(&mut Case));

const SCENARIOS: &[Scenario] = &[
    (
        RuleCode::RecipientMissing,
        |case| case.draft.contact.ship_to_name = Some(" ".to_owned()),
        |case| case.draft.contact.ship_to_name = Some("李".to_owned()),
    ),
    (
        RuleCode::PhoneInvalid,
        |case| case.draft.contact.ship_to_mobile = Some("12812345678".to_owned()),
        |case| case.draft.contact.ship_to_mobile = Some("023-67890123".to_owned()),
    ),
    (
        RuleCode::AddressUnresolved,
        |case| case.draft.contact.address = "朝阳区建国路1号".to_owned(),
        |case| case.draft.contact.address = "北京市朝阳区建国路1号".to_owned(),
    ),
    (
        RuleCode::AddressIncomplete,
        |case| case.draft.contact.address = "四川省".to_owned(),
        |case| case.draft.contact.address = "四川省成都市".to_owned(),
    ),
    (
        RuleCode::CrossBorder,
        |case| case.draft.contact.address = "香港特别行政区中西区德辅道中1号".to_owned(),
        |_| {},
    ),
    (
        RuleCode::CreditCheckRequired,
        |case| case.policy.review.large_order = fen(15_000),
        |case| case.policy.review.large_order = fen(15_001),
    ),
    (
        RuleCode::UnknownSku,
        |case| case.review.products.clear(),
        |_| {},
    ),
    (
        RuleCode::NotOnSale,
        |case| case.product().on_sale = false,
        |_| {},
    ),
    (
        RuleCode::NameMismatch,
        |case| case.line().name = Some("毛尖".to_owned()),
        |case| case.line().name = Some("永川秀芽".to_owned()),
    ),
    (
        RuleCode::SpecificationMismatch,
        |case| {
            case.product().specification = Some("100 克".to_owned());
            case.line().specification = Some("250 克".to_owned());
        },
        |case| case.line().specification = Some("250 克".to_owned()),
    ),
    (
        RuleCode::ModelMismatch,
        |case| {
            case.product().model = Some("A-1".to_owned());
            case.line().model = Some("A-2".to_owned());
        },
        |case| case.product().model = Some("A-1".to_owned()),
    ),
    (
        RuleCode::UnitMismatch,
        |case| {
            case.product().unit = Some("盒".to_owned());
            case.line().unit = Some("箱".to_owned());
        },
        |case| {
            case.product().unit = Some("盒".to_owned());
            case.line().unit = Some("盒".to_owned());
        },
    ),
    (
        RuleCode::PriceBelowFloor,
        |case| case.prices(3_999),
        |case| {
            case.policy.review.discount_permille = 200;
            case.prices(4_000);
        },
    ),
    (
        RuleCode::PriceOffList,
        |case| case.prices(4_499),
        |case| case.prices(4_500),
    ),
    (
        RuleCode::PaymentMethodNotAllowed,
        |case| {
            case.draft.customer_kind = CustomerKind::Consumer;
            case.policy.review.consumer_methods = vec![PaymentMethod::BankTransfer];
        },
        |case| case.draft.customer_kind = CustomerKind::Consumer,
    ),
    (
        RuleCode::CashOnDeliveryOverCap,
        |case| {
            case.draft.method = PaymentMethod::CashOnDelivery;
            case.policy.review.cash_on_delivery_cap = fen(14_999);
        },
        |case| {
            case.draft.method = PaymentMethod::CashOnDelivery;
            case.policy.review.cash_on_delivery_cap = fen(15_000);
        },
    ),
    (
        RuleCode::TooManyInstalments,
        |case| {
            case.policy.review.most_instalments = 2;
            case.instalments(&[5_000, 5_000, 5_000]);
        },
        |case| {
            case.policy.review.most_instalments = 2;
            case.instalments(&[7_500, 7_500]);
        },
    ),
    (
        RuleCode::FirstInstalmentTooSmall,
        |case| case.instalments(&[2_999, 12_001]),
        |case| case.instalments(&[3_000, 12_000]),
    ),
    (
        RuleCode::NoCreditStanding,
        |case| {
            case.draft.method = PaymentMethod::CreditTerms;
            case.account(Grade::D);
        },
        |case| {
            case.draft.method = PaymentMethod::CreditTerms;
            case.account(Grade::C);
        },
    ),
    (
        RuleCode::TermsNotInForce,
        |case| case.policy.terms = vec![terms()],
        |case| {
            case.policy.terms = vec![terms()];
            case.draft.terms = Some(TermsShown {
                version: terms().version,
                digest: terms().digest,
            });
        },
    ),
    (
        RuleCode::BelowMinimumOrder,
        |case| case.policy.review.minimum_order = fen(15_001),
        |case| case.policy.review.minimum_order = fen(15_000),
    ),
    (
        RuleCode::BelowMinimumQuantity,
        |case| case.product().minimum_quantity = 4,
        |case| case.product().minimum_quantity = 3,
    ),
    (
        RuleCode::PurchaseLimitExceeded,
        |case| {
            case.product().purchase_limit = Some(PurchaseLimit {
                quantity: 2,
                per: LimitPeriod::Month,
            });
        },
        |case| {
            case.product().purchase_limit = Some(PurchaseLimit {
                quantity: 3,
                per: LimitPeriod::Month,
            });
        },
    ),
    (
        RuleCode::DeliveryDatePassed,
        |case| case.draft.requested_delivery = Some("2026-03-01".parse().unwrap()),
        |case| case.draft.requested_delivery = Some("2026-03-02".parse().unwrap()),
    ),
];

#[test]
fn the_plain_order_breaks_no_rule() {
    assert_eq!(Case::plain().hits(), []);
}

#[test]
fn each_rule_hits_what_breaks_it_and_nothing_else() {
    for (rule, breaks, passes) in SCENARIOS {
        let (mut wrong, mut right) = (Case::plain(), Case::plain());
        breaks(&mut wrong);
        passes(&mut right);
        let mut hits = wrong.hits();
        // The plain order has its article in two lines.
        hits.dedup();
        assert_eq!(hits, [*rule], "{}", rule.name());
        assert_eq!(right.hits(), [], "passing {}", rule.name());
    }
}

#[test]
fn every_rule_has_a_scenario_and_words_in_both_languages() {
    for rule in RuleCode::ALL {
        let scenario = SCENARIOS.iter().find(|(of, _, _)| of == rule);
        assert!(scenario.is_some(), "{}", rule.name());
        assert!(!rule.chinese().is_empty() && !rule.english().is_empty());
        assert!(rule.clause().starts_with(['2', '4']));
    }
}

#[test]
fn the_policy_changes_how_much_a_finding_weighs() {
    let mut case = Case::plain();
    case.product().on_sale = false;
    let rule = RuleCode::NotOnSale;
    case.policy.review.severities.insert(rule, Severity::Info);
    let findings = with_facts(&case.policy, |facts| {
        let order = receive(&case.draft, Uuid::nil(), facts).unwrap();
        examine(&order, &case.review, facts)
    });
    assert!(
        findings
            .iter()
            .all(|found| found.severity == Severity::Info)
    );
}
