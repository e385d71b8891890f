//! Planning a sheet: what of its scope there is in the warehouse (5.2.2).

use contract::stocktake::{PlannedScope, StocktakeRequest, StocktakeView};
use domain::dated::Dated;
use domain::identifiers::Sku;
use domain::lot::LotControl;
use domain::product::{CATALOGUE_LIST, Product};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stocktake::{self, CountLine, MOST_LINES, Stocktake, StocktakeDraft, StocktakeEvent};
use domain::storage_zone::{StorageZone, zone_list};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Plan, Unmet, Written};

use super::view;
use crate::App;

/// The most pages of a list that are read for one sheet; the next sheet goes on where they ended.
const MOST_PAGES: usize = 20;

/// `POST /v1/stocktakes`: 201 with the sheet, or 200 when the same was planned before.
pub(crate) async fn plan(app: &App, request: Request) -> Result<Response, Failure> {
    let wanted = request.json::<StocktakeRequest>()?.into_scope()?;
    if let Some(known) = planned_before(app, &request, &wanted).await? {
        return answer(false, &known);
    }
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let (lines, next) = lines(app, &wanted, request.received_at).await?;
    let draft = StocktakeDraft {
        number: wanted.number.clone(),
        warehouse: wanted.warehouse.clone(),
        scope: wanted.scope.clone(),
        next,
        lines,
    };
    let decision = stocktake::plan(draft, &request.caller.subject, &facts)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            if let Some(known) = planned_before(app, &request, &wanted).await? {
                return Ok::<_, Failure>(Plan::new((false, known)));
            }
            let [StocktakeEvent::Planned { stocktake }] = decision.events.as_slice() else {
                return Err(Failure::broken("planning leads to one event"));
            };
            let view = view(&request, stocktake, 1);
            Ok(Plan::new((true, view)).begin::<Stocktake>(decision.clone())?)
        })
        .await?;
    match written {
        Written::Done {
            output: (new, view),
            ..
        } => answer(new, &view),
        Written::Unmet(unmet) => Err(under_count(&unmet)?.into()),
    }
}

fn answer(new: bool, view: &StocktakeView) -> Result<Response, Failure> {
    let version = view.version;
    Ok(Response::json(if new { 201 } else { 200 }, view)?.etag(version))
}

/// The sheet of this number, if it was planned with the same content before.
async fn planned_before(
    app: &App,
    request: &Request,
    wanted: &PlannedScope,
) -> Result<Option<StocktakeView>, Failure> {
    let Some(known) = app.store.load::<Stocktake>(&wanted.number).await? else {
        return Ok(None);
    };
    if known.state.warehouse == wanted.warehouse && known.state.scope == wanted.scope {
        return Ok(Some(view(request, &known.state, known.version)));
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "stocktake_no_reused",
        "该盘点单号已用于内容不同的盘点单",
        "the number was used for a stocktake of other content",
    )
    .because(Evidence::new(
        "number",
        format!("what {} said before", wanted.number),
        "other content",
    ))
    .into())
}

