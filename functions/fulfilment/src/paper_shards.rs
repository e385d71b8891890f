//! Papers of the warehouse that move stock of levels that are spread over shards (5.2.1).

use domain::aggregate::Decision;
use domain::identifiers::Sku;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stock_spread::{TooFew, further_shards, levels_moved, name_shards};
use lambda::http::{Failure, Request};
use lambda::origin;
use store::{Plan, Store, StoreError, Unmet, Written};

use crate::App;

/// How often orders may take from the shards that a paper takes from.
const TRIES: u32 = 5;

/// The most levels and shards of one paper, so that it is one transaction with what it writes besides.
const MOST: usize = 88;

/// Writes what `plan` says for a request, and plans anew while a level that is spread had too little in one of its
/// shards; a bound that is not met otherwise is what `refuse` says.
pub(crate) async fn write<T, F>(
    app: &App,
    request: &Request,
    refuse: fn(&[Unmet]) -> Result<Refusal, Failure>,
    plan: impl Fn() -> F,
) -> Result<T, Failure>
where
    F: Future<Output = Result<Plan<T>, Failure>>,
{
    let meta = origin::request(request);
    for _ in 0..TRIES {
        match app.store.transact(&meta, &plan).await? {
            Written::Done { output, .. } => return Ok(output),
            Written::Unmet(unmet) if look_again(&app.store, &unmet).await? => {}
            Written::Unmet(unmet) => return Err(refuse(&unmet)?.into()),
        }
    }
    Err(Failure::busy("the shards changed at each try"))
}

/// Names the shards that a paper moves, by what they hold now. `lines` is how many levels the paper writes to, whether
/// it moves them or not. Where too few pieces are in all shards, `short` is refused with what there is.
pub(crate) async fn name<E>(
    store: &Store,
    decision: Decision<E>,
    lines: usize,
    short: fn() -> Refusal,
) -> Result<Decision<E>, Failure> {
    let places = levels_moved(&decision.adjustments);
    if places.is_empty() {
        return Ok(decision);
    }
    let levels = places.len().max(lines);
    let spread = store.levels_at(places).await?.spread;
    if spread.is_empty() {
        return Ok(decision);
    }
    let named = name_shards(decision.adjustments, &spread);
    let named = named.map_err(|few| too_few(&few, short()))?;
    let items = levels.saturating_add(further_shards(&named));
    if items > MOST {
        return Err(too_many(items).into());
    }
    Ok(Decision::of(decision.events).with(named))
}

/// Whether to name the shards once more: a bound was not met at a level that is spread, so others of its shards may have
/// what one has not.
async fn look_again(store: &Store, unmet: &[Unmet]) -> Result<bool, StoreError> {
    let short = unmet.iter().filter_map(|unmet| match unmet {
        Unmet::StockShort { sku, warehouse, .. }
        | Unmet::QuarantineShort { sku, warehouse, .. } => Some((warehouse.clone(), sku.clone())),
        Unmet::Registered(_)
        | Unmet::StockSpread { .. }
        | Unmet::LotShort { .. }
        | Unmet::KeptOtherwise { .. }
        | Unmet::UnderCount { .. }
        | Unmet::CreditExceeded { .. }
        | Unmet::QuotaExceeded { .. } => None,
    });
    let levels = store.levels_at(short).await?;
    Ok(!levels.spread.is_empty())
}

/// 409: lots were to come into a level that is spread.
pub(crate) fn stock_spread(sku: &Sku, warehouse: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "stock_spread",
        "该商品的库存量已分片，不能按批次管理，未作任何变动",
        "the stock level of the SKU is spread over shards and cannot be kept by lot; nothing was changed",
    )
    .because(Evidence::new(
        format!("{sku} in {warehouse}"),
        "a level that was never spread",
        "one that is or was",
    ))
}

fn too_few(few: &[TooFew], refusal: Refusal) -> Refusal {
    few.iter().fold(refusal, |refusal, few| {
        let at = format!("{} in {}", few.sku, few.warehouse);
        let (wanted, there) = (few.wanted, few.there);
        refusal.because(Evidence::new(
            at,
            format!("{wanted} or more"),
            format!("{there} in all shards"),
        ))
    })
}

fn too_many(items: usize) -> Refusal {
    Refusal::new(
        RefusalClass::Unacceptable,
        "too_many_shards",
        "单据涉及的库存分片过多，请拆分为多张单据",
        "the paper moves too many shards for one transaction: divide it into several",
    )
    .because(Evidence::new(
        "lines",
        format!("at most {MOST} levels and shards"),
        items.to_string(),
    ))
}
