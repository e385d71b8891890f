//! Papers of the warehouse that change stock, each recorded once, and what there is of a SKU (5.2.1, 5.2.3).

use contract::stock::{StockReceiptRequest, StockReceiptView, StockView};
use contract::stock_adjustment::{StockAdjustmentRequest, StockAdjustmentView};
use domain::aggregate::{Aggregate, Decision};
use domain::identifiers::Sku;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::role::{Role, any_covers};
use domain::stock_adjustment::{self, StockAdjustment};
use domain::stock_receipt::{self, StockReceipt};
use lambda::http::{Failure, Request, Response};
use store::{Plan, Unmet};

use crate::App;
use crate::lots::{self, Line};
use crate::paper_shards;

/// `POST /v1/stock/receipts`: 201 with the receipt, or 200 when the same one was recorded before.
pub(crate) async fn receive(app: &App, request: Request) -> Result<Response, Failure> {
    let body: StockReceiptRequest = request.json()?;
    let receipt = body.into_receipt(&request.caller.subject, request.received_at)?;
    let decision = stock_receipt::receive(receipt.clone());
    let lines = Line::received("lines", &receipt.moves);
    let number = &receipt.receipt_no;
    let known = record::<StockReceipt>(app, &request, number, &decision, &lines).await?;
    let Some(known) = known else {
        return Response::json(201, &StockReceiptView::of(&receipt));
    };
    if known.moves != receipt.moves || known.reference != receipt.reference {
        return Err(reused("receipt_no", "receipt_no_reused", &known.receipt_no).into());
    }
    Response::ok(&StockReceiptView::of(&known))
}

/// `POST /v1/stock/adjustments`: 201 with the adjustment, or 200 when the same one was recorded before.
pub(crate) async fn adjust(app: &App, request: Request) -> Result<Response, Failure> {
    let body: StockAdjustmentRequest = request.json()?;
    let adjustment = body.into_adjustment(&request.caller.subject, request.received_at)?;
    let decision = stock_adjustment::adjust(adjustment.clone(), &request.caller.roles)?;
    let number = &adjustment.adjustment_no;
    let lines = Line::adjusted(&adjustment);
    let known = record::<StockAdjustment>(app, &request, number, &decision, &lines).await?;
    let Some(known) = known else {
        return Response::json(201, &StockAdjustmentView::of(&adjustment));
    };
    let again = StockAdjustment {
        at: known.at,
        by: known.by.clone(),
        ..adjustment
    };
    if known != again {
        let number = &known.adjustment_no;
        return Err(reused("adjustment_no", "adjustment_no_reused", number).into());
    }
    Response::ok(&StockAdjustmentView::of(&known))
}

/// `GET /v1/stock/adjustments/{no}`
pub(crate) async fn show_adjustment(app: &App, request: Request) -> Result<Response, Failure> {
    let number = request.path("no");
    let loaded = app.store.load::<StockAdjustment>(number).await?;
    let unknown = || Refusal::not_found("stock adjustment", "库存调整单", number);
    Response::ok(&StockAdjustmentView::of(&loaded.ok_or_else(unknown)?.state))
}

/// `GET /v1/stock/{sku}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let text = request.path("sku");
    let sku = Sku::parse(text).map_err(|_| Refusal::not_found("SKU", "商品", text))?;
    let levels = app.store.stock_levels(&sku).await?;
    let blind = any_covers(&request.caller.roles, &[Role::Warehouse]);
    Response::ok(&StockView::of(&sku, &levels, blind))
}

/// Records a paper with its movements, from and into the shards of levels that are spread; the one that was recorded
/// under its number before, if there is one.
async fn record<A: Aggregate>(
    app: &App,
    request: &Request,
    number: &str,
    decision: &Decision<A::Event>,
    lines: &[Line],
) -> Result<Option<A>, Failure> {
    paper_shards::write(app, request, not_there, async || {
        if let Some(known) = app.store.load::<A>(number).await? {
            return Ok(Plan::new(Some(known.state)));
        }
        let named = decision.clone();
        let named = paper_shards::name(&app.store, named, 0, stock_short).await?;
        let plan = Plan::new(None).begin::<A>(named)?;
        lots::enter(&app.store, plan, lines, request.received_at).await
    })
    .await
}

/// The refusal of a paper that takes what is not there.
pub(crate) fn stock_short() -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "stock_short",
        "库存不足，未作任何变动",
        "there are fewer pieces than that; nothing was changed",
    )
}

/// Refuses a paper that takes what is not there, with what there is of each SKU.
pub(crate) fn not_there(unmet: &[Unmet]) -> Result<Refusal, Failure> {
    unmet.iter().try_fold(stock_short(), |refusal, unmet| {
        let (sku, warehouse, wanted, there) = match unmet {
            Unmet::LotShort {
                sku,
                warehouse,
                lot,
                quarantined,
                wanted,
                there,
            } => {
                let kept = if *quarantined {
                    "quarantined"
                } else {
                    "available"
                };
                (
                    sku,
                    warehouse,
                    wanted,
                    format!("{there} {kept} of lot {lot}"),
                )
            }
            Unmet::KeptOtherwise {
                sku,
                warehouse,
                by_lot,
            } => return Ok(kept_otherwise(sku, warehouse, *by_lot)),
            Unmet::StockShort {
                sku,
                warehouse,
                wanted,
                available,
            } => (sku, warehouse, wanted, format!("{available} available")),
            Unmet::QuarantineShort {
                sku,
                warehouse,
                wanted,
                quarantined,
            } => (sku, warehouse, wanted, format!("{quarantined} quarantined")),
            Unmet::StockSpread { sku, warehouse } => {
                return Ok(paper_shards::stock_spread(sku, warehouse));
            }
            other @ (Unmet::Registered(_)
            | Unmet::UnderCount { .. }
            | Unmet::CreditExceeded { .. }
            | Unmet::QuotaExceeded { .. }) => {
                return Err(Failure::broken(format!(
                    "changing stock met another bound: {other:?}"
                )));
            }
        };
        let at = format!("{sku} in {warehouse}");
        Ok(refusal.because(Evidence::new(at, format!("{wanted} or more"), there)))
    })
}

/// What is there was entered when the product was kept in another way.
pub(crate) fn kept_otherwise(sku: &Sku, warehouse: &str, by_lot: bool) -> Refusal {
    let (expected, found) = if by_lot {
        ("pieces without a lot, as those that are there", "a lot")
    } else {
        ("a lot, as the pieces that are there have", "none")
    };
    Refusal::new(
        RefusalClass::Conflict,
        "kept_otherwise",
        "该商品现有库存的批次管理方式不同，未作任何变动",
        "what is there of the SKU is kept in another way; nothing was changed",
    )
    .because(Evidence::new(
        format!("{sku} in {warehouse}"),
        expected,
        found,
    ))
}

/// A number that was used for a paper of other content.
fn reused(at: &str, code: &'static str, number: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        code,
        "该单号已用于内容不同的单据",
        "the number was used for a paper of other content",
    )
    .because(Evidence::new(
        at,
        format!("what {number} said before"),
        "other content",
    ))
}
