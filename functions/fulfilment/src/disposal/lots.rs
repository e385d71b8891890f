//! What the daily search finds of lots with an expiry, a page at a time (5.2.2).
//!
//! After the catalogue it goes through the register of lots and puts what it sees on the list; then through that list,
//! and takes off what is no longer so. How far it came is told by its cursor, which names the list.

use std::collections::HashMap;

use domain::calendar::business_date;
use domain::dated::Dated;
use domain::disposal::{
    Disposal, DisposalCause, DisposalStage, FOUND_LIST, Sighting, disposal_id, lot_sighting, notice,
};
use domain::identifiers::Sku;
use domain::lot::{EXPIRED_LOTS_LIST, LOTS_LIST, LotLevel, StockLot, lot_id};
use domain::money::Money;
use domain::order::Facts;
use domain::product::Product;
use lambda::Fault;
use store::{CommitMeta, Plan, Store};

use super::search::{PAGE, done, put_on_list};
use crate::App;

/// Where the register of lots begins, and the list of what was found; no cursor of the catalogue begins so.
pub(super) const REGISTER: &str = "lots:";
const FOUND: &str = "found:";

/// Looks at one page of the register, or of what was found. Gives where the next begins, and how many it looked at;
/// `None` for a cursor of the catalogue.
pub(super) async fn page(
    app: &App,
    cursor: Option<&str>,
    meta: &CommitMeta,
) -> Result<Option<(Option<String>, u64)>, Fault> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let within = |rest: &str| (!rest.is_empty()).then(|| rest.to_owned());
    let looked = if let Some(rest) = cursor.strip_prefix(REGISTER) {
        register(app, within(rest), meta, &facts).await?
    } else if let Some(rest) = cursor.strip_prefix(FOUND) {
        found(app, within(rest), meta, &facts).await?
    } else {
        return Ok(None);
    };
    Ok(Some(looked))
}

async fn register(
    app: &App,
    cursor: Option<String>,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(Option<String>, u64), Fault> {
    let page = app
        .store
        .work_states_through::<StockLot>(&[EXPIRED_LOTS_LIST, LOTS_LIST], cursor.as_deref(), PAGE)
        .await?;
    let lots: Vec<StockLot> = page.items.into_iter().map(|loaded| loaded.state).collect();
    let seen = sightings(&app.store, &lots, facts).await?;
    let ids: Vec<String> = seen.iter().map(id_of).collect();
    let known = app.store.load_many::<Disposal>(&ids).await?;
    let known: HashMap<String, Disposal> = known
        .into_iter()
        .map(|loaded| {
            (
                domain::aggregate::Aggregate::id(&loaded.state),
                loaded.state,
            )
        })
        .collect();
    for seen in seen {
        let known = known.get(&id_of(&seen));
        if !notice(known, seen.clone(), facts)?.events.is_empty() {
            put_on_list(app, seen, facts, meta).await?;
        }
    }
    let next = match page.next {
        Some(next) => format!("{REGISTER}{next}"),
        None => FOUND.to_owned(),
    };
    Ok((Some(next), lots.len() as u64))
}

/// Takes off the list what was found of a lot and is no longer so.
async fn found(
    app: &App,
    cursor: Option<String>,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(Option<String>, u64), Fault> {
    let page = app
        .store
        .work_states::<Disposal>(FOUND_LIST, None, cursor.as_deref(), PAGE)
        .await?;
    let known = page.items.into_iter().map(|loaded| loaded.state);
    let known: Vec<Disposal> = known.filter(|known| known.lot.is_some()).collect();
    let seen = seen_again(&app.store, &known, facts).await?;
    for known in &known {
        if !seen.contains(&domain::aggregate::Aggregate::id(known)) {
            lapse(app, known, meta, facts).await?;
        }
    }
    let next = page.next.map(|next| format!("{FOUND}{next}"));
    Ok((next, known.len() as u64))
}

async fn lapse(
    app: &App,
    known: &Disposal,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(), Fault> {
    let id = domain::aggregate::Aggregate::id(known);
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<Disposal>(&id).await? else {
                return Ok::<_, Fault>(plan);
            };
            let rests = matches!(loaded.state.stage, DisposalStage::Found { .. });
            let again = seen_again(&app.store, std::slice::from_ref(&loaded.state), facts).await?;
            if !rests || again.contains(&id) {
                return Ok(plan);
            }
            Ok(plan.carry_out(&loaded, domain::disposal::lapse(&loaded.state, meta.at))?)
        })
        .await?;
    done(written)
}

/// Which of these are still so, by their identifiers.
async fn seen_again(
    store: &Store,
    known: &[Disposal],
    facts: &Facts<'_>,
) -> Result<Vec<String>, Fault> {
    let ids = known.iter().filter_map(|known| {
        let lot = known.lot.as_ref()?;
        lot_id(&known.sku, &known.warehouse, lot)
    });
    let ids: Vec<String> = ids.collect();
    let lots = store.load_many_consistently::<StockLot>(&ids).await?;
    let lots: Vec<StockLot> = lots.into_iter().map(|loaded| loaded.state).collect();
    let seen = sightings(store, &lots, facts).await?;
    Ok(seen.iter().map(id_of).collect())
}

/// What these lots show, read in one call for each hundred lots and products.
async fn sightings(
    store: &Store,
    lots: &[StockLot],
    facts: &Facts<'_>,
) -> Result<Vec<Sighting>, Fault> {
    let places = lots
        .iter()
        .map(|lot| (lot.sku.clone(), lot.warehouse.clone(), lot.lot.clone()));
    let levels = store.lot_levels(places).await?;
    let costs = costs(store, lots, facts).await?;
    let (policy, today) = (&facts.policy.disposal, business_date(facts.now));
    let mut seen = Vec::new();
    for lot in lots {
        let mut levels = levels.iter();
        let level: Option<&LotLevel> = levels
            .find(|(sku, level)| {
                *sku == lot.sku && level.warehouse == lot.warehouse && level.lot == lot.lot
            })
            .map(|(_, level)| level);
        let Some(level) = level else { continue };
        let cost = costs.get(&lot.sku).copied().flatten();
        seen.extend(
            DisposalCause::ALL
                .into_iter()
                .filter_map(|cause| lot_sighting(lot, level, cause, cost, policy, today)),
        );
    }
    Ok(seen)
}

/// What a piece of each is worth by standard cost, where that is known.
async fn costs(
    store: &Store,
    lots: &[StockLot],
    facts: &Facts<'_>,
) -> Result<HashMap<Sku, Option<Money>>, Fault> {
    let mut skus: Vec<String> = lots.iter().map(|lot| lot.sku.to_string()).collect();
    skus.sort_unstable();
    skus.dedup();
    let products = store.load_many::<Dated<Product>>(&skus).await?.into_iter();
    let costs = products.map(|loaded| {
        let product = loaded.state.at_or_first(facts.now).value;
        (product.sku.clone(), product.standard_cost)
    });
    Ok(costs.collect())
}

fn id_of(seen: &Sighting) -> String {
    disposal_id(
        &seen.warehouse,
        seen.sku.as_str(),
        seen.cause,
        seen.lot.as_ref(),
    )
}
