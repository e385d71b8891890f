//! Spreading the levels of hot SKUs over shards (5.2.1).

use contract::stock_shards::{StockShardsRequest, StockShardsView};
use domain::aggregate::{Decision, fold};
use domain::dated::Dated;
use domain::identifiers::Sku;
use domain::lot::LotControl;
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::role::{Role, any_covers};
use domain::stock::{Warehouse, is_warehouse_code};
use domain::stock_spread::{self, ShardLevel, Spread, StockSpread, StockSpreadEvent, spread_id};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Plan, Unmet, Written};

use crate::App;

/// How often orders may take what was to be moved.
const TRIES: usize = 5;

/// `GET /v1/stock/{sku}/shards/{warehouse}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let place = place(&request)?;
    let known = app.store.load::<StockSpread>(&id(&place)).await?;
    let version = known.as_ref().map_or(0, |known| known.version);
    let known = known.as_ref().map(|known| (&known.state, version));
    view(app, &request, &place, known).await
}

/// `PUT /v1/stock/{sku}/shards/{warehouse}`; `If-Match` is optional. The same number again changes nothing.
pub(crate) async fn spread(app: &App, request: Request) -> Result<Response, Failure> {
    let shards = request.json::<StockShardsRequest>()?.into_shards()?;
    let place = place(&request)?;
    let wanted = StockSpread {
        sku: place.1.clone(),
        warehouse: place.0.clone(),
        spread: Spread {
            shards,
            widest: shards,
        },
        at: request.received_at,
        by: request.caller.subject.clone(),
    };
    change(app, &request, &place, |known, levels| {
        stock_spread::spread(known, wanted.clone(), levels)
    })
    .await
}

/// `POST /v1/stock/{sku}/shards/{warehouse}/balance`; nothing changes where the shards are even.
pub(crate) async fn even_out(app: &App, request: Request) -> Result<Response, Failure> {
    let place = place(&request)?;
    let (now, by) = (request.received_at, &request.caller.subject);
    change(app, &request, &place, |known, levels| {
        known.map_or_else(Decision::done, |known| {
            stock_spread::even_out(known, levels, now, by)
        })
    })
    .await
}

/// Carries out a decision on what the shards hold; decided again when orders took meanwhile what was to be moved.
async fn change(
    app: &App,
    request: &Request,
    place: &(Warehouse, Sku),
    decide: impl Fn(Option<&StockSpread>, &[ShardLevel]) -> Decision<StockSpreadEvent>,
) -> Result<Response, Failure> {
    let seen = request.if_match_optional()?;
    for _ in 0..TRIES {
        let written = app
            .store
            .transact(&origin::request(request), async || {
                let loaded = app.store.load::<StockSpread>(&id(place)).await?;
                let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
                if let Some(seen) = seen {
                    must_match(seen, version)?;
                }
                not_by_lot(app, place, request).await?;
                let known = loaded.as_ref().map(|loaded| &loaded.state);
                let levels = app.store.levels_at([place.clone()]).await?;
                let decision = decide(known, &levels.shards_of(place));
                let changes = !decision.events.is_empty();
                let state = match fold(known.cloned(), &decision.events) {
                    Ok(state) => state,
                    Err(_) if !changes => None,
                    Err(misfit) => return Err(Failure::broken(misfit)),
                };
                let plan = Plan::new((state, version.saturating_add(u64::from(changes))));
                Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), decision)?)
            })
            .await?;
        match written {
            Written::Done {
                output: (state, version),
                ..
            } => {
                let known = state.as_ref().map(|state| (state, version));
                return view(app, request, place, known).await;
            }
            Written::Unmet(unmet) => refuse_unless_taken(&unmet)?,
        }
    }
    Err(Failure::busy(
        "orders took what was to be moved at each try",
    ))
}

/// Refuses goods that are kept by lot: what a level holds of each lot could not be told over several shards.
async fn not_by_lot(
    app: &App,
    (warehouse, sku): &(Warehouse, Sku),
    request: &Request,
) -> Result<(), Failure> {
    let product = app.store.load::<Dated<Product>>(sku.as_str()).await?;
    let now = request.received_at;
    let by_lot = product
        .is_some_and(|known| known.state.at_or_first(now).value.lot_control != LotControl::None);
    match by_lot {
        true => Err(kept_by_lot(sku, warehouse).into()),
        false => Ok(()),
    }
}

/// Refuses what is counted, and what is kept by lot; what orders took meanwhile is decided again.
fn refuse_unless_taken(unmet: &[Unmet]) -> Result<(), Failure> {
    for unmet in unmet {
        match unmet {
            Unmet::StockShort { .. } => {}
            Unmet::KeptOtherwise { sku, warehouse, .. } => {
                return Err(kept_by_lot(sku, warehouse).into());
            }
            Unmet::UnderCount {
                sku,
                warehouse,
                stocktake,
            } => return Err(under_count(sku, warehouse, stocktake).into()),
            other @ (Unmet::Registered(_)
            | Unmet::StockSpread { .. }
            | Unmet::QuarantineShort { .. }
            | Unmet::LotShort { .. }
            | Unmet::CreditExceeded { .. }
            | Unmet::QuotaExceeded { .. }) => {
                return Err(Failure::broken(format!(
                    "spreading stock met another bound: {other:?}"
                )));
            }
        }
    }
    Ok(())
}

/// 409: the goods are kept by lot.
fn kept_by_lot(sku: &Sku, warehouse: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "kept_by_lot",
        "该商品按批次管理，库存量不能分片",
        "the SKU is kept by lot, so its stock level cannot be spread over shards",
    )
    .because(Evidence::new(
        format!("{sku} in {warehouse}"),
        "goods that are not kept by lot",
        "goods that are",
    ))
}

/// 409: while a stocktake counts the level, nothing moves between its shards, so that their sum is what lies on the shelf.
fn under_count(sku: &Sku, warehouse: &str, stocktake: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "under_count",
        "该商品正在盘点，请待盘点结束或取消后再调整分片",
        "a stocktake is counting the level; change its shards when it is over or cancelled",
    )
    .because(Evidence::new(
        format!("{sku} in {warehouse}"),
        "counted by nobody",
        format!("counted by {stocktake}"),
    ))
}

/// Whoever may count sees no pieces while a stocktake counts them.
async fn view(
    app: &App,
    request: &Request,
    place: &(Warehouse, Sku),
    known: Option<(&StockSpread, u64)>,
) -> Result<Response, Failure> {
    let looked = app.store.levels_at([place.clone()]).await?;
    let counted = looked.iter().any(|level| level.stocktake.is_some());
    let levels = match counted && any_covers(&request.caller.roles, &[Role::Warehouse]) {
        true => Vec::new(),
        false => looked.shards_of(place),
    };
    let (warehouse, sku) = place;
    let view = StockShardsView::of(sku.as_str(), warehouse, known, &levels);
    Ok(Response::ok(&view)?.etag(view.version))
}

fn id((warehouse, sku): &(Warehouse, Sku)) -> String {
    spread_id(sku, warehouse)
}

fn place(request: &Request) -> Result<(Warehouse, Sku), Refusal> {
    let (sku, warehouse) = (request.path("sku"), request.path("warehouse"));
    let sku = Sku::parse(sku).map_err(|_| Refusal::not_found("SKU", "商品", sku))?;
    if !is_warehouse_code(warehouse) {
        return Err(Refusal::not_found("warehouse", "仓库", warehouse));
    }
    Ok((warehouse.to_owned(), sku))
}
