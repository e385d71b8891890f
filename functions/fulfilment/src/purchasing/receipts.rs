//! Goods that suppliers deliver, with inspection (5.1.2).

use contract::purchasing::{GoodsReceiptRequest, PurchaseOrderView};
use domain::purchasing::{self, Reception, Supplier};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Plan, Written};

use super::change::{after, named};
use super::pegs::told;
use crate::App;
use crate::lots::{self, Line};
use crate::paper_shards;
use crate::stock::{not_there, stock_short};

/// `POST /v1/purchase-orders/{number}/receipts`: 201 with the purchase order, or 200 when the same receipt
/// was recorded before. Stock, the supplier's scores and the order that waits change in one transaction.
pub(super) async fn receive(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<GoodsReceiptRequest>()?;
    let now = request.received_at;
    let receipt = body.into_receipt(&request.caller.subject, now)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = named(app, &request).await?;
            let (decision, delivery) = match purchasing::receive(&loaded.state, receipt.clone())? {
                Reception::New { decision, delivery } => (decision, delivery),
                Reception::Known => {
                    let view = PurchaseOrderView::of(&loaded.state, loaded.version);
                    return Ok::<_, Failure>(Plan::new((false, view)));
                }
            };
            let code = loaded.state.bid().supplier.as_str();
            let supplier = app.store.load::<Supplier>(code).await?;
            let supplier = supplier.ok_or_else(|| {
                Failure::broken(format!("a purchase order names supplier {code}"))
            })?;
            let decision = paper_shards::name(&app.store, decision, 0, stock_short).await?;
            let (state, version) = after(&loaded, &decision)?;
            let view = PurchaseOrderView::of(&state, version);
            let plan = Plan::new((true, view))
                .carry_out(&loaded, decision)?
                .carry_out(&supplier, purchasing::count_delivery(delivery, now))?;
            let moves = purchasing::moves(&loaded.state, &receipt);
            let lines = Line::received("lots", &moves);
            let plan = lots::enter(&app.store, plan, &lines, now).await?;
            Ok(told(&app.store, plan, &loaded.state, &state, now).await?)
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
        Written::Unmet(unmet) => Err(not_there(&unmet)?.into()),
    }
}
