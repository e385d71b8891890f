//! Goods that are kept by lot, and what can be wrong with them.

use audit::Code;
use contract::pick::PickFailureRequest;
use contract::product::{PriceRule, ProductRequest};
use contract::stock::{StockLine, StockReceiptRequest};
use domain::calendar::business_date;
use domain::lot::LotControl;
use domain::order::{LostBecause, StageName};
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};

use crate::faults::Fault;
use crate::table::Table;

fn in_days(days: i32) -> Date {
    business_date(Timestamp::now()).saturating_add(days.days())
}

/// One order leaves with what was picked for it; another waits with what was picked anew.
pub(crate) fn pick_by_lot(company: &Company) {
    let sku = unique("LOT");
    let price = PriceRule::Listed {
        list_fen: LIST_PRICE,
        floor_fen: 9_900,
    };
    let mut product = ProductRequest::plain("永川秀芽 100g", price, true, 180);
    product.lot_control = Some(LotControl::Expiry);
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    let line = |lot: &str, days| StockLine {
        lot_no: Some(lot.to_owned()),
        expiry: Some(in_days(days)),
        ..StockLine::plain(&sku, 9)
    };
    let receipt = StockReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        lines: vec![line("A", 30), line("B", 60)],
        reference: None,
    };
    let warehouse = company.person(Role::Warehouse);
    warehouse.receive_stock(&receipt).unwrap();
    for quantity in [3, 2] {
        let order = order_paid_by(PaymentMethod::CashOnDelivery, &sku, quantity);
        let id = company.approved(&order).summary.id;
        company.comes_to(id, StageName::Ready);
        warehouse.pick(id, None).unwrap();
        if quantity == 3 {
            company.ship(id);
            continue;
        }
        let failure = PickFailureRequest {
            failure_no: unique("JH"),
            consignment: 1,
            sku: sku.clone(),
            lot_no: "A".to_owned(),
            expiry: Some(in_days(30)),
            quantity: 1,
            because: LostBecause::Damaged,
        };
        warehouse.report_pick_failure(id, &failure).unwrap();
    }
}

/// The order that has picks and stands in this stage.
fn picked(table: &Table, stage: &str) -> String {
    let states = table.0.iter().filter(|item| {
        let body = item.get("body").and_then(|body| body.get("M"));
        body.is_some_and(|body| body.get("picks").is_some() && body["stage"]["S"] == stage)
    });
    let keys: Vec<&str> = states.filter_map(|item| item["pk"]["S"].as_str()).collect();
    keys.first().copied().unwrap().to_owned()
}

/// The keys of the lot that was picked by the first of such movements in a commit of the order, and of what its
/// consignment got of it.
fn places(moved: &Value, order: &str) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (number, expiry) = (text(&moved["lot"]["lot_no"]), text(&moved["lot"]["expiry"]));
    let order = order.trim_start_matches("ORDER#");
    (
        format!("STOCK#{}", text(&moved["sku"])),
        format!("LOT#CQ1#{expiry}#{number}"),
        format!("ISSUE#{number}#{expiry}#CQ1#{order}#1"),
    )
}

pub(crate) const OF_LOTS: [Fault; 4] = [
    (&[Code::LotLevelDiffers, Code::LotsDoNotAddUp], |table| {
        let lot = table.first("STOCK#", "LOT#").clone();
        let key = |name: &str| lot[name]["S"].as_str().unwrap();
        table.add_to(key("pk"), key("sk"), "available", 1);
    }),
    (&[Code::LotIssueDiffers], |table| {
        let issue = table.first("STOCK#", "ISSUE#").clone();
        let key = |name: &str| issue[name]["S"].as_str().unwrap();
        table.add_to(key("pk"), key("sk"), "pieces", 1);
    }),
    (
        &[
            Code::MovementsDiffer,
            Code::LotPickedDiffers,
            Code::LotIssueDiffers,
        ],
        |table| {
            let order = picked(table, "ready");
            let (commit, _) = table.event(&order, "picked");
            let mut moved = Value::Null;
            table.forge(&order, commit, |body| {
                let adjustments = body["adjustments"].as_array_mut().unwrap();
                let pick = adjustments.iter_mut().find(|it| it["adjust"] == "lot_pick");
                let pick = pick.unwrap();
                pick["quantity"] = json!(pick["quantity"].as_i64().unwrap() + 1);
                moved = pick.clone();
            });
            let (stock, lot, issue) = places(&moved, &order);
            table.add_to(&stock, &lot, "available", -1);
            table.add_to(&stock, &lot, "picked", 1);
            table.add_to(&stock, &issue, "pieces", 1);
        },
    ),
    (&[Code::LotExpired], |table| {
        let order = picked(table, "dispatched");
        let (commit, _) = table.event(&order, "dispatched");
        table.forge(&order, commit, |body| {
            body["at"] = json!("2099-01-01T00:00:00Z");
        });
    }),
];
