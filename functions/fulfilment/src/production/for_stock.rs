//! Work orders for stock that is low, raised without a person (5.1.1, 5.2.1).

use domain::identifiers::WorkOrderNo;
use domain::order::{Facts, SupplySource};
use domain::production::Wanted;
use domain::reorder::NotOrdered;
use lambda::Fault;
use store::{CommitMeta, Plan};

use super::raise::{Way, begin};
use crate::App;
use crate::reorder::{Lacking, Raised};

/// The same plan with the work order for what stock lacks. Where nobody has entered how it is made, or its line can
/// take no more, it stays as it is.
pub(crate) async fn for_stock(
    app: &App,
    plan: Plan<()>,
    lacking: &Lacking<'_>,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(Plan<()>, Raised), Fault> {
    let sku = &lacking.point.sku;
    let Some(way) = Way::of(app, sku.as_str(), facts).await? else {
        return Ok((plan, Err(NotOrdered::NoRouting)));
    };
    let work = Wanted {
        number: WorkOrderNo::parse(&lacking.number).map_err(Fault::poison)?,
        sku: sku.clone(),
        quantity: lacking.pieces,
        by: lacking.by,
        peg: None,
    };
    let (raised, planned) = match way.raise(work, &meta.actor, facts) {
        Ok(raised) => raised,
        Err(refusal) => {
            tracing::info!(%sku, %refusal, "nothing is made for stock");
            return Ok((plan, Err(NotOrdered::LineFull)));
        }
    };
    let source = SupplySource::WorkOrder(raised.number.clone());
    let pieces = raised.quantity;
    let plan = begin::<_, Fault>(plan, raised, (&way.line, planned), None)?;
    Ok((plan, Ok((source, pieces))))
}
