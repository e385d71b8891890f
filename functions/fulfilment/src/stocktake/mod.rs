//! Stocktakes 盘点 (5.2.2): planned, counted blind, counted again, approved.

mod change;
mod plan;
mod zones;

pub(crate) use change::{approve, cancel, count, request_recount, show};
pub(crate) use plan::plan;
pub(crate) use zones::{assign as assign_zone, show as show_zone};

use contract::stocktake::StocktakeView;
use domain::role::{Role, any_covers};
use domain::stocktake::Stocktake;
use lambda::http::Request;

/// The stocktake as the caller may see it: whoever may count sees no books before it is over.
fn view(request: &Request, stocktake: &Stocktake, version: u64) -> StocktakeView {
    let blind = any_covers(&request.caller.roles, &[Role::Warehouse]);
    StocktakeView::of(stocktake, version, blind)
}
