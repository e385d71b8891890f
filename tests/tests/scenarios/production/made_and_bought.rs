//! One order that is partly there, partly made and partly bought, from its approval to its delivery in two
//! shipments (5.1, 5.2, 5.3).

use contract::order_view::OrderView;
use contract::purchasing::{
    GoodsReceiptRequest, OfferRequest, PlacementRequest, PriceBreakBody, SupplierRequest,
};
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::production::inspection;
use yudan_tests::purchase::{line, order_paid_by, unique};
use yudan_tests::waiting::until;
use yudan_tests::walk::USUAL_WAY;

use crate::company;

/// Goods that a new supplier offers.
fn bought_goods(company: &Company) -> String {
    let (sku, code) = (company.goods(), unique("S"));
    let planner = company.person(Role::Planner);
    let supplier = SupplierRequest {
        name: "巴南茶厂".to_owned(),
        lead_time_working_days: 2,
        from: None,
        until: None,
    };
    planner.put_supplier(&code, &supplier).unwrap();
    let offer = OfferRequest {
        breaks: vec![PriceBreakBody {
            from: 1,
            unit_price_fen: 300,
        }],
        minimum_quantity: None,
        multiple: None,
        freight_per_order_fen: None,
        freight_per_piece_fen: None,
        lead_time_working_days: None,
        effective_from: None,
    };
    planner.put_offer(&code, &sku, &offer).unwrap();
    sku
}

/// `reserved + left from` of each line.
fn promises(order: &OrderView) -> Vec<String> {
    let told = order.lines.iter().map(|line| {
        let promise = line.promise.clone().unwrap();
        let supply = promise.supplies.first();
        let from = match supply.map(|it| (it.purchase_order.is_some(), it.work_order.is_some())) {
            None => "stock",
            Some((true, false)) => "supplier",
            Some((false, true)) => "line",
            Some(other) => panic!("{other:?}"),
        };
        assert_eq!(promise.expected, supply.map(|it| it.expected));
        format!("{} + {} from {from}", promise.reserved, promise.left)
    });
    told.collect()
}

#[test]
fn an_order_of_what_is_there_made_and_bought_is_delivered_in_two_shipments() {
    let company = company();
    let (here, bought) = (company.goods(), bought_goods(company));
    let (made, _) = company.made_goods();
    company.stock(&here, 2);
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, &here, 2);
    request.lines = vec![line(&here, 2), line(&made, 3), line(&bought, 4)];
    request.split_shipments = true;
    let id = company.approved(&request).summary.id;

    // What is there is reserved, and the rest is made and bought.
    let order = until("both to be ordered", || {
        let order = company.order(id);
        (order.supplies.len() == 2).then_some(order)
    });
    assert_eq!(order.summary.stage, StageName::Ready);
    assert_eq!(
        promises(&order),
        ["2 + 0 from stock", "0 + 3 from line", "0 + 4 from supplier"]
    );
    let mut numbers = order.supplies.iter();
    let work_order = numbers
        .clone()
        .find_map(|it| it.work_order.clone())
        .unwrap();
    let purchase_order = numbers.find_map(|it| it.purchase_order.clone()).unwrap();

    // The first shipment leaves.
    let first = company.ship(id);
    assert_eq!(company.order(id).summary.stage, StageName::Preparing);
    assert_eq!(company.report(&first, &USUAL_WAY), "signed");

    // What is made passes, and what is bought comes in.
    company.make(&work_order, 0);
    let inspector = company.inspector();
    inspector
        .inspect_work(&work_order, &inspection(3, 0, 0))
        .unwrap();
    let order = until("what was made to be reserved", || {
        let order = company.order(id);
        let promise = order.lines[1].promise.clone()?;
        (promise.reserved == 3).then_some(order)
    });
    assert_eq!(
        promises(&order),
        [
            "2 + 0 from stock",
            "3 + 0 from stock",
            "0 + 4 from supplier"
        ]
    );
    let placement = PlacementRequest {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    let planner = company.person(Role::Planner);
    planner
        .place_purchase_order(&purchase_order, &placement)
        .unwrap();
    let receipt = GoodsReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        passed: 4,
        failed: None,
        note: None,
        lots: Vec::new(),
    };
    let warehouse = company.person(Role::Warehouse);
    warehouse
        .receive_purchase(&purchase_order, &receipt)
        .unwrap();
    until("everything to be reserved", || {
        company.order(id).short.is_empty().then_some(())
    });

    // The second shipment leaves with both and arrives.
    let second = company.ship(id);
    assert_eq!(company.report(&second, &USUAL_WAY), "signed");
    let order = company.comes_to(id, StageName::Delivered);
    assert_eq!((order.shipments.len(), order.consignments.len()), (2, 2));
    assert!(order.supplies.iter().all(|supply| supply.ended));
    for sku in [&here, &made, &bought] {
        assert_eq!(company.stock_of(sku), (0, 0), "{sku}");
    }
    let timeline = planner.timeline(id).unwrap();
    let happened = |kind| {
        let entries = timeline.entries.iter();
        entries.filter(|entry| entry.kind == kind).count()
    };
    assert_eq!(
        [
            EventKind::OrderApproved,
            EventKind::OrderSupplyPegged,
            EventKind::OrderSupplyEnded,
            EventKind::OrderReserved,
            EventKind::OrderDispatched,
            EventKind::OrderParcelDelivered,
            EventKind::OrderDelivered,
        ]
        .map(happened),
        [1, 2, 2, 3, 2, 2, 1]
    );
}
