//! Goods that are kept by lot: what papers must name, what expires, and who got which lot (5.2.1, 5.2.2).

use contract::lot::LotView;
use contract::product::{PriceRule, ProductRequest};
use contract::stock::{StockLine, StockReceiptRequest};
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::lot::LotControl;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::stock_adjustment::AdjustmentKind;
use jiff::ToSpan as _;
use jiff::civil::Date;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::refused::refused;

use crate::company;
use crate::credit::today;

mod disposal;
mod expiry;
mod making;
mod picking;

/// A product kept in this way, of which so many days of shelf life must be left.
pub(crate) fn product(control: LotControl, days: u32) -> ProductRequest {
    let price = PriceRule::Listed {
        list_fen: LIST_PRICE,
        floor_fen: 9_900,
    };
    let mut product = ProductRequest::plain("永川秀芽 100g", price, true, 180);
    product.lot_control = Some(control);
    product.minimum_shelf_life_days = Some(days).filter(|days| *days > 0);
    product
}

pub(crate) fn goods(company: &Company, control: LotControl, days: u32) -> String {
    let sku = unique("LOT");
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product(control, days)).unwrap();
    sku
}

pub(crate) fn in_days(days: i32) -> Date {
    today().saturating_add(days.days())
}

/// A line of a lot that is good for so many days from today.
fn line(sku: &str, lot: &str, days: i32, quantity: u32) -> StockLine {
    StockLine {
        lot_no: Some(lot.to_owned()),
        expiry: Some(in_days(days)),
        ..StockLine::plain(sku, quantity)
    }
}

fn receipt(lines: Vec<StockLine>) -> StockReceiptRequest {
    StockReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        lines,
        reference: None,
    }
}

fn receive(company: &Company, lines: Vec<StockLine>) {
    let warehouse = company.person(Role::Warehouse);
    assert!(warehouse.receive_stock(&receipt(lines)).unwrap().new);
}

fn adjustment(kind: AdjustmentKind, line: StockLine) -> StockAdjustmentRequest {
    StockAdjustmentRequest {
        adjustment_no: unique("TZ"),
        kind,
        warehouse: "CQ1".to_owned(),
        to: (kind == AdjustmentKind::Transfer).then(|| "CD1".to_owned()),
        lines: vec![line],
        reason: "抽检".to_owned(),
        reference: None,
    }
}

/// Number, available, picked and quarantined pieces of each lot in a warehouse, what expires first first.
pub(crate) fn lots(company: &Company, sku: &str, warehouse: &str) -> Vec<(String, u64, u64, u64)> {
    let lots = company.person(Role::Auditor).lots(sku, warehouse, None);
    let numbers = |lot: LotView| (lot.lot_no, lot.available, lot.picked, lot.quarantined);
    lots.unwrap().items.into_iter().map(numbers).collect()
}

pub(crate) fn held(
    lot: &str,
    available: u64,
    picked: u64,
    quarantined: u64,
) -> (String, u64, u64, u64) {
    (lot.to_owned(), available, picked, quarantined)
}

/// Available, reserved and quarantined pieces of the SKU in the main warehouse.
fn level(company: &Company, sku: &str) -> (u64, u64, u64) {
    let stock = company.person(Role::Auditor).stock(sku).unwrap();
    let mut levels = stock.warehouses.into_iter();
    let level = levels.find(|level| level.warehouse == "CQ1").unwrap();
    (level.available, level.reserved, level.quarantined)
}

/// An order that is paid at the door, and so needs nothing but its goods.
fn wants(company: &Company, sku: &str, quantity: u32) -> Uuid {
    let request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    company.approved(&request).summary.id
}

fn ready(company: &Company, sku: &str, quantity: u32) -> Uuid {
    let id = wants(company, sku, quantity);
    company.comes_to(id, StageName::Ready);
    id
}

#[test]
fn papers_name_the_lots_that_their_products_ask_for() {
    let company = company();
    let warehouse = company.person(Role::Warehouse);
    let (plain, by_lot) = (company.goods(), goods(company, LotControl::Lot, 0));
    let dated = goods(company, LotControl::Expiry, 30);
    let numbered = |sku: &str| StockLine {
        expiry: None,
        ..line(sku, "L1", 0, 1)
    };
    for (wrong, at) in [
        (line(&plain, "L1", 90, 1), "lines[0].lot_no"),
        (StockLine::plain(&by_lot, 1), "lines[0].lot_no"),
        (line(&by_lot, "L1", 90, 1), "lines[0].expiry"),
        (StockLine::plain(&dated, 1), "lines[0].lot_no"),
        (numbered(&dated), "lines[0].expiry"),
    ] {
        let refusal = warehouse.receive_stock(&receipt(vec![wrong]));
        let refusal = refused(refusal, 422, "invalid_value");
        assert_eq!(refusal.errors[0].at, at);
    }
    let too_late = receipt(vec![line(&dated, "L1", 29, 1)]);
    let refusal = warehouse.receive_stock(&too_late);
    let refusal = refused(refusal, 409, "shelf_life_too_short");
    assert_eq!(refusal.errors[0].at, "lines[0].expiry");

    receive(company, vec![numbered(&by_lot)]);
    let paper = receipt(vec![line(&dated, "B", 60, 4), line(&dated, "A", 30, 3)]);
    assert!(warehouse.receive_stock(&paper).unwrap().new);
    assert!(!warehouse.receive_stock(&paper).unwrap().new);
    let mut other = paper.clone();
    other.lines[0].lot_no = Some("C".to_owned());
    refused(warehouse.receive_stock(&other), 409, "receipt_no_reused");
    assert_eq!(
        lots(company, &dated, "CQ1"),
        [held("A", 3, 0, 0), held("B", 4, 0, 0)]
    );
    assert_eq!(level(company, &dated), (7, 0, 0));
    assert_eq!(lots(company, &by_lot, "CQ1"), [held("L1", 1, 0, 0)]);
}

