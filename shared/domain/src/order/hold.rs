//! Holds 暂挂 (4.3.2): what keeps an order from a step until somebody releases it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Facts, Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::hold_policy::{BlockedStep, HoldReason};
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::role::{Role, any_covers};

/// The most holds that one order can have in its life, released ones included.
pub const MOST_HOLDS: usize = 20;

/// One hold. What it blocks and who releases it stay as the policy said when it was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its identifier within the order.
    pub id: Uuid,
    /// Why.
    pub reason: HoldReason,
    /// The steps it blocks.
    pub blocks: Vec<BlockedStep>,
    /// Who may release it.
    pub released_by: Vec<Role>,
    /// Who placed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What else there is to say, in words that name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended; `None` while it blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<HoldRelease>,
}

/// The end of a hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRelease {
    /// Who released it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What was found out, in words that name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Somebody who places or releases a hold.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The person.
    pub subject: &'a str,
    /// What that person is to the company.
    pub roles: &'a [Role],
}

impl Order {
    /// The holds that have not been released.
    pub fn open_holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.release.is_none())
    }

    /// Whether an open hold blocks the step.
    #[must_use]
    pub fn is_on_hold(&self, step: BlockedStep) -> bool {
        self.open_holds().any(|hold| hold.blocks.contains(&step))
    }
}

/// Puts the order on hold under the fresh identifier `id`; nothing to do when it is on hold for
/// this reason.
///
/// # Errors
/// `invalid_value` for a reason that the policy does not know, 403 `hold_not_permitted`,
/// 409 `order_past_hold` when nothing that it blocks lies ahead, 409 `too_many_holds`.
pub fn place_hold(
    order: &Order,
    id: Uuid,
    reason: &HoldReason,
    note: Option<&str>,
    who: Holder<'_>,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let reasons = &facts.policy.holds.reasons;
    let Some(rule) = reasons.get(reason) else {
        let known: Vec<&str> = reasons.keys().map(HoldReason::as_str).collect();
        return Err(Refusal::invalid(
            "reason",
            known.join(", "),
            reason.to_string(),
        ));
    };
    if !any_covers(who.roles, &rule.placed_by) {
        return Err(not_permitted(
            "当前角色不能以此原因暂挂订单",
            "none of your roles may put an order on hold for this reason",
            &rule.placed_by,
            who,
        ));
    }
    if order.open_holds().any(|hold| hold.reason == *reason) {
        return Ok(Decision::done());
    }
    if !rule.blocks.iter().any(|step| lies_ahead(order, *step)) {
        return Err(nothing_ahead(order, &rule.blocks));
    }
    if order.holds.len() >= MOST_HOLDS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_holds",
            format!("同一订单最多可暂挂 {MOST_HOLDS} 次"),
            format!("an order can be put on hold {MOST_HOLDS} times at most"),
        ));
    }
    let hold = Hold {
        id,
        reason: reason.clone(),
        blocks: rule.blocks.clone(),
        released_by: rule.released_by.clone(),
        by: who.subject.to_owned(),
        at: facts.now,
        note: note.map(str::to_owned),
        release: None,
    };
    Ok(Decision::of(vec![OrderEvent::HoldPlaced {
        hold: Box::new(hold),
    }]))
}

/// Releases a hold; nothing to do when it was released before.
///
/// # Errors
/// 404 `not_found`, 403 `hold_not_permitted`.
pub fn release_hold(
    order: &Order,
    id: Uuid,
    note: Option<&str>,
    who: Holder<'_>,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let hold = order.holds.iter().find(|hold| hold.id == id);
    let hold = hold.ok_or_else(|| Refusal::not_found("hold", "暂挂", &id.to_string()))?;
    if !any_covers(who.roles, &hold.released_by) {
        return Err(not_permitted(
            "当前角色不能解除此暂挂",
            "none of your roles may release this hold",
            &hold.released_by,
            who,
        ));
    }
    if hold.release.is_some() {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![OrderEvent::HoldReleased {
        hold: id,
        release: HoldRelease {
            by: who.subject.to_owned(),
            at: facts.now,
            note: note.map(str::to_owned),
        },
    }]))
}

/// Refuses a step that an open hold blocks, naming each hold, its reason and who releases it.
///
/// # Errors
/// 409 `order_on_hold`.
pub(super) fn not_on_hold(order: &Order, step: BlockedStep) -> Result<(), Refusal> {
    let blocking: Vec<&Hold> = order
        .open_holds()
        .filter(|hold| hold.blocks.contains(&step))
        .collect();
    if blocking.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = blocking.iter().map(|hold| hold.reason.as_str()).collect();
    let reasons = reasons.join(", ");
    let refusal = Refusal::new(
        RefusalClass::Conflict,
        "order_on_hold",
        format!("订单已被暂挂（{reasons}），解除后方可继续，详见 errors"),
        format!("the order is on hold ({reasons}); it goes on once released, see errors"),
    );
    Err(blocking.into_iter().fold(refusal, |refusal, hold| {
        refusal.because(Evidence::new(
            format!("holds.{}", hold.id),
            format!("released by {}", names(&hold.released_by)),
            format!("{} since {}", hold.reason, hold.at),
        ))
    }))
}

/// Whether the order can still come to the step.
fn lies_ahead(order: &Order, step: BlockedStep) -> bool {
    let before_approval = matches!(
        order.stage,
        Stage::Received { .. } | Stage::AwaitingReview { .. } | Stage::Negotiating { .. }
    );
    let before_preparation = before_approval
        || matches!(
            order.stage,
            Stage::Approved { .. } | Stage::AwaitingPayment { .. } | Stage::Preparing { .. }
        );
    match step {
        BlockedStep::Approve => before_approval,
        BlockedStep::Prepare => before_preparation,
        BlockedStep::Dispatch => before_preparation || matches!(order.stage, Stage::Ready { .. }),
        BlockedStep::Refund => !order.stage.name().is_final() || order.held().is_positive(),
    }
}

fn nothing_ahead(order: &Order, blocks: &[BlockedStep]) -> Refusal {
    let stage = order.stage.name();
    let steps: Vec<&str> = blocks.iter().map(|step| step.name()).collect();
    Refusal::new(
        RefusalClass::Conflict,
        "order_past_hold",
        format!("订单已处于 {stage}，此原因的暂挂不再起作用"),
        format!("the order is {stage}: nothing that such a hold blocks lies ahead"),
    )
    .because(Evidence::new(
        "stage",
        format!("one before {}", steps.join(", ")),
        stage.name(),
    ))
}

fn not_permitted(chinese: &str, english: &str, allowed: &[Role], who: Holder<'_>) -> Refusal {
    Refusal::new(
        RefusalClass::Forbidden,
        "hold_not_permitted",
        chinese,
        english,
    )
    .because(Evidence::new("roles", names(allowed), names(who.roles)))
}

fn names(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    names.join(", ")
}
