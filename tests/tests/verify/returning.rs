//! Goods that go back to suppliers: what a company does with them, and faults in what is written of it.

use audit::Code;
use contract::purchasing::{
    CreditNoteBody, GoodsReceiptRequest, PlacementRequest, PurchaseOrderRequest,
    ReturnAnswerRequest, ReturnFrom, ReturnShipmentRequest, SupplierReturnRequest,
};
use contract::stock::StockLine;
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::calendar::business_date;
use domain::role::Role;
use domain::stock::MAIN_WAREHOUSE;
use domain::stock_adjustment::AdjustmentKind;
use jiff::{Span, Timestamp};
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::purchase::unique;

use crate::faults::Fault;
use crate::table::Table;

/// Of what came with a purchase order some goes back, out of quarantine and of what failed the inspection.
pub(crate) fn send_goods_back(company: &Company, sku: &str) {
    let (planner, warehouse) = (
        company.person(Role::Planner),
        company.person(Role::Warehouse),
    );
    let wanted = PurchaseOrderRequest {
        number: unique("PO"),
        sku: sku.to_owned(),
        quantity: 6,
        needed_by: business_date(Timestamp::now()).saturating_add(Span::new().days(30)),
        supplier: None,
        order_id: None,
        warehouse: None,
    };
    planner.raise_purchase_order(&wanted).unwrap();
    let order = wanted.number;
    company
        .person(Role::Manager)
        .approve_purchase_order(&order)
        .unwrap();
    let placement = PlacementRequest {
        contract: "HT-2".to_owned(),
        promised: None,
    };
    planner.place_purchase_order(&order, &placement).unwrap();
    let receipt = GoodsReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        passed: 4,
        failed: Some(2),
        note: None,
        lots: Vec::new(),
    };
    warehouse.receive_purchase(&order, &receipt).unwrap();
    let apart = StockAdjustmentRequest {
        adjustment_no: unique("TZ"),
        kind: AdjustmentKind::Quarantine,
        warehouse: MAIN_WAREHOUSE.to_owned(),
        to: None,
        lines: vec![StockLine {
            sku: sku.to_owned(),
            quantity: 1,
            lot_no: None,
            expiry: None,
        }],
        reason: "外箱破损".to_owned(),
        reference: None,
    };
    warehouse.adjust_stock(&apart).unwrap();
    for (from, quantity) in [
        (ReturnFrom::Quarantine, 1),
        (ReturnFrom::FailedInspection, 2),
    ] {
        let wanted = SupplierReturnRequest {
            number: unique("CT"),
            purchase_order: order.clone(),
            from,
            warehouse: None,
            lot_no: None,
            expiry: None,
            quantity,
            reason: "包装破损".to_owned(),
        };
        planner.raise_supplier_return(&wanted).unwrap();
        if from == ReturnFrom::Quarantine {
            close(company, &wanted.number);
        }
    }
}

fn close(company: &Company, number: &str) {
    let (planner, warehouse) = (
        company.person(Role::Planner),
        company.person(Role::Warehouse),
    );
    let shipment = ReturnShipmentRequest {
        waybill_no: "SF1234567890".to_owned(),
    };
    warehouse.ship_supplier_return(number, &shipment).unwrap();
    let answer = ReturnAnswerRequest {
        credit_note: Some(CreditNoteBody {
            number: "HZ-1".to_owned(),
            amount_fen: 300,
        }),
        replacement: None,
    };
    planner.answer_supplier_return(number, &answer).unwrap();
    let finance = company.person(Role::Finance);
    finance.close_supplier_return(number).unwrap();
}

fn closed(table: &Table) -> String {
    table.partition("SUPPLIER_RETURN", &[("stage", json!({"S": "closed"}))])
}

pub(crate) const OF_RETURNS: [Fault; 3] = [
    (&[Code::GoodsReturnDiffers], |table| {
        let goods = table.partition("SUPPLIER_RETURN", &[("stage", json!({"S": "to_ship"}))]);
        table.forge(&goods, 1, |body| {
            body["events"][0]["supplier_return"]["quantity"] = json!(1);
        });
        table.set_number(&goods, "quantity", 1);
    }),
    (&[Code::FourEyesMissing], |table| {
        let goods = closed(table);
        let (commit, place) = table.event(&goods, "closed");
        table.forge(&goods, commit, |body| {
            body["events"][place]["by"] = json!("test-planner");
        });
    }),
    (&[Code::DeliveriesDiffer], |table| {
        let goods = closed(table);
        let supplier = table.state(&goods)["supplier"]["S"].clone();
        let supplier = format!("SUPPLIER#{}", supplier.as_str().unwrap());
        let (commit, place) = table.event(&supplier, "return_counted");
        table.forge(&supplier, commit, |body| {
            body["events"][place]["quantity"] = json!(2);
        });
        table.state(&supplier)["record"]["M"]["returned"] = json!({"N": "2"});
    }),
];
