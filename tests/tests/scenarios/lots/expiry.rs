//! Lots that may no longer leave (5.2.2).

use contract::work::WorkItemView;
use yudan_tests::waiting::until;

use super::*;

/// The lots of a work list, as the warehouse sees them.
fn work(company: &Company, list: &str) -> Vec<WorkItemView> {
    let path = format!("/v1/work/{list}");
    let answer = company
        .person(Role::Warehouse)
        .call("GET", &path, &[], None);
    let view: contract::work::WorkView = answer.unwrap().success().unwrap().json().unwrap();
    view.items
}

fn numbers(items: &[WorkItemView]) -> Vec<&str> {
    let lots = items.iter().filter_map(|item| item.lot.as_ref());
    lots.map(|lot| lot.lot.lot_no.as_str()).collect()
}

#[test]
fn what_may_no_longer_leave_is_kept_apart_and_orders_find_other_lots_or_are_short() {
    let company = Company::open(crate::program());
    let sku = goods(&company, LotControl::Expiry, 2);
    // They may leave until today, until tomorrow, and for long.
    receive(
        &company,
        vec![
            line(&sku, "TODAY", 2, 6),
            line(&sku, "TOMORROW", 3, 2),
            line(&sku, "LONG", 400, 2),
        ],
    );
    assert_eq!(
        numbers(&work(&company, "near_expiry?days=1")),
        ["TODAY"],
        "it may leave until midnight"
    );
    assert_eq!(
        numbers(&work(&company, "near_expiry?days=30&warehouse=CQ1")),
        ["TODAY", "TOMORROW"]
    );
    assert_eq!(work(&company, "near_expiry?warehouse=CD1"), []);
    let warehouse = company.person(Role::Warehouse);
    for path in ["near_expiry?days=x", "near_expiry?days=99999"] {
        let path = format!("/v1/work/{path}");
        let answer = warehouse.call("GET", &path, &[], None).unwrap();
        refused(answer.success(), 422, "invalid_value");
    }

    // One has picked what expires first; the other two have reserved pieces and not picked them.
    let (picked, older, newer) = (
        ready(&company, &sku, 2),
        ready(&company, &sku, 2),
        ready(&company, &sku, 4),
    );
    assert_eq!(
        warehouse.pick(picked, None).unwrap().view.picks[0].lot_no,
        "TODAY"
    );
    assert_eq!(level(&company, &sku), (2, 8, 0));
    company.run_job("expiry", today());
    assert_eq!(level(&company, &sku), (2, 8, 0), "today it may still leave");

    let tomorrow = in_days(1);
    company.run_job("expiry", tomorrow);
    company.comes_to(newer, StageName::Preparing);
    let lots_then = until("the expired lot to be kept apart whole", || {
        let lots = lots(&company, &sku, "CQ1");
        (lots[0] == held("TODAY", 0, 0, 6) && level(&company, &sku) == (0, 4, 6)).then_some(lots)
    });
    assert_eq!(company.order(picked).picks[0].lot_no, "TOMORROW");
    assert_eq!(company.order(older).summary.stage, StageName::Ready);
    let newer_then = company.order(newer);
    assert_eq!(newer_then.short[0].missing, 4);
    until("the customer to be told", || {
        let told = company.notices("CustomerTopic", newer);
        let lost = |template: &String| template == "order_reservation_lost";
        told.iter().any(lost).then_some(())
    });

    company.run_job("expiry", tomorrow);
    assert_eq!(
        lots(&company, &sku, "CQ1"),
        lots_then,
        "a second run changes nothing"
    );
    assert_eq!(numbers(&work(&company, "expired")), ["TODAY"]);

    // What was kept apart is thrown away, and the lot is off the lists.
    let scrap = adjustment(AdjustmentKind::Scrap, line(&sku, "TODAY", 2, 6));
    company.person(Role::Manager).adjust_stock(&scrap).unwrap();
    company.run_job("expiry", tomorrow);
    until("the end of the lot", || {
        numbers(&work(&company, "expired")).is_empty().then_some(())
    });
    receive(&company, vec![line(&sku, "NEW", 100, 4)]);
    company.comes_to(newer, StageName::Ready);
    company.ship(newer);
}
