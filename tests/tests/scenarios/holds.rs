//! Orders on hold: who stops and releases them, and what waits meanwhile (4.3.2).

use contract::order_view::OrderView;
use contract::shipment::ShipmentRequest;
use domain::order::StageName;
use domain::role::Role;
use uuid::Uuid;
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

fn last_hold(view: &OrderView) -> Uuid {
    view.holds.last().unwrap().id
}

#[test]
fn an_order_on_hold_is_not_approved_until_the_hold_is_released() {
    let company = company();
    let waits = company.reviewed(&order(&company.goods(), 1));
    let id = waits.summary.id;
    let finance = company.person(Role::Finance);
    let held = finance.place_hold(id, "credit_check").unwrap();
    assert_eq!(held.holds[0].placed_by, "test-finance");
    let refusal = refused(company.approve(&held), 409, "order_on_hold");
    assert_eq!(refusal.errors[0].expected, "released by finance, manager");
    let sales = company.person(Role::Sales);
    refused(
        sales.release_hold(id, last_hold(&held)),
        403,
        "hold_not_permitted",
    );
    let free = finance.release_hold(id, last_hold(&held)).unwrap();
    let again = finance.release_hold(id, last_hold(&held)).unwrap();
    assert_eq!(again.summary.version, free.summary.version);
    assert_eq!(
        company.approve(&free).unwrap().summary.stage,
        StageName::AwaitingPayment
    );
    let customer = company.customer(&waits.summary.customer).order(id).unwrap();
    assert_eq!(customer.holds, [], "holds are for staff");
    let told = until("the notices about the hold", || {
        let told = company.notices("StaffTopic", id);
        told.contains(&"order_hold_released".to_owned())
            .then_some(told)
    });
    assert!(told.contains(&"order_hold_placed".to_owned()));
}

#[test]
fn goods_are_reserved_only_when_the_hold_is_released() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 2);
    let approved = company.approved(&order(&sku, 2));
    let id = approved.summary.id;
    let sales = company.person(Role::Sales);
    let held = sales.place_hold(id, "customer_request").unwrap();
    company.transfer(&held, held.outstanding_fen);
    // Another order of the same goods shows that the queue has worked meanwhile.
    company.stock(&sku, 1);
    let other = company.reserved(&order(&sku, 1));
    assert_eq!(company.order(id).summary.stage, StageName::Preparing);
    assert_eq!(company.stock_of(&sku), (2, 1));
    sales.release_hold(id, last_hold(&held)).unwrap();
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 3));
    company.deliver(other.summary.id);
}

#[test]
fn a_parcel_does_not_leave_while_an_address_is_checked() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let ready = company.reserved(&order(&sku, 1));
    let id = ready.summary.id;
    let logistics = company.person(Role::Logistics);
    let held = logistics.place_hold(id, "address_check").unwrap();
    let shipment = ShipmentRequest {
        consignment: None,
        carrier: None,
        waybill_no: unique("WAYBILL"),
    };
    refused(logistics.ship(id, &shipment), 409, "order_on_hold");
    logistics.release_hold(id, last_hold(&held)).unwrap();
    company.deliver(id);
    company.comes_to(id, StageName::Completed);
}

#[test]
fn money_of_a_cancelled_order_stays_while_a_payment_is_checked() {
    let company = company();
    let sku = company.goods();
    let approved = company.approved(&order(&sku, 1));
    let id = approved.summary.id;
    let paid = company.transfer(&approved, approved.outstanding_fen);
    let finance = company.person(Role::Finance);
    let held = finance.place_hold(id, "payment_check").unwrap();
    let sales = company.person(Role::Sales);
    sales.cancel_order(id, "客户取消").unwrap();
    let refund = contract::payment::RefundRequest {
        amount_fen: paid.amount_fen,
        reason: "订单已取消".to_owned(),
        refund_no: Some(unique("RF")),
        refunded_at: None,
    };
    refused(finance.refund(&paid.id, &refund), 409, "order_on_hold");
    finance.release_hold(id, last_hold(&held)).unwrap();
    finance.refund(&paid.id, &refund).unwrap();
}

#[test]
fn a_reason_must_be_one_of_the_policy_and_a_hold_one_of_the_order() {
    let company = company();
    let id = company.reviewed(&order(&company.goods(), 1)).summary.id;
    let manager = company.person(Role::Manager);
    for reason in ["weather", "Not a code"] {
        let refusal = refused(manager.place_hold(id, reason), 422, "invalid_value");
        assert_eq!(refusal.errors[0].at, "reason");
    }
    refused(manager.release_hold(id, Uuid::nil()), 404, "not_found");
    let planner = company.person(Role::Planner);
    refused(
        planner.place_hold(id, "address_check"),
        403,
        "hold_not_permitted",
    );
}
