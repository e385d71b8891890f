//! Stock that does not move or is not good is found, proposed for, and decided on (5.2.2).

use std::time::Duration;

use contract::disposal::{
    DisposalDecisionRequest, DisposalProposalRequest, DisposalView, KeepBody, MarkDownBody,
    ReturnToSupplierBody,
};
use contract::stock::StockLine;
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::calendar::business_date;
use domain::disposal::DisposalCause;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::stock_adjustment::AdjustmentKind;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use super::supplier_returns::delivered;
use crate::{company, program};

const SLOW: &str = "slow_moving";
const DAMAGED: &str = "damaged";

/// Longer than a process of a function goes by what it once read of the policy.
const POLICY_IS_KEPT: Duration = Duration::from_secs(6);

fn in_days(days: i64) -> Date {
    business_date(Timestamp::now()).saturating_add(Span::new().days(days))
}

/// Days on which searches run; each later than the one before, so that it begins.
fn next_day() -> Date {
    use std::sync::atomic::{AtomicI64, Ordering};
    static LAST: AtomicI64 = AtomicI64::new(1);
    in_days(LAST.fetch_add(1, Ordering::Relaxed))
}

fn keep_apart(company: &Company, kind: AdjustmentKind, sku: &str, quantity: u32) {
    let adjustment = StockAdjustmentRequest {
        adjustment_no: unique("TZ"),
        kind,
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
    let manager = company.person(Role::Manager);
    manager.adjust_stock(&adjustment).unwrap();
}

/// What the search finds of a SKU for a cause.
fn found(company: &Company, sku: &str, cause: &str) -> DisposalView {
    company.run_job("disposals", next_day());
    until(&format!("{cause} {sku} to be found"), || {
        let auditor = company.person(Role::Auditor);
        let known = auditor.disposal("CQ1", sku, cause).ok();
        known.filter(|known| known.stage == "found")
    })
}

fn proposal(quantity: u32) -> DisposalProposalRequest {
    DisposalProposalRequest {
        quantity,
        reason: "包装破损，无法销售".to_owned(),
        ..DisposalProposalRequest::default()
    }
}

fn scrap(quantity: u32) -> DisposalProposalRequest {
    DisposalProposalRequest {
        scrap: true,
        ..proposal(quantity)
    }
}

const APPROVE: DisposalDecisionRequest = DisposalDecisionRequest {
    approve: true,
    reason: None,
};

/// Available and quarantined pieces.
fn level(company: &Company, sku: &str) -> (u64, u64) {
    let stock = company.person(Role::Auditor).stock(sku).unwrap();
    let level = &stock.warehouses[0];
    (level.available, level.quarantined)
}

#[test]
fn what_is_kept_apart_is_listed_and_scrapped_by_another_manager_s_decision() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 9);
    keep_apart(company, AdjustmentKind::Quarantine, &sku, 4);
    let seen = found(company, &sku, DAMAGED);
    assert_eq!((seen.cause, seen.found), (DisposalCause::Damaged, 4));
    assert!(seen.stocked_since.is_some() && seen.last_issue.is_none());
    let auditor = company.person(Role::Auditor);
    until("the list to hold it", || {
        let mut cursor = None;
        loop {
            let page = auditor.disposals(None, cursor.as_deref()).unwrap();
            if page.items.iter().any(|item| item == &seen) {
                return Some(());
            }
            cursor = Some(page.next_cursor?);
        }
    });
    // A search that is run again, or overlaps, finds nothing new.
    let other = company.goods();
    company.stock(&other, 1);
    keep_apart(company, AdjustmentKind::Quarantine, &other, 1);
    found(company, &other, DAMAGED);
    assert_eq!(auditor.disposal("CQ1", &sku, DAMAGED).unwrap(), seen);

    let warehouse = company.person(Role::Warehouse);
    let manager = company.person(Role::Manager);
    refused(
        manager.decide_disposal(&seen, &APPROVE),
        409,
        "disposal_not_proposed",
    );
    let proposed = warehouse.propose_disposal(&seen, &scrap(3)).unwrap();
    assert_eq!(proposed.stage, "proposed");
    let again = warehouse.propose_disposal(&seen, &scrap(3)).unwrap();
    assert_eq!(again.version, proposed.version);
    refused(
        warehouse.propose_disposal(&seen, &scrap(4)),
        409,
        "disposal_not_to_propose",
    );
    let own = company.named("test-warehouse", "manager");
    refused(
        own.decide_disposal(&seen, &APPROVE),
        403,
        "four_eyes_required",
    );
    let done = manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(
        (done.stage.as_str(), done.decided_by.as_deref()),
        ("disposed", Some("test-manager"))
    );
    assert_eq!(level(company, &sku), (5, 1));
    assert_eq!(
        manager.decide_disposal(&seen, &APPROVE).unwrap().version,
        done.version
    );
    // What is left is found again.
    assert_eq!(found(company, &sku, DAMAGED).found, 1);
}

