//! Goods that are bought: what a company does with them, and faults in what is written of it.

use audit::Code;
use contract::order_view::OrderView;
use contract::product::{PriceRule, ProductRequest};
use contract::purchasing::{
    GoodsReceiptRequest, OfferRequest, PlacementRequest, PriceBreakBody, PromiseRequest,
    SupplierRequest,
};
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::Span;
use serde_json::{Value, json};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::waiting::until;

use crate::faults::Fault;
use crate::table::Table;

/// A shortage that is bought for at a price that somebody approves; the goods come late and in part. Gives the
/// SKU.
pub(crate) fn buy_what_is_short(company: &Company) -> String {
    let (planner, sku, code) = (company.person(Role::Planner), unique("SKU"), unique("S"));
    let product = ProductRequest {
        standard_cost_fen: Some(100),
        ..ProductRequest::plain(
            "沱茶",
            PriceRule::Listed {
                list_fen: LIST_PRICE,
                floor_fen: 1,
            },
            true,
            100,
        )
    };
    planner.put_product(&sku, &product).unwrap();
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
        minimum_quantity: Some(6),
        multiple: None,
        freight_per_order_fen: Some(1_000),
        freight_per_piece_fen: None,
        lead_time_working_days: None,
        effective_from: None,
    };
    planner.put_offer(&code, &sku, &offer).unwrap();
    let short = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 5));
    let bought = until("the purchase order", || {
        let order: OrderView = company.order(short.summary.id);
        order.supplies.into_iter().next()
    });
    let number = bought.purchase_order.unwrap();
    company
        .person(Role::Manager)
        .approve_purchase_order(&number)
        .unwrap();
    let placement = PlacementRequest {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    planner.place_purchase_order(&number, &placement).unwrap();
    let promise = PromiseRequest {
        promised: bought.expected.saturating_add(Span::new().days(2)),
        reason: "停电".to_owned(),
    };
    planner.move_promise(&number, &promise).unwrap();
    let receipt = GoodsReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        passed: 2,
        failed: Some(1),
        lots: Vec::new(),
        note: None,
    };
    let warehouse = company.person(Role::Warehouse);
    assert!(warehouse.receive_purchase(&number, &receipt).unwrap().new);
    sku
}

fn purchase_order(table: &Table) -> String {
    table.partition("PURCHASE_ORDER", &[("stage", json!({"S": "placed"}))])
}

/// Adds one to a number of a state's body, by its JSON pointer.
fn add_one(table: &mut Table, partition: &str, pointer: &str) {
    let state = table.state(partition);
    let mut body = Value::Object(std::mem::take(state));
    let number = body.pointer_mut(pointer).unwrap();
    let one_more = number.as_str().unwrap().parse::<i64>().unwrap() + 1;
    *number = json!(one_more.to_string());
    *table.state(partition) = body.as_object().unwrap().clone();
}

pub(crate) const OF_PURCHASES: [Fault; 5] = [
    (&[Code::PegDiffers], |table| {
        let order = purchase_order(table);
        table.forge(&order, 1, |body| {
            let pieces = &mut body["events"][0]["purchase_order"]["peg"]["quantity"];
            *pieces = json!(pieces.as_i64().unwrap() + 1);
        });
        add_one(table, &order, "/peg/M/quantity/N");
    }),
    (&[Code::DeliveriesDiffer], |table| {
        let supplier = table.partition("SUPPLIER", &[]);
        let (commit, place) = table.event(&supplier, "delivery_counted");
        table.forge(&supplier, commit, |body| {
            let passed = &mut body["events"][place]["delivery"]["passed"];
            *passed = json!(passed.as_i64().unwrap() + 1);
        });
        add_one(table, &supplier, "/record/M/passed/N");
        add_one(table, &supplier, "/record/M/inspected/N");
    }),
    (&[Code::FourEyesMissing], |table| {
        let order = purchase_order(table);
        let raised_by = table.state(&order)["raised_by"].clone();
        let (commit, place) = table.event(&order, "approved");
        table.forge(&order, commit, |body| {
            body["events"][place]["by"] = raised_by["S"].clone();
        });
        table.state(&order)["approval"]["M"]["by"] = raised_by;
    }),
    (&[Code::MovementsDiffer], |table| {
        let order = purchase_order(table);
        let (commit, place) = table.event(&order, "goods_received");
        table.forge(&order, commit, |body| {
            let receipt = &mut body["events"][place]["receipt"];
            receipt["warehouse"] = json!("CQ2");
        });
        table.state(&order)["receipts"]["L"][0]["M"]["warehouse"] = json!({"S": "CQ2"});
    }),
    (&[Code::AmountWrong], |table| {
        let supplier = table.partition("SUPPLIER_OFFER", &[]);
        table.forge(&supplier, 1, |body| {
            body["events"][0]["offer"]["breaks"][0]["unit_price"] = json!(0);
        });
        table.state(&supplier)["breaks"]["L"][0]["M"]["unit_price"] = json!({"N": "0"});
    }),
];
