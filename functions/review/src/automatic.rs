//! What the review does without a person: the automatic review where it was put off on receipt
//! (4.3.1), proposals that ran out (4.3.3), reviews that are late (4.3.2).

use std::borrow::Cow;

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::order::{self, Facts, Order, Stage};
use lambda::refund_requests::with_refund_requests;
use lambda::rule_book::Rules;
use lambda::{Fault, phone_digest, review_lookup};
use store::{CommitMeta, Plan, Unmet, Written};

use crate::App;

/// How often an order is reviewed while others take what it asks for.
const REVIEWS: u32 = 4;

/// A review was put off or is late, or a proposal to its customer may have run out.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    if message.aggregate != AggregateKind::Order {
        return Ok(());
    }
    let meta = lambda::origin::follow_up(message, "review");
    let rules = app.rules.open().await?;
    let mut policy = Cow::Borrowed(rules.policy_at(meta.at).value);
    for _ in 0..REVIEWS {
        let facts = Facts {
            policy: &policy,
            ..rules.at(meta.at)
        };
        let unmet = match review(app, &message.id, &rules, &facts, &meta).await? {
            Written::Done { .. } => return Ok(()),
            Written::Unmet(unmet) => unmet,
        };
        let credit = unmet
            .iter()
            .any(|unmet| matches!(unmet, Unmet::CreditExceeded { .. }));
        if credit {
            // Only an approval without a person takes credit here. Where there is not enough of it,
            // a person must decide.
            policy.to_mut().review.automatic_approval = false;
        } else if !unmet
            .iter()
            .all(|unmet| matches!(unmet, Unmet::QuotaExceeded { .. }))
        {
            return Err(Fault::poison(format!("the review met a bound: {unmet:?}")));
        }
    }
    Err(Fault::retry(
        "other orders took of the same quota at each try",
    ))
}

async fn review(
    app: &App,
    id: &str,
    rules: &Rules,
    facts: &Facts<'_>,
    meta: &CommitMeta,
) -> Result<Written<()>, Fault> {
    app.store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Order>(id).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            if matches!(loaded.state.stage, Stage::AwaitingReview { .. }) {
                return Ok(Plan::new(())
                    .carry_out(&loaded, order::escalate_review(&loaded.state, facts)?)?);
            }
            if !matches!(
                loaded.state.stage,
                Stage::Received { .. } | Stage::Negotiating { .. }
            ) {
                return Ok(Plan::new(()));
            }
            let order = &loaded.state;
            let phone = phone_digest::of_order(&app.store, &app.phone_secret, order.id).await?;
            let review =
                review_lookup::look_up(&app.store, order, phone.as_ref(), rules, facts.now).await?;
            if matches!(loaded.state.stage, Stage::Negotiating { .. }) {
                let expired = order::proposal_expired(&loaded.state, &review, facts)?;
                return Ok(Plan::new(()).carry_out(&loaded, expired)?);
            }
            let decision = order::review_automatically(&loaded.state, &review, facts)?;
            let events = decision.events.clone();
            let plan = Plan::new(()).carry_out(&loaded, decision)?;
            with_refund_requests::<_, Fault>(&app.store, plan, &loaded.state, &events, facts).await
        })
        .await
}
