//! What orders are short of is bought: from whom, when it comes, and what of it passes (5.1.2, 5.1.3).

use contract::purchasing::{
    GoodsReceiptRequest, OfferRequest, PlacementRequest, PriceBreakBody, PromiseRequest,
    PurchaseOrderRequest, PurchaseOrderView, ReasonRequest, ReceivedLotBody, SupplierRequest,
};
use domain::calendar::business_date;
use domain::lot::LotControl;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::{company, lots};

mod decisions;

/// A new supplier that asks this much for a piece and needs so many working days.
pub(crate) fn supplier(company: &Company, sku: &str, fen: i64, days: u16) -> String {
    let code = unique("S");
    let planner = company.person(Role::Planner);
    let profile = SupplierRequest {
        name: "巴南茶厂".to_owned(),
        lead_time_working_days: days,
        from: None,
        until: None,
    };
    planner.put_supplier(&code, &profile).unwrap();
    planner.put_offer(&code, sku, &offer(fen)).unwrap();
    code
}

fn offer(unit_price_fen: i64) -> OfferRequest {
    OfferRequest {
        breaks: vec![PriceBreakBody {
            from: 1,
            unit_price_fen,
        }],
        minimum_quantity: None,
        multiple: None,
        freight_per_order_fen: None,
        freight_per_piece_fen: None,
        lead_time_working_days: None,
        effective_from: None,
    }
}

/// Approves an order that is paid at the door, and so needs nothing but its goods.
fn wants(company: &Company, sku: &str, quantity: u32) -> Uuid {
    let request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    company.approved(&request).summary.id
}

/// The purchase order that is raised for an order by itself.
fn raised(company: &Company, order: Uuid) -> PurchaseOrderView {
    let number = until(&format!("something to be bought for {order}"), || {
        let supplies = company.order(order).supplies;
        supplies.first()?.purchase_order.clone()
    });
    company
        .person(Role::Planner)
        .purchase_order(&number)
        .unwrap()
}

pub(crate) fn placed(company: &Company, number: &str) -> PurchaseOrderView {
    let placement = PlacementRequest {
        contract: format!("HT-{number}"),
        promised: None,
    };
    let planner = company.person(Role::Planner);
    planner.place_purchase_order(number, &placement).unwrap()
}

pub(crate) fn receipt(passed: u32, failed: u32) -> GoodsReceiptRequest {
    GoodsReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: None,
        passed,
        failed: Some(failed),
        lots: Vec::new(),
        note: None,
    }
}

pub(crate) fn wanted(sku: &str, quantity: u32) -> PurchaseOrderRequest {
    PurchaseOrderRequest {
        number: unique("PO"),
        sku: sku.to_owned(),
        quantity,
        needed_by: in_days(60),
        supplier: None,
        order_id: None,
        warehouse: None,
    }
}

fn in_days(days: i64) -> Date {
    business_date(Timestamp::now()).saturating_add(Span::new().days(days))
}

pub(crate) fn reason() -> ReasonRequest {
    ReasonRequest {
        reason: "不再供货".to_owned(),
    }
}

pub(crate) fn lists(company: &Company, list: &str, number: &str) -> bool {
    let items = company
        .person(Role::Planner)
        .work(list, None)
        .unwrap()
        .items;
    items.iter().any(|item| item.id == number)
}

