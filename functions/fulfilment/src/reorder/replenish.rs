//! What is new about a reorder point is written, and what its stock lacks is bought or made (5.1.1, 5.1.2, 5.2.1).

use domain::aggregate::Decision;
use domain::calendar::business_date;
use domain::dated::Dated;
use domain::goods::SupplyKind;
use domain::order::{Facts, SupplySource};
use domain::product::Product;
use domain::reorder::{
    self, NEEDED_WITHIN_DAYS, NotOrdered, ReorderPoint, ReorderPointEvent, not_ordered, ordered,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use lambda::{Fault, clock};
use store::{CommitMeta, Loaded, Plan, Written};

use super::watch::look;
use crate::{App, production, purchasing};

/// Settles one reorder point: the fall that began or ended, and what is raised for it, in one transaction.
pub(super) async fn settle(
    app: &App,
    point: &ReorderPoint,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(), Fault> {
    let sku = point.sku.as_str();
    let product = app.store.load::<Dated<Product>>(sku).await?;
    let product = product.map(|loaded| loaded.state.at_or_first(facts.now).value.clone());
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<ReorderPoint>(&point_id(point)).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            settled(app, &loaded, product.as_ref(), meta, facts).await
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "watching a reorder point met a bound: {unmet:?}"
        ))),
    }
}

fn point_id(point: &ReorderPoint) -> String {
    use domain::aggregate::Aggregate as _;
    point.id()
}

async fn settled(
    app: &App,
    loaded: &Loaded<ReorderPoint>,
    product: Option<&Product>,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<Plan<()>, Fault> {
    let point = &loaded.state;
    let seen = look(&app.store, std::slice::from_ref(point)).await?;
    let seen = seen.into_iter().next().unwrap_or_default();
    let mut events = reorder::watch(point, &seen, facts)?;
    let after = point.after(&events).map_err(Fault::poison)?;
    let mut plan = Plan::new(());
    if let Some(pieces) = reorder::wanted(&after, &seen) {
        let lacking = Lacking {
            point: &after,
            pieces,
            by: business_date(facts.now).saturating_add(NEEDED_WITHIN_DAYS.days()),
            // Of no order: numbers of what was raised for orders begin with theirs.
            number: format!("{}.{}", clock::fresh_id(), after.falls),
        };
        let (raised, event) = raise(app, plan, &lacking, product, meta, facts).await?;
        plan = raised;
        events.extend(event);
    }
    Ok(plan.carry_out(loaded, Decision::of(events))?)
}

/// What stock lacks.
pub(crate) struct Lacking<'a> {
    /// Of what, and where.
    pub(crate) point: &'a ReorderPoint,
    /// Pieces.
    pub(crate) pieces: u32,
    /// When they should be there.
    pub(crate) by: Date,
    /// The number of what is raised.
    pub(crate) number: String,
}

/// What is raised for stock: from where it comes and how many pieces, or why nothing was.
pub(crate) type Raised = Result<(SupplySource, u32), NotOrdered>;

/// The plan with what is raised, and what happens to the reorder point.
async fn raise(
    app: &App,
    plan: Plan<()>,
    lacking: &Lacking<'_>,
    product: Option<&Product>,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(Plan<()>, Option<ReorderPointEvent>), Fault> {
    let (plan, raised): (Plan<()>, Raised) = match product {
        Some(product) => match product.supply {
            SupplyKind::Bought => {
                purchasing::for_stock(app, plan, lacking, product, meta, facts).await?
            }
            SupplyKind::Made => production::for_stock(app, plan, lacking, meta, facts).await?,
            SupplyKind::Service => (plan, Err(NotOrdered::NotReplenished)),
        },
        None => (plan, Err(NotOrdered::NotReplenished)),
    };
    let event = match raised {
        Ok((source, pieces)) => Some(ordered(source, pieces, facts.now)),
        Err(because) => not_ordered(lacking.point, because, facts.now),
    };
    Ok((plan, event))
}
