//! Orders that leave in several shipments, from several warehouses, as their goods are there (5.2.1, 5.3).

use contract::order_view::OrderView;
use contract::shipment::{DeliveryRequest, ShipmentRequest, ShipmentView};
use contract::stock::{StockLine, StockReceiptRequest};
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::sourcing::WarehouseRule;
use jiff::Timestamp;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{line, order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;
use yudan_tests::walk::USUAL_WAY;

use crate::{company, program};

/// An approved order that is paid at the door, and may be split or not.
fn wants(company: &Company, goods: &[(&str, u32)], split: bool) -> Uuid {
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, goods[0].0, goods[0].1);
    let lines = goods.iter().map(|(sku, quantity)| line(sku, *quantity));
    request.lines = lines.collect();
    request.split_shipments = split;
    company.approved(&request).summary.id
}

/// Goods come into a warehouse.
fn receive(company: &Company, warehouse: &str, sku: &str, quantity: u32) {
    let receipt = StockReceiptRequest {
        receipt_no: unique("RK"),
        warehouse: Some(warehouse.to_owned()),
        lines: vec![StockLine::plain(sku.to_owned(), quantity)],
        reference: None,
    };
    let person = company.person(Role::Warehouse);
    assert!(person.receive_stock(&receipt).unwrap().new);
}

/// Adds a warehouse in Chengdu that is meant for Sichuan.
fn open_chengdu(company: &Company) {
    let rule = |warehouse: &str, serves: &[u8]| WarehouseRule {
        warehouse: warehouse.to_owned(),
        serves: serves.to_vec(),
        priority: 0,
        costs: Vec::new(),
    };
    let manager = company.person(Role::Manager);
    let seen = manager.policy().unwrap();
    let mut policy = seen.policy;
    policy.sourcing.warehouses = vec![rule("CQ1", &[]), rule("CD1", &[51])];
    manager.revise_policy(seen.version, &policy).unwrap();
}

/// `no warehouse: sku x quantity …` of each consignment, with its waybill's number once it left.
fn consignments(order: &OrderView) -> Vec<String> {
    let told = order.consignments.iter().map(|consignment| {
        let pieces = consignment.pieces.iter();
        let pieces: Vec<_> = pieces
            .map(|pieces| format!("{} x {}", pieces.sku, pieces.quantity))
            .collect();
        format!(
            "{} {}: {}",
            consignment.no,
            consignment.warehouse,
            pieces.join(" ")
        )
    });
    told.collect()
}

fn short(order: &OrderView) -> Vec<(&str, u32)> {
    let short = order.short.iter();
    short
        .map(|short| (short.sku.as_str(), short.missing))
        .collect()
}

fn parcel(consignment: Option<u16>) -> ShipmentRequest {
    ShipmentRequest {
        carrier: None,
        waybill_no: unique("WAYBILL"),
        consignment,
    }
}

fn ship(company: &Company, id: Uuid, consignment: Option<u16>) -> ShipmentView {
    let logistics = company.person(Role::Logistics);
    logistics.ship(id, &parcel(consignment)).unwrap().view
}

#[test]
fn what_is_there_leaves_first_and_the_rest_when_it_comes() {
    let company = company();
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 3);
    let id = wants(company, &[(&here, 2), (&missing, 2)], true);
    let order = company.comes_to(id, StageName::Ready);
    assert_eq!(consignments(&order), [format!("1 CQ1: {here} x 2")]);
    assert_eq!(short(&order), [(missing.as_str(), 2)]);
    assert_eq!(company.stock_of(&here), (1, 2));

    // What comes in before the first consignment left joins it.
    company.stock(&missing, 1);
    let order = until("one more piece to be reserved", || {
        let order = company.order(id);
        (short(&order) == [(missing.as_str(), 1)]).then_some(order)
    });
    let joined = format!("1 CQ1: {here} x 2 {missing} x 1");
    assert_eq!(consignments(&order), std::slice::from_ref(&joined));

    let first = ship(company, id, None);
    assert_eq!(first.weight_g, 3 * 180);
    let order = company.order(id);
    assert_eq!(order.summary.stage, StageName::Preparing);
    assert_eq!(short(&order), [(missing.as_str(), 1)]);
    assert_eq!(company.stock_of(&here), (1, 0));
    let sales = company.person(Role::Sales);
    let late = sales.cancel_order(id, "不再需要");
    refused(late, 409, "order_not_cancellable");

    // The first parcel arrives before the rest is there.
    assert_eq!(company.report(&first, &USUAL_WAY), "signed");
    let order = company.order(id);
    assert_eq!(order.summary.stage, StageName::Preparing);
    assert!(order.shipments[0].delivered_at.is_some());

    company.stock(&missing, 1);
    let order = company.comes_to(id, StageName::Ready);
    assert_eq!(
        consignments(&order),
        [joined, format!("2 CQ1: {missing} x 1")]
    );
    let second = ship(company, id, None);
    assert_eq!(second.weight_g, 180);
    assert_eq!(company.order(id).summary.stage, StageName::Dispatched);
    assert_eq!(company.report(&second, &USUAL_WAY), "signed");
    let order = company.comes_to(id, StageName::Delivered);
    assert!(
        order
            .shipments
            .iter()
            .all(|parcel| parcel.delivered_at.is_some())
    );
    let timeline = sales.timeline(id).unwrap();
    let happened = |kind| {
        timeline
            .entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .count()
    };
    assert_eq!(
        [
            EventKind::OrderReserved,
            EventKind::OrderDispatched,
            EventKind::OrderParcelDelivered,
            EventKind::OrderDelivered,
        ]
        .map(happened),
        [3, 2, 2, 1]
    );
}

