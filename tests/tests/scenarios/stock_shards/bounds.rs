//! Levels that are spread, beside lots, stocktakes and reallocation.

use contract::stocktake::{ApprovalRequest, CountLineRequest, CountRequest, StocktakeRequest};
use domain::lot::LotControl;
use domain::order::StageName;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::unique;
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use super::{available, spread, wants};
use crate::company;
use crate::lots::{goods, product};

#[test]
fn goods_kept_by_lot_are_never_spread_and_spread_goods_never_kept_by_lot() {
    let company = company();
    let planner = company.person(Role::Planner);
    let by_lot = goods(company, LotControl::Lot, 0);
    let refusal = refused(planner.spread_stock(&by_lot, "CQ1", 4), 409, "kept_by_lot");
    assert_eq!(refusal.errors[0].at, format!("{by_lot} in CQ1"));

    let sku = company.goods();
    spread(company, &sku, 4);
    let lots = product(LotControl::Lot, 0);
    refused(planner.put_product(&sku, &lots), 409, "stock_spread");
    spread(company, &sku, 1);
    refused(planner.put_product(&sku, &lots), 409, "stock_spread");
    company.stock(&sku, 3);
    assert_eq!(company.stock_of(&sku), (3, 0));
}

/// Counts this many of a SKU, twice, and brings the variance into the books.
fn counted(company: &Company, sku: &str, pieces: u32) -> String {
    let planner = company.person(Role::Planner);
    let sheet = StocktakeRequest {
        number: unique("PD"),
        skus: Some(vec![sku.to_owned()]),
        ..StocktakeRequest::default()
    };
    let number = planner.plan_stocktake(&sheet).unwrap().view.number;
    let found = CountRequest {
        lines: vec![CountLineRequest {
            sku: sku.to_owned(),
            counted: pieces,
        }],
    };
    for name in ["w-first", "w-second"] {
        let counter = company.named(name, "warehouse");
        let hidden = counter.stock_shards(sku, "CQ1").unwrap();
        assert!(hidden.levels.is_empty());
        if counter.record_counts(&number, &found).unwrap().stage == "awaiting_approval" {
            break;
        }
    }
    number
}

#[test]
fn a_count_compares_the_sum_and_takes_what_is_missing_from_the_shards_that_have_it() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 20);
    spread(company, &sku, 4);
    let order = wants(company, &sku, 3);
    company.comes_to(order, StageName::Ready);
    let number = counted(company, &sku, 9);

    // Nothing moves between shards meanwhile.
    let planner = company.person(Role::Planner);
    let refusal = refused(planner.spread_stock(&sku, "CQ1", 2), 409, "under_count");
    assert_eq!(refusal.errors[0].found, format!("counted by {number}"));
    let finance = company.person(Role::Finance);
    let approval = ApprovalRequest {
        reason: "短少，已核实".to_owned(),
    };
    let done = finance.approve_stocktake(&number, &approval).unwrap();
    assert_eq!(done.lines[0].variance, Some(-11));
    assert_eq!(company.stock_of(&sku), (6, 3));
    planner.even_out_stock(&sku, "CQ1").unwrap();
    assert_eq!(available(company, &sku), [2, 2, 1, 1]);

    // More than is not promised is missing.
    let large = wants(company, &sku, 6);
    company.comes_to(large, StageName::Ready);
    let number = counted(company, &sku, 8);
    let refusal = refused(
        finance.approve_stocktake(&number, &approval),
        409,
        "variance_reserved",
    );
    assert_eq!(refusal.errors[0].found, "0 in all shards");
    planner
        .cancel_stocktake(
            &number,
            &contract::purchasing::ReasonRequest {
                reason: "复查".to_owned(),
            },
        )
        .unwrap();
    let number = counted(company, &sku, 12);
    finance.approve_stocktake(&number, &approval).unwrap();
    assert_eq!(available(company, &sku), [3, 0, 0, 0]);
}

#[test]
fn goods_that_an_order_gives_up_are_taken_from_the_shards_that_it_had_them_in() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 7);
    spread(company, &sku, 4);
    let holder = wants(company, &sku, 7);
    company.comes_to(holder, StageName::Ready);
    let trusted = crate::reallocation::wants(company, &sku, 5, true);
    until("the shortage", || {
        (!company.order(trusted).short.is_empty()).then_some(())
    });
    let planner = company.person(Role::Planner);
    let shown = planner.quote_reallocation(&sku).unwrap();
    planner.reallocate(&sku, shown.changes()).unwrap();
    assert_eq!(company.order(trusted).summary.stage, StageName::Ready);
    assert_eq!(company.order(holder).short[0].missing, 7);
    assert_eq!(company.stock_of(&sku), (2, 5));
    let left: u64 = available(company, &sku).iter().sum();
    assert_eq!(left, 2);

    let sales = company.person(Role::Sales);
    sales.cancel_order(trusted, "不再需要").unwrap();
    company.comes_to(holder, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 7));
}
