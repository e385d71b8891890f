//! Hot SKUs: their stock is spread over shards, and still no piece is sold twice (5.2.1).

use contract::order_view::OrderView;
use contract::stock::StockLine;
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::stock_adjustment::AdjustmentKind;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

mod bounds;

/// Approves an order that is paid at the door, and so needs nothing but its goods.
fn wants(company: &Company, sku: &str, quantity: u32) -> Uuid {
    let request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    company.approved(&request).summary.id
}

fn spread(company: &Company, sku: &str, shards: u8) {
    let planner = company.person(Role::Planner);
    let view = planner.spread_stock(sku, "CQ1", shards).unwrap();
    assert_eq!(view.shards, shards);
}

/// What is available in each shard.
fn available(company: &Company, sku: &str) -> Vec<u64> {
    let view = company.person(Role::Auditor).stock_shards(sku, "CQ1");
    let levels = view.unwrap().levels.into_iter();
    levels.map(|level| level.available).collect()
}

/// Waits until each order is served or short; how many are served.
fn served(company: &Company, orders: &[Uuid]) -> usize {
    until("every order to be served or short", || {
        let orders: Vec<OrderView> = orders.iter().map(|id| company.order(*id)).collect();
        let ready = orders
            .iter()
            .filter(|order| order.summary.stage == StageName::Ready)
            .count();
        let short = orders
            .iter()
            .filter(|order| !order.short.is_empty())
            .count();
        (ready + short == orders.len()).then_some(ready)
    })
}

#[test]
fn two_hundred_buyers_of_seventy_pieces_in_eight_shards_get_exactly_seventy() {
    const BUYERS: usize = 200;
    const AT_ONCE: usize = 20;
    let company = company();
    let sku = company.goods();
    spread(company, &sku, 8);
    company.stock(&sku, 70);
    assert_eq!(available(company, &sku), [9, 9, 9, 9, 9, 9, 8, 8]);
    let orders: Vec<Uuid> = std::thread::scope(|scope| {
        let clerks: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let sku = &sku;
                scope.spawn(move || {
                    let orders = (0..BUYERS / AT_ONCE).map(|_| wants(company, sku, 1));
                    orders.collect::<Vec<_>>()
                })
            })
            .collect();
        let orders = clerks.into_iter().map(|clerk| clerk.join().unwrap());
        orders.flatten().collect()
    });
    assert_eq!(served(company, &orders), 70);
    assert_eq!(company.stock_of(&sku), (0, 70));

    // Pieces that come in go to those in line.
    company.stock(&sku, 30);
    until("the line to move up", || {
        (company.stock_of(&sku) == (0, 100)).then_some(())
    });
}

#[test]
fn shards_come_and_go_while_orders_hold_pieces_in_them() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 20);
    let before = wants(company, &sku, 3);
    company.comes_to(before, StageName::Ready);
    spread(company, &sku, 4);
    assert_eq!(available(company, &sku), [5, 4, 4, 4]);
    // More than any one shard has.
    let large = wants(company, &sku, 11);
    company.comes_to(large, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (6, 14));

    // Fewer shards: what is available moves, what is reserved stays.
    spread(company, &sku, 2);
    assert_eq!(available(company, &sku), [3, 3, 0, 0]);
    let sales = company.person(Role::Sales);
    sales.cancel_order(large, "不再需要").unwrap();
    until("its pieces to come back", || {
        (company.stock_of(&sku) == (17, 3)).then_some(())
    });
    let planner = company.person(Role::Planner);
    let even = planner.even_out_stock(&sku, "CQ1").unwrap();
    let version = even.version;
    assert_eq!(available(company, &sku), [9, 8, 0, 0]);
    let again = planner.even_out_stock(&sku, "CQ1").unwrap();
    assert_eq!(again.version, version, "nothing is left to even out");

    spread(company, &sku, 1);
    assert_eq!(available(company, &sku), [17, 0, 0, 0]);
    sales.cancel_order(before, "不再需要").unwrap();
    until("the first pieces to come back", || {
        (company.stock_of(&sku) == (20, 0)).then_some(())
    });
    let all = wants(company, &sku, 20);
    company.comes_to(all, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 20));
}

#[test]
fn papers_take_from_all_shards_and_no_more_than_there_is() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    spread(company, &sku, 4);
    let manager = company.person(Role::Manager);
    let adjust = |kind, quantity| {
        manager.adjust_stock(&StockAdjustmentRequest {
            adjustment_no: unique("TZ"),
            kind,
            warehouse: "CQ1".to_owned(),
            to: None,
            lines: vec![StockLine {
                sku: sku.clone(),
                quantity,
                lot_no: None,
                expiry: None,
            }],
            reason: "外箱破损，待检".to_owned(),
            reference: None,
        })
    };
    let sums = || {
        let stock = manager.stock(&sku).unwrap();
        let level = &stock.warehouses[0];
        (level.available, level.quarantined, level.on_hand)
    };
    for (kind, quantity, expected) in [
        (AdjustmentKind::Quarantine, 7, (3, 7, 10)),
        (AdjustmentKind::Release, 2, (5, 5, 10)),
        (AdjustmentKind::Scrap, 5, (5, 0, 5)),
        (AdjustmentKind::Decrease, 5, (0, 0, 0)),
        (AdjustmentKind::Increase, 6, (6, 0, 6)),
    ] {
        assert!(adjust(kind, quantity).unwrap().new);
        assert_eq!(sums(), expected, "{}", kind.name());
    }
    let short = refused(adjust(AdjustmentKind::Decrease, 7), 409, "stock_short");
    assert_eq!(short.errors[0].at, format!("{sku} in CQ1"));
    assert_eq!(sums(), (6, 0, 6));
}

#[test]
fn who_may_spread_a_level_and_over_how_many_shards() {
    let company = company();
    let sku = company.goods();
    let planner = company.person(Role::Planner);
    for shards in [0, 17] {
        refused(
            planner.spread_stock(&sku, "CQ1", shards),
            422,
            "invalid_value",
        );
    }
    refused(planner.spread_stock(&sku, "C Q", 2), 404, "not_found");
    let warehouse = company.person(Role::Warehouse);
    refused(warehouse.spread_stock(&sku, "CQ1", 2), 403, "forbidden");
    let never = planner.stock_shards(&sku, "CQ1").unwrap();
    assert_eq!((never.shards, never.version), (1, 0));
    let same = planner.spread_stock(&sku, "CQ1", 1).unwrap();
    assert_eq!(same.version, 0);
    let first = planner.spread_stock(&sku, "CQ1", 16).unwrap();
    let again = planner.spread_stock(&sku, "CQ1", 16).unwrap();
    assert_eq!((first.version, again.version), (1, 1));
}
