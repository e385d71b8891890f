//! Purchasing 采购 (5.1.2, 5.1.3): suppliers, their offers, and what is bought from them.

mod change;
mod for_stock;
mod market;
mod offers;
mod pegs;
mod proposals;
mod raise;
mod receipts;
mod returns;
mod suppliers;

use lambda::http::{Failure, Request, Response};

pub(crate) use for_stock::for_stock;
pub(crate) use pegs::release_pegs;
pub(crate) use proposals::propose;

use crate::{App, production};

/// Answers the requests about purchasing; what is not about it is about production.
pub(crate) async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listSuppliers" => suppliers::list(app, request).await,
        "getSupplier" => suppliers::show(app, request).await,
        "reviseSupplier" => suppliers::revise(app, request).await,
        "getOffer" => offers::show(app, request).await,
        "reviseOffer" => offers::revise(app, request).await,
        "quotePurchase" => raise::quote(app, request).await,
        "raisePurchaseOrder" => raise::raise(app, request).await,
        "getPurchaseOrder" => change::show(app, request).await,
        "approvePurchaseOrder" => change::approve(app, request).await,
        "placePurchaseOrder" => change::place(app, request).await,
        "movePromise" => change::move_promise(app, request).await,
        "receivePurchase" => receipts::receive(app, request).await,
        "closePurchaseOrder" => change::close(app, request).await,
        "cancelPurchaseOrder" => change::cancel(app, request).await,
        "raiseSupplierReturn" => returns::raise(app, request).await,
        "getSupplierReturn" => returns::show(app, request).await,
        "shipSupplierReturn" => returns::ship(app, request).await,
        "answerSupplierReturn" => returns::answer(app, request).await,
        "closeSupplierReturn" => returns::close(app, request).await,
        "cancelSupplierReturn" => returns::cancel(app, request).await,
        _ => production::route(app, request).await,
    }
}
