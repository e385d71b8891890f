//! What orders are short of is made: on which days, what of it passes, and what is made again (5.1.1, 5.1.3).

use contract::order_view::OrderView;
use contract::production::{CompletionRequest, ReportRequest, WorkOrderView};
use contract::purchasing::ReasonRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::production::{completion, in_days, inspection, report};
use yudan_tests::purchase::order_paid_by;
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

mod decisions;
mod made_and_bought;
mod schedule;

/// Approves an order that is paid at the door, and so needs nothing but its goods.
fn wants(company: &Company, sku: &str, quantity: u32) -> Uuid {
    let request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    company.approved(&request).summary.id
}

fn lists(company: &Company, list: &str, number: &str) -> bool {
    let page = company.person(Role::Planner).work(list, None).unwrap();
    page.items.iter().any(|item| item.id == number)
}

fn work_order(company: &Company, number: &str) -> WorkOrderView {
    company.person(Role::Planner).work_order(number).unwrap()
}

fn reason() -> ReasonRequest {
    ReasonRequest {
        reason: "停产".to_owned(),
    }
}

/// From where the pieces of an order come: `number quantity/lacking/replaces`, with a mark if it has ended.
fn supplies(order: &OrderView) -> Vec<String> {
    let told = order.supplies.iter().map(|supply| {
        let number = supply.work_order.clone().unwrap();
        let number = number.rsplit('.').next().unwrap().to_owned();
        let ended = if supply.ended { " ended" } else { "" };
        let (quantity, lacking, replaces) = (supply.quantity, supply.lacking, supply.replaces);
        format!("{number} {quantity}/{lacking}/{replaces}{ended}")
    });
    told.collect()
}

#[test]
fn a_short_order_is_made_for_inspected_and_dispatched() {
    let company = company();
    let (sku, line) = company.made_goods();
    company.stock(&sku, 1);
    let id = wants(company, &sku, 5);
    let raised = company.work_raised(id, 0);
    assert_eq!(
        (raised.stage.as_str(), raised.quantity, raised.minutes),
        ("planned", 4, 240)
    );
    assert_eq!(
        (raised.number.clone(), raised.line),
        (format!("{id}.1"), line)
    );
    assert_eq!(raised.promised, raised.finish);
    let number = raised.number;
    let order = company.order(id);
    assert_eq!(order.short[0].expected, Some(raised.finish));
    let promise = order.lines[0].promise.clone().unwrap();
    assert_eq!((promise.reserved, promise.left), (0, 5));
    assert_eq!(promise.expected, Some(raised.finish));
    assert_eq!(promise.supplies[0].work_order.as_ref(), Some(&number));
    until("the list of what is to be made", || {
        lists(company, "production_planned", &number).then_some(())
    });

    let workshop = company.person(Role::Warehouse);
    let early = workshop.report_work(&number, &report(1, 0));
    refused(early, 409, "work_order_not_running");
    let started = workshop.start_work_order(&number).unwrap();
    assert_eq!(started.stage, "running");
    let again = workshop.start_work_order(&number).unwrap();
    assert_eq!(again.version, started.version);
    until("the list of what is being made", || {
        lists(company, "production_running", &number).then_some(())
    });
    let first = report(3, 0);
    let made = workshop.report_work(&number, &first).unwrap();
    assert!(made.new);
    assert_eq!((made.view.open, made.view.waiting), (1, 3));
    let same = workshop.report_work(&number, &first).unwrap();
    assert_eq!((same.new, same.view.version), (false, made.view.version));
    let other = ReportRequest { good: 1, ..first };
    let other = workshop.report_work(&number, &other);
    refused(other, 409, "report_no_reused");
    let above = workshop.report_work(&number, &report(1, 1));
    refused(above, 409, "report_above_order");
    let wrong = workshop.complete_work_order(&number, &completion(4));
    refused(wrong, 409, "completion_differs");
    workshop.report_work(&number, &report(1, 0)).unwrap();
    assert_eq!(
        company.stock_of(&sku),
        (1, 0),
        "what was made is no stock yet"
    );

    let done = workshop.complete_work_order(&number, &completion(4));
    let done = done.unwrap().view;
    assert_eq!((done.sample, done.accept), (Some(4), Some(0)));
    let twice = workshop.complete_work_order(&number, &completion(4));
    assert!(!twice.unwrap().new);
    let otherwise = CompletionRequest {
        good: 3,
        unmade: Some(1),
    };
    let otherwise = workshop.complete_work_order(&number, &otherwise);
    refused(otherwise, 409, "work_order_not_running");
    until("the list of what is to be inspected", || {
        lists(company, "production_inspection", &number).then_some(())
    });
    let passes = inspection(4, 0, 0);
    let own = workshop.inspect_work(&number, &passes);
    refused(own, 403, "four_eyes_required");
    let inspector = company.inspector();
    let passed = inspector.inspect_work(&number, &passes).unwrap();
    assert!(passed.new);
    assert_eq!(
        (passed.view.stage.as_str(), passed.view.passed),
        ("finished", 4)
    );
    assert!(!inspector.inspect_work(&number, &passes).unwrap().new);
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 5));
    assert_eq!(supplies(&company.order(id)), ["1 4/0/0 ended"]);
    company.ship(id);
    company.comes_to(id, StageName::Dispatched);
}

