//! Goods go back to the suppliers that delivered them (5.1.2).

use contract::purchasing::{
    CreditNoteBody, GoodsReceiptRequest, OfferRequest, PlacementRequest, PriceBreakBody,
    PurchaseOrderRequest, ReasonRequest, ReplacementBody, ReturnAnswerRequest, ReturnFrom,
    ReturnShipmentRequest, SupplierRequest, SupplierReturnRequest,
};
use contract::stock::StockLine;
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::calendar::business_date;
use domain::role::Role;
use domain::stock_adjustment::AdjustmentKind;
use jiff::{Span, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::unique;
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

/// Goods, their supplier, and a purchase order of which so many passed the inspection and failed it.
pub(crate) fn delivered(company: &Company, passed: u32, failed: u32) -> (String, String, String) {
    let (planner, sku, code) = (company.person(Role::Planner), company.goods(), unique("S"));
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
    let wanted = PurchaseOrderRequest {
        number: unique("PO"),
        sku: sku.clone(),
        quantity: passed + failed,
        needed_by: business_date(Timestamp::now()).saturating_add(Span::new().days(30)),
        supplier: None,
        order_id: None,
        warehouse: None,
    };
    let order = wanted.number.clone();
    planner.raise_purchase_order(&wanted).unwrap();
    let placement = PlacementRequest {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    planner.place_purchase_order(&order, &placement).unwrap();
    let receipt = GoodsReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        passed,
        failed: Some(failed),
        note: None,
        lots: Vec::new(),
    };
    let warehouse = company.person(Role::Warehouse);
    warehouse.receive_purchase(&order, &receipt).unwrap();
    (sku, code, order)
}

fn wanted(order: &str, from: ReturnFrom, quantity: u32) -> SupplierReturnRequest {
    SupplierReturnRequest {
        number: unique("CT"),
        purchase_order: order.to_owned(),
        from,
        warehouse: None,
        lot_no: None,
        expiry: None,
        quantity,
        reason: "包装破损".to_owned(),
    }
}

fn keep_apart(company: &Company, sku: &str, quantity: u32) {
    let adjustment = StockAdjustmentRequest {
        adjustment_no: unique("TZ"),
        kind: AdjustmentKind::Quarantine,
        warehouse: "CQ1".to_owned(),
        to: None,
        lines: vec![StockLine {
            sku: sku.to_owned(),
            quantity,
            lot_no: None,
            expiry: None,
        }],
        reason: "外箱破损".to_owned(),
        reference: None,
    };
    let warehouse = company.person(Role::Warehouse);
    warehouse.adjust_stock(&adjustment).unwrap();
}

fn waybill() -> ReturnShipmentRequest {
    ReturnShipmentRequest {
        waybill_no: unique("WAYBILL"),
    }
}

fn credit(fen: i64) -> ReturnAnswerRequest {
    ReturnAnswerRequest {
        credit_note: Some(CreditNoteBody {
            number: unique("HZ"),
            amount_fen: fen,
        }),
        replacement: None,
    }
}

fn lists(company: &Company, list: &str, number: &str) {
    until(&format!("{number} on {list}"), || {
        let items = company
            .person(Role::Planner)
            .work(list, None)
            .unwrap()
            .items;
        items.iter().any(|item| item.id == number).then_some(())
    });
}

#[test]
fn what_was_kept_apart_leaves_stock_when_it_is_shipped_and_counts_for_the_scores() {
    let company = company();
    let (sku, code, order) = delivered(company, 8, 2);
    keep_apart(company, &sku, 4);
    let planner = company.person(Role::Planner);
    let asked = wanted(&order, ReturnFrom::Quarantine, 4);
    let raised = planner.raise_supplier_return(&asked).unwrap();
    assert!(raised.new);
    let number = raised.view.number;
    let again = planner.raise_supplier_return(&asked).unwrap();
    assert!(!again.new);
    let other = SupplierReturnRequest {
        quantity: 3,
        ..asked
    };
    refused(
        planner.raise_supplier_return(&other),
        409,
        "return_no_reused",
    );
    lists(company, "return_shipment", &number);
    let level = || {
        company
            .person(Role::Auditor)
            .stock(&sku)
            .unwrap()
            .warehouses[0]
            .clone()
    };
    assert_eq!((level().available, level().quarantined), (4, 4));
    assert_eq!(planner.supplier(&code).unwrap().quality_permille, 800);

    let warehouse = company.person(Role::Warehouse);
    let shipment = waybill();
    let left = warehouse.ship_supplier_return(&number, &shipment).unwrap();
    assert_eq!(
        (left.stage.as_str(), left.waybill_no),
        ("shipped", Some(shipment.waybill_no.clone()))
    );
    let again = warehouse.ship_supplier_return(&number, &shipment).unwrap();
    assert_eq!(again.version, left.version);
    refused(
        warehouse.ship_supplier_return(&number, &waybill()),
        409,
        "return_not_to_ship",
    );
    assert_eq!((level().available, level().quarantined), (4, 0));
    // 8 of 10 passed, and 4 of them were not good after all.
    assert_eq!(planner.supplier(&code).unwrap().quality_permille, 400);
    lists(company, "return_answer", &number);

    let answer = credit(1_200);
    let answered = planner.answer_supplier_return(&number, &answer).unwrap();
    assert_eq!(answered.credit_note, answer.credit_note);
    lists(company, "return_closing", &number);
    let own = company.named("test-planner", "manager");
    refused(
        own.close_supplier_return(&number),
        403,
        "four_eyes_required",
    );
    let finance = company.person(Role::Finance);
    let closed = finance.close_supplier_return(&number).unwrap();
    assert_eq!(closed.stage, "closed");
    assert_eq!(
        finance.close_supplier_return(&number).unwrap().version,
        closed.version
    );
    assert_eq!(finance.supplier_return(&number).unwrap(), closed);
    assert_eq!(planner.purchase_order(&order).unwrap().returned, 4);
}

#[test]
fn never_more_goes_back_than_came_and_is_kept_apart() {
    let company = company();
    let (sku, code, order) = delivered(company, 3, 2);
    let planner = company.person(Role::Planner);
    let warehouse = company.person(Role::Warehouse);
    let too_many = wanted(&order, ReturnFrom::FailedInspection, 3);
    let refusal = refused(
        planner.raise_supplier_return(&too_many),
        409,
        "return_above_received",
    );
    assert_eq!(refusal.errors[0].expected, "at most 2 pieces");
    let failed = wanted(&order, ReturnFrom::FailedInspection, 2);
    let failed = planner.raise_supplier_return(&failed).unwrap().view;
    let one_more = wanted(&order, ReturnFrom::FailedInspection, 1);
    refused(
        planner.raise_supplier_return(&one_more),
        409,
        "return_above_received",
    );
    let unknown = wanted("NO-SUCH", ReturnFrom::FailedInspection, 1);
    refused(
        planner.raise_supplier_return(&unknown),
        422,
        "invalid_value",
    );

    // They never were stock, and counted when they came.
    warehouse
        .ship_supplier_return(&failed.number, &waybill())
        .unwrap();
    assert_eq!(company.stock_of(&sku), (3, 0));
    assert_eq!(planner.supplier(&code).unwrap().quality_permille, 600);
    let again = ReturnAnswerRequest {
        replacement: Some(ReplacementBody {
            expected: business_date(Timestamp::now()),
        }),
        credit_note: None,
    };
    planner
        .answer_supplier_return(&failed.number, &again)
        .unwrap();

    let passed = wanted(&order, ReturnFrom::Quarantine, 3);
    let passed = planner.raise_supplier_return(&passed).unwrap().view;
    let short = warehouse.ship_supplier_return(&passed.number, &waybill());
    let short = refused(short, 409, "stock_short");
    assert_eq!(short.errors[0].found, "0 quarantined");
    let reason = ReasonRequest {
        reason: "已修复".to_owned(),
    };
    let cancelled = planner
        .cancel_supplier_return(&passed.number, &reason)
        .unwrap();
    assert_eq!(cancelled.stage, "cancelled");
    refused(
        warehouse.ship_supplier_return(&passed.number, &waybill()),
        409,
        "return_not_to_ship",
    );
    assert_eq!(planner.purchase_order(&order).unwrap().returned, 2);
    let again = wanted(&order, ReturnFrom::Quarantine, 3);
    planner.raise_supplier_return(&again).unwrap();
}

#[test]
fn a_return_that_two_people_raise_and_ship_at_once_goes_once() {
    let company = company();
    let (sku, code, order) = delivered(company, 6, 0);
    keep_apart(company, &sku, 4);
    let asked: Vec<_> = (0..4)
        .map(|_| wanted(&order, ReturnFrom::Quarantine, 4))
        .collect();
    let raised = std::thread::scope(|scope| {
        let calls: Vec<_> = asked
            .iter()
            .map(|asked| {
                let raise = || company.person(Role::Planner).raise_supplier_return(asked);
                scope.spawn(move || raise().ok().map(|raised| raised.view.number))
            })
            .collect();
        let answers = calls.into_iter().map(|call| call.join().unwrap());
        answers.flatten().collect::<Vec<_>>()
    });
    assert_eq!(raised.len(), 1);
    let shipment = waybill();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let warehouse = company.person(Role::Logistics);
                until("the return to leave", || {
                    warehouse.ship_supplier_return(&raised[0], &shipment).ok()
                })
            });
        }
    });
    let level = &company
        .person(Role::Auditor)
        .stock(&sku)
        .unwrap()
        .warehouses[0];
    assert_eq!((level.available, level.quarantined), (2, 0));
    let known = company.person(Role::Planner).supplier(&code).unwrap();
    assert_eq!(known.quality_permille, 333);
}
