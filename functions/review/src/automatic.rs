//! What the review does without a person: the automatic review where it was put off on receipt
//! (4.3.1), proposals that ran out (4.3.3), reviews that are late (4.3.2).

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::order::{self, Facts, Order, Stage};
use lambda::refund_requests::with_refund_requests;
use lambda::rule_book::Rules;
use lambda::{Fault, review_lookup};
use store::{CommitMeta, Plan, Written};

use crate::App;

/// A review was put off or is late, or a proposal to its customer may have run out.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    if message.aggregate != AggregateKind::Order {
        return Ok(());
    }
    let meta = lambda::origin::follow_up(message, "review");
    let rules = app.rules.open().await?;
    match review(app, &message.id, &rules, &rules.at(meta.at), &meta).await? {
        Written::Done { .. } => Ok(()),
        Written::Unmet(_) => {
            // Only an approval without a person takes credit here. Where there is not enough
            // of it, a person must decide.
            let mut with_a_person = rules.policy_at(meta.at).value.clone();
            with_a_person.review.automatic_approval = false;
            let facts = Facts {
                policy: &with_a_person,
                ..rules.at(meta.at)
            };
            match review(app, &message.id, &rules, &facts, &meta).await? {
                Written::Done { .. } => Ok(()),
                Written::Unmet(unmet) => {
                    Err(Fault::poison(format!("the review met a bound: {unmet:?}")))
                }
            }
        }
    }
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
            let review =
                review_lookup::look_up(&app.store, &loaded.state, rules, facts.now).await?;
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
