//! Work orders that planners raise (5.1.1).

use contract::production::{RequestedWork, WorkOrderRequest, WorkOrderView};
use domain::aggregate::Decision;
use domain::dated::Dated;
use domain::order::{self, Facts, Order, Supply, SupplySource};
use domain::production::{
    self, LineEvent, ProductionLine, Routing, Wanted, WorkOrder, WorkOrderEvent,
};
use domain::purchasing::Peg;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Loaded, Plan, StoreError, Written};

use super::routings::made;
use crate::App;

/// `POST /v1/work-orders`: 201 with the work order, or 200 when the same was raised before.
pub(super) async fn raise(app: &App, request: Request) -> Result<Response, Failure> {
    let wanted = request.json::<WorkOrderRequest>()?.into_work()?;
    made(app, &wanted.sku, request.received_at).await?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let number = wanted.number.as_str();
            if let Some(known) = app.store.load::<WorkOrder>(number).await? {
                same(&known.state, &wanted)?;
                let view = WorkOrderView::of(&known.state, known.version);
                return Ok::<_, Failure>(Plan::new((false, view)));
            }
            let way = Way::of(app, wanted.sku.as_str(), &facts).await?;
            let way = way.ok_or_else(|| no_way(&wanted))?;
            let waits = waiting(app, &wanted).await?;
            let peg = wanted.order.map(|order| Peg {
                order,
                quantity: wanted.quantity,
                released_at: None,
            });
            let work = Wanted {
                number: wanted.number.clone(),
                sku: wanted.sku.clone(),
                quantity: wanted.quantity,
                by: wanted.needed_by,
                peg,
            };
            let (raised, planned) = way.raise(work, by, &facts)?;
            let view = WorkOrderView::of(&raised, 1);
            begin(
                Plan::new((true, view)),
                raised,
                (&way.line, planned),
                waits.as_ref(),
            )
        })
        .await?;
    match written {
        Written::Done {
            output: (new, view),
            ..
        } => {
            let version = view.version;
            Ok(Response::json(if new { 201 } else { 200 }, &view)?.etag(version))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "raising a work order met a bound: {unmet:?}"
        ))),
    }
}

/// How a SKU is made, and where.
pub(super) struct Way {
    routing: Routing,
    pub(super) line: Loaded<ProductionLine>,
}

impl Way {
    /// As it is valid now; `None` where nobody has entered it.
    pub(super) async fn of(
        app: &App,
        sku: &str,
        facts: &Facts<'_>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(routing) = app.store.load::<Dated<Routing>>(sku).await? else {
            return Ok(None);
        };
        let Some(routing) = routing.state.at(facts.now) else {
            return Ok(None);
        };
        let routing = routing.value.clone();
        let line = super::line(&app.store, routing.line.as_str()).await?;
        Ok(line.map(|line| Self { routing, line }))
    }

    /// The work order, and what it changes on the line.
    pub(super) fn raise(
        &self,
        wanted: Wanted,
        by: &str,
        facts: &Facts<'_>,
    ) -> Result<(WorkOrder, Decision<LineEvent>), Refusal> {
        production::raise(wanted, &self.routing, &self.line.state, by, facts)
    }
}

/// The work order begins, its line is planned, and the order that waits for it knows of it, in one transaction.
///
/// # Errors
/// What [`order::peg_supply`] refuses.
pub(super) fn begin<T, E>(
    plan: Plan<T>,
    raised: WorkOrder,
    (line, planned): (&Loaded<ProductionLine>, Decision<LineEvent>),
    waits: Option<&Loaded<Order>>,
) -> Result<Plan<T>, E>
where
    E: From<Refusal> + From<StoreError>,
{
    let supply = raised.peg.as_ref().map(|peg| {
        let source = SupplySource::WorkOrder(raised.number.clone());
        Supply::new(source, raised.sku.clone(), peg.quantity, raised.expected())
    });
    let event = WorkOrderEvent::Raised {
        work_order: Box::new(raised),
    };
    let plan = plan
        .begin::<WorkOrder>(Decision::of(vec![event]))?
        .carry_out(line, planned)?;
    match supply.zip(waits) {
        Some((supply, waits)) => {
            Ok(plan.carry_out(waits, order::peg_supply(&waits.state, supply)?)?)
        }
        None => Ok(plan),
    }
}

/// The order that the goods are for, if they are for one.
async fn waiting(app: &App, wanted: &RequestedWork) -> Result<Option<Loaded<Order>>, Failure> {
    let Some(id) = wanted.order else {
        return Ok(None);
    };
    let loaded = app.store.load::<Order>(&id.to_string()).await?;
    if loaded.is_none() {
        let expected = format!("an order that is short of {}", wanted.sku);
        return Err(Refusal::invalid("order_id", expected, "no such order").into());
    }
    Ok(loaded)
}

fn no_way(wanted: &RequestedWork) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "routing_missing",
        format!("商品 {} 尚未维护工艺", wanted.sku),
        format!("nobody has entered how {} is made", wanted.sku),
    )
    .because(Evidence::new(
        "sku",
        "a SKU with a routing",
        "none in force",
    ))
}

/// A work order sent again must say the same.
fn same(known: &WorkOrder, again: &RequestedWork) -> Result<(), Refusal> {
    let order = known.peg.as_ref().map(|peg| peg.order);
    if (&known.sku, known.needed, known.needed_by, order)
        == (&again.sku, again.quantity, again.needed_by, again.order)
    {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "work_order_no_reused",
        "该工单号已用于内容不同的生产工单",
        "the number was used for a work order of other content",
    )
    .because(Evidence::new(
        "number",
        format!("{} of {}, as before", known.needed, known.sku),
        "other content",
    )))
}