#[test]
fn a_short_order_is_bought_for_received_in_parts_and_dispatched() {
    let company = company();
    let sku = company.goods();
    let code = supplier(company, &sku, 300, 2);
    company.stock(&sku, 1);
    let id = wants(company, &sku, 5);
    let bought = raised(company, id);
    assert_eq!((bought.stage.as_str(), bought.quantity), ("to_place", 4));
    assert_eq!(bought.number, format!("{id}.1"));
    assert_eq!(bought.choice.chosen.supplier, code);
    let peg = bought.peg.unwrap();
    assert_eq!((peg.order_id, peg.quantity), (id, 4));
    let short = company.order(id).short;
    assert_eq!(short[0].expected, Some(bought.choice.chosen.arrives));
    until("the list of what is to be placed", || {
        lists(company, "purchase_placement", &bought.number).then_some(())
    });

    let warehouse = company.person(Role::Warehouse);
    let early = warehouse.receive_purchase(&bought.number, &receipt(1, 0));
    refused(early, 409, "purchase_order_not_placed");
    let placed = placed(company, &bought.number);
    assert_eq!(placed.promised, Some(placed.choice.chosen.arrives));
    until("the list of what is to be delivered", || {
        lists(company, "purchase_delivery", &bought.number).then_some(())
    });
    assert!(!lists(company, "purchase_overdue", &bought.number));

    let first = receipt(2, 1);
    let came = warehouse.receive_purchase(&bought.number, &first).unwrap();
    assert!(came.new);
    let came = came.view;
    assert_eq!((came.passed, came.failed, came.outstanding), (2, 1, 2));
    assert!(came.receipts[0].on_time);
    until("the order to find the pieces that passed", || {
        (company.order(id).short[0].missing == 2).then_some(())
    });
    let again = warehouse.receive_purchase(&bought.number, &first).unwrap();
    assert_eq!((again.new, again.view.version), (false, came.version));
    let other = GoodsReceiptRequest {
        passed: 1,
        ..first.clone()
    };
    let other = warehouse.receive_purchase(&bought.number, &other);
    refused(other, 409, "receipt_no_reused");
    let above = warehouse.receive_purchase(&bought.number, &receipt(2, 1));
    refused(above, 409, "receipt_above_order");

    let last = warehouse
        .receive_purchase(&bought.number, &receipt(2, 0))
        .unwrap();
    assert_eq!(
        (last.view.stage.as_str(), last.view.passed),
        ("received", 4)
    );
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 5));
    assert!(company.order(id).supplies[0].ended);
    company.ship(id);
    company.comes_to(id, StageName::Dispatched);

    let known = company.person(Role::Planner).supplier(&code).unwrap();
    assert_eq!((known.inspected, known.receipts), (5, 2));
    assert_eq!(
        (known.quality_permille, known.on_time_permille),
        (800, 1_000)
    );
}

#[test]
fn one_receipt_sent_ten_times_at_once_counts_once() {
    let company = company();
    let sku = company.goods();
    let code = supplier(company, &sku, 300, 2);
    let planner = company.person(Role::Planner);
    let order = planner.raise_purchase_order(&wanted(&sku, 10)).unwrap();
    let number = order.view.number;
    placed(company, &number);
    let receipt = receipt(3, 1);
    let new = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..10)
            .map(|_| {
                scope.spawn(|| {
                    let warehouse = company.person(Role::Warehouse);
                    until("the receipt to be recorded", || {
                        warehouse.receive_purchase(&number, &receipt).ok()
                    })
                })
            })
            .collect();
        let answers = calls.into_iter().map(|call| call.join().unwrap());
        answers.filter(|answer| answer.new).count()
    });
    assert_eq!(new, 1);
    assert_eq!(company.stock_of(&sku), (3, 0));
    let known = planner.supplier(&code).unwrap();
    assert_eq!((known.inspected, known.receipts), (4, 1));
}

