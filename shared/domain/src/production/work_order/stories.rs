//! Lives of work orders.

use jiff::civil::date;
use proptest::prelude::*;

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::order::samples::{facts, now};
use crate::stock::Adjustment;

#[test]
fn a_work_order_is_of_whole_lots_and_its_first_plan_is_its_promise() {
    let works = Works::raised();
    let order = &works.order;
    assert_eq!((order.needed, order.quantity, order.open), (10, 12, 12));
    assert_eq!(order.minutes(), 10 + 18);
    assert_eq!(
        (order.promised, order.expected()),
        (date(2026, 3, 2), order.promised)
    );
    assert!(works.is_whole());
    let many = Wanted {
        quantity: u32::MAX,
        ..wanted("W-2")
    };
    let refused = facts(|facts| raise(many, &routing(), &works.line, "p-1", facts));
    assert_eq!(code(refused), "invalid_value");
}

#[test]
fn only_what_passes_becomes_stock_and_what_is_lost_is_lacking() {
    let works = Works::raised();
    assert_eq!(
        code(report(&works.order, paper("R-1", 1, 0))),
        "work_order_not_running"
    );
    assert_eq!(
        code(completes(&works.order, 0, 12)),
        "work_order_not_running"
    );
    let works = works.started();
    assert_eq!(start(&works.order, "w-2", now()), Ok(Decision::done()));
    let works = works.reported("R-1", 7, 1);
    assert_eq!((works.order.open, works.order.minutes()), (4, 6));
    assert!(works.is_whole());
    assert_eq!(report(&works.order, paper("R-1", 7, 1)), Ok(Outcome::Known));
    assert_eq!(
        code(report(&works.order, paper("R-1", 7, 0))),
        "report_no_reused"
    );
    assert_eq!(
        code(report(&works.order, paper("R-2", 4, 1))),
        "report_above_order"
    );
    assert_eq!(
        code(report(&works.order, paper("R-2", u32::MAX, u32::MAX))),
        "report_above_order"
    );
    assert_eq!(
        code(report(&works.order, paper("R-2", 0, 0))),
        "invalid_value"
    );
    assert_eq!(code(completes(&works.order, 7, 0)), "completion_differs");
    let works = works.reported("R-2", 3, 1);
    assert!(works.line.queue.is_empty(), "nothing is left to make");
    let works = works.completed();
    assert_eq!(works.order.stage.name(), "inspection");
    assert_eq!(completes(&works.order, 10, 0), Ok(Outcome::Known));
    assert_eq!(
        code(completes(&works.order, 9, 1)),
        "work_order_not_running"
    );
    assert_eq!(
        code(start(&works.order, "w-1", now())),
        "work_order_not_planned"
    );

    let good = found("QC-1", 9, 0, 1);
    let decision = new(inspect(&works.order, good.clone()));
    let [Adjustment::StockReceive(moved)] = decision.adjustments.as_slice() else {
        panic!("{:?}", decision.adjustments)
    };
    assert_eq!((moved.quantity, moved.warehouse.as_str()), (9, "CQ1"));
    let works = works.after(decision);
    assert_eq!(works.order.stage.name(), "finished");
    assert_eq!((works.order.scrapped, works.order.lacking()), (3, 1));
    assert_eq!(inspect(&works.order, good.clone()), Ok(Outcome::Known));
    let other = Inspection { passed: 10, ..good };
    assert_eq!(code(inspect(&works.order, other)), "inspection_no_reused");
    assert_eq!(
        code(completes(&works.order, 0, 0)),
        "work_order_not_running"
    );
    assert_eq!(
        code(inspect(&works.order, found("QC-2", 1, 0, 0))),
        "work_order_not_in_inspection"
    );
}

