//! Work orders on a line, for the tests of this aggregate.

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::order::Facts;
use crate::order::samples::{facts, now, sku};
use crate::production::line::{LineEvent, LineProfile, ProductionLine, revise_line};
use crate::production::replan::replan;
use crate::production::routing::Routing;
use crate::refusal::Refusal;

pub(super) fn line() -> ProductionLine {
    let profile = LineProfile {
        code: LineCode::parse("L-1").unwrap(),
        name: "一号线".to_owned(),
        daily_minutes: 100,
        exceptions: Vec::new(),
    };
    let entered = facts(|facts| revise_line(None, profile, "p-1", facts)).unwrap();
    fold(None, &entered.events).unwrap().unwrap()
}

/// Ten minutes of set-up and a minute and a half for each piece, in lots of four.
pub(super) fn routing() -> Routing {
    Routing {
        sku: sku("TEA-1"),
        line: LineCode::parse("L-1").unwrap(),
        seconds_per_piece: 90,
        setup_minutes: 10,
        lot_size: 4,
    }
}

/// Ten pieces for an order, of which whole lots make twelve.
pub(super) fn wanted(number: &str) -> Wanted {
    Wanted {
        number: WorkOrderNo::parse(number).unwrap(),
        sku: sku("TEA-1"),
        quantity: 10,
        by: date(2026, 3, 9),
        peg: Some(Peg {
            order: Uuid::nil(),
            quantity: 10,
            released_at: None,
        }),
    }
}

/// A work order and its line, which change together.
#[derive(Clone, Debug)]
pub(super) struct Works {
    pub(super) order: WorkOrder,
    pub(super) line: ProductionLine,
}

impl Works {
    pub(super) fn raised() -> Self {
        let line = line();
        let (order, planned) =
            facts(|facts| raise(wanted("W-1"), &routing(), &line, "p-1", facts)).unwrap();
        Self {
            order,
            line: planned_by(&line, planned),
        }
    }

    pub(super) fn after(&self, decision: Decision<WorkOrderEvent>) -> Self {
        let order = fold(Some(self.order.clone()), &decision.events)
            .unwrap()
            .unwrap();
        let change = follow(&self.order, &order);
        let planned = facts(|facts| replan(&self.line, change, facts)).unwrap();
        Self {
            line: planned_by(&self.line, planned),
            order,
        }
    }

    pub(super) fn started(&self) -> Self {
        self.after(start(&self.order, "w-1", now()).unwrap())
    }

    pub(super) fn reported(&self, number: &str, good: u32, scrap: u32) -> Self {
        self.after(new(report(&self.order, paper(number, good, scrap))))
    }

    pub(super) fn completed(&self) -> Self {
        let done = done(self.order.waiting, self.order.open);
        self.after(new(facts(|facts| complete(&self.order, done, facts))))
    }

    pub(super) fn inspected(&self, passed: u32, rework: u32, scrapped: u32) -> Self {
        let number = format!("QC-{}", self.order.inspections.len());
        let found = found(&number, passed, rework, scrapped);
        self.after(new(inspect(&self.order, found)))
    }

    /// Whether its pieces add up, and its line knows what is to be made of it.
    pub(super) fn is_whole(&self) -> bool {
        let order = &self.order;
        let pieces = order.open + order.waiting + order.passed + order.scrapped + order.unmade;
        let queued = self
            .line
            .queued(&order.number)
            .map(|it| (it.pieces, it.minutes));
        let expected = (order.open > 0).then(|| (order.open, order.minutes()));
        pieces == order.quantity && queued == expected
    }
}

pub(super) fn planned_by(line: &ProductionLine, decision: Decision<LineEvent>) -> ProductionLine {
    fold(Some(line.clone()), &decision.events).unwrap().unwrap()
}

pub(super) fn new(outcome: Result<Outcome, Refusal>) -> Decision<WorkOrderEvent> {
    match outcome.unwrap() {
        Outcome::New(decision) => decision,
        Outcome::Known => panic!("it was known"),
    }
}

pub(super) fn paper(number: &str, good: u32, scrap: u32) -> Report {
    Report {
        report_no: number.to_owned(),
        good,
        scrap,
        at: now(),
        by: "w-1".to_owned(),
    }
}

pub(super) fn done(good: u32, unmade: u32) -> Completion {
    Completion {
        good,
        unmade,
        at: now(),
        by: "w-1".to_owned(),
    }
}

/// Everything was looked at.
pub(super) fn found(number: &str, passed: u32, rework: u32, scrapped: u32) -> Inspection {
    Inspection {
        lot: None,
        inspection_no: number.to_owned(),
        sample: passed + rework + scrapped,
        defects: rework + scrapped,
        passed,
        rework,
        scrapped,
        warehouse: "CQ1".to_owned(),
        note: None,
        at: now(),
        by: "q-1".to_owned(),
    }
}

pub(super) fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> &'static str {
    refused.unwrap_err().code
}

pub(super) fn completes(order: &WorkOrder, good: u32, unmade: u32) -> Result<Outcome, Refusal> {
    facts(|facts: &Facts<'_>| complete(order, done(good, unmade), facts))
}