#[test]
fn an_adjustment_moves_a_lot_and_its_level_together() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    receive(
        company,
        vec![line(&sku, "A", 30, 5), line(&sku, "B", 60, 5)],
    );
    let manager = company.person(Role::Manager);
    for (kind, quantity, expected) in [
        (AdjustmentKind::Quarantine, 3, held("A", 2, 0, 3)),
        (AdjustmentKind::Release, 1, held("A", 3, 0, 2)),
        (AdjustmentKind::Scrap, 2, held("A", 3, 0, 0)),
        (AdjustmentKind::Increase, 1, held("A", 4, 0, 0)),
        (AdjustmentKind::Decrease, 2, held("A", 2, 0, 0)),
        (AdjustmentKind::Transfer, 1, held("A", 1, 0, 0)),
    ] {
        let paper = adjustment(kind, line(&sku, "A", 30, quantity));
        assert!(manager.adjust_stock(&paper).unwrap().new);
        assert!(!manager.adjust_stock(&paper).unwrap().new);
        assert_eq!(lots(company, &sku, "CQ1")[0], expected, "{}", kind.name());
    }
    assert_eq!(lots(company, &sku, "CD1"), [held("A", 1, 0, 0)]);
    assert_eq!(level(company, &sku), (6, 0, 0));
    // The SKU has six pieces, and the lot has one.
    for kind in AdjustmentKind::ALL {
        if kind != AdjustmentKind::Increase {
            let too_many = adjustment(kind, line(&sku, "A", 30, 2));
            let refusal = refused(manager.adjust_stock(&too_many), 409, "stock_short");
            assert!(
                refusal
                    .errors
                    .iter()
                    .any(|it| it.found.contains("of lot A"))
            );
        }
    }
    let other_expiry = adjustment(AdjustmentKind::Decrease, line(&sku, "A", 31, 1));
    refused(manager.adjust_stock(&other_expiry), 409, "stock_short");
    let expired = adjustment(AdjustmentKind::Increase, line(&sku, "C", -1, 1));
    let refusal = manager.adjust_stock(&expired);
    refused(refusal, 409, "shelf_life_too_short");
    assert_eq!(level(company, &sku), (6, 0, 0));
}

#[test]
fn how_a_product_is_kept_changes_while_there_is_none() {
    let company = company();
    let planner = company.person(Role::Planner);
    let sku = company.goods();
    company.stock(&sku, 2);
    let by_lot = product(LotControl::Lot, 0);
    let refusal = refused(
        planner.put_product(&sku, &by_lot),
        409,
        "lot_control_in_use",
    );
    assert_eq!(refusal.errors[0].found, "2 in CQ1");
    let gone = adjustment(AdjustmentKind::Decrease, StockLine::plain(&sku, 2));
    company.person(Role::Manager).adjust_stock(&gone).unwrap();
    planner.put_product(&sku, &by_lot).unwrap();
    let numbered = StockLine {
        lot_no: Some("L1".to_owned()),
        ..StockLine::plain(&sku, 3)
    };
    receive(company, vec![numbered.clone()]);
    assert_eq!(lots(company, &sku, "CQ1"), [held("L1", 3, 0, 0)]);
    let plain = product(LotControl::None, 0);
    refused(planner.put_product(&sku, &plain), 409, "lot_control_in_use");
    let mut late = product(LotControl::None, 0);
    late.effective_from = Some("2099-01-01T00:00:00Z".parse().unwrap());
    refused(planner.put_product(&sku, &late), 409, "lot_control_in_use");
    let wrong = product(LotControl::Lot, 5);
    refused(planner.put_product(&sku, &wrong), 422, "invalid_value");
    let gone = adjustment(AdjustmentKind::Decrease, numbered);
    company.person(Role::Manager).adjust_stock(&gone).unwrap();
    planner.put_product(&sku, &plain).unwrap();
    company.stock(&sku, 1);
    assert_eq!(level(company, &sku), (1, 0, 0));
}
