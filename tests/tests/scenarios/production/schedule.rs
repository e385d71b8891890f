//! The schedule of a line, and what a slip does to those who wait (5.1.1, 5.1.3).

use contract::production::{CapacityExceptionBody, LineRequest, RoutingRequest};
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::production::{in_days, line_request};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use super::{lists, wants, work_order};
use crate::company;

/// The numbers in the queue of a line, in sequence.
fn queue(company: &Company, line: &str) -> Vec<String> {
    let line = company.person(Role::Planner).production_line(line).unwrap();
    line.queue.into_iter().map(|it| it.work_order).collect()
}

#[test]
fn a_more_urgent_work_order_goes_first_and_the_slip_is_told_to_the_customer() {
    let company = company();
    let (sku, line) = company.made_goods();
    let id = wants(company, &sku, 8);
    let raised = company.work_raised(id, 0);
    let number = raised.number.clone();
    let urgent = company.raise_work(&sku, 24, in_days(0));
    assert_eq!(
        queue(company, &line),
        [urgent.number.clone(), number.clone()]
    );
    let moved = until("the work order to learn its days", || {
        let moved = work_order(company, &number);
        (moved.finish > raised.finish).then_some(moved)
    });
    assert_eq!(moved.promised, raised.finish);
    let order = company.order(id);
    assert_eq!(order.short[0].expected, Some(moved.finish));
    let promise = order.lines[0].promise.clone().unwrap();
    assert_eq!(promise.first_expected, Some(raised.finish));
    assert_eq!(promise.expected, Some(moved.finish));
    let told = until("the customer to be told", || {
        let notices = company.notices_in_full("CustomerTopic", id);
        notices
            .into_iter()
            .find(|notice| notice["template"] == "order_supply_rescheduled")
    });
    for language in ["chinese", "english"] {
        let text = told[language].as_str().unwrap();
        assert!(text.contains(&moved.finish.to_string()), "{text}");
    }
    // The customer sees the promise and not from where the goods come.
    let customer = company.customer(&order.summary.customer);
    let seen = customer.order(id).unwrap().lines[0].promise.clone();
    let seen = seen.unwrap();
    assert_eq!((seen.left, seen.expected), (8, Some(moved.finish)));
    assert!(seen.supplies.is_empty());

    // What was started is never put behind.
    let workshop = company.person(Role::Warehouse);
    workshop.start_work_order(&number).unwrap();
    assert_eq!(
        queue(company, &line),
        [number.clone(), urgent.number.clone()]
    );
    let more = company.raise_work(&sku, 1, in_days(0)).number;
    assert_eq!(queue(company, &line)[0], number);
    let back = until("the work order to learn that it is first", || {
        let back = work_order(company, &number);
        (back.finish < moved.finish).then_some(back)
    });
    assert_eq!(back.promised, raised.promised);
    until("the others to follow", || {
        let urgent = work_order(company, &urgent.number);
        (urgent.start > back.start).then_some(())
    });

    // What leaves the queue makes room.
    let planner = company.person(Role::Planner);
    let reason = super::reason();
    planner.cancel_work_order(&urgent.number, &reason).unwrap();
    assert_eq!(queue(company, &line), [number, more]);
}

#[test]
fn a_line_that_works_less_plans_its_work_again() {
    let company = company();
    let (sku, line) = company.made_goods();
    let raised = company.raise_work(&sku, 16, in_days(20));
    let planner = company.person(Role::Planner);
    let exception = |days, minutes| CapacityExceptionBody {
        date: in_days(days),
        minutes,
    };
    let closed = LineRequest {
        exceptions: (0..8).map(|days| exception(days, 0)).collect(),
        ..line_request()
    };
    let view = planner.put_production_line(&line, &closed).unwrap();
    assert!(view.queue[0].start >= in_days(8));
    let slipped = until("the work order to slip", || {
        let slipped = work_order(company, &raised.number);
        (slipped.start >= in_days(8)).then_some(slipped)
    });
    assert_eq!(
        (slipped.start, slipped.finish),
        (view.queue[0].start, view.queue[0].finish)
    );
    assert!(!lists(company, "production_late", &raised.number));
    let late = company.raise_work(&sku, 1, in_days(-1)).number;
    until("the list of what is late", || {
        lists(company, "production_late", &late).then_some(())
    });
    let before = planner.production_line(&line).unwrap();
    let same = planner.put_production_line(&line, &closed).unwrap();
    assert_eq!(same.version, before.version);
    let again = planner.replan_production_line(&line).unwrap();
    assert_eq!(
        again.version, before.version,
        "a plan of the same day changes nothing"
    );
    let known = planner.production_lines().unwrap().items;
    assert!(known.iter().any(|it| it.code == line));
    refused(planner.production_line("L-NOBODY"), 404, "not_found");
    refused(planner.replan_production_line("L-NOBODY"), 404, "not_found");
    let twice = LineRequest {
        exceptions: vec![exception(3, 0), exception(3, 1)],
        ..line_request()
    };
    refused(
        planner.put_production_line(&line, &twice),
        422,
        "invalid_value",
    );
}

#[test]
fn a_routing_is_of_goods_that_are_made_on_a_line_that_there_is() {
    let company = company();
    let (sku, line) = company.made_goods();
    let planner = company.person(Role::Planner);
    let routing = |line: &str| RoutingRequest {
        line: line.to_owned(),
        seconds_per_piece: 60,
        setup_minutes: Some(30),
        lot_size: Some(10),
        effective_from: None,
    };
    let entered = planner.put_routing(&sku, &routing(&line)).unwrap();
    assert_eq!(entered.routing, routing(&line));
    assert_eq!(planner.routing(&sku).unwrap(), entered);
    let raised = company.raise_work(&sku, 11, in_days(9));
    assert_eq!(
        (raised.needed, raised.quantity, raised.minutes),
        (11, 20, 50)
    );
    refused(
        planner.put_routing(&sku, &routing("L-NOBODY")),
        422,
        "invalid_value",
    );
    let bought = company.goods();
    refused(
        planner.put_routing(&bought, &routing(&line)),
        422,
        "invalid_value",
    );
    refused(planner.routing(&bought), 404, "not_found");
}
