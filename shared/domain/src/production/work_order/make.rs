//! Making the pieces of a work order: started, reported, done (5.1.1).

use jiff::Timestamp;

use super::event::InspectionDue;
use super::raise::wrong_stage;
use super::{Completion, Report, WorkOrder, WorkOrderEvent, WorkStage};
use crate::aggregate::Decision;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most reports of one work order.
pub const MOST_REPORTS: usize = 200;

/// What a numbered paper of production leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The same was recorded before.
    Known,
    /// It is recorded.
    New(Decision<WorkOrderEvent>),
}

/// Begins the making; nothing to do when it is under way.
///
/// # Errors
/// `work_order_not_planned`.
pub fn start(
    order: &WorkOrder,
    by: &str,
    now: Timestamp,
) -> Result<Decision<WorkOrderEvent>, Refusal> {
    match &order.stage {
        WorkStage::Running { .. } => Ok(Decision::done()),
        WorkStage::Planned => Ok(Decision::of(vec![WorkOrderEvent::Started {
            at: now,
            by: by.to_owned(),
        }])),
        WorkStage::Inspection { .. }
        | WorkStage::Finished { .. }
        | WorkStage::Closed { .. }
        | WorkStage::Cancelled { .. } => Err(wrong_stage(
            order,
            "work_order_not_planned",
            ("待开工", "planned"),
        )),
    }
}

/// Records pieces that were made, good ones and spoilt ones.
///
/// # Errors
/// `report_no_reused` for other content under a known number; `work_order_not_running`;
/// `report_above_order`; `too_many_reports`; `invalid_value` for a report of nothing.
pub fn report(order: &WorkOrder, report: Report) -> Result<Outcome, Refusal> {
    let number = &report.report_no;
    if let Some(known) = order.reports.iter().find(|it| it.report_no == *number) {
        return if (known.good, known.scrap) == (report.good, report.scrap) {
            Ok(Outcome::Known)
        } else {
            Err(reused(known))
        };
    }
    if !matches!(order.stage, WorkStage::Running { .. }) {
        return Err(not_running(order));
    }
    let made = u64::from(report.good).saturating_add(u64::from(report.scrap));
    if made == 0 {
        let expected = "one piece or more, good or spoilt";
        return Err(Refusal::invalid("good", expected, "0"));
    }
    let open = order.open;
    if made > u64::from(open) {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "report_above_order",
            format!("报工数量超过工单未完成数量 {open}"),
            format!("more was made than the {open} pieces that are still to be made"),
        )
        .because(Evidence::new(
            "good",
            format!("at most {open} pieces, good and spoilt together"),
            made.to_string(),
        )));
    }
    if order.reports.len() >= MOST_REPORTS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_reports",
            format!("每张生产工单最多报工 {MOST_REPORTS} 次"),
            format!("a work order has at most {MOST_REPORTS} reports"),
        ));
    }
    Ok(Outcome::New(Decision::of(vec![WorkOrderEvent::Reported {
        report,
    }])))
}

/// Declares the making done, with the totals as whoever does so knows them. Good pieces go to the inspection; what
/// was not made will not be.
///
/// # Errors
/// `work_order_not_running`, also when it was completed with other totals; `completion_differs` when the totals
/// are not those of the reports; `calendar_year_missing`.
pub fn complete(
    order: &WorkOrder,
    completion: Completion,
    facts: &Facts<'_>,
) -> Result<Outcome, Refusal> {
    if !matches!(order.stage, WorkStage::Running { .. }) {
        let known = order.completion.as_ref();
        let same = known.is_some_and(|known| {
            (known.good, known.unmade) == (completion.good, completion.unmade)
        });
        let planned = matches!(order.stage, WorkStage::Planned);
        return if same && !planned {
            Ok(Outcome::Known)
        } else {
            Err(not_running(order))
        };
    }
    if (completion.good, completion.unmade) != (order.waiting, order.open) {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "completion_differs",
            format!(
                "完工数量与报工不符：已报合格 {} 件，未做 {} 件",
                order.waiting, order.open
            ),
            format!(
                "by the reports {} good pieces were made and {} were not made",
                order.waiting, order.open
            ),
        )
        .because(Evidence::new(
            "good",
            order.waiting.to_string(),
            completion.good.to_string(),
        ))
        .because(Evidence::new(
            "unmade",
            order.open.to_string(),
            completion.unmade.to_string(),
        )));
    }
    let policy = &facts.policy.production;
    let inspection = if order.waiting > 0 {
        let (sample, accept) = policy.sampling.of(order.waiting);
        let due = facts.working_days_on(policy.inspection_working_days)?;
        Some(InspectionDue {
            due,
            sample,
            accept,
        })
    } else {
        None
    };
    Ok(Outcome::New(Decision::of(vec![
        WorkOrderEvent::Completed {
            completion,
            inspection,
        },
    ])))
}

fn not_running(order: &WorkOrder) -> Refusal {
    wrong_stage(
        order,
        "work_order_not_running",
        ("生产中", "started and not completed"),
    )
}

/// A report sent again must say the same.
fn reused(known: &Report) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "report_no_reused",
        "该报工单号已用于内容不同的报工单",
        "the report number was used for a report of other content",
    )
    .because(Evidence::new(
        "report_no",
        format!("{} good and {} spoilt, as before", known.good, known.scrap),
        "other pieces",
    ))
}
