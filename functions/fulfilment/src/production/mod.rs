//! Production 生产 (5.1.1, 5.1.3): lines, how goods are made on them, and the work orders by which they are made.

mod for_stock;
mod lines;
mod pegs;
mod proposals;
mod raise;
mod routings;
mod schedule;
mod steps;

use domain::production::WorkOrder;
use lambda::Fault;
use lambda::http::{self, Failure, Request, Response};
use store::{CommitMeta, Store};

pub(crate) use for_stock::for_stock;
pub(crate) use pegs::release_peg;
pub(crate) use proposals::propose_made;
pub(crate) use schedule::{follow, slip};

use crate::{App, purchasing};

/// Answers the requests about production.
pub(crate) async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listProductionLines" => lines::list(app, request).await,
        "getProductionLine" => lines::show(app, request).await,
        "reviseProductionLine" => lines::revise(app, request).await,
        "replanProductionLine" => lines::plan_again(app, request).await,
        "getRouting" => routings::show(app, request).await,
        "reviseRouting" => routings::revise(app, request).await,
        "raiseWorkOrder" => raise::raise(app, request).await,
        "getWorkOrder" => steps::show(app, request).await,
        "startWorkOrder" => steps::start(app, request).await,
        "reportWork" => steps::report(app, request).await,
        "completeWorkOrder" => steps::complete(app, request).await,
        "inspectWork" => steps::inspect(app, request).await,
        "closeWorkOrder" => steps::close(app, request).await,
        "cancelWorkOrder" => steps::cancel(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}

/// What was made for an order and lost is made again.
pub(crate) async fn make_good(
    app: &App,
    work_order: &WorkOrder,
    meta: &CommitMeta,
) -> Result<(), Fault> {
    if work_order.lacking() == 0 {
        return Ok(());
    }
    let waits = work_order.peg.as_ref();
    let Some(peg) = waits.filter(|peg| peg.released_at.is_none()) else {
        return Ok(());
    };
    let rules = app.rules.open().await?;
    purchasing::propose(app, &peg.order.to_string(), meta, &rules.at(meta.at)).await
}

/// The line with this code.
async fn line(
    store: &Store,
    code: &str,
) -> Result<Option<store::Loaded<domain::production::ProductionLine>>, store::StoreError> {
    store.load(code).await
}