#[test]
fn more_than_there_is_cannot_be_scrapped_and_is_proposed_anew() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 5);
    keep_apart(company, AdjustmentKind::Quarantine, &sku, 2);
    let seen = found(company, &sku, DAMAGED);
    let planner = company.person(Role::Planner);
    let manager = company.person(Role::Manager);
    planner.propose_disposal(&seen, &scrap(3)).unwrap();
    let short = refused(manager.decide_disposal(&seen, &APPROVE), 409, "stock_short");
    assert_eq!(short.errors[0].found, "2 quarantined");
    let mut no = DisposalDecisionRequest {
        approve: false,
        reason: None,
    };
    refused(manager.decide_disposal(&seen, &no), 422, "invalid_value");
    no.reason = Some("数量不符".to_owned());
    let back = manager.decide_disposal(&seen, &no).unwrap();
    assert_eq!(back.stage, "found");
    planner.propose_disposal(&seen, &scrap(2)).unwrap();
    manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(level(company, &sku), (3, 0));
    refused(planner.disposal("CQ1", &sku, "rotten"), 404, "not_found");
    refused(planner.disposal("CQ1", &sku, SLOW), 404, "not_found");
}

#[test]
fn what_is_no_longer_so_lapses_and_what_is_kept_is_let_be() {
    let company = company();
    let (released, kept) = (company.goods(), company.goods());
    for sku in [&released, &kept] {
        company.stock(sku, 3);
        keep_apart(company, AdjustmentKind::Quarantine, sku, 1);
    }
    found(company, &released, DAMAGED);
    let seen = found(company, &kept, DAMAGED);
    let planner = company.person(Role::Planner);
    let until_then = in_days(3_000);
    let past = DisposalProposalRequest {
        keep: Some(KeepBody { until: in_days(0) }),
        ..proposal(1)
    };
    refused(planner.propose_disposal(&seen, &past), 422, "invalid_value");
    let keep = DisposalProposalRequest {
        keep: Some(KeepBody { until: until_then }),
        ..proposal(1)
    };
    planner.propose_disposal(&seen, &keep).unwrap();
    let manager = company.person(Role::Manager);
    let done = manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(
        (done.stage.as_str(), done.kept_until),
        ("kept", Some(until_then))
    );
    keep_apart(company, AdjustmentKind::Release, &released, 1);
    company.run_job("disposals", next_day());
    until("the cause to be gone", || {
        let known = planner.disposal("CQ1", &released, DAMAGED).unwrap();
        (known.stage == "lapsed").then_some(())
    });
    assert_eq!(planner.disposal("CQ1", &kept, DAMAGED).unwrap(), done);
}

/// What a search finds to be slow, by the policy that was just changed.
fn found_by_the_new_policy(company: &Company, sku: &str) -> DisposalView {
    // Each process of a function reads the policy again after some seconds; until then, some of a search's steps would
    // still go by the old one and take off the list what the others found.
    std::thread::sleep(POLICY_IS_KEPT);
    found(company, sku, SLOW)
}

#[test]
fn slow_stock_is_marked_down_or_goes_back_to_its_supplier() {
    let company = &Company::open(program());
    let (sku, _, order) = delivered(company, 6, 0);
    let ships = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 1));
    company.comes_to(ships.summary.id, StageName::Ready);
    company.ship(ships.summary.id);
    // As the policy of this company has it, what left a moment ago is slow.
    let manager = company.person(Role::Manager);
    let seen = manager.policy().unwrap();
    let mut policy = seen.policy.clone();
    policy.disposal.slow_moving_days = 0;
    manager.revise_policy(seen.version, &policy).unwrap();
    let seen = found_by_the_new_policy(company, &sku);
    assert!(seen.last_issue.is_some());
    assert_eq!(seen.found, 5);
    let planner = company.person(Role::Planner);
    let back = |order: &str| DisposalProposalRequest {
        return_to_supplier: Some(ReturnToSupplierBody {
            purchase_order: order.to_owned(),
            return_no: unique("CT"),
        }),
        ..proposal(4)
    };
    planner.propose_disposal(&seen, &back("NO-SUCH")).unwrap();
    refused(
        manager.decide_disposal(&seen, &APPROVE),
        422,
        "invalid_value",
    );
    let no = DisposalDecisionRequest {
        approve: false,
        reason: Some("订单不对".to_owned()),
    };
    manager.decide_disposal(&seen, &no).unwrap();
    let wanted = back(&order);
    planner.propose_disposal(&seen, &wanted).unwrap();
    manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(level(company, &sku), (1, 4));
    let number = wanted.return_to_supplier.unwrap().return_no;
    let raised = planner.supplier_return(&number).unwrap();
    assert_eq!((raised.stage.as_str(), raised.quantity), ("to_ship", 4));
    assert_eq!(planner.purchase_order(&order).unwrap().returned, 4);

    let seen = found_by_the_new_policy(company, &sku);
    let cheaper = DisposalProposalRequest {
        mark_down: Some(MarkDownBody {
            price_fen: 9_900,
            promotion: None,
        }),
        ..proposal(1)
    };
    planner.propose_disposal(&seen, &cheaper).unwrap();
    let done = manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(done.stage, "kept");
    assert_eq!(done.proposal.unwrap().mark_down, cheaper.mark_down);
    assert_eq!(level(company, &sku), (1, 4));
}
