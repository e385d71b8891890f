//! Stock that is found, lost, kept apart, thrown away or brought elsewhere (5.2.1, 5.2.3).

use contract::stock::{StockLevelView, StockLine};
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::stock_adjustment::AdjustmentKind;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;

use crate::company;

fn adjustment(kind: AdjustmentKind, sku: &str, quantity: u32) -> StockAdjustmentRequest {
    StockAdjustmentRequest {
        adjustment_no: unique("TZ"),
        kind,
        warehouse: "CQ1".to_owned(),
        to: (kind == AdjustmentKind::Transfer).then(|| "CD1".to_owned()),
        lines: vec![StockLine::plain(sku.to_owned(), quantity)],
        reason: "外箱破损，待检".to_owned(),
        reference: None,
    }
}

/// Available, reserved and quarantined pieces, by warehouse.
fn levels(company: &Company, sku: &str) -> Vec<(String, u64, u64, u64)> {
    let stock = company.person(Role::Warehouse).stock(sku).unwrap();
    let level = |level: StockLevelView| {
        let numbers = (level.available, level.reserved, level.quarantined);
        (level.warehouse, numbers.0, numbers.1, numbers.2)
    };
    stock.warehouses.into_iter().map(level).collect()
}

#[test]
fn every_kind_moves_what_it_says_and_never_more_than_there_is() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let manager = company.person(Role::Manager);
    let steps = [
        (AdjustmentKind::Quarantine, 4, (6, 4)),
        (AdjustmentKind::Release, 1, (7, 3)),
        (AdjustmentKind::Scrap, 2, (7, 1)),
        (AdjustmentKind::Decrease, 2, (5, 1)),
        (AdjustmentKind::Increase, 1, (6, 1)),
    ];
    for (kind, quantity, (available, quarantined)) in steps {
        let done = manager
            .adjust_stock(&adjustment(kind, &sku, quantity))
            .unwrap();
        assert!(done.new);
        let expected = ("CQ1".to_owned(), available, 0, quarantined);
        assert_eq!(levels(company, &sku), [expected], "{}", kind.name());
    }
    for kind in AdjustmentKind::ALL {
        if kind != AdjustmentKind::Increase {
            let too_many = manager.adjust_stock(&adjustment(kind, &sku, 7));
            let refusal = refused(too_many, 409, "stock_short");
            assert_eq!(
                refusal.errors[0].at,
                format!("{sku} in CQ1"),
                "{}",
                kind.name()
            );
        }
    }
    assert_eq!(levels(company, &sku), [("CQ1".to_owned(), 6, 0, 1)]);
    manager
        .adjust_stock(&adjustment(AdjustmentKind::Transfer, &sku, 5))
        .unwrap();
    assert_eq!(
        levels(company, &sku),
        [("CD1".to_owned(), 5, 0, 0), ("CQ1".to_owned(), 1, 0, 1)]
    );
}

#[test]
fn an_adjustment_sent_twice_counts_once() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 5);
    let warehouse = company.person(Role::Warehouse);
    let paper = adjustment(AdjustmentKind::Quarantine, &sku, 2);
    let at_once = std::thread::scope(|scope| {
        let send = || scope.spawn(|| warehouse.adjust_stock(&paper).unwrap());
        [send(), send()].map(|sent| sent.join().unwrap().new)
    });
    assert_eq!(at_once.iter().filter(|new| **new).count(), 1);
    let mut other = paper.clone();
    other.lines[0].quantity = 3;
    refused(warehouse.adjust_stock(&other), 409, "adjustment_no_reused");
    assert_eq!(levels(company, &sku), [("CQ1".to_owned(), 3, 0, 2)]);
}

#[test]
fn who_may_not_write_off_may_keep_apart() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 5);
    let warehouse = company.person(Role::Warehouse);
    let planner = company.person(Role::Planner);
    warehouse
        .adjust_stock(&adjustment(AdjustmentKind::Quarantine, &sku, 2))
        .unwrap();
    for kind in [
        AdjustmentKind::Increase,
        AdjustmentKind::Decrease,
        AdjustmentKind::Scrap,
        AdjustmentKind::Release,
    ] {
        let paper = adjustment(kind, &sku, 1);
        refused(warehouse.adjust_stock(&paper), 403, "forbidden");
    }
    planner
        .adjust_stock(&adjustment(AdjustmentKind::Release, &sku, 1))
        .unwrap();
    assert_eq!(levels(company, &sku), [("CQ1".to_owned(), 4, 0, 1)]);
}

#[test]
fn what_is_reserved_cannot_be_kept_apart_and_what_is_released_goes_to_who_waits() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 4);
    let wants = |quantity| {
        let request = order_paid_by(PaymentMethod::CashOnDelivery, &sku, quantity);
        company.approved(&request).summary.id
    };
    let first = wants(3);
    company.comes_to(first, StageName::Ready);
    let planner = company.person(Role::Planner);
    let quarantine = |quantity| adjustment(AdjustmentKind::Quarantine, &sku, quantity);
    refused(planner.adjust_stock(&quarantine(2)), 409, "stock_short");
    planner.adjust_stock(&quarantine(1)).unwrap();
    let second = wants(1);
    let release = adjustment(AdjustmentKind::Release, &sku, 1);
    planner.adjust_stock(&release).unwrap();
    company.comes_to(second, StageName::Ready);
    assert_eq!(levels(company, &sku), [("CQ1".to_owned(), 0, 4, 0)]);
}