#[test]
fn whoever_made_them_does_not_inspect_and_the_numbers_add_up() {
    let works = Works::raised().started().reported("R-1", 12, 0).completed();
    assert_eq!(
        works.order.stage,
        WorkStage::Inspection {
            due: "2026-03-03T10:00:00Z".parse().unwrap(),
            sample: 5,
            accept: 0
        }
    );
    let good = found("QC-1", 12, 0, 0);
    let own = Inspection {
        by: "w-1".to_owned(),
        ..good.clone()
    };
    assert_eq!(code(inspect(&works.order, own)), "four_eyes_required");
    type Spoil = fn(&mut Inspection);
    let wrong: [(&str, Spoil); 5] = [
        ("passed", |it| it.passed = 11),
        ("passed", |it| it.rework = u32::MAX),
        ("sample", |it| it.sample = 4),
        ("sample", |it| it.sample = 13),
        ("defects", |it| it.defects = 1),
    ];
    for (place, spoil) in wrong {
        let mut found = good.clone();
        spoil(&mut found);
        let refused = inspect(&works.order, found).unwrap_err();
        assert_eq!(
            (refused.code, refused.evidence[0].at.as_str()),
            ("invalid_value", place)
        );
    }
    // One defect in the sample is more than the plan accepts.
    let sampled = |passed, rework| Inspection {
        sample: 5,
        defects: 1,
        ..found("QC-1", passed, rework, 0)
    };
    assert_eq!(code(inspect(&works.order, sampled(11, 1))), "lot_rejected");
    assert!(inspect(&works.order, sampled(0, 12)).is_ok());
    assert!(
        inspect(&works.order, found("QC-1", 11, 1, 0)).is_ok(),
        "all were looked at"
    );
}

#[test]
fn rework_is_planned_set_up_and_inspected_again() {
    let works = Works::raised().started().reported("R-1", 12, 0).completed();
    let works = works.inspected(8, 4, 0);
    let order = &works.order;
    assert_eq!(
        (order.stage.name(), order.open, order.passed),
        ("planned", 4, 8)
    );
    assert_eq!(order.minutes(), 10 + 6);
    assert!(works.is_whole());
    assert_eq!(
        code(cancel(order, "不再需要", "p-1", now())),
        "work_order_not_cancellable"
    );
    assert_eq!(
        code(completes(order, 12, 0)),
        "work_order_not_running",
        "of the first round"
    );
    let again = works.started().reported("R-2", 3, 1).completed();
    let finished = again.inspected(3, 0, 0);
    let order = &finished.order;
    assert_eq!(
        (order.stage.name(), order.passed, order.lacking()),
        ("finished", 11, 0)
    );
    assert!(finished.is_whole());

    let closed = works.after(close(&works.order, "不再返工", "p-1", now()).unwrap());
    assert_eq!(
        (closed.order.stage.name(), closed.order.unmade),
        ("closed", 4)
    );
    assert_eq!(
        closed.order.lacking(),
        0,
        "a person decides about what was closed"
    );
    assert!(closed.line.queue.is_empty());
    assert_eq!(
        close(&closed.order, "不再返工", "p-1", now()),
        Ok(Decision::done())
    );
}

#[test]
fn it_is_cancelled_before_and_closed_or_completed_after_it_began() {
    let works = Works::raised();
    assert_eq!(
        code(close(&works.order, "停产", "p-1", now())),
        "work_order_not_started"
    );
    let cancelled = works.after(cancel(&works.order, "停产", "p-1", now()).unwrap());
    assert_eq!(
        (cancelled.order.stage.name(), cancelled.order.unmade),
        ("cancelled", 12)
    );
    assert!(cancelled.is_whole());
    assert_eq!(
        cancel(&cancelled.order, "停产", "p-1", now()),
        Ok(Decision::done())
    );
    assert_eq!(
        code(close(&cancelled.order, "停产", "p-1", now())),
        "work_order_not_open"
    );
    let works = works.started();
    assert_eq!(
        code(cancel(&works.order, "停产", "p-1", now())),
        "work_order_not_cancellable"
    );
    let spoilt = works.reported("R-1", 0, 2);
    assert!(close(&spoilt.order, "停产", "p-1", now()).is_ok());
    let some = spoilt.reported("R-2", 1, 0);
    assert_eq!(
        code(close(&some.order, "停产", "p-1", now())),
        "work_order_awaits_completion"
    );
    let early = some.completed();
    assert_eq!((early.order.unmade, early.order.waiting), (9, 1));
    let nothing = spoilt.completed();
    assert_eq!(
        nothing.order.stage.name(),
        "finished",
        "there is nothing to inspect"
    );
    assert_eq!(nothing.order.lacking(), 10);
}