#[test]
fn a_split_order_that_is_cancelled_gives_everything_back_and_leaves_its_lines() {
    let company = company();
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 2);
    let id = wants(company, &[(&here, 2), (&missing, 1)], true);
    company.comes_to(id, StageName::Ready);
    let sales = company.person(Role::Sales);
    sales.cancel_order(id, "不再需要").unwrap();
    assert_eq!(company.stock_of(&here), (2, 0));
    company.stock(&missing, 1);
    let next = wants(company, &[(&here, 2), (&missing, 1)], false);
    company.comes_to(next, StageName::Ready);
    assert_eq!(company.order(id).summary.stage, StageName::Cancelled);
}

#[test]
fn a_customer_who_agrees_later_gets_what_is_there_first() {
    let company = company();
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 1);
    let id = wants(company, &[(&here, 1), (&missing, 1)], false);
    until("it to stand in line", || {
        (!company.order(id).short.is_empty()).then_some(())
    });
    let sales = company.person(Role::Sales);
    let agreed = sales.agree_to_split(id).unwrap();
    assert!(agreed.split_shipments);
    let order = company.comes_to(id, StageName::Ready);
    assert_eq!(consignments(&order), [format!("1 CQ1: {here} x 1")]);
    let again = sales.agree_to_split(id).unwrap();
    assert_eq!(again.summary.version, order.summary.version);
    ship(company, id, None);
    sales.cancel_rest(id, "其余不再需要").unwrap();
    let gone = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &here, 1));
    sales.cancel_order(gone.summary.id, "不再需要").unwrap();
    refused(
        sales.agree_to_split(gone.summary.id),
        409,
        "order_not_splittable",
    );
}

#[test]
fn the_rest_of_an_order_that_left_in_part_is_cancelled() {
    let company = company();
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 1);
    let id = wants(company, &[(&here, 1), (&missing, 2)], true);
    company.comes_to(id, StageName::Ready);
    let first = ship(company, id, None);
    company.comes_to(id, StageName::Preparing);
    let sales = company.person(Role::Sales);
    let order = sales.cancel_rest(id, "其余不再需要").unwrap();
    assert_eq!(order.summary.stage, StageName::Dispatched);
    assert_eq!(order.lines.len(), 1);
    assert_eq!(order.outstanding_fen, order.summary.total_fen);
    let again = sales.cancel_rest(id, "其余不再需要");
    refused(again, 409, "order_not_cancellable");
    // The goods that come in later are for others.
    company.stock(&missing, 2);
    let next = wants(company, &[(&missing, 2)], false);
    company.comes_to(next, StageName::Ready);
    assert_eq!(company.report(&first, &USUAL_WAY), "signed");
    company.comes_to(id, StageName::Delivered);
}

#[test]
fn orders_are_filled_from_the_warehouses_that_the_rules_choose() {
    let company = Company::open(program());
    open_chengdu(&company);
    let (both, main) = (company.goods(), company.goods());
    receive(&company, "CQ1", &both, 5);
    receive(&company, "CD1", &both, 5);
    receive(&company, "CQ1", &main, 5);
    // Chengdu is meant for Sichuan; the order leaves whole from there.
    let near = wants(&company, &[(&both, 2)], false);
    let order = company.comes_to(near, StageName::Ready);
    assert_eq!(consignments(&order), [format!("1 CD1: {both} x 2")]);
    // One shipment from Chongqing is better than two.
    let whole = wants(&company, &[(&both, 1), (&main, 1)], true);
    let order = company.comes_to(whole, StageName::Ready);
    assert_eq!(consignments(&order).len(), 1);
    assert!(consignments(&order)[0].starts_with("1 CQ1"));

    // Seven pieces are nowhere: in two shipments for who agreed, a shortage for who did not.
    let unsplit = wants(&company, &[(&both, 6)], false);
    let order = until("it to stand in line", || {
        let order = company.order(unsplit);
        (!order.short.is_empty()).then_some(order)
    });
    assert_eq!(consignments(&order).len(), 0);
    let split = wants(&company, &[(&both, 6)], true);
    let order = company.comes_to(split, StageName::Ready);
    assert_eq!(
        consignments(&order),
        [format!("1 CD1: {both} x 3"), format!("2 CQ1: {both} x 3")]
    );
    let logistics = company.person(Role::Logistics);
    refused(
        logistics.ship(split, &parcel(None)),
        409,
        "consignment_not_named",
    );
    refused(
        logistics.ship(split, &parcel(Some(3))),
        409,
        "consignment_not_waiting",
    );
    let second = ship(&company, split, Some(2));
    refused(
        logistics.ship(split, &parcel(Some(2))),
        409,
        "consignment_not_waiting",
    );
    let first = ship(&company, split, None);
    let order = company.order(split);
    assert_eq!(order.summary.stage, StageName::Dispatched);
    let numbers = order.consignments.iter().map(|c| c.waybill_no.clone());
    let expected = [&first, &second].map(|parcel| Some(parcel.waybill_no.clone()));
    assert_eq!(numbers.collect::<Vec<_>>(), expected);

    // Of two parcels on their way a person says which one arrived.
    let signed = |waybill_no: Option<&ShipmentView>| DeliveryRequest {
        signed_at: Timestamp::now(),
        note: "电话确认已收".to_owned(),
        waybill_no: waybill_no.map(|parcel| parcel.waybill_no.clone()),
    };
    let unnamed = logistics.confirm_delivery(split, &signed(None));
    refused(unnamed, 409, "parcel_not_named");
    logistics
        .confirm_delivery(split, &signed(Some(&second)))
        .unwrap();
    assert_eq!(company.order(split).summary.stage, StageName::Dispatched);
    logistics.confirm_delivery(split, &signed(None)).unwrap();
    company.comes_to(split, StageName::Delivered);
}
