//! What buyers decide, and what is refused.

use contract::purchasing::{OfferRequest, PlacementRequest, PurchaseOrderRequest, QuoteRequest};
use domain::order::StageName;
use domain::purchasing::ChoiceReason;
use domain::role::Role;
use serde_json::json;
use uuid::Uuid;
use yudan_tests::purchase::unique;
use yudan_tests::refused::{problem, refused};
use yudan_tests::waiting::until;

use super::{in_days, lists, offer, placed, raised, reason, receipt, supplier, wanted, wants};
use crate::company;

#[test]
fn the_choice_is_explained_and_a_quote_writes_nothing() {
    let company = company();
    let sku = company.goods();
    let dear = supplier(company, &sku, 320, 2);
    let cheap = supplier(company, &sku, 300, 3);
    let late = supplier(company, &sku, 1, 15);
    let planner = company.person(Role::Planner);
    let bulk = OfferRequest {
        minimum_quantity: Some(4),
        multiple: Some(4),
        freight_per_order_fen: Some(50),
        ..offer(300)
    };
    planner.put_offer(&cheap, &sku, &bulk).unwrap();
    let asked = QuoteRequest {
        sku: sku.clone(),
        quantity: 6,
        needed_by: in_days(10),
        supplier: None,
    };
    let quote = planner.quote_purchase(&asked).unwrap();
    // 6 × 320 = 1,920 against 8 × 300 + 50 = 2,450.
    assert_eq!(quote.choice.chosen.supplier, dear);
    assert_eq!(quote.choice.chosen.landed_cost_fen, 1_920);
    assert_eq!(quote.choice.reason, ChoiceReason::LowestCost);
    let considered: Vec<_> = quote
        .choice
        .considered
        .iter()
        .map(|bid| (bid.supplier.clone(), bid.quantity))
        .collect();
    assert_eq!(considered, [(dear, 6), (cheap, 8)]);
    let excluded = &quote.choice.excluded[0];
    assert_eq!(
        (excluded.supplier.as_str(), excluded.because.as_str()),
        (late.as_str(), "late")
    );
    assert!(!quote.needs_approval);
    let named = QuoteRequest {
        supplier: Some(late.clone()),
        ..asked
    };
    let quote = planner.quote_purchase(&named).unwrap();
    assert_eq!(quote.choice.chosen.supplier, late);
    assert_eq!(quote.choice.reason, ChoiceReason::Named);
}

