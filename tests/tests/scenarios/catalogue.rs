//! The catalogue: versions with their day, what customers may see of it, what lines must agree
//! with (4.2.2–4.2.4).

use contract::product::{PriceRule, PriceView, ProductRequest};
use domain::order::StageName;
use domain::review_rules::RuleCode;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use yudan_tests::purchase::{LIST_PRICE, order, unique};
use yudan_tests::refused::refused;

use crate::company;

fn listed(list_fen: i64) -> ProductRequest {
    let floor_fen = list_fen / 2;
    let price = PriceRule::Listed {
        list_fen,
        floor_fen,
    };
    ProductRequest::plain("永川秀芽 100g", price, true, 180)
}

#[test]
fn a_price_for_tomorrow_waits_for_its_day() {
    let (planner, sku) = (company().person(Role::Planner), unique("SKU"));
    planner.put_product(&sku, &listed(LIST_PRICE)).unwrap();
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    let planned = ProductRequest {
        effective_from: Some(tomorrow),
        ..listed(LIST_PRICE * 2)
    };
    let shown = planner.put_product(&sku, &planned).unwrap();
    assert_eq!((shown.version, shown.valid_version), (2, Some(1)));
    assert_eq!(shown.upcoming[0].version, 2);
    assert_eq!(shown.upcoming[0].product.effective_from, Some(tomorrow));
    let again = planner.put_product(&sku, &planned).unwrap();
    assert_eq!(again, shown, "the same plan again changes nothing");

    let seen = company().customer("C-CATALOGUE").product(&sku).unwrap();
    let price = PriceView::Listed {
        list_fen: LIST_PRICE,
        floor_fen: None,
    };
    assert_eq!((seen.price, seen.upcoming.len()), (price, 0));

    let yesterday = ProductRequest {
        effective_from: Some(Timestamp::now() - SignedDuration::from_hours(24)),
        ..listed(LIST_PRICE)
    };
    let refused = refused(planner.put_product(&sku, &yesterday), 422, "invalid_value");
    assert_eq!(refused.errors[0].at, "effective_from");
}

#[test]
fn a_line_must_agree_with_the_catalogue_in_what_it_states() {
    let (planner, sku) = (company().person(Role::Planner), unique("SKU"));
    let product = ProductRequest {
        specification: Some("100 克".to_owned()),
        model: Some("A-1".to_owned()),
        unit: Some("盒".to_owned()),
        minimum_quantity: Some(2),
        ..listed(LIST_PRICE)
    };
    planner.put_product(&sku, &product).unwrap();
    let sales = company().person(Role::Sales);
    let mut wrong = order(&sku, 2);
    wrong.lines[0].specification = Some("250 克".to_owned());
    wrong.lines[0].unit = Some("箱".to_owned());
    let placed = sales.place_order(&wrong).unwrap().view;
    assert_eq!(placed.summary.stage, StageName::AwaitingReview);
    let rules: Vec<RuleCode> = placed.findings.iter().map(|found| found.rule).collect();
    assert_eq!(
        rules,
        [RuleCode::SpecificationMismatch, RuleCode::UnitMismatch]
    );
    let few = sales.place_order(&order(&sku, 1)).unwrap().view;
    assert_eq!(few.summary.stage, StageName::Rejected);
    assert_eq!(few.findings[0].rule, RuleCode::BelowMinimumQuantity);
}
