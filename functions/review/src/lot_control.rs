//! Whether a product may be kept by lot from now on, or no longer (5.2.1).

use domain::dated::Dated;
use domain::lot::LotControl;
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use jiff::Timestamp;
use lambda::http::Failure;
use store::Store;

/// Refuses to keep a product in another way while there are pieces of it: of those nobody would know the lot, or
/// their lots would be lost. It is changed at once and for all versions, because stock may come in before a later day.
pub(crate) async fn may_change(
    store: &Store,
    product: &Product,
    effective_from: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let known = store.load::<Dated<Product>>(product.sku.as_str()).await?;
    let before = known
        .as_ref()
        .map(|known| known.state.at_or_first(now).value.lot_control);
    if before.unwrap_or_default() == product.lot_control {
        return Ok(());
    }
    let upcoming = known.map_or_else(Vec::new, |known| known.state.after(now));
    let later = effective_from.is_some_and(|from| from > now) && before.is_some();
    if later || !upcoming.is_empty() {
        return Err(refused(Evidence::new(
            "lot_control",
            "a change at once, with no later version planned",
            format!("{} planned", upcoming.len().max(usize::from(later))),
        ))
        .into());
    }
    let levels = store.levels_of_sku(&product.sku).await?;
    let spread = levels.spread.keys().next();
    if let Some((warehouse, _)) = spread.filter(|_| product.lot_control != LotControl::None) {
        return Err(spread_over_shards(warehouse).into());
    }
    let mut levels = levels.iter();
    match levels.find(|level| level.on_hand() > 0) {
        None => Ok(()),
        Some(level) => Err(refused(Evidence::new(
            "lot_control",
            "no pieces in any warehouse",
            format!("{} in {}", level.on_hand(), level.warehouse),
        ))
        .into()),
    }
}

/// What a level holds of each lot could not be told over several shards.
fn spread_over_shards(warehouse: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "stock_spread",
        "该商品的库存量已分片，不能按批次管理",
        "the stock level of the product is spread over shards and cannot be kept by lot",
    )
    .because(Evidence::new(
        "lot_control",
        "levels that were never spread",
        format!("one in {warehouse} that is or was"),
    ))
}

fn refused(evidence: Evidence) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "lot_control_in_use",
        "商品仍有库存或计划版本，不能更改批次管理方式",
        "how a product's stock is kept can be changed while there is none, and at once",
    )
    .because(evidence)
}