#[test]
fn a_price_above_the_standard_cost_needs_a_second_person() {
    let company = company();
    let sku = company.goods();
    let planner = company.person(Role::Planner);
    let mut product =
        json!({ "name": "永川秀芽", "on_sale": true, "weight_g": 250, "standard_cost_fen": 200 });
    product["price"] = json!({ "kind": "agreed" });
    let product = serde_json::from_value(product).unwrap();
    planner.put_product(&sku, &product).unwrap();
    supplier(company, &sku, 300, 2);
    let wanted = wanted(&sku, 1);
    let raised = planner.raise_purchase_order(&wanted).unwrap();
    assert!(raised.new);
    let number = raised.view.number;
    assert_eq!(raised.view.stage, "awaiting_approval");
    assert_eq!(raised.view.standard_cost_fen, Some(200));
    assert!(!planner.raise_purchase_order(&wanted).unwrap().new);
    let other = PurchaseOrderRequest {
        quantity: 2,
        ..wanted
    };
    let other = planner.raise_purchase_order(&other);
    refused(other, 409, "purchase_order_no_reused");
    until("the list of what is to be approved", || {
        lists(company, "purchase_approval", &number).then_some(())
    });
    let placement = PlacementRequest {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    let early = planner.place_purchase_order(&number, &placement);
    refused(early, 409, "purchase_order_not_to_place");
    let alone = planner.approve_purchase_order(&number);
    refused(alone, 403, "four_eyes_required");
    let manager = company.person(Role::Manager);
    let approved = manager.approve_purchase_order(&number).unwrap();
    assert_eq!(approved.stage, "to_place");
    let again = manager.approve_purchase_order(&number).unwrap();
    assert_eq!(again.version, approved.version);
    placed(company, &number);
    let customer = company.customer("C-1").product(&sku).unwrap();
    assert_eq!(customer.standard_cost_fen, None);
}

#[test]
fn what_no_longer_comes_is_closed_and_the_order_knows() {
    let company = company();
    let sku = company.goods();
    supplier(company, &sku, 300, 2);
    let id = wants(company, &sku, 3);
    let number = raised(company, id).number;
    placed(company, &number);
    let planner = company.person(Role::Planner);
    let early = planner.close_purchase_order(&number, &reason());
    refused(early, 409, "purchase_order_without_receipt");
    let warehouse = company.person(Role::Warehouse);
    warehouse.receive_purchase(&number, &receipt(1, 0)).unwrap();
    let late = planner.cancel_purchase_order(&number, &reason());
    refused(late, 409, "purchase_order_not_cancellable");
    let closed = planner.close_purchase_order(&number, &reason()).unwrap();
    assert_eq!((closed.stage.as_str(), closed.outstanding), ("closed", 0));
    let order = company.order(id);
    assert!(order.supplies[0].ended);
    assert_eq!(order.short[0].expected, None);

    // What is bought in its place is for a person to decide.
    let again = PurchaseOrderRequest {
        order_id: Some(id),
        ..wanted(&sku, 2)
    };
    let again = planner.raise_purchase_order(&again).unwrap().view;
    assert_eq!(again.peg.unwrap().order_id, id);
    placed(company, &again.number);
    warehouse
        .receive_purchase(&again.number, &receipt(2, 0))
        .unwrap();
    company.comes_to(id, StageName::Ready);
}

#[test]
fn mistakes_are_told_one_by_one() {
    let company = company();
    let sku = company.goods();
    let planner = company.person(Role::Planner);
    let nobody = planner.raise_purchase_order(&wanted(&sku, 1));
    refused(nobody, 409, "no_supplier_available");
    let code = supplier(company, &sku, 300, 2);
    let unknown = PurchaseOrderRequest {
        supplier: Some("nobody".to_owned()),
        ..wanted(&sku, 1)
    };
    let unknown = planner.raise_purchase_order(&unknown);
    refused(unknown, 409, "no_supplier_available");
    refused(
        planner.put_offer("nobody", &sku, &offer(1)),
        404,
        "not_found",
    );
    refused(planner.supplier("nobody"), 404, "not_found");
    refused(planner.offer(&code, "NONE"), 404, "not_found");
    refused(planner.purchase_order("nothing"), 404, "not_found");

    let body = |body: serde_json::Value| serde_json::to_vec(&body).unwrap();
    let offers = format!("/v1/suppliers/{code}/offers/{sku}");
    for (method, path, json, place) in [
        ("PUT", offers.as_str(), json!({ "breaks": [] }), "breaks"),
        (
            "PUT",
            &offers,
            json!({ "breaks": [{ "from": 2, "unit_price_fen": 1 }] }),
            "breaks[0].from",
        ),
        (
            "PUT",
            &offers,
            json!({ "breaks": [{ "from": 1, "unit_price_fen": 2 }, { "from": 1, "unit_price_fen": 1 }] }),
            "breaks[1].from",
        ),
        (
            "POST",
            "/v1/purchase-orders/quotes",
            json!({ "sku": "NONE", "quantity": 1, "needed_by": "2026-12-01" }),
            "sku",
        ),
        (
            "POST",
            "/v1/purchase-orders/quotes",
            json!({ "sku": sku, "quantity": 0, "needed_by": "2026-12-01" }),
            "quantity",
        ),
        (
            "POST",
            "/v1/purchase-orders",
            json!({ "number": unique("PO"), "sku": sku, "quantity": 1, "needed_by": "2026-12-01", "order_id": Uuid::nil() }),
            "order_id",
        ),
    ] {
        let wrong = problem(&planner.call(method, path, &[], Some(&body(json))).unwrap());
        assert_eq!(
            (wrong.status, wrong.code.as_str()),
            (422, "invalid_value"),
            "{place}"
        );
        assert_eq!(wrong.errors[0].at, place);
    }
    let number = planner
        .raise_purchase_order(&wanted(&sku, 1))
        .unwrap()
        .view
        .number;
    let path = format!("/v1/purchase-orders/{number}/cancel");
    let stale = [("if-match", "\"7\"")];
    let stale = planner
        .call("POST", &path, &stale, Some(&body(json!({ "reason": "x" }))))
        .unwrap();
    assert_eq!(problem(&stale).code, "stale_version");
    let receipts = format!("/v1/purchase-orders/{number}/receipts");
    let negative = body(json!({ "receipt_no": "R", "passed": -1 }));
    let warehouse = company.person(Role::Warehouse);
    let negative = warehouse
        .call("POST", &receipts, &[], Some(&negative))
        .unwrap();
    assert_eq!(problem(&negative).code, "invalid_body");
    let sales = company.person(Role::Sales);
    refused(
        sales.raise_purchase_order(&wanted(&sku, 1)),
        403,
        "forbidden",
    );
}
