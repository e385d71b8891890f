//! What breaks each rule about promotions alone, and what passes it by a hair's breadth.

use super::super::RuleCode;
use super::scenarios::Scenario;
use crate::account::Grade;
use crate::order::samples::{fen, sku};
use crate::order::{Channel, CustomerKind};

pub(super) const SCENARIOS: &[Scenario] = &[
    (
        RuleCode::UnknownPromotion,
        |case| {
            case.promoted(|promotion| promotion.price = fen(5_000));
            case.review.promotions.clear();
        },
        |case| case.promoted(|_| {}),
    ),
    (
        RuleCode::UnknownPromotion,
        |case| {
            case.promoted(|promotion| {
                promotion.price = fen(5_000);
                promotion.sku = sku("TEA-2");
            });
        },
        |case| case.promoted(|_| {}),
    ),
    (
        RuleCode::PromotionNotStarted,
        |case| case.promoted(|it| it.from = "2026-03-02T02:00:00.000000001Z".parse().unwrap()),
        |case| case.promoted(|it| it.from = "2026-03-02T02:00:00Z".parse().unwrap()),
    ),
    (
        RuleCode::PromotionOver,
        |case| case.promoted(|it| it.until = "2026-03-02T02:00:00Z".parse().unwrap()),
        |case| case.promoted(|it| it.until = "2026-03-02T02:00:00.000000001Z".parse().unwrap()),
    ),
    (
        RuleCode::PromotionNotEligible,
        |case| case.promoted(|it| it.channels = vec![Channel::Phone, Channel::Fax]),
        |case| case.promoted(|it| it.channels = vec![Channel::Phone, Channel::Website]),
    ),
    (
        RuleCode::PromotionNotEligible,
        |case| case.promoted(|it| it.customer_kinds = vec![CustomerKind::Consumer]),
        |case| case.promoted(|it| it.customer_kinds = vec![CustomerKind::Business]),
    ),
    (
        RuleCode::PromotionNotEligible,
        |case| {
            case.promoted(|it| it.grades = vec![Grade::A]);
            case.account(Grade::B);
        },
        |case| {
            case.promoted(|it| it.grades = vec![Grade::A, Grade::B]);
            case.account(Grade::B);
        },
    ),
    (
        RuleCode::PromotionNotEligible,
        |case| case.promoted(|it| it.minimum_quantity = 4),
        |case| case.promoted(|it| it.minimum_quantity = 3),
    ),
    (
        RuleCode::PromotionExhausted,
        |case| {
            case.promoted(|it| it.total = Some(5));
            case.promoted_before(3);
        },
        |case| {
            case.promoted(|it| it.total = Some(5));
            case.promoted_before(2);
        },
    ),
    (
        RuleCode::PromotionLimitExceeded,
        |case| {
            case.promoted(|it| it.per_customer = Some(5));
            case.promoted_before(3);
        },
        |case| {
            case.promoted(|it| it.per_customer = Some(5));
            case.promoted_before(2);
        },
    ),
    (
        RuleCode::PriceBelowFloor,
        |case| case.promoted(|it| it.price = fen(3_999)),
        |case| {
            case.promoted(|it| {
                it.price = fen(3_999);
                it.below_floor = true;
            });
        },
    ),
    (
        RuleCode::PriceOffList,
        |case| {
            case.promoted(|it| it.below_floor = true);
            case.prices(4_199);
        },
        |case| case.promoted(|it| it.price = fen(4_000)),
    ),
];
