//! People's decisions on orders, one or many at a time (4.3.3).

use contract::problem::Problem;
use contract::review::{
    OrderDecision, OrderDecisionResult, ReviewDecisionRequest, ReviewDecisionsRequest,
    ReviewDecisionsView,
};
use domain::aggregate::Decision;
use domain::order::{self, Facts, ManualDecision, Order, OrderId, StageName};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::refund_requests::with_refund_requests;
use lambda::{order_access, origin};
use store::{Plan, Unmet, Written};

use crate::{App, change, decided};

/// `POST /v1/orders/{id}/review`, with the version that the reviewer saw in `If-Match`.
pub(crate) async fn review(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let seen = request.if_match()?;
    let decision = request.json::<ReviewDecisionRequest>()?.into_decision()?;
    let rules = app.rules.open().await?;
    decide(
        app,
        &request,
        id,
        Some(seen),
        &decision,
        &rules.at(request.received_at),
    )
    .await?;
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    change::answer(&loaded, &request)
}

/// `POST /v1/work/review/decisions`: each decision by itself, one transaction each.
pub(crate) async fn review_many(app: &App, request: Request) -> Result<Response, Failure> {
    let decisions = request.json::<ReviewDecisionsRequest>()?.into_decisions()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let mut results = Vec::with_capacity(decisions.len());
    for OrderDecision {
        order,
        version,
        decision,
    } in decisions
    {
        let result = match decide(app, &request, order, version, &decision, &facts).await {
            Ok(stage) => OrderDecisionResult {
                order_id: order,
                stage: Some(stage),
                problem: None,
            },
            Err(Failure::Refused(refusal)) => {
                let problem = Problem::from_refusal(refusal, request.language, &request.request_id);
                OrderDecisionResult {
                    order_id: order,
                    stage: None,
                    problem: Some(problem),
                }
            }
            Err(failure) => return Err(failure),
        };
        results.push(result);
    }
    Response::ok(&ReviewDecisionsView::of(results))
}

/// Decides on one order and tells where it stands then.
async fn decide(
    app: &App,
    request: &Request,
    id: OrderId,
    seen: Option<u64>,
    decision: &ManualDecision,
    facts: &Facts<'_>,
) -> Result<StageName, Failure> {
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            let by = request.caller.subject.as_str();
            let decided = seen
                .map_or(Ok(()), |seen| must_match(seen, loaded.version))
                .and_then(|()| order::decide_manually(&loaded.state, decision, by, facts));
            let decided = match decided {
                Ok(decided) => decided,
                Err(refusal) if !may_be_late(&refusal) => return Err(refusal.into()),
                Err(refusal) => match decided::decided(&app.store, &loaded, seen).await? {
                    None => return Err(refusal.into()),
                    // The answer to the first try was lost.
                    Some(earlier) if earlier.is_repeated_by(decision, by) => Decision::done(),
                    Some(earlier) => {
                        let stage = loaded.state.stage.name();
                        return Err(earlier.told_in(refusal, stage).into());
                    }
                },
            };
            let after =
                domain::aggregate::fold::<Order>(Some(loaded.state.clone()), &decided.events)
                    .map_err(Failure::broken)?;
            let stage = after.map_or(loaded.state.stage.name(), |order| order.stage.name());
            let events = decided.events.clone();
            let plan = Plan::new(stage).carry_out(&loaded, decided)?;
            with_refund_requests::<_, Failure>(&app.store, plan, &loaded.state, &events, facts)
                .await
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(over_limit(unmet)),
    }
}

/// Whether somebody else's decision may be why the order is not as it was seen.
fn may_be_late(refusal: &Refusal) -> bool {
    matches!(refusal.code, "stale_version" | "order_not_awaiting_review")
}

/// 8.1.2: approval above the limit is impossible.
fn over_limit(unmet: Vec<Unmet>) -> Failure {
    let exceeded = unmet.into_iter().find_map(|unmet| match unmet {
        Unmet::CreditExceeded {
            wanted, headroom, ..
        } => Some((wanted, headroom)),
        Unmet::Registered(_)
        | Unmet::StockShort { .. }
        | Unmet::StockSpread { .. }
        | Unmet::QuarantineShort { .. }
        | Unmet::LotShort { .. }
        | Unmet::KeptOtherwise { .. }
        | Unmet::UnderCount { .. }
        | Unmet::QuotaExceeded { .. } => None,
    });
    let Some((wanted, headroom)) = exceeded else {
        return Failure::broken("approving met an unknown bound");
    };
    Refusal::new(
        RefusalClass::Conflict,
        "credit_limit_exceeded",
        format!("客户可用信用额度不足：需 {wanted}，可用 {headroom}"),
        format!("the customer's credit does not suffice: {wanted} needed, {headroom} left"),
    )
    .because(Evidence::new(
        "exposure",
        format!("at most {}", headroom.fen()),
        wanted.fen().to_string(),
    ))
    .into()
}
