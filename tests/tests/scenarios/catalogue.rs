//! The catalogue: versions with their day, what customers may see of it, what lines must agree
//! with (4.2.2–4.2.4).

use contract::product::{PriceRule, PriceView, ProductRequest};
use domain::money::Money;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::region::RegionCode;
use domain::review_rules::RuleCode;
use domain::role::Role;
use domain::sales_policy::{CashRule, Embargo, SalesPolicy};
use jiff::{SignedDuration, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order, order_paid_by, unique};
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

#[test]
fn customers_get_the_words_of_a_finding_and_staff_the_evidence_too() {
    let (planner, sku) = (company().person(Role::Planner), unique("SKU"));
    planner.put_product(&sku, &listed(LIST_PRICE)).unwrap();
    let mut cheap = order(&sku, 1);
    cheap.lines[0].unit_price_fen = LIST_PRICE / 2 - 1;
    cheap.customer.id = Some("C-CHEAP".to_owned());
    let sales = company().person(Role::Sales);
    let seen_by_staff = sales.place_order(&cheap).unwrap().view;
    let buyer = company().customer("C-CHEAP");
    let seen_by_buyer = buyer.order(seen_by_staff.summary.id).unwrap();
    cheap.lines[0].quantity = 2;
    let checked = buyer.check_order(&cheap).unwrap();
    let found = &seen_by_staff.findings[0];
    assert_eq!(found.rule, RuleCode::PriceBelowFloor);
    assert_eq!(found.expected, (LIST_PRICE / 2).to_string());
    for shown in [&seen_by_buyer.findings[0], &checked.findings[0]] {
        assert_eq!((&shown.text, &shown.text_en), (&found.text, &found.text_en));
        assert_eq!((shown.expected.as_str(), shown.found.as_str()), ("", ""));
    }
}

#[test]
fn a_total_that_the_lines_do_not_add_up_to_rejects_the_order() {
    let sku = company().goods();
    let sales = company().person(Role::Sales);
    let mut stated = order(&sku, 2);
    stated.total_fen = Some(LIST_PRICE * 2);
    let right = sales.place_order(&stated).unwrap().view;
    assert_eq!(right.summary.stage, StageName::AwaitingReview);
    let mut stated = order(&sku, 2);
    stated.total_fen = Some(LIST_PRICE * 2 + 1);
    let wrong = sales.place_order(&stated).unwrap().view;
    assert_eq!(wrong.summary.stage, StageName::Rejected);
    assert_eq!(wrong.findings[0].rule, RuleCode::TotalMismatch);
}

#[test]
fn the_tables_of_the_policy_decide_who_may_pay_how_and_what_goes_where() {
    let company = Company::open(crate::program());
    let manager = company.person(Role::Manager);
    let mut rules = manager.policy().unwrap();
    let sichuan = vec![RegionCode::parse("510000").unwrap()];
    rules.policy.review.sales = SalesPolicy {
        embargoes: vec![Embargo {
            categories: vec!["alcohol".to_owned()],
            skus: Vec::new(),
            regions: sichuan.clone(),
            reason: "当地禁止销售".to_owned(),
        }],
        cash_on_delivery: vec![CashRule {
            grades: Vec::new(),
            regions: sichuan,
            most: Money::from_fen(0),
        }],
        ..SalesPolicy::default()
    };
    manager.revise_policy(rules.version, &rules.policy).unwrap();
    let sku = unique("SKU");
    let liquor = ProductRequest {
        category: Some("alcohol".to_owned()),
        ..listed(LIST_PRICE)
    };
    company
        .person(Role::Planner)
        .put_product(&sku, &liquor)
        .unwrap();
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, &sku, 1);
    request.ship_to.address = "四川省成都市武侯区人民南路四段1号".to_owned();
    let placed = company.person(Role::Sales).place_order(&request).unwrap();
    let findings = placed.view.findings;
    let rules: Vec<RuleCode> = findings.iter().map(|found| found.rule).collect();
    assert_eq!(
        rules,
        [RuleCode::CashOnDeliveryOverCap, RuleCode::Embargoed]
    );
    assert_eq!(findings[1].expected, "当地禁止销售");
}