#[test]
fn what_is_scrapped_is_made_again_once() {
    let company = company();
    let (sku, _) = company.made_goods();
    let id = wants(company, &sku, 5);
    let number = company.work_raised(id, 0).number;
    company.make(&number, 1);
    let inspector = company.inspector();
    let found = inspector
        .inspect_work(&number, &inspection(2, 0, 2))
        .unwrap();
    assert_eq!((found.view.passed, found.view.scrapped), (2, 3));
    let again = company.work_raised(id, 1);
    assert_eq!(
        (again.quantity, again.number.clone()),
        (3, format!("{id}.2"))
    );
    assert_eq!(supplies(&company.order(id)), ["1 5/3/0 ended", "2 3/0/3"]);
    // Of these one is spoilt too.
    company.make(&again.number, 1);
    inspector
        .inspect_work(&again.number, &inspection(2, 0, 0))
        .unwrap();
    let last = company.work_raised(id, 2);
    assert_eq!(last.quantity, 1);
    company.make(&last.number, 0);
    inspector
        .inspect_work(&last.number, &inspection(1, 0, 0))
        .unwrap();
    let order = company.comes_to(id, StageName::Ready);
    assert_eq!(
        supplies(&order),
        ["1 5/3/0 ended", "2 3/1/3 ended", "3 1/0/1 ended"]
    );
    assert_eq!(company.stock_of(&sku), (0, 5));
}

#[test]
fn rework_comes_back_to_the_line_and_passes_later() {
    let company = company();
    let (sku, line) = company.made_goods();
    let id = wants(company, &sku, 4);
    let number = company.work_raised(id, 0).number;
    company.make(&number, 0);
    let inspector = company.inspector();
    let mut sampled = inspection(2, 2, 0);
    sampled.sample = 3;
    refused(
        inspector.inspect_work(&number, &sampled),
        422,
        "invalid_value",
    );
    let back = inspector
        .inspect_work(&number, &inspection(2, 2, 0))
        .unwrap();
    assert_eq!((back.view.stage.as_str(), back.view.open), ("planned", 2));
    let queue = company
        .person(Role::Planner)
        .production_line(&line)
        .unwrap()
        .queue;
    assert_eq!(
        (queue[0].work_order.as_str(), queue[0].pieces),
        (number.as_str(), 2)
    );
    let planner = company.person(Role::Planner);
    let cancelled = planner.cancel_work_order(&number, &reason());
    refused(cancelled, 409, "work_order_not_cancellable");
    company.make(&number, 0);
    inspector
        .inspect_work(&number, &inspection(2, 0, 0))
        .unwrap();
    company.comes_to(id, StageName::Ready);
    assert_eq!(work_order(company, &number).inspections.len(), 2);
    assert_eq!(supplies(&company.order(id)), ["1 4/0/0 ended"]);
}

#[test]
fn one_report_sent_ten_times_at_once_counts_once_and_two_never_exceed_the_order() {
    let company = company();
    let (sku, _) = company.made_goods();
    let number = company.raise_work(&sku, 10, in_days(5)).number;
    company
        .person(Role::Warehouse)
        .start_work_order(&number)
        .unwrap();
    let at_once = |reports: &[ReportRequest]| -> Vec<Option<bool>> {
        std::thread::scope(|scope| {
            let calls: Vec<_> = reports
                .iter()
                .map(|report| {
                    let number = &number;
                    scope.spawn(move || {
                        let workshop = company.person(Role::Warehouse);
                        until("an answer", || match workshop.report_work(number, report) {
                            Ok(recorded) => Some(Some(recorded.new)),
                            Err(yudan::client::ClientError::Refused(refused))
                                if refused.status == 409 =>
                            {
                                Some(None)
                            }
                            Err(_) => None,
                        })
                    })
                })
                .collect();
            calls.into_iter().map(|call| call.join().unwrap()).collect()
        })
    };
    let same = vec![report(3, 1); 10];
    let answers = at_once(&same);
    let new = answers.iter().filter(|new| **new == Some(true)).count();
    assert_eq!(new, 1, "{answers:?}");
    let made = work_order(company, &number);
    assert_eq!((made.open, made.waiting, made.scrapped), (6, 3, 1));
    let answers = at_once(&[report(4, 0), report(4, 0)]);
    let refused = answers.iter().filter(|new| new.is_none()).count();
    assert_eq!(refused, 1, "{answers:?}");
    let made = work_order(company, &number);
    assert_eq!((made.open, made.waiting), (2, 7));
}

#[test]
fn a_cancelled_order_lets_go_of_what_is_made_for_it() {
    let company = company();
    let (sku, line) = company.made_goods();
    let (idle, begun) = (wants(company, &sku, 2), wants(company, &sku, 3));
    let first = company.work_raised(idle, 0).number;
    let second = company.work_raised(begun, 0).number;
    let workshop = company.person(Role::Warehouse);
    workshop.start_work_order(&second).unwrap();
    let sales = company.person(Role::Sales);
    for id in [idle, begun] {
        sales.cancel_order(id, "不再需要").unwrap();
    }
    let released = |number: &str| {
        until("the peg to be released", || {
            let order = work_order(company, number);
            order.peg.clone()?.released_at.map(|_| order.clone())
        })
    };
    assert_eq!(released(&first).stage, "cancelled");
    assert_eq!(released(&second).stage, "running");
    let queue = company
        .person(Role::Planner)
        .production_line(&line)
        .unwrap()
        .queue;
    let queued: Vec<_> = queue.iter().map(|it| it.work_order.clone()).collect();
    assert_eq!(queued, std::slice::from_ref(&second));
    // It goes on for stock.
    workshop.report_work(&second, &report(3, 0)).unwrap();
    workshop
        .complete_work_order(&second, &completion(3))
        .unwrap();
    company
        .inspector()
        .inspect_work(&second, &inspection(3, 0, 0))
        .unwrap();
    assert_eq!(company.stock_of(&sku), (3, 0));
}
