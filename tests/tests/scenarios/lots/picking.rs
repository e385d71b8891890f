//! Picking, what pickers find, and recalls (5.2.2).

use contract::pick::{PickFailureRequest, PickListView};
use contract::shipment::ShipmentRequest;
use domain::order::LostBecause;
use yudan_tests::waiting::until;

use super::*;

fn failure(sku: &str, lot: &str, days: i32, quantity: u32) -> PickFailureRequest {
    PickFailureRequest {
        failure_no: unique("JH"),
        consignment: 1,
        sku: sku.to_owned(),
        lot_no: lot.to_owned(),
        expiry: Some(in_days(days)),
        quantity,
        because: LostBecause::Damaged,
    }
}

fn list(view: &PickListView) -> Vec<(&str, u32)> {
    let picks = view.picks.iter();
    picks
        .map(|pick| (pick.lot_no.as_str(), pick.quantity))
        .collect()
}

#[test]
fn what_expires_first_is_picked_and_a_recall_finds_who_got_it() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    receive(
        company,
        vec![
            line(&sku, "C", 90, 9),
            line(&sku, "A", 30, 3),
            line(&sku, "B", 60, 4),
        ],
    );
    let (first, second) = (ready(company, &sku, 5), ready(company, &sku, 4));
    let warehouse = company.person(Role::Warehouse);
    let picked = warehouse.pick(first, None).unwrap().view;
    assert_eq!(list(&picked), [("A", 3), ("B", 2)]);
    assert_eq!(warehouse.pick(first, Some(1)).unwrap().view, picked);
    assert_eq!(
        lots(company, &sku, "CQ1"),
        [held("A", 0, 3, 0), held("B", 2, 2, 0), held("C", 9, 0, 0)]
    );
    // Another that nobody picked leaves with what then expires first.
    company.ship(second);
    assert_eq!(
        lots(company, &sku, "CQ1"),
        [held("A", 0, 3, 0), held("B", 0, 2, 0), held("C", 7, 0, 0)]
    );
    let shipped = company.ship(first);
    assert_eq!(level(company, &sku), (7, 0, 0));
    assert_eq!(company.order(first).picks, picked.picks);

    let auditor = company.person(Role::Auditor);
    let got = auditor.lot_issues(&sku, "A", None, 100).unwrap();
    assert_eq!(got.items.len(), 1);
    let got = &got.items[0];
    assert_eq!(
        (got.order.as_str(), got.quantity),
        (first.to_string().as_str(), 3)
    );
    assert_eq!(got.waybill_no.as_ref(), Some(&shipped.waybill_no));
    let mut orders = Vec::new();
    let mut cursor = None;
    loop {
        let page = auditor.lot_issues(&sku, "B", cursor.as_deref(), 1).unwrap();
        orders.extend(page.items.into_iter().map(|it| (it.order, it.quantity)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    orders.sort();
    let mut both = [(first.to_string(), 2), (second.to_string(), 2)];
    both.sort();
    assert_eq!(orders, both);
}

#[test]
fn a_damaged_lot_is_kept_apart_and_picked_from_another() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    receive(
        company,
        vec![line(&sku, "A", 30, 4), line(&sku, "B", 60, 4)],
    );
    let id = ready(company, &sku, 3);
    let warehouse = company.person(Role::Warehouse);
    let report = failure(&sku, "A", 30, 2);
    refused(
        warehouse.report_pick_failure(id, &report),
        409,
        "lot_not_picked",
    );
    assert_eq!(list(&warehouse.pick(id, None).unwrap().view), [("A", 3)]);
    let picked = warehouse.report_pick_failure(id, &report).unwrap().view;
    assert_eq!(list(&picked), [("A", 1), ("B", 2)]);
    assert_eq!(picked.stage, StageName::Ready);
    let again = warehouse.report_pick_failure(id, &report).unwrap().view;
    assert_eq!(again, picked);
    let mut other = report.clone();
    other.quantity = 1;
    refused(
        warehouse.report_pick_failure(id, &other),
        409,
        "failure_no_reused",
    );
    assert_eq!(
        lots(company, &sku, "CQ1"),
        [held("A", 1, 1, 2), held("B", 2, 2, 0)]
    );
    assert_eq!(level(company, &sku), (3, 3, 2));
    assert_eq!(company.order(id).pick_failures.len(), 1);
    company.ship(id);
    assert_eq!(level(company, &sku), (3, 0, 2));
}

#[test]
fn without_another_lot_the_order_is_short_until_goods_come_in() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    receive(company, vec![line(&sku, "A", 30, 4)]);
    let id = ready(company, &sku, 4);
    let warehouse = company.person(Role::Warehouse);
    warehouse.pick(id, None).unwrap();
    let report = failure(&sku, "A", 30, 3);
    let lost = warehouse.report_pick_failure(id, &report).unwrap().view;
    assert_eq!((lost.stage, lost.picks.len()), (StageName::Preparing, 0));
    assert_eq!(lost.short[0].missing, 4);
    assert_eq!(lots(company, &sku, "CQ1"), [held("A", 1, 0, 3)]);
    assert_eq!(level(company, &sku), (1, 0, 3));
    let again = warehouse.report_pick_failure(id, &report).unwrap().view;
    assert_eq!(again.stage, StageName::Preparing);
    let work = company
        .person(Role::Planner)
        .work("shortage", None)
        .unwrap();
    assert!(work.items.iter().any(|item| item.id == id.to_string()));

    receive(company, vec![line(&sku, "B", 60, 3)]);
    company.comes_to(id, StageName::Ready);
    let picked = warehouse.pick(id, None).unwrap().view;
    assert_eq!(list(&picked), [("A", 1), ("B", 3)]);
}

