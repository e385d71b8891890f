//! Lives of reorder points.

use super::*;
use crate::aggregate::{Decision, fold};
use crate::identifiers::PurchaseOrderNo;
use crate::order::samples::{facts, now, sku};

pub(super) const LEVELS: ReorderLevels = ReorderLevels {
    reorder_point: 20,
    order_up_to: 50,
    safety_stock: Some(5),
};

pub(super) fn number(text: &str) -> SupplySource {
    SupplySource::PurchaseOrder(PurchaseOrderNo::parse(text).unwrap())
}

pub(super) fn point() -> ReorderPoint {
    let place = ("CQ1".to_owned(), sku("TEA-1"));
    let entered = revise(None, (&place.0, &place.1), LEVELS, "p-1", now()).unwrap();
    fold(None, &entered.events).unwrap().unwrap()
}

fn seen(available: u64, supplies: &[(&SupplySource, SupplySeen)]) -> StockSeen {
    let supplies = supplies.iter();
    StockSeen {
        available,
        supplies: supplies
            .map(|(source, seen)| ((*source).clone(), *seen))
            .collect(),
    }
}

fn kinds(events: &[ReorderPointEvent]) -> Vec<&'static str> {
    use crate::aggregate::Event as _;
    events.iter().map(|event| event.kind().name()).collect()
}

fn after(point: &ReorderPoint, seen: &StockSeen) -> (ReorderPoint, Vec<&'static str>) {
    let events = facts(|facts| watch(point, seen, facts)).unwrap();
    (point.after(&events).unwrap(), kinds(&events))
}

#[test]
fn a_fall_is_told_once_and_ends_when_what_was_ordered_for_it_came() {
    let order = number("o.1");
    let (low, told) = after(&point(), &seen(7, &[]));
    assert_eq!(told, ["low_stock_found"]);
    assert_eq!(low.falls, 1);
    // It has come down to 7: 43 pieces bring it up to 50.
    assert_eq!(wanted(&low, &seen(7, &[])), Some(43));
    let low = low.after(&[ordered(order.clone(), 43, now())]).unwrap();
    let open = seen(3, &[(&order, SupplySeen::Open(43))]);
    assert_eq!(after(&low, &open).1, Vec::<&str>::new());
    assert_eq!(wanted(&low, &open), None, "once for each fall");
    // All of it came, and nobody bought meanwhile.
    let came = seen(46, &[(&order, SupplySeen::Came)]);
    let (over, told) = after(&low, &came);
    assert_eq!(told, ["reorder_point_supply_ended", "replenished"]);
    assert_eq!((over.low, over.supplies.len()), (None, 0));
}

#[test]
fn what_is_low_although_its_order_came_falls_again() {
    let order = number("o.1");
    let (low, _) = after(&point(), &seen(0, &[]));
    let low = low.after(&[ordered(order.clone(), 50, now())]).unwrap();
    let sold = seen(4, &[(&order, SupplySeen::Came)]);
    let (again, told) = after(&low, &sold);
    assert_eq!(
        told,
        [
            "reorder_point_supply_ended",
            "replenished",
            "low_stock_found"
        ]
    );
    assert_eq!(again.falls, 2);
    assert_eq!(wanted(&again, &seen(4, &[])), Some(46));
}

#[test]
fn what_a_person_gave_up_is_not_ordered_again_by_itself() {
    let order = number("o.1");
    let (low, _) = after(&point(), &seen(10, &[]));
    let low = low.after(&[ordered(order.clone(), 40, now())]).unwrap();
    let given_up = seen(10, &[(&order, SupplySeen::GivenUp)]);
    let (low, told) = after(&low, &given_up);
    assert_eq!(told, ["reorder_point_supply_ended"]);
    assert_eq!(wanted(&low, &seen(10, &[])), None);
    assert_eq!(after(&low, &seen(10, &[])).1, Vec::<&str>::new());
    // Somebody receives goods in another way.
    assert_eq!(after(&low, &seen(20, &[])).1, ["replenished"]);
}

#[test]
fn what_is_on_order_for_stock_counts() {
    let order = number("PO-7");
    let known = note_supply(&point(), order.clone(), 15, now());
    let point = point().after(&known.events).unwrap();
    let open = seen(5, &[(&order, SupplySeen::Open(15))]);
    assert_eq!(after(&point, &open).1, Vec::<&str>::new());
    let partly = seen(5, &[(&order, SupplySeen::Open(14))]);
    let (low, told) = after(&point, &partly);
    assert_eq!(told, ["low_stock_found"]);
    assert_eq!(wanted(&low, &partly), Some(31));
    assert_eq!(note_supply(&point, order, 15, now()), Decision::done());
}

#[test]
fn below_the_safety_stock_it_is_due_at_once() {
    let due = |available| after(&point(), &seen(available, &[])).0.low.unwrap().due;
    assert_eq!(due(4), now());
    assert!(due(5) > now());
}

#[test]
fn why_nothing_was_ordered_is_told_once_until_it_changes() {
    let (low, _) = after(&point(), &seen(1, &[]));
    let told = not_ordered(&low, NotOrdered::NoSupplier, now()).unwrap();
    let low = low.after(&[told]).unwrap();
    assert_eq!(not_ordered(&low, NotOrdered::NoSupplier, now()), None);
    assert!(not_ordered(&low, NotOrdered::LineFull, now()).is_some());
    // An offer is entered: it is ordered after all.
    let low = low.after(&[ordered(number("o.1"), 49, now())]).unwrap();
    assert_eq!(low.low.unwrap().not_ordered, None);
}

#[test]
fn a_reorder_point_that_was_removed_is_left_alone_until_it_is_entered_again() {
    let (low, _) = after(&point(), &seen(1, &[]));
    let gone = low.after(&remove(&low, "p-1", now()).events).unwrap();
    assert_eq!(gone.index(), Index::default());
    assert_eq!(after(&gone, &seen(0, &[])).1, Vec::<&str>::new());
    assert_eq!(remove(&gone, "p-1", now()), Decision::done());
    let place = (&gone.warehouse, &gone.sku);
    let again = revise(Some(&gone), place, LEVELS, "p-1", now()).unwrap();
    let again = gone.after(&again.events).unwrap();
    assert_eq!(after(&again, &seen(0, &[])).1, ["low_stock_found"]);
    let same = revise(Some(&again), place, LEVELS, "p-1", now()).unwrap();
    assert_eq!(same, Decision::done());
}

#[test]
fn levels_that_make_no_sense_are_refused() {
    for (levels, at) in [
        ((0, 10, None), "reorder_point"),
        ((100_000_001, 100_000_001, None), "reorder_point"),
        ((10, 9, None), "order_up_to"),
        ((10, 100_000_001, None), "order_up_to"),
        ((10, 20, Some(11)), "safety_stock"),
    ] {
        let (reorder_point, order_up_to, safety_stock) = levels;
        let levels = ReorderLevels {
            reorder_point,
            order_up_to,
            safety_stock,
        };
        assert_eq!(levels.check().unwrap_err().evidence[0].at, at);
    }
}
