//! Promotions: another price for some orders and for a time, up to a number of pieces (4.2.4).

use std::thread;

use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::promotion::PromotionRequest;
use domain::order::{Channel, CustomerKind, StageName};
use domain::review_rules::RuleCode;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use yudan_tests::purchase::{LIST_PRICE, order_of, rules_hit, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

/// More than the usual discount off the list price, and above the floor.
const PROMOTED: i64 = LIST_PRICE * 4 / 5;

fn hours(hours: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(hours)
}

/// What runs since an hour and for another one, open to everybody.
fn running(sku: &str) -> PromotionRequest {
    PromotionRequest {
        sku: sku.to_owned(),
        price_fen: PROMOTED,
        below_floor: false,
        from: hours(-1),
        until: hours(1),
        channels: Vec::new(),
        customer_kinds: Vec::new(),
        grades: Vec::new(),
        minimum_quantity: None,
        per_customer: None,
        total: None,
        effective_from: None,
    }
}

fn entered(promotion: &PromotionRequest) -> String {
    let id = unique("promotion");
    let planner = company().person(Role::Planner);
    let shown = planner.put_promotion(&id, promotion).unwrap();
    assert_eq!((shown.version, &shown.promotion), (1, promotion));
    id
}

/// An order of so many pieces at the price of a promotion.
fn promoted(customer: &str, sku: &str, promotion: &str, quantity: u32) -> OrderRequest {
    let mut order = order_of(customer, sku, quantity);
    order.lines[0].unit_price_fen = PROMOTED;
    order.lines[0].promotion = Some(promotion.to_owned());
    order
}

fn placed(order: &OrderRequest) -> OrderView {
    let sales = company().person(Role::Sales);
    let checked = sales.check_order(order).unwrap();
    let placed = sales.place_order(order).unwrap().view;
    assert_eq!(rules_hit(&checked.findings), rules(&placed));
    placed
}

fn rules(view: &OrderView) -> Vec<RuleCode> {
    rules_hit(&view.findings)
}

#[test]
fn a_promotion_s_price_takes_the_place_of_the_list_price_while_it_runs() {
    let sku = company().goods();
    let id = entered(&running(&sku));
    let order = placed(&promoted(&unique("C"), &sku, &id, 1));
    assert_eq!(rules(&order), []);
    assert_eq!(order.lines[0].promotion.as_deref(), Some(id.as_str()));
    let mut unnamed = promoted(&unique("C"), &sku, &id, 1);
    unnamed.lines[0].promotion = None;
    assert_eq!(rules(&placed(&unnamed)), [RuleCode::PriceOffList]);
    let mut dearer = promoted(&unique("C"), &sku, &id, 1);
    dearer.lines[0].unit_price_fen = LIST_PRICE;
    assert_eq!(rules(&placed(&dearer)), [RuleCode::PriceOffList]);
    let shown = company().person(Role::Auditor).promotion(&id).unwrap();
    assert_eq!((shown.id, shown.taken), (id, None));
}

#[test]
fn each_reason_why_a_promotion_is_not_open_has_its_own_code() {
    let (sku, other) = (company().goods(), company().goods());
    let rejected = |promotion: PromotionRequest, rule: RuleCode| {
        let order = placed(&promoted(&unique("C"), &sku, &entered(&promotion), 1));
        assert_eq!(order.summary.stage, StageName::Rejected);
        assert_eq!(rules(&order), [rule], "{:?}", order.findings);
        order.findings[0].clone()
    };
    let of_another = PromotionRequest {
        sku: other,
        ..running(&sku)
    };
    let mut unknown = promoted(&unique("C"), &sku, &unique("promotion"), 1);
    unknown.lines[0].unit_price_fen = LIST_PRICE;
    assert_eq!(rules(&placed(&unknown)), [RuleCode::UnknownPromotion]);
    unknown.lines[0].promotion = Some(entered(&of_another));
    unknown.external_no = Some(unique("T"));
    assert_eq!(rules(&placed(&unknown)), [RuleCode::UnknownPromotion]);

    let early = PromotionRequest {
        from: hours(1),
        until: hours(2),
        ..running(&sku)
    };
    let started = early.from.to_string();
    let finding = rejected(early, RuleCode::PromotionNotStarted);
    assert_eq!(finding.expected, started);
    let late = PromotionRequest {
        from: hours(-2),
        until: hours(-1),
        ..running(&sku)
    };
    rejected(late, RuleCode::PromotionOver);
    for (promotion, expected, found) in [
        (
            PromotionRequest {
                channels: vec![Channel::Marketplace, Channel::Fax],
                ..running(&sku)
            },
            "channel: marketplace, fax",
            "phone",
        ),
        (
            PromotionRequest {
                customer_kinds: vec![CustomerKind::Consumer],
                ..running(&sku)
            },
            "customer: consumer",
            "business",
        ),
        (
            PromotionRequest {
                grades: vec![domain::account::Grade::A],
                ..running(&sku)
            },
            "grade: A",
            "none",
        ),
        (
            PromotionRequest {
                minimum_quantity: Some(2),
                ..running(&sku)
            },
            "2 pieces or more",
            "1",
        ),
    ] {
        let finding = rejected(promotion, RuleCode::PromotionNotEligible);
        assert!(finding.expected.ends_with(expected), "{finding:?}");
        assert_eq!(finding.found, found);
    }
    let few = PromotionRequest {
        total: Some(0),
        ..running(&sku)
    };
    let planner = company().person(Role::Planner);
    let wrong = refused(planner.put_promotion("p", &few), 422, "invalid_value");
    assert_eq!(wrong.errors[0].at, "total");
}

#[test]
fn below_the_floor_only_with_a_manager_s_word() {
    let sku = company().goods();
    let low = |below_floor| PromotionRequest {
        price_fen: 100,
        below_floor,
        ..running(&sku)
    };
    let order = |id: &str| {
        let mut order = promoted(&unique("C"), &sku, id, 1);
        order.lines[0].unit_price_fen = 100;
        rules(&placed(&order))
    };
    assert_eq!(order(&entered(&low(false))), [RuleCode::PriceBelowFloor]);
    let id = unique("promotion");
    let planner = company().person(Role::Planner);
    let refusal = refused(planner.put_promotion(&id, &low(true)), 403, "forbidden");
    assert_eq!(refusal.errors[0].at, "below_floor");
    let manager = company().person(Role::Manager);
    manager.put_promotion(&id, &low(true)).unwrap();
    assert_eq!(order(&id), []);
}

#[test]
fn pieces_count_over_all_orders_and_those_of_each_customer() {
    let (sku, customer) = (company().goods(), unique("C"));
    let id = entered(&PromotionRequest {
        per_customer: Some(3),
        total: Some(5),
        ..running(&sku)
    });
    let order = |customer: &str, quantity| placed(&promoted(customer, &sku, &id, quantity));
    let first = order(&customer, 2);
    assert_eq!(rules(&first), []);
    assert_eq!(
        rules(&order(&customer, 2)),
        [RuleCode::PromotionLimitExceeded]
    );
    assert_eq!(rules(&order(&unique("C"), 3)), []);
    let late = order(&unique("C"), 1);
    assert_eq!(rules(&late), [RuleCode::PromotionExhausted]);
    assert_eq!(late.findings[0].expected, format!("{id}: 5 in all"));
    assert_eq!(
        late.findings[0].found,
        format!("{id}: 1 asked, 5 ordered before")
    );
    let planner = company().person(Role::Planner);
    assert_eq!(planner.promotion(&id).unwrap().taken, Some(5));
    let sales = company().person(Role::Sales);
    sales.cancel_order(first.summary.id, "计划有变").unwrap();
    assert_eq!(planner.promotion(&id).unwrap().taken, Some(3));
    assert_eq!(rules(&order(&unique("C"), 2)), []);
}

#[test]
fn of_orders_at_the_same_time_no_more_pieces_pass_than_there_are() {
    let sku = company().goods();
    let id = entered(&PromotionRequest {
        total: Some(2),
        ..running(&sku)
    });
    let orders: Vec<OrderView> = thread::scope(|scope| {
        let placing: Vec<_> = (0..8)
            .map(|_| {
                let order = promoted(&unique("C"), &sku, &id, 1);
                scope.spawn(move || {
                    let sales = company().person(Role::Sales);
                    sales.place_order(&order).unwrap().view
                })
            })
            .collect();
        placing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut passed = 0;
    for order in orders {
        if order.summary.stage == StageName::AwaitingReview {
            passed += 1;
            continue;
        }
        assert_eq!(order.summary.stage, StageName::Rejected);
        assert_eq!(rules(&order), [RuleCode::PromotionExhausted]);
    }
    assert_eq!(passed, 2);
}

#[test]
fn a_promotion_has_versions_with_their_day_and_mistakes_are_told() {
    let sku = company().goods();
    let id = entered(&running(&sku));
    let planner = company().person(Role::Planner);
    let dearer = PromotionRequest {
        price_fen: PROMOTED + 1,
        effective_from: Some(hours(24)),
        ..running(&sku)
    };
    let shown = planner.put_promotion(&id, &dearer).unwrap();
    assert_eq!((shown.version, shown.valid_version), (2, 1));
    assert_eq!(shown.upcoming[0].promotion, dearer);
    assert_eq!(planner.put_promotion(&id, &dearer).unwrap(), shown);
    assert_eq!(rules(&placed(&promoted(&unique("C"), &sku, &id, 1))), []);

    let over = PromotionRequest {
        until: hours(-2),
        ..running(&sku)
    };
    let wrong = refused(planner.put_promotion(&id, &over), 422, "invalid_value");
    assert_eq!(wrong.errors[0].at, "until");
    let body = json!({ "sku": sku, "price_fen": 1, "from": hours(0) });
    let body = serde_json::to_vec(&body).unwrap();
    let path = format!("/v1/promotions/{id}");
    let wrong = problem(&planner.call("PUT", &path, &[], Some(&body)).unwrap());
    assert_eq!((wrong.status, wrong.code.as_str()), (422, "invalid_body"));
    assert_eq!(wrong.errors[0].at, "until");
    refused(planner.promotion(&unique("p")), 404, "not_found");
}
