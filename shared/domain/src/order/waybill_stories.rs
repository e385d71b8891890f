//! Waybills of an order's parcels, told from its first request to its dispatch (5.3.2).

use proptest::prelude::*;

use super::samples::*;
use super::*;
use crate::aggregate::{Decision, fold};
use crate::payment_terms::PaymentMethod;
use crate::stock::Pieces;

fn pieces(quantity: u32) -> Vec<Pieces> {
    vec![Pieces {
        sku: sku("TEA-1"),
        quantity,
    }]
}

/// Three pieces, reserved, to be paid at the door.
fn ready() -> Order {
    let order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    after(&order, reserve_whole(&order))
}

fn requested(order: &Order, no: u16, parcels: &[Vec<Pieces>]) -> Order {
    let consignment = order.waiting_consignment(Some(no)).unwrap();
    let decision = facts(|facts| request_waybills(order, &consignment, parcels, facts));
    after(order, decision.map(|(_, decision)| decision))
}

fn refusal(order: &Order, parcels: &[Vec<Pieces>]) -> &'static str {
    let consignment = order.waiting_consignment(None).unwrap();
    facts(|facts| request_waybills(order, &consignment, parcels, facts))
        .unwrap_err()
        .code
}

fn voided(order: &Order, no: u16) -> Order {
    let decision = facts(|facts| void_waybill(order, no, facts));
    after(order, Ok(decision))
}

fn numbers(order: &Order) -> Vec<(u16, i64)> {
    let live = order.waybills.live.iter();
    live.map(|waybill| (waybill.no, waybill.cod.fen()))
        .collect()
}

#[test]
fn parcels_must_be_what_has_no_waybill_and_collect_what_is_due_at_the_door() {
    let order = ready();
    for parcels in [
        vec![],
        vec![pieces(2)],
        vec![pieces(4)],
        vec![pieces(3), vec![]],
        vec![pieces(3), pieces(0)],
    ] {
        assert_eq!(refusal(&order, &parcels), "parcels_do_not_add_up");
    }
    let order = requested(&order, 1, &[pieces(1), pieces(2)]);
    assert_eq!(numbers(&order), [(1, 5_000), (2, 10_000)]);
    assert_eq!(refusal(&order, &[pieces(3)]), "parcels_do_not_add_up");
    let order = voided(&order, 2);
    assert_eq!(refusal(&order, &[pieces(3)]), "parcels_do_not_add_up");
    let order = requested(&order, 1, &[pieces(1), pieces(1)]);
    assert_eq!(numbers(&order), [(1, 5_000), (3, 5_000), (4, 5_000)]);
    assert_eq!(
        facts(|facts| void_waybill(&order, 2, facts)),
        Decision::done()
    );
}

#[test]
fn what_was_paid_before_is_not_collected() {
    let order = received(PaymentMethod::BankTransfer);
    assert_eq!(order.payment.due_on_delivery(), Money::ZERO);
}

#[test]
fn a_number_that_was_typed_is_refused_while_parcels_have_waybills() {
    let order = requested(&ready(), 1, &[pieces(3)]);
    let typed = facts(|facts| dispatch(&order, shipment(), 3, &[], facts));
    assert_eq!(typed.unwrap_err().code, "consignment_has_waybills");
    let order = voided(&order, 1);
    let order = after(
        &order,
        facts(|facts| dispatch(&order, shipment(), 3, &[], facts)),
    );
    assert_eq!(order.stage.name(), StageName::Dispatched);
}

#[test]
fn all_parcels_leave_at_once_and_the_order_is_delivered_with_the_last() {
    let order = requested(&ready(), 1, &[pieces(1), pieces(2)]);
    let consignment = order.waiting_consignment(None).unwrap();
    let (first, second) = (
        parcel("SF1234567890121", None),
        parcel("SF1234567890122", None),
    );
    let decision = facts(|facts| {
        let others = vec![second.clone()];
        dispatch_parcels(&order, &consignment, first.clone(), others, 3, &[], facts)
    });
    let order = after(&order, decision);
    assert_eq!(order.stage.name(), StageName::Dispatched);
    assert_eq!(order.shipments.len(), 2);
    let order = after(&order, signed(&order, &second));
    assert_eq!(order.stage.name(), StageName::Dispatched);
    let order = after(&order, signed(&order, &first));
    assert_eq!(order.stage.name(), StageName::Delivered);
}

#[test]
fn pieces_that_come_later_do_not_join_what_is_labelled() {
    let mut order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    order.split_shipments = true;
    let order = after(&order, reserve_from(&order, 1, 0));
    let order = requested(&order, 1, &[pieces(1)]);
    assert_eq!(numbers(&order), [(1, 5_000)]);
    let order = after(&order, reserve_from(&order, 2, 0));
    let consignments: Vec<_> = order.consignments.iter().map(|it| it.no).collect();
    assert_eq!(consignments, [1, 2]);
    let order = requested(&order, 2, &[pieces(2)]);
    assert_eq!(numbers(&order), [(1, 5_000), (2, 10_000)]);
}

#[test]
fn an_order_without_waybills_is_written_as_before() {
    let text = serde_json::to_string(&ready()).unwrap();
    assert!(!text.contains("waybills"));
}

proptest! {
    #[test]
    fn whatever_is_void_and_requested_anew_all_waybills_collect_what_was_due(
        reserved in 1_u64..3,
        prices in 1_i64..100_000,
        voids in prop::collection::vec(0_usize..3, 0..6),
    ) {
        let mut order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
        order.split_shipments = true;
        for line in &mut order.lines {
            line.unit_price = fen(prices);
        }
        order.total = fen(prices * 3 + 1);
        order.payment = PaymentTerms::usual(PaymentMethod::CashOnDelivery, order.total, 0);
        let order = after(&order, reserve_from(&order, reserved, 0));
        let open = u32::try_from(reserved).unwrap();
        let order = requested(&order, 1, &[pieces(open)]);
        let order = after(&order, reserve_from(&order, 3 - reserved, 0));
        let rest = 3 - open;
        let mut order = requested(&order, 2, &vec![pieces(1); usize::try_from(rest).unwrap()]);
        for pick in voids {
            let live = order.waybills.live.clone();
            let picked = live[pick % live.len()].clone();
            order = voided(&order, picked.no);
            order = requested(&order, picked.consignment, &[picked.pieces]);
        }
        let sum: i64 = order.waybills.live.iter().map(|it| it.cod.fen()).sum();
        prop_assert_eq!(sum, prices * 3 + 1);
        prop_assert!(order.waybills.live.iter().all(|it| !it.cod.is_negative()));
        prop_assert!(fold::<Order>(Some(order), &[]).is_ok());
    }
}
