//! Stock that falls below its reorder point is told once, ordered once, and told when it has recovered (5.2.1).

use contract::reorder_point::{ReorderPointRequest, ReorderPointView};
use domain::role::Role;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::production::in_days;
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;
use crate::purchasing::{lists, placed, reason, receipt, supplier, wanted};

fn levels(reorder_point: u32, order_up_to: u32) -> ReorderPointRequest {
    ReorderPointRequest {
        reorder_point,
        order_up_to,
        safety_stock: None,
    }
}

fn watched(company: &Company, sku: &str, reorder_point: u32, order_up_to: u32) {
    let planner = company.person(Role::Planner);
    let levels = levels(reorder_point, order_up_to);
    let entered = planner
        .put_reorder_point(sku, "CQ1", None, &levels)
        .unwrap();
    assert_eq!((entered.version, entered.low), (1, None));
}

/// Runs the job until the reorder point is as it should be.
fn seen(
    company: &Company,
    sku: &str,
    what: &str,
    so: impl Fn(&ReorderPointView) -> bool,
) -> ReorderPointView {
    let auditor = company.person(Role::Auditor);
    company.run_job("reorder", in_days(0));
    until(what, || {
        let point = auditor.reorder_point(sku, "CQ1").unwrap();
        so(&point).then_some(point)
    })
}

#[test]
fn a_fall_is_told_once_and_bought_once_until_the_goods_came() {
    let company = company();
    let sku = company.goods();
    let code = supplier(company, &sku, 300, 2);
    company.stock(&sku, 12);
    watched(company, &sku, 10, 40);
    seen(company, &sku, "nothing to be told", |it| it.version == 1);

    company.reserved(&order(&sku, 5));
    let low = seen(company, &sku, "low stock", |it| it.low.is_some());
    let told = low.low.clone().unwrap();
    assert_eq!(
        (told.available, told.on_order, told.reorder_point),
        (7, 0, 10)
    );
    let number = told.proposal.unwrap().purchase_order.unwrap();
    let planner = company.person(Role::Planner);
    let bought = planner.purchase_order(&number).unwrap();
    assert_eq!((bought.quantity, bought.peg), (33, None));
    assert_eq!(bought.warehouse.as_deref(), Some("CQ1"));
    assert_eq!(bought.choice.chosen.supplier, code);
    until("the list of low stock", || {
        lists(company, "low_stock", &format!("CQ1/{sku}")).then_some(())
    });
    until("the list of what is to be placed", || {
        lists(company, "purchase_placement", &number).then_some(())
    });
    let page = planner.reorder_points(None).unwrap().items;
    let place = page.iter().position(|it| it.sku == sku).unwrap();
    assert!(page[..place].iter().all(|it| it.low.is_some()), "low first");

    // It falls further, and the job runs again: nothing more is told or bought.
    company.reserved(&order(&sku, 2));
    let again = seen(company, &sku, "the same", |it| it.version == low.version);
    assert_eq!(again, low);

    placed(company, &number);
    let warehouse = company.person(Role::Warehouse);
    warehouse
        .receive_purchase(&number, &receipt(33, 0))
        .unwrap();
    let over = seen(company, &sku, "the fall to be over", |it| it.low.is_none());
    assert!(over.supplies.is_empty());
    until("it to leave the list", || {
        (!lists(company, "low_stock", &format!("CQ1/{sku}"))).then_some(())
    });
}

#[test]
fn without_an_offer_the_alert_says_so_and_stays_until_there_is_one() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 3);
    watched(company, &sku, 5, 8);
    let low = seen(company, &sku, "low stock", |it| it.low.is_some());
    let told = low.low.unwrap();
    assert_eq!(told.not_ordered.as_deref(), Some("no_supplier"));
    assert_eq!(told.proposal, None);

    supplier(company, &sku, 300, 2);
    let low = seen(company, &sku, "the order", |it| !it.supplies.is_empty());
    let told = low.low.unwrap();
    let number = told.proposal.unwrap().purchase_order.unwrap();
    let planner = company.person(Role::Planner);
    assert_eq!(planner.purchase_order(&number).unwrap().quantity, 5);

    // What a person cancels is not raised again by itself; the alert stays.
    planner.cancel_purchase_order(&number, &reason()).unwrap();
    let low = seen(company, &sku, "the end of it", |it| it.supplies.is_empty());
    assert!(low.low.is_some());
    let same = seen(company, &sku, "no other", |it| it.version == low.version);
    assert!(same.supplies.is_empty());
}

#[test]
fn what_a_buyer_orders_for_a_warehouse_counts_as_on_order() {
    let company = company();
    let sku = company.goods();
    supplier(company, &sku, 300, 2);
    company.stock(&sku, 4);
    watched(company, &sku, 10, 20);
    let planner = company.person(Role::Planner);
    let mut by_hand = wanted(&sku, 6);
    by_hand.warehouse = Some("CQ1".to_owned());
    let raised = planner.raise_purchase_order(&by_hand).unwrap();
    assert!(raised.new && raised.view.warehouse.as_deref() == Some("CQ1"));
    assert!(!planner.raise_purchase_order(&by_hand).unwrap().new);
    let counted = seen(company, &sku, "enough", |it| it.supplies.len() == 1);
    assert_eq!(counted.low, None);
    let mut nowhere = wanted(&sku, 6);
    nowhere.warehouse = Some("NOWHERE".to_owned());
    let nowhere = planner.raise_purchase_order(&nowhere);
    refused(nowhere, 422, "invalid_value");

    planner
        .cancel_purchase_order(&by_hand.number, &reason())
        .unwrap();
    let low = seen(company, &sku, "low stock", |it| it.low.is_some());
    assert_eq!(low.low.unwrap().on_order, 0);
}

