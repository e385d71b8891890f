//! Goods that are kept by lot are made: what passes the inspection becomes stock of the lot that it names (5.1.1,
//! 5.2.1).

use contract::production::{InspectionRequest, RoutingRequest};
use domain::goods::SupplyKind;
use yudan_tests::production::{inspection, line_request};

use super::*;

/// Goods kept by expiry that are made on a line of their own.
fn made(company: &Company) -> String {
    let (sku, line) = (unique("LOT"), unique("L"));
    let product = ProductRequest {
        supply: Some(SupplyKind::Made),
        ..product(LotControl::Expiry, 2)
    };
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    planner.put_production_line(&line, &line_request()).unwrap();
    let routing = RoutingRequest {
        line,
        seconds_per_piece: 3_600,
        setup_minutes: None,
        lot_size: None,
        effective_from: None,
    };
    planner.put_routing(&sku, &routing).unwrap();
    sku
}

fn of_lot(passed: u32, lot: &str, days: i32) -> InspectionRequest {
    InspectionRequest {
        lot_no: Some(lot.to_owned()),
        expiry: Some(in_days(days)),
        ..inspection(passed, 0, 0)
    }
}

#[test]
fn what_is_made_for_an_order_becomes_a_lot_and_leaves_with_it() {
    let company = company();
    let sku = made(company);
    let id = wants(company, &sku, 3);
    let work = company.work_raised(id, 0);
    assert_eq!(work.quantity, 3);
    company.make(&work.number, 0);
    let inspector = company.inspector();
    let inspect = |inspection: &InspectionRequest| inspector.inspect_work(&work.number, inspection);
    let nameless = refused(inspect(&inspection(3, 0, 0)), 422, "invalid_value");
    assert_eq!(nameless.errors[0].at, "lot.lot_no");
    let mut endless = of_lot(3, "M1", 300);
    endless.expiry = None;
    let endless = refused(inspect(&endless), 422, "invalid_value");
    assert_eq!(endless.errors[0].at, "lot.expiry");
    let old = refused(inspect(&of_lot(3, "M1", 1)), 409, "shelf_life_too_short");
    assert_eq!(old.errors[0].at, "lot.expiry");
    let mut lost = of_lot(0, "M1", 300);
    (lost.sample, lost.defects, lost.scrapped) = (3, 3, Some(3));
    refused(inspect(&lost), 422, "invalid_value");
    assert_eq!(lots(company, &sku, "CQ1"), []);

    let passed = of_lot(3, "M1", 300);
    let done = inspect(&passed).unwrap();
    assert!(done.new);
    assert!(!inspect(&passed).unwrap().new);
    let known = &done.view.inspections[0];
    assert_eq!(
        (known.lot_no.as_deref(), known.expiry),
        (Some("M1"), Some(in_days(300)))
    );
    company.comes_to(id, StageName::Ready);
    assert_eq!(lots(company, &sku, "CQ1"), [held("M1", 3, 0, 0)]);
    company.ship(id);
    assert_eq!(lots(company, &sku, "CQ1"), [held("M1", 0, 0, 0)]);
}

#[test]
fn goods_that_are_not_kept_by_lot_name_none() {
    let company = company();
    let (sku, _) = company.made_goods();
    let work = company.raise_work(&sku, 2, yudan_tests::production::in_days(3));
    company.make(&work.number, 0);
    let inspector = company.inspector();
    let named = inspector.inspect_work(&work.number, &of_lot(2, "M1", 300));
    let named = refused(named, 422, "invalid_value");
    assert_eq!(named.errors[0].at, "lot.lot_no");
    let plain = inspector.inspect_work(&work.number, &inspection(2, 0, 0));
    assert!(plain.unwrap().new);
}
