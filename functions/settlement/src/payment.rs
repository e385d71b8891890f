//! Money that comes in, recorded once and counted towards its order (7.1.1, section P).

use contract::payment::{PaymentNotifyRequest, PaymentRequest, PaymentView, ReceivedMoney};
use domain::aggregate::{Decision, fold};
use domain::calendar;
use domain::money::Money;
use domain::order::{self, Facts, Order, OrderEvent};
use domain::payment::{Payment, PaymentEvent, QuarantineReason};
use domain::receivable::{self, Receivable};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Loaded, Plan, Written};

use crate::App;

/// `POST /v1/payments`: finance records what came in; 201, or 200 when it was recorded before.
pub(crate) async fn record(app: &App, request: Request) -> Result<Response, Failure> {
    let money = request
        .json::<PaymentRequest>()?
        .into_money(request.received_at)?;
    let (created, loaded) = receive(app, &request, &money).await?;
    let status = if created { 201 } else { 200 };
    Ok(Response::json(status, &PaymentView::of(&loaded.0, loaded.1))?.etag(loaded.1))
}

/// `POST /v1/payments/{provider}/notify`: 204 as soon as the notice is safe; so a provider that
/// hears nothing may send it again as often as it likes.
pub(crate) async fn notify(app: &App, request: Request) -> Result<Response, Failure> {
    let body: PaymentNotifyRequest = request.signed_json(&app.notify_secret)?;
    let money = body.into_money(request.path("provider"), request.received_at)?;
    receive(app, &request, &money).await?;
    Ok(Response::no_content())
}

/// Records the money, counts it towards the order and its receivable, in one transaction.
/// Tells whether it is new, and the payment with its version.
async fn receive(
    app: &App,
    request: &Request,
    money: &ReceivedMoney,
) -> Result<(bool, (Payment, u64)), Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(request), async || {
            if let Some(known) = app.store.load::<Payment>(&money.payment).await? {
                same(&known.state, money)?;
                return Ok(Plan::new((false, (known.state, known.version))));
            }
            let order = app.store.load::<Order>(&money.order.to_string()).await?;
            plan(app, request, money, order.as_ref(), &facts).await
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "recording a payment met a bound: {unmet:?}"
        ))),
    }
}

/// The same transaction must say the same.
fn same(known: &Payment, again: &ReceivedMoney) -> Result<(), Refusal> {
    if known.amount == again.amount && known.order == again.order {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "payment_differs",
        "同一流水号已记录为另一笔款项",
        "the same transaction was recorded with another amount or order",
    )
    .because(Evidence::new(
        "amount_fen",
        known.amount.fen().to_string(),
        again.amount.fen().to_string(),
    ))
    .because(Evidence::new(
        "order_id",
        known.order.to_string(),
        again.order.to_string(),
    )))
}

async fn plan(
    app: &App,
    request: &Request,
    money: &ReceivedMoney,
    order: Option<&Loaded<Order>>,
    facts: &Facts<'_>,
) -> Result<Plan<(bool, (Payment, u64))>, Failure> {
    let counts = order.filter(|_| money.is_yuan);
    let counted = counts.map_or_else(Decision::done, |order| {
        order::receive_payment(&order.state, &money.payment, money.amount, facts)
    });
    let allocated = allocated(&counted.events);
    let payment = Payment {
        id: money.payment.clone(),
        order: money.order,
        amount: money.amount,
        allocated,
        quarantined: (allocated < money.amount).then(|| reason(money, order)),
        received_at: money.received_at,
        recorded_by: request.caller.subject.clone(),
        refund_due: Money::ZERO,
        refund_by: None,
        refunded: Money::ZERO,
    };
    let recorded = Decision::of(vec![PaymentEvent::Recorded {
        payment: Box::new(payment.clone()),
    }]);
    let plan = Plan::new((true, (payment, 1))).begin::<Payment>(recorded)?;
    let Some(order) = counts else { return Ok(plan) };
    let plan = plan.carry_out(order, counted)?;
    if !order.state.billed || !allocated.is_positive() {
        return Ok(plan);
    }
    let receivable = app
        .store
        .load::<Receivable>(&money.order.to_string())
        .await?;
    let receivable =
        receivable.ok_or_else(|| Failure::broken("a billed order has no receivable"))?;
    let on = calendar::business_date(money.received_at);
    Ok(plan.carry_out(
        &receivable,
        receivable::reduce(&receivable.state, allocated, on),
    )?)
}

fn allocated(events: &[OrderEvent]) -> Money {
    let counted = events.iter().find_map(|event| {
        if let OrderEvent::PaymentReceived { allocated, .. } = event {
            Some(*allocated)
        } else {
            None
        }
    });
    counted.unwrap_or(Money::ZERO)
}

/// Why not all of the money counts towards the order.
fn reason(money: &ReceivedMoney, order: Option<&Loaded<Order>>) -> QuarantineReason {
    match order {
        _ if !money.is_yuan => QuarantineReason::CurrencyDiffers,
        None => QuarantineReason::UnknownOrder,
        Some(order) if order.state.stage.name().is_final() => QuarantineReason::OrderClosed,
        Some(_) => QuarantineReason::Overpaid,
    }
}

/// The state that events lead to, for the answer.
pub(crate) fn after(
    payment: &Loaded<Payment>,
    events: &[PaymentEvent],
) -> Result<Payment, Failure> {
    let state = fold(Some(payment.state.clone()), events).map_err(Failure::broken)?;
    state.ok_or_else(|| Failure::broken("a payment without a state"))
}
