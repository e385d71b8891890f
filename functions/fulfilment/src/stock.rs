//! Receiving goods, and what there is of a SKU (5.2.1, 5.2.3).

use contract::stock::{StockReceiptRequest, StockReceiptView, StockView};
use domain::identifiers::Sku;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stock_receipt::{self, StockReceipt};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `POST /v1/stock/receipts`: 201 with the receipt, or 200 when the same one was recorded before.
pub(crate) async fn receive(app: &App, request: Request) -> Result<Response, Failure> {
    let body: StockReceiptRequest = request.json()?;
    let receipt = body.into_receipt(&request.caller.subject, request.received_at)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            if let Some(known) = app.store.load::<StockReceipt>(&receipt.receipt_no).await? {
                same(&known.state, &receipt)?;
                return Ok::<_, Failure>(Plan::new(Some(known.state)));
            }
            Ok(Plan::new(None).begin::<StockReceipt>(stock_receipt::receive(receipt.clone()))?)
        })
        .await?;
    match written {
        Written::Done { output: None, .. } => Response::json(201, &StockReceiptView::of(&receipt)),
        Written::Done {
            output: Some(known),
            ..
        } => Response::ok(&StockReceiptView::of(&known)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "receiving goods met a bound: {unmet:?}"
        ))),
    }
}

/// A receipt sent again must say the same.
fn same(known: &StockReceipt, again: &StockReceipt) -> Result<(), Refusal> {
    if known.moves == again.moves && known.reference == again.reference {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "receipt_no_reused",
        "该入库单号已用于内容不同的入库单",
        "the receipt number was used for a receipt of other content",
    )
    .because(Evidence::new(
        "receipt_no",
        format!("{} lines as before", known.moves.len()),
        "other content",
    )))
}

/// `GET /v1/stock/{sku}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let text = request.path("sku");
    let sku = Sku::parse(text).map_err(|_| Refusal::not_found("SKU", "商品", text))?;
    let levels = app.store.stock_levels(&sku).await?;
    Response::ok(&StockView::of(&sku, &levels))
}