#[test]
fn cancelling_a_picked_order_puts_its_lots_back() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    receive(company, vec![line(&sku, "A", 30, 4)]);
    let id = ready(company, &sku, 4);
    let warehouse = company.person(Role::Warehouse);
    warehouse.pick(id, None).unwrap();
    let manager = company.person(Role::Manager);
    manager.cancel_order(id, "客户改变主意").unwrap();
    manager.cancel_order(id, "客户改变主意").unwrap();
    assert_eq!(lots(company, &sku, "CQ1"), [held("A", 4, 0, 0)]);
    assert_eq!(level(company, &sku), (4, 0, 0));
    let got = manager.lot_issues(&sku, "A", None, 100).unwrap();
    assert_eq!(got.items, []);
    refused(warehouse.pick(id, None), 409, "order_not_ready");
}

#[test]
fn two_pickers_at_once_never_take_the_same_pieces() {
    let company = company();
    let sku = goods(company, LotControl::Expiry, 0);
    let all = (0..6).map(|lot| line(&sku, &format!("L{lot}"), 30 + lot, 2));
    receive(company, all.collect());
    let orders: Vec<Uuid> = (0..4).map(|_| ready(company, &sku, 3)).collect();
    std::thread::scope(|scope| {
        for id in &orders {
            scope.spawn(|| {
                let warehouse = company.person(Role::Warehouse);
                // Whoever met others too often is told to try again.
                until("the pick", || warehouse.pick(*id, None).ok());
            });
        }
    });
    let picked: u64 = lots(company, &sku, "CQ1").iter().map(|lot| lot.2).sum();
    assert_eq!(picked, 12);
    for id in orders {
        let pieces = company
            .order(id)
            .picks
            .iter()
            .map(|it| it.quantity)
            .sum::<u32>();
        assert_eq!(pieces, 3);
    }
}

#[test]
fn goods_without_lots_leave_as_ever() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 3);
    let id = ready(company, &sku, 2);
    let warehouse = company.person(Role::Warehouse);
    assert_eq!(warehouse.pick(id, None).unwrap().view.picks, []);
    let shipment = ShipmentRequest {
        consignment: None,
        carrier: None,
        waybill_no: unique("WAYBILL"),
    };
    assert!(warehouse.ship(id, &shipment).unwrap().new);
    assert_eq!(lots(company, &sku, "CQ1"), []);
    assert_eq!(level(company, &sku), (1, 0, 0));
}
