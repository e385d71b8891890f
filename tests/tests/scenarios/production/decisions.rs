//! What planners decide about work orders (5.1.1).

use contract::production::WorkOrderRequest;
use domain::role::Role;
use uuid::Uuid;
use yudan_tests::production::{in_days, report};
use yudan_tests::purchase::unique;
use yudan_tests::refused::refused;

use super::reason;
use crate::company;

#[test]
fn planners_raise_close_and_cancel_work_orders() {
    let company = company();
    let (sku, _) = company.made_goods();
    let planner = company.person(Role::Planner);
    let wanted = WorkOrderRequest {
        number: unique("WO"),
        sku: sku.clone(),
        quantity: 5,
        needed_by: in_days(3),
        order_id: None,
    };
    let raised = planner.raise_work_order(&wanted).unwrap();
    assert!(raised.new);
    assert!(!planner.raise_work_order(&wanted).unwrap().new);
    let more = WorkOrderRequest {
        quantity: 6,
        ..wanted.clone()
    };
    refused(planner.raise_work_order(&more), 409, "work_order_no_reused");
    let fresh = |sku: &str, order_id| WorkOrderRequest {
        number: unique("WO"),
        sku: sku.to_owned(),
        order_id,
        ..wanted.clone()
    };
    let bought = company.goods();
    refused(
        planner.raise_work_order(&fresh(&bought, None)),
        422,
        "invalid_value",
    );
    let nobody = Some(Uuid::nil());
    refused(
        planner.raise_work_order(&fresh(&sku, nobody)),
        422,
        "invalid_value",
    );
    let number = raised.view.number;
    refused(
        planner.close_work_order(&number, &reason()),
        409,
        "work_order_not_started",
    );
    let other = company.raise_work(&sku, 1, in_days(3)).number;
    let cancelled = planner.cancel_work_order(&other, &reason()).unwrap();
    assert_eq!(
        (cancelled.stage.as_str(), cancelled.unmade),
        ("cancelled", 1)
    );
    planner.start_work_order(&number).unwrap();
    refused(
        planner.cancel_work_order(&number, &reason()),
        409,
        "work_order_not_cancellable",
    );
    planner.report_work(&number, &report(0, 2)).unwrap();
    let closed = planner.close_work_order(&number, &reason()).unwrap();
    assert_eq!(
        (closed.stage.as_str(), closed.unmade, closed.scrapped),
        ("closed", 3, 2)
    );
    let again = planner.close_work_order(&number, &reason()).unwrap();
    assert_eq!(again.version, closed.version);
    refused(planner.work_order("WO-NOBODY"), 404, "not_found");
    refused(planner.start_work_order("WO-NOBODY"), 404, "not_found");
}
