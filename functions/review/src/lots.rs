//! Lots that expire soon, and those that have (5.2.2).

use contract::lot::StockLotView;
use contract::work::{WorkItemView, WorkView};
use domain::aggregate::{Aggregate as _, AggregateKind};
use domain::lot::{LOTS_LIST, MOST_SHELF_LIFE_DAYS, StockLot};
use domain::refusal::{Refusal, quote};
use jiff::{SignedDuration, Timestamp};
use lambda::http::{Failure, Request, Response};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// How long lots of the list may still leave at most, in days, if nothing is asked for.
const USUAL_DAYS: u32 = 30;

/// `GET /v1/work/near_expiry?days=&warehouse=&cursor=&limit=` and `GET /v1/work/expired`: what may leave for the
/// shortest time first, with what it holds. Lots that are used up are left out.
pub(crate) async fn list(
    app: &App,
    request: &Request,
    lists: &[&str],
) -> Result<Response, Failure> {
    let near = lists == [LOTS_LIST];
    let known: &[&str] = if near {
        &["days", "warehouse", "cursor", "limit"]
    } else {
        &["warehouse", "cursor", "limit"]
    };
    request.only_query(known)?;
    let now = request.received_at;
    let until = if near { Some(until(request)?) } else { None };
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let list = lists.first().copied().unwrap_or(LOTS_LIST);
    let page = app
        .store
        .work_states::<StockLot>(list, until, cursor, limit)
        .await?;
    let lots = page.items.into_iter().map(|loaded| loaded.state);
    let wanted = |lot: &StockLot| {
        let warehouse = request.query("warehouse");
        warehouse.is_none_or(|warehouse| lot.warehouse == warehouse)
    };
    let lots: Vec<StockLot> = lots.filter(wanted).collect();
    let places = lots
        .iter()
        .map(|lot| (lot.sku.clone(), lot.warehouse.clone(), lot.lot.clone()));
    let levels = app.store.lot_levels(places).await?;
    let items = lots.iter().filter_map(|lot| {
        let mut levels = levels.iter();
        let level = levels.find(|(sku, level)| {
            *sku == lot.sku && level.warehouse == lot.warehouse && level.lot == lot.lot
        });
        // Of what is used up nobody has anything to do.
        let level = level.filter(|(_, level)| {
            level.available > 0 || level.picked > 0 || level.quarantined > 0
        })?;
        let place = lot.index().work?;
        let item = WorkItemView::of(AggregateKind::StockLot, lot.id(), place.due, now);
        Some(item.with_lot(StockLotView::of(lot, &level.1)))
    });
    Response::ok(&WorkView {
        list: request.path("list").to_owned(),
        items: items.collect(),
        next_cursor: page.next,
    })
}

/// The end of the time that is asked for.
fn until(request: &Request) -> Result<Timestamp, Refusal> {
    let days = match request.query("days") {
        None => USUAL_DAYS,
        Some(text) => {
            let days = text.parse().ok();
            let days = days.filter(|days| *days <= MOST_SHELF_LIFE_DAYS);
            days.ok_or_else(|| {
                Refusal::invalid(
                    "query.days",
                    format!("0..={MOST_SHELF_LIFE_DAYS}"),
                    quote(text),
                )
            })?
        }
    };
    let span = SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    Ok(request
        .received_at
        .checked_add(span)
        .unwrap_or(Timestamp::MAX))
}
