//! A failing plan made smaller while it still fails in the same way.

use super::{Plan, Run, run};

/// The smallest plan found that has the same first finding, with its run.
///
/// First orders are left out, half of them at a time, then kinds of faults, one by one. `tell`
/// is told of every try.
pub fn shrink(plan: &Plan, failed: Run, mut tell: impl FnMut(&Plan)) -> (Plan, Run) {
    let code = |run: &Run| run.findings.first().map(|finding| finding.code.clone());
    let wanted = code(&failed);
    let (mut smallest, mut its_run) = (plan.clone(), failed);
    let mut attempt = |candidate: Plan, smallest: &mut Plan, its_run: &mut Run| {
        tell(&candidate);
        let run = run(&candidate);
        let same = code(&run) == wanted;
        if same {
            (*smallest, *its_run) = (candidate, run);
        }
        same
    };
    let mut orders = smallest.orders;
    while orders > 1 {
        orders = orders.div_ceil(2);
        let candidate = Plan {
            orders,
            ..smallest.clone()
        };
        if !attempt(candidate, &mut smallest, &mut its_run) {
            break;
        }
    }
    for kind in plan.weather.kinds.clone() {
        let mut candidate = smallest.clone();
        candidate.weather.kinds.remove(&kind);
        attempt(candidate, &mut smallest, &mut its_run);
    }
    (smallest, its_run)
}