#[test]
fn a_cancelled_order_lets_go_of_what_is_bought_for_it() {
    let company = company();
    let sku = company.goods();
    supplier(company, &sku, 300, 2);
    let id = wants(company, &sku, 2);
    let number = raised(company, id).number;
    let sales = company.person(Role::Sales);
    sales.cancel_order(id, "不再需要").unwrap();
    let planner = company.person(Role::Planner);
    let released = until("the peg to be released", || {
        let order = planner.purchase_order(&number).unwrap();
        order.peg.clone()?.released_at.map(|_| order.clone())
    });
    assert_eq!(released.stage, "to_place");
    let cancelled = planner.cancel_purchase_order(&number, &reason()).unwrap();
    assert_eq!(cancelled.stage, "cancelled");
    let again = planner.cancel_purchase_order(&number, &reason()).unwrap();
    assert_eq!(again.version, cancelled.version);
    let warehouse = company.person(Role::Warehouse);
    let late = warehouse.receive_purchase(&number, &receipt(1, 0));
    refused(late, 409, "purchase_order_not_placed");
}

#[test]
fn a_slip_is_kept_shown_and_told_to_the_customer() {
    let company = company();
    let sku = company.goods();
    supplier(company, &sku, 300, 2);
    let id = wants(company, &sku, 2);
    let number = raised(company, id).number;
    let promised = placed(company, &number).promised.unwrap();
    let due = company.order(id).summary.due;
    let later = in_days(21);
    let promise = PromiseRequest {
        promised: later,
        reason: "停电".to_owned(),
    };
    let planner = company.person(Role::Planner);
    let moved = planner.move_promise(&number, &promise).unwrap();
    assert_eq!(moved.promised, Some(later));
    let dates: Vec<_> = moved.promises.iter().map(|promise| promise.date).collect();
    assert_eq!(dates, [promised, later]);
    let order = company.order(id);
    assert_eq!(order.short[0].expected, Some(later));
    assert!(order.summary.due > due);
    let told = until("the customer to be told", || {
        let notices = company.notices_in_full("CustomerTopic", id);
        notices
            .into_iter()
            .find(|notice| notice["template"] == "order_supply_rescheduled")
    });
    for language in ["chinese", "english"] {
        let text = told[language].as_str().unwrap();
        assert!(text.contains(&later.to_string()), "{text}");
    }
    let again = planner.move_promise(&number, &promise).unwrap();
    assert_eq!(again.version, moved.version);
    let past = PromiseRequest {
        promised: in_days(-1),
        ..promise
    };
    refused(planner.move_promise(&number, &past), 422, "invalid_value");
}

#[test]
fn goods_that_are_kept_by_lot_come_in_by_lot() {
    let company = company();
    let sku = lots::goods(company, LotControl::Expiry, 30);
    supplier(company, &sku, 300, 2);
    let id = wants(company, &sku, 4);
    let number = raised(company, id).number;
    placed(company, &number);
    let warehouse = company.person(Role::Warehouse);
    let lot = |lot: &str, days: i32, quantity| ReceivedLotBody {
        lot_no: lot.to_owned(),
        expiry: Some(lots::in_days(days)),
        quantity,
    };
    let came = |lots: Vec<ReceivedLotBody>| GoodsReceiptRequest {
        lots,
        ..receipt(4, 0)
    };
    for (wrong, status, code) in [
        (came(Vec::new()), 422, "invalid_value"),
        (came(vec![lot("A", 60, 3)]), 422, "invalid_value"),
        (came(vec![lot("A", 20, 4)]), 409, "shelf_life_too_short"),
    ] {
        refused(warehouse.receive_purchase(&number, &wrong), status, code);
    }
    let paper = came(vec![lot("B", 90, 3), lot("A", 60, 1)]);
    assert!(warehouse.receive_purchase(&number, &paper).unwrap().new);
    assert!(!warehouse.receive_purchase(&number, &paper).unwrap().new);
    let other = GoodsReceiptRequest {
        lots: vec![lot("B", 90, 2), lot("A", 60, 2)],
        ..paper
    };
    let other = warehouse.receive_purchase(&number, &other);
    refused(other, 409, "receipt_no_reused");
    company.comes_to(id, StageName::Ready);
    let there = lots::lots(company, &sku, "CQ1");
    assert_eq!(there, [lots::held("A", 1, 0, 0), lots::held("B", 3, 0, 0)]);
}
