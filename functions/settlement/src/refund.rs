//! Money that goes back by the original route (7.1.1).

use contract::payment::{PaymentView, Refund, RefundRequest};
use domain::order::{self, Order};
use domain::payment::{self, Payment, PaymentEvent};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Digest, Plan, Registration, RegistrationKey, Unmet, Written};

use crate::App;
use crate::payment::after;

/// `POST /v1/payments/{id}/refunds`: finance says that money went back; 201, or 200 when this
/// refund was recorded before.
pub(crate) async fn refund(app: &App, request: Request) -> Result<Response, Failure> {
    let id = request.path("id").to_owned();
    let refund = request
        .json::<RefundRequest>()?
        .into_refund(request.idempotency_key()?, request.received_at)?;
    let claim = claim(&id, &refund);
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let Some(held) = app.store.load::<Payment>(&id).await? else {
                return Err(Failure::from(Refusal::not_found("payment", "收款", &id)));
            };
            if app
                .store
                .registration(&claim.key, request.received_at)
                .await?
                .is_some()
            {
                // Decided below: the registration refuses the plan or answers the replay.
                return Ok(Plan::new((held.state.clone(), held.version)).register(claim.clone()));
            }
            let decision = payment::refund(
                &held.state,
                &refund.refund_no,
                refund.amount,
                &refund.reason,
                refund.at,
            )?;
            let output = (
                after(&held, &decision.events)?,
                held.version.saturating_add(1),
            );
            let of_order = decision.events.iter().find_map(|event| match event {
                PaymentEvent::Refunded { of_order, .. } => Some(*of_order),
                PaymentEvent::Recorded { .. } | PaymentEvent::RefundRequested { .. } => None,
            });
            let plan = Plan::new(output)
                .carry_out(&held, decision)?
                .register(claim.clone());
            let Some(of_order) = of_order.filter(|amount| amount.is_positive()) else {
                return Ok(plan);
            };
            let order = app
                .store
                .load::<Order>(&held.state.order.to_string())
                .await?;
            let order =
                order.ok_or_else(|| Failure::broken("an allocated payment has no order"))?;
            Ok(plan.carry_out(&order, order::refund(&order.state, &id, of_order, &facts)?)?)
        })
        .await?;
    match written {
        Written::Done {
            output: (payment, version),
            ..
        } => Ok(Response::json(201, &PaymentView::of(&payment, version))?.etag(version)),
        Written::Unmet(unmet) => replay(app, &id, &claim, unmet).await,
    }
}

/// A refund's number is one refund of its payment, for ever.
fn claim(payment: &str, refund: &Refund) -> Registration {
    let said = format!("{}\n{}\n{}", payment, refund.amount.fen(), refund.reason);
    Registration {
        key: RegistrationKey::Refund {
            payment: payment.to_owned(),
            number: refund.refund_no.clone(),
        },
        digest: Digest::of(said.as_bytes()),
        target: payment.to_owned(),
        expires_at: None,
    }
}

async fn replay(
    app: &App,
    id: &str,
    claim: &Registration,
    unmet: Vec<Unmet>,
) -> Result<Response, Failure> {
    let held = unmet.into_iter().find_map(|unmet| match unmet {
        Unmet::Registered(held) => Some(held),
        Unmet::StockShort { .. }
        | Unmet::StockSpread { .. }
        | Unmet::QuarantineShort { .. }
        | Unmet::LotShort { .. }
        | Unmet::KeptOtherwise { .. }
        | Unmet::UnderCount { .. }
        | Unmet::CreditExceeded { .. }
        | Unmet::QuotaExceeded { .. } => None,
    });
    let Some(held) = held else {
        return Err(Failure::broken("refunding met an unknown bound"));
    };
    if held.digest != claim.digest {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "refund_no_reused",
            "同一退款单号已用于内容不同的退款",
            "the refund number was used for a refund of other content",
        )
        .because(Evidence::new(
            "digest",
            format!("{:?}", held.digest),
            format!("{:?}", claim.digest),
        ))
        .into());
    }
    let payment = app.store.load::<Payment>(id).await?;
    let payment = payment.ok_or_else(|| Failure::broken("a registered refund has no payment"))?;
    Ok(Response::ok(&PaymentView::of(&payment.state, payment.version))?.etag(payment.version))
}