/// What is to be counted, and where the next sheet begins.
async fn lines(
    app: &App,
    wanted: &PlannedScope,
    now: Timestamp,
) -> Result<(Vec<CountLine>, Option<String>), Failure> {
    let scope = &wanted.scope;
    if !scope.skus.is_empty() {
        return Ok((named(app, &scope.skus, now).await?, None));
    }
    let zone = scope.zone.as_deref();
    let zone = zone.map(|zone| zone_list(&wanted.warehouse, zone));
    let (mut lines, mut cursor) = (Vec::new(), scope.cursor.clone());
    for _ in 0..MOST_PAGES {
        // Never more than fit, so that the sheet ends where the page does.
        let room = u32::try_from(MOST_LINES.saturating_sub(lines.len())).unwrap_or(0);
        if room == 0 {
            break;
        }
        let (found, next) = match &zone {
            Some(list) => kept_in(app, list, cursor.as_deref(), room, now).await?,
            None => in_catalogue(app, wanted, cursor.as_deref(), room, now).await?,
        };
        lines.extend(found);
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    Ok((lines, cursor))
}

/// SKUs by name; all of them must be known.
async fn named(app: &App, skus: &[Sku], now: Timestamp) -> Result<Vec<CountLine>, Failure> {
    let lines = of_skus(app, skus, now).await?;
    for (place, sku) in skus.iter().enumerate() {
        if !lines.iter().any(|line| line.sku == *sku) {
            let expected = "a product of the catalogue that is not kept by lot";
            return Err(
                Refusal::invalid(format!("skus[{place}]"), expected, sku.to_string()).into(),
            );
        }
    }
    Ok(lines)
}

/// A page of what is kept in a zone.
async fn kept_in(
    app: &App,
    list: &str,
    cursor: Option<&str>,
    room: u32,
    now: Timestamp,
) -> Result<(Vec<CountLine>, Option<String>), Failure> {
    let page = app
        .store
        .work_states::<StorageZone>(list, None, cursor, room)
        .await?;
    let skus: Vec<Sku> = page.items.into_iter().map(|it| it.state.sku).collect();
    Ok((of_skus(app, &skus, now).await?, page.next))
}

/// A page of the catalogue: products of the category, if one is asked for, that the warehouse ever held.
async fn in_catalogue(
    app: &App,
    wanted: &PlannedScope,
    cursor: Option<&str>,
    room: u32,
    now: Timestamp,
) -> Result<(Vec<CountLine>, Option<String>), Failure> {
    let page = app
        .store
        .work_states::<Dated<Product>>(CATALOGUE_LIST, None, cursor, room)
        .await?;
    let category = wanted.scope.category.as_ref();
    let products = page.items.iter();
    let products = products.map(|loaded| loaded.state.at_or_first(now).value);
    let products: Vec<&Product> = products
        .filter(|product| product.lot_control == LotControl::None)
        .filter(|product| category.is_none() || product.category.as_ref() == category)
        .collect();
    let skus: Vec<Sku> = products.iter().map(|product| product.sku.clone()).collect();
    let levels = app.store.levels_in(&wanted.warehouse, &skus).await?;
    let held = products
        .into_iter()
        .filter(|product| levels.iter().any(|level| level.sku == product.sku));
    Ok((held.map(line).collect(), page.next))
}

/// Lines of the products with these SKUs, as far as they are known and not kept by lot.
async fn of_skus(app: &App, skus: &[Sku], now: Timestamp) -> Result<Vec<CountLine>, Failure> {
    let ids: Vec<String> = skus.iter().map(ToString::to_string).collect();
    let products = app.store.load_many::<Dated<Product>>(&ids).await?;
    let products = products.iter();
    let products = products.map(|loaded| loaded.state.at_or_first(now).value);
    let products = products.filter(|product| product.lot_control == LotControl::None);
    Ok(products.map(line).collect())
}

fn line(product: &Product) -> CountLine {
    CountLine {
        sku: product.sku.clone(),
        standard_cost: product.standard_cost,
        counts: Vec::new(),
        recount: false,
    }
}

/// 409: other sheets count some of it.
fn under_count(unmet: &[Unmet]) -> Result<Refusal, Failure> {
    let refusal = Refusal::new(
        RefusalClass::Conflict,
        "under_count",
        "部分商品正在其他盘点单中盘点，请待其结束或取消后再计划",
        "other stocktakes are counting some of it; plan again when they are over or cancelled",
    );
    unmet
        .iter()
        .try_fold(refusal, |refusal, unmet| match unmet {
            Unmet::UnderCount {
                sku,
                warehouse,
                stocktake,
            } => Ok(refusal.because(Evidence::new(
                format!("{sku} in {warehouse}"),
                "counted by nobody else",
                format!("counted by {stocktake}"),
            ))),
            other @ (Unmet::Registered(_)
            | Unmet::StockSpread { .. }
            | Unmet::LotShort { .. }
            | Unmet::KeptOtherwise { .. }
            | Unmet::StockShort { .. }
            | Unmet::QuarantineShort { .. }
            | Unmet::CreditExceeded { .. }
            | Unmet::QuotaExceeded { .. }) => Err(Failure::broken(format!(
                "planning a stocktake met another bound: {other:?}"
            ))),
        })
}
