//! What breaks each rule alone, and what passes it by a hair's breadth.

use super::super::RuleCode;
use super::case::*;
use crate::account::Grade;
use crate::blacklist::BlacklistSubject;
use crate::goods::{LimitPeriod, PurchaseLimit};
use crate::identifiers::PhoneDigest;
use crate::order::CustomerKind;
use crate::order::samples::fen;
use crate::payment_terms::PaymentMethod;
use crate::quota::MOST_QUOTAS;
use crate::role::Role;
use crate::terms::TermsShown;

/// What breaks each rule alone, over all files.
pub(super) fn all() -> impl Iterator<Item = &'static Scenario> {
    SCENARIOS.iter().chain(super::promotions::SCENARIOS)
}

/// A rule, what breaks it alone, and what passes it by a hair's breadth.
pub(super) type Scenario = (RuleCode, fn(&mut Case), fn(&mut Case));

const SCENARIOS: &[Scenario] = &[
    (
        RuleCode::LikelyDuplicate,
        |case| case.likely_duplicate_of = Some(uuid::Uuid::max()),
        |_| {},
    ),
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
        RuleCode::CustomerPhoneInvalid,
        |case| case.draft.contact.mobile = Some("12345".to_owned()),
        |case| case.draft.contact.mobile = Some("(0571) 88886666".to_owned()),
    ),
    (
        RuleCode::CustomerNameInvalid,
        |case| case.draft.contact.name = "123".to_owned(),
        |case| case.draft.contact.name = "3M".to_owned(),
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
        RuleCode::KeyCustomer,
        |case| case.policy.review.sales.key_customers = vec![case.draft.customer.clone()],
        |_| {},
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
        RuleCode::PriceOffList,
        |case| {
            case.policy.review.sales.discounts = [(Role::Sales, 50)].into();
            case.prices(4_749);
        },
        |case| {
            case.policy.review.sales.discounts = [(Role::Sales, 150), (Role::Manager, 50)].into();
            case.draft.entered_as.push(Role::Manager);
            case.prices(4_250);
        },
    ),
    (
        RuleCode::TotalMismatch,
        |case| case.draft.stated_total = Some(fen(15_001)),
        |case| case.draft.stated_total = Some(fen(15_000)),
    ),
    (
        RuleCode::PaymentMethodNotAllowed,
        |case| {
            case.policy.review.sales.methods = vec![online(&[Grade::A], &["320000"])];
            case.account(Grade::A);
        },
        |case| {
            case.policy.review.sales.methods = vec![
                online(&[], &["320000"]),
                online(&[Grade::A, Grade::B], &["510100"]),
            ];
            case.account(Grade::B);
        },
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
        RuleCode::CashOnDeliveryOverCap,
        |case| {
            case.draft.method = PaymentMethod::CashOnDelivery;
            case.policy.review.sales.cash_on_delivery = vec![cash(&[], &["510000"], 0)];
        },
        |case| {
            case.draft.method = PaymentMethod::CashOnDelivery;
            case.policy.review.sales.cash_on_delivery =
                vec![cash(&[Grade::D], &["510000"], 0), cash(&[], &["540000"], 0)];
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
        RuleCode::DepositTooLarge,
        |case| case.deposit(3_001),
        |case| case.deposit(3_000),
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
        RuleCode::PurchaseLimitExceeded,
        |case| {
            case.limited(5);
            case.ordered_before(3);
        },
        |case| {
            case.limited(5);
            case.ordered_before(2);
        },
    ),
    (
        RuleCode::TooManyLimits,
        |case| case.limited_products(MOST_QUOTAS + 1),
        |case| case.limited_products(MOST_QUOTAS),
    ),
    (
        RuleCode::Embargoed,
        |case| {
            case.product().category = Some("tea".to_owned());
            case.policy.review.sales.embargoes = vec![embargo("tea", "510000")];
        },
        |case| {
            case.product().category = Some("tea".to_owned());
            case.policy.review.sales.embargoes =
                vec![embargo("tea", "540000"), embargo("alcohol", "510000")];
        },
    ),
    (
        RuleCode::CustomerBlacklisted,
        |case| {
            let customer = case.draft.customer.clone();
            case.blacklisted(BlacklistSubject::Customer(customer));
        },
        |_| {},
    ),
    (
        RuleCode::PhoneBlacklisted,
        |case| {
            let digest = PhoneDigest::parse(&"0".repeat(64)).unwrap();
            case.blacklisted(BlacklistSubject::Phone(digest));
        },
        |_| {},
    ),
    (
        RuleCode::DeliveryDatePassed,
        |case| case.draft.requested_delivery = Some("2026-03-01".parse().unwrap()),
        |case| case.draft.requested_delivery = Some("2026-03-02".parse().unwrap()),
    ),
];
