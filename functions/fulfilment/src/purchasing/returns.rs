//! Goods that go back to their suppliers (5.1.2).

use contract::purchasing::{
    ReasonRequest, ReturnAnswerRequest, ReturnShipmentRequest, SupplierReturnRequest,
    SupplierReturnView,
};
use domain::aggregate::{Decision, fold};
use domain::identifiers::PurchaseOrderNo;
use domain::purchasing::{
    self, PurchaseOrder, ReturnDraft, ReturnSource, Supplier, SupplierReturn, SupplierReturnEvent,
};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use crate::App;
use crate::lots::{self, Line};
use crate::paper_shards;
use crate::stock::{not_there, stock_short};

/// `POST /v1/supplier-returns`: 201 with the return, or 200 when the same was raised before.
pub(super) async fn raise(app: &App, request: Request) -> Result<Response, Failure> {
    let (order, draft) = request.json::<SupplierReturnRequest>()?.into_draft()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            if let Some(known) = app.store.load::<SupplierReturn>(&draft.number).await? {
                same(&known.state, &order, &draft)?;
                let view = SupplierReturnView::of(&known.state, known.version);
                return Ok::<_, Failure>(Plan::new((false, view)));
            }
            let loaded = app.store.load::<PurchaseOrder>(order.as_str()).await?;
            let loaded = loaded.ok_or_else(|| {
                let expected = "a purchase order of which goods came";
                Refusal::invalid("purchase_order", expected, order.to_string())
            })?;
            let (raised, known) =
                purchasing::raise_return(&loaded.state, draft.clone(), by, &facts)?;
            let state = fold::<SupplierReturn>(None, &raised.events).map_err(Failure::broken)?;
            let state = state.ok_or_else(|| Failure::broken("raising led to no return"))?;
            let view = SupplierReturnView::of(&state, 1);
            let plan = match &draft.source {
                ReturnSource::FailedInspection => Plan::new((true, view)),
                ReturnSource::Quarantine { lot, .. } => {
                    let line = Line {
                        at: "lot".to_owned(),
                        sku: state.sku.clone(),
                        lot: lot.clone(),
                        into: None,
                    };
                    lots::enter(&app.store, Plan::new((true, view)), &[line], facts.now).await?
                }
            };
            Ok(plan
                .begin::<SupplierReturn>(raised)?
                .carry_out(&loaded, known)?)
        })
        .await?;
    match written {
        Written::Done {
            output: (new, view),
            ..
        } => {
            let version = view.version;
            Ok(Response::json(if new { 201 } else { 200 }, &view)?.etag(version))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "raising a return met a bound: {unmet:?}"
        ))),
    }
}

/// `GET /v1/supplier-returns/{number}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    let view = SupplierReturnView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `POST /v1/supplier-returns/{number}/shipment`: goods that were stock leave it, and count for the supplier's
/// scores, in the same transaction.
pub(super) async fn ship(app: &App, request: Request) -> Result<Response, Failure> {
    let waybill_no = request.json::<ReturnShipmentRequest>()?.into_waybill()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |loaded| {
        let shipped = purchasing::ship_return(&loaded.state, &waybill_no, by, &facts)?;
        let leaves = shipped.decision;
        let leaves = paper_shards::name(&app.store, leaves, 0, stock_short).await?;
        let plan = changed(loaded, leaves)?;
        if shipped.counted.events.is_empty() {
            return Ok(plan);
        }
        let code = loaded.state.supplier.as_str();
        let supplier = app.store.load::<Supplier>(code).await?;
        let supplier =
            supplier.ok_or_else(|| Failure::broken(format!("a return names supplier {code}")))?;
        Ok(plan.carry_out(&supplier, shipped.counted)?)
    })
    .await
}

/// `POST /v1/supplier-returns/{number}/answer`
pub(super) async fn answer(app: &App, request: Request) -> Result<Response, Failure> {
    let answer = request.json::<ReturnAnswerRequest>()?.into_answer()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |loaded| {
        let decision = purchasing::answer_return(&loaded.state, answer.clone(), by, &facts)?;
        changed(loaded, decision)
    })
    .await
}

/// `POST /v1/supplier-returns/{number}/close`
pub(super) async fn close(app: &App, request: Request) -> Result<Response, Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |loaded| {
        changed(loaded, purchasing::close_return(&loaded.state, by, &facts)?)
    })
    .await
}

/// `POST /v1/supplier-returns/{number}/cancel`: its purchase order no longer counts the goods.
pub(super) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |loaded| {
        let number = loaded.state.purchase_order.as_str();
        let order = app.store.load::<PurchaseOrder>(number).await?;
        let order = order
            .ok_or_else(|| Failure::broken(format!("a return names purchase order {number}")))?;
        let (cancelled, released) =
            purchasing::cancel_return(&loaded.state, &order.state, &reason, by, &facts)?;
        Ok(changed(loaded, cancelled)?.carry_out(&order, released)?)
    })
    .await
}

/// The return in the path; if it is not the version that `If-Match` names, 412.
async fn named(app: &App, request: &Request) -> Result<Loaded<SupplierReturn>, Failure> {
    let number = request.path("number");
    let loaded = app.store.load::<SupplierReturn>(number).await?;
    let loaded =
        loaded.ok_or_else(|| Refusal::not_found("return to a supplier", "采购退货", number))?;
    if let Some(seen) = request.if_match_optional()? {
        must_match(seen, loaded.version)?;
    }
    Ok(loaded)
}

/// The return after a decision, and what it is shown as.
fn changed(
    loaded: &Loaded<SupplierReturn>,
    decision: Decision<SupplierReturnEvent>,
) -> Result<Plan<SupplierReturnView>, Failure> {
    let state = fold(Some(loaded.state.clone()), &decision.events).map_err(Failure::broken)?;
    let state = state.ok_or_else(|| Failure::broken("a change led to no return"))?;
    let more = u64::from(!decision.events.is_empty());
    let view = SupplierReturnView::of(&state, loaded.version.saturating_add(more));
    Ok(Plan::new(view).carry_out(loaded, decision)?)
}

/// Carries out what `decide` plans for the return in the path.
async fn change(
    app: &App,
    request: &Request,
    decide: impl AsyncFn(&Loaded<SupplierReturn>) -> Result<Plan<SupplierReturnView>, Failure>,
) -> Result<Response, Failure> {
    let view = paper_shards::write(app, request, not_there, async || {
        let loaded = named(app, request).await?;
        decide(&loaded).await
    });
    let view = view.await?;
    Ok(Response::ok(&view)?.etag(view.version))
}

/// A return sent again must say the same.
fn same(
    known: &SupplierReturn,
    order: &PurchaseOrderNo,
    again: &ReturnDraft,
) -> Result<(), Refusal> {
    if known.purchase_order == *order
        && (&known.source, known.quantity, &known.reason)
            == (&again.source, again.quantity, &again.reason)
    {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "return_no_reused",
        "该采购退货单号已用于内容不同的退货",
        "the number was used for a return of other content",
    )
    .because(Evidence::new(
        "number",
        format!("{} of {}, as before", known.quantity, known.purchase_order),
        "other content",
    )))
}