#[test]
fn a_cancelled_order_lets_go_once_and_what_was_not_started_is_cancelled_with_it() {
    let works = Works::raised();
    let released = works.after(release_peg(&works.order, "fulfilment", now()));
    assert_eq!(released.order.stage.name(), "cancelled");
    assert!(released.line.queue.is_empty());
    assert_eq!(
        release_peg(&released.order, "fulfilment", now()),
        Decision::done()
    );
    let started = works.started();
    let released = started.after(release_peg(&started.order, "fulfilment", now()));
    assert_eq!(
        released.order.stage.name(),
        "running",
        "it goes on for stock"
    );
    assert!(released.is_whole());
    assert_eq!(
        release_peg(&released.order, "fulfilment", now()),
        Decision::done()
    );
}

#[test]
fn an_older_plan_of_the_line_moves_nothing() {
    let works = Works::raised();
    let slot = |plan, day| Slot {
        plan,
        start: date(2026, 3, day),
        finish: date(2026, 3, day),
    };
    let moved = works.after(reschedule(&works.order, slot(7, 5), now()));
    assert_eq!(
        (moved.order.expected(), moved.order.promised),
        (date(2026, 3, 5), date(2026, 3, 2))
    );
    assert_eq!(
        reschedule(&moved.order, slot(6, 9), now()),
        Decision::done()
    );
    assert_eq!(
        reschedule(&moved.order, slot(7, 9), now()),
        Decision::done()
    );
}

proptest! {
    #[test]
    fn every_piece_is_somewhere_and_stock_is_what_passed(
        steps in proptest::collection::vec((0_u32..8, 0_u32..3, 0_u8..4), 1..25)
    ) {
        let mut works = Works::raised();
        let mut stock = 0;
        for (place, (some, few, kind)) in steps.into_iter().enumerate() {
            let order = &works.order;
            let decision = match (&order.stage, kind) {
                (WorkStage::Planned, _) => start(order, "w-1", now()).ok(),
                (WorkStage::Running { .. }, 0) => completes(order, order.waiting, order.open)
                    .ok()
                    .map(|done| new(Ok(done))),
                (WorkStage::Running { .. }, _) => {
                    let paper = paper(&format!("R-{place}"), some, few);
                    let reported = report(order, paper);
                    prop_assert_eq!(
                        reported.is_ok(),
                        (1..=order.open).contains(&(some + few))
                    );
                    reported.ok().map(|it| new(Ok(it)))
                }
                (WorkStage::Inspection { .. }, _) => {
                    let rework = some.min(order.waiting);
                    let scrapped = few.min(order.waiting - rework);
                    let passed = order.waiting - rework - scrapped;
                    stock += passed;
                    let found = found(&format!("QC-{place}"), passed, rework, scrapped);
                    Some(new(inspect(order, found)))
                }
                (WorkStage::Finished { .. } | WorkStage::Closed { .. } | WorkStage::Cancelled { .. }, _) => None,
            };
            if let Some(decision) = decision {
                works = works.after(decision);
            }
            prop_assert!(works.is_whole(), "{works:?}");
        }
        prop_assert_eq!(stock, works.order.passed);
        prop_assert!(!works.order.stage.is_final() || works.order.open + works.order.waiting == 0);
    }
}
