//! The daily search through the catalogue and then through the lots, a page at a time (5.2.2).

use std::collections::BTreeMap;

use contract::message::EventMessage;
use domain::aggregate::Aggregate as _;
use domain::dated::Dated;
use domain::disposal::{
    self, DISPOSAL_SEARCH_ID, Disposal, DisposalCause, DisposalSearch, Sighting, disposal_id,
};
use domain::identifiers::Sku;
use domain::lot::LotControl;
use domain::money::Money;
use domain::order::Facts;
use domain::product::{CATALOGUE_LIST, Product};
use domain::stock::StockLevel;
use lambda::schedule::Job;
use lambda::{Fault, origin};
use store::{CommitMeta, Loaded, Plan, Written};

use super::lots;
use crate::App;

/// Products, or lots, that are looked at in one step.
pub(super) const PAGE: u32 = 100;

/// Begins the search of a day, or goes on with it where it rests; each step nudges the next.
pub(crate) async fn search(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = origin::job("fulfilment", &job.correlation_id);
    let written = app
        .store
        .transact(&meta, async || {
            let known = app.store.load::<DisposalSearch>(DISPOSAL_SEARCH_ID).await?;
            let state = known.as_ref().map(|known| &known.state);
            let begun = disposal::begin_search(state, job.date, meta.at);
            let rests = begun.events.is_empty();
            let plan = Plan::new(rests).begin_or_carry_out(known.as_ref(), begun)?;
            Ok::<_, Fault>(plan)
        })
        .await?;
    match done(written)? {
        true => step(app, &meta).await,
        false => Ok(1),
    }
}

/// Takes the next step of the search.
pub(crate) async fn search_on(app: &App, message: &EventMessage) -> Result<(), Fault> {
    let meta = origin::counted_step(message, "fulfilment");
    step(app, &meta).await.map(|_| ())
}

/// Looks at one page; how many levels it looked at.
async fn step(app: &App, meta: &CommitMeta) -> Result<u64, Fault> {
    let known = app.store.load::<DisposalSearch>(DISPOSAL_SEARCH_ID).await?;
    let Some(searched) = known.filter(|known| known.state.finished_at.is_none()) else {
        return Ok(0);
    };
    let searched = searched.state;
    let cursor = searched.cursor.as_deref();
    let (next, looked_at) = match lots::page(app, cursor, meta).await? {
        Some(looked) => looked,
        None => catalogue(app, cursor, meta).await?,
    };
    let written = app
        .store
        .transact(meta, async || {
            let loaded = app.store.load::<DisposalSearch>(DISPOSAL_SEARCH_ID).await?;
            let loaded = loaded.ok_or_else(|| Fault::poison("the search is gone"))?;
            let next = next.clone();
            let advanced = disposal::advance_search(&loaded.state, &searched, next, meta.at);
            Ok::<_, Fault>(Plan::new(()).carry_out(&loaded, advanced)?)
        })
        .await?;
    done(written)?;
    Ok(looked_at)
}

/// Looks at one page of the catalogue; the lots come after the last.
async fn catalogue(
    app: &App,
    cursor: Option<&str>,
    meta: &CommitMeta,
) -> Result<(Option<String>, u64), Fault> {
    let page = app
        .store
        .work_states::<Dated<Product>>(CATALOGUE_LIST, None, cursor, PAGE)
        .await?;
    let looked_at = look(app, &page.items, meta).await?;
    let next = page.next.unwrap_or_else(|| lots::REGISTER.to_owned());
    Ok((Some(next), looked_at))
}