#[test]
fn what_is_made_is_made_for_stock() {
    let company = company();
    let (sku, line) = company.made_goods();
    company.stock(&sku, 1);
    watched(company, &sku, 2, 5);
    let low = seen(company, &sku, "low stock", |it| it.low.is_some());
    let number = low.supplies[0].work_order.clone().unwrap();
    let planner = company.person(Role::Planner);
    let work = planner.work_order(&number).unwrap();
    assert_eq!((work.quantity, work.line.as_str()), (4, line.as_str()));
    company.make(&number, 0);
    let passed = yudan_tests::production::inspection(4, 0, 0);
    company.inspector().inspect_work(&number, &passed).unwrap();
    let over = seen(company, &sku, "the fall to be over", |it| it.low.is_none());
    assert!(over.supplies.is_empty());
}

#[test]
fn reorder_points_are_entered_changed_and_removed_by_planners() {
    let company = company();
    let sku = company.goods();
    let planner = company.person(Role::Planner);
    watched(company, &sku, 5, 9);
    let put =
        |seen, levels: &ReorderPointRequest| planner.put_reorder_point(&sku, "CQ1", seen, levels);
    assert_eq!(put(Some(1), &levels(5, 9)).unwrap().version, 1);
    assert_eq!(put(Some(1), &levels(6, 9)).unwrap().version, 2);
    refused(put(Some(1), &levels(7, 9)), 412, "stale_version");
    let gone = planner.remove_reorder_point(&sku, "CQ1").unwrap();
    assert!(gone.removed_at.is_some());
    let again = planner.remove_reorder_point(&sku, "CQ1").unwrap();
    assert_eq!(again.version, gone.version);
    let listed = planner.reorder_points(None).unwrap().items;
    assert!(listed.iter().all(|it| it.sku != sku));
    assert_eq!(put(None, &levels(6, 9)).unwrap().removed_at, None);

    refused(planner.reorder_point("NONE", "CQ1"), 404, "not_found");
    refused(planner.remove_reorder_point(&sku, "CQ9"), 404, "not_found");
    let unknown = unique("SKU");
    for (sku, warehouse) in [(unknown.as_str(), "CQ1"), (sku.as_str(), "NOWHERE")] {
        let put = planner.put_reorder_point(sku, warehouse, None, &levels(5, 9));
        refused(put, 422, "invalid_value");
    }
    let path = format!("/v1/reorder-points/{sku}/CQ1");
    for (body, status, place) in [
        (
            json!({"reorder_point": 0, "order_up_to": 5}),
            422,
            "reorder_point",
        ),
        (
            json!({"reorder_point": 6, "order_up_to": 5}),
            422,
            "order_up_to",
        ),
        (
            json!({"reorder_point": -1, "order_up_to": 5}),
            422,
            "reorder_point",
        ),
        (
            json!({"reorder_point": 4_000_000_000_u32, "order_up_to": 4_000_000_000_u32}),
            422,
            "reorder_point",
        ),
        (
            json!({"reorder_point": 1, "order_up_to": 5, "safety_stock": 2}),
            422,
            "safety_stock",
        ),
        (
            json!({"reorder_point": 1, "order_up_to": 5, "more": 2}),
            422,
            "more",
        ),
    ] {
        let body = serde_json::to_vec(&body).unwrap();
        let answer = planner.call("PUT", &path, &[], Some(&body)).unwrap();
        let problem = yudan_tests::refused::problem(&answer);
        assert_eq!(
            (problem.status, problem.errors[0].at.as_str()),
            (status, place)
        );
    }
    let warehouse = company.person(Role::Warehouse);
    let not_hers = warehouse.put_reorder_point(&sku, "CQ1", None, &levels(5, 9));
    refused(not_hers, 403, "forbidden");
}

#[test]
fn reorder_points_are_exported_and_entered_from_a_table() {
    let company = company();
    let (one, two) = (company.goods(), company.goods());
    watched(company, &one, 5, 9);
    let planner = company.person(Role::Planner);
    let page = planner
        .call("GET", "/v1/reorder-points?format=csv&limit=1", &[], None)
        .unwrap();
    let text = String::from_utf8(page.body.clone()).unwrap();
    let header = "sku,warehouse,reorder_point,order_up_to,safety_stock";
    assert!(text.contains(header), "{text}");
    let file =
        format!("{header}\n{one},CQ1,5,9,\n{two},CQ1,4,8,2\n{two},CQ9,4,3,x\nNONE,CQ1,1,1,\n");
    let send = || {
        let csv = [("content-type", "text/csv")];
        let path = "/v1/reorder-points/import";
        let answer = planner.call("POST", path, &csv, Some(file.as_bytes()));
        let told: contract::table::TableImportView =
            answer.unwrap().success().unwrap().json().unwrap();
        told.rows
            .iter()
            .map(|row| serde_json::to_value(row).unwrap())
            .map(|row| row["outcome"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(send(), ["unchanged", "entered", "refused", "refused"]);
    assert_eq!(send(), ["unchanged", "unchanged", "refused", "refused"]);
    let entered = planner.reorder_point(&two, "CQ1").unwrap();
    assert_eq!(
        (
            entered.reorder_point,
            entered.order_up_to,
            entered.safety_stock
        ),
        (4, 8, Some(2))
    );
}