/// Looks at every level of these products: what is as it should not be is put on the list, and what was found
/// before and is no longer so is taken off.
async fn look(
    app: &App,
    products: &[Loaded<Dated<Product>>],
    meta: &CommitMeta,
) -> Result<u64, Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let products = products.iter();
    let products = products.map(|loaded| loaded.state.at_or_first(meta.at).value);
    let products = products.filter(|product| product.lot_control == LotControl::None);
    let costs: BTreeMap<Sku, Option<Money>> = products
        .map(|product| (product.sku.clone(), product.standard_cost))
        .collect();
    let skus: Vec<Sku> = costs.keys().cloned().collect();
    let mut looked_at = 0_u64;
    for warehouse in facts.policy.sourcing.warehouses() {
        let levels = app.store.levels_in(&warehouse, &skus).await?;
        looked_at = looked_at.saturating_add(levels.len() as u64);
        let mut seen = sightings(&levels, &costs, &facts);
        for known in known(app, &warehouse, &skus).await? {
            let seen = seen.remove(&(known.sku.clone(), known.cause));
            match seen {
                Some(seen)
                    if disposal::notice(Some(&known), seen.clone(), &facts)?
                        .events
                        .is_empty() => {}
                Some(seen) => put_on_list(app, seen, &facts, meta).await?,
                None if disposal::lapse(&known, meta.at).events.is_empty() => {}
                None => lapse(app, &known, &facts, meta).await?,
            }
        }
        // What is left was never found before.
        for seen in seen.into_values() {
            put_on_list(app, seen, &facts, meta).await?;
        }
    }
    Ok(looked_at)
}

/// What these levels show, by SKU and cause.
fn sightings(
    levels: &[StockLevel],
    costs: &BTreeMap<Sku, Option<Money>>,
    facts: &Facts<'_>,
) -> BTreeMap<(Sku, DisposalCause), Sighting> {
    let mut seen = BTreeMap::new();
    for level in levels {
        let cost = costs.get(&level.sku).copied().flatten();
        for cause in DisposalCause::ALL {
            let policy = &facts.policy.disposal;
            if let Some(sighting) = disposal::sighting(level, cause, cost, policy, facts.now) {
                seen.insert((level.sku.clone(), cause), sighting);
            }
        }
    }
    seen
}

/// What was found before of these SKUs in a warehouse, read in one call for each hundred.
async fn known(app: &App, warehouse: &str, skus: &[Sku]) -> Result<Vec<Disposal>, Fault> {
    let ids = skus.iter().flat_map(|sku| {
        let id = move |cause| disposal_id(warehouse, sku.as_str(), cause, None);
        DisposalCause::ALL.into_iter().map(id)
    });
    let ids: Vec<String> = ids.collect();
    let loaded = app.store.load_many::<Disposal>(&ids).await?.into_iter();
    Ok(loaded.map(|loaded| loaded.state).collect())
}

/// Puts what was seen on the list, unless it is there.
pub(super) async fn put_on_list(
    app: &App,
    seen: Sighting,
    facts: &Facts<'_>,
    meta: &CommitMeta,
) -> Result<(), Fault> {
    let id = disposal_id(
        &seen.warehouse,
        seen.sku.as_str(),
        seen.cause,
        seen.lot.as_ref(),
    );
    let written = app
        .store
        .transact(meta, async || {
            let known = app.store.load::<Disposal>(&id).await?;
            let state = known.as_ref().map(|known| &known.state);
            let noticed = disposal::notice(state, seen.clone(), facts)?;
            Ok::<_, Fault>(Plan::new(()).begin_or_carry_out(known.as_ref(), noticed)?)
        })
        .await?;
    done(written)
}

/// Takes off the list what was found and is no longer so.
async fn lapse(
    app: &App,
    known: &Disposal,
    facts: &Facts<'_>,
    meta: &CommitMeta,
) -> Result<(), Fault> {
    let id = known.id();
    let skus = [known.sku.clone()];
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<Disposal>(&id).await? else {
                return Ok::<_, Fault>(plan);
            };
            let levels = app.store.levels_in(&known.warehouse, &skus).await?;
            let seen = sightings(&levels, &BTreeMap::new(), facts);
            if seen.contains_key(&(known.sku.clone(), known.cause)) {
                return Ok(plan);
            }
            Ok(plan.carry_out(&loaded, disposal::lapse(&loaded.state, meta.at))?)
        })
        .await?;
    done(written)
}

/// What was written; the search moves no counters, so no bound refuses it.
pub(super) fn done<T>(written: Written<T>) -> Result<T, Fault> {
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "the search for disposal met a bound: {unmet:?}"
        ))),
    }
}
