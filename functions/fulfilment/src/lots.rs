//! Goods that are kept by lot: what papers of the warehouse must name, the register of lots, the lists of them,
//! and who got them (5.2.1, 5.2.2).

use std::collections::{BTreeSet, HashMap};

use contract::lot::{LotIssueView, LotIssuesView, LotsView};
use domain::calendar::business_date;
use domain::dated::Dated;
use domain::identifiers::{LotNo, Sku};
use domain::lot::{self, Lot, LotControl, StockLot};
use domain::order::Order;
use domain::product::Product;
use domain::refusal::{Refusal, RefusalClass};
use domain::stock::{MAIN_WAREHOUSE, StockMove, Warehouse, is_warehouse_code};
use domain::stock_adjustment::{AdjustmentKind, StockAdjustment};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use store::{Plan, Store, StoreError};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// The most items that a paper with lots may write; a transaction holds a hundred.
const MOST_WRITES: usize = 90;

/// A line of a paper of the warehouse.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where it stands in the paper.
    pub(crate) at: String,
    pub(crate) sku: Sku,
    pub(crate) lot: Option<Lot>,
    /// The warehouse in which its pieces become available, if they do.
    pub(crate) into: Option<Warehouse>,
}

/// How a product's stock is kept, and how many days of its shelf life must be left.
type Kept = (LotControl, u32);

impl Line {
    /// What comes in.
    pub(crate) fn received(list: &str, moves: &[StockMove]) -> Vec<Self> {
        let line = |(index, moved): (usize, &StockMove)| Self {
            at: format!("{list}[{index}]"),
            sku: moved.sku.clone(),
            lot: moved.lot.clone(),
            into: Some(moved.warehouse.clone()),
        };
        moves.iter().enumerate().map(line).collect()
    }

    /// Pieces that were made.
    pub(crate) fn made(moved: &StockMove) -> Self {
        Self {
            at: "lot".to_owned(),
            sku: moved.sku.clone(),
            lot: moved.lot.clone(),
            into: Some(moved.warehouse.clone()),
        }
    }

    /// What an adjustment moves.
    pub(crate) fn adjusted(adjustment: &StockAdjustment) -> Vec<Self> {
        let into = match adjustment.kind {
            AdjustmentKind::Increase | AdjustmentKind::Release => {
                Some(adjustment.warehouse.clone())
            }
            AdjustmentKind::Transfer => adjustment.to.clone(),
            AdjustmentKind::Decrease | AdjustmentKind::Quarantine | AdjustmentKind::Scrap => None,
        };
        let lines = adjustment.pieces.iter().enumerate();
        let line = |(index, pieces): (usize, &domain::stock::LotPieces)| Self {
            at: format!("lines[{index}]"),
            sku: pieces.sku.clone(),
            lot: pieces.lot.clone(),
            into: into.clone(),
        };
        lines.map(line).collect()
    }
}

/// Refuses a paper whose lines do not name the lots that their products ask for, or bring in what may no longer
/// leave; and enters the lots that are new.
pub(crate) async fn enter<T>(
    store: &Store,
    plan: Plan<T>,
    lines: &[Line],
    now: Timestamp,
) -> Result<Plan<T>, Failure> {
    let kept = kept(store, lines, now).await?;
    let of = |line: &Line| kept.get(&line.sku).copied().unwrap_or_default();
    let mistakes = lines
        .iter()
        .filter_map(|line| of(line).0.mistake(&line.at, line.lot.as_ref()));
    let refusal = mistakes.fold(None, |refusal: Option<Refusal>, mistake| {
        Some(match refusal {
            Some(refusal) => refusal.because(mistake),
            None => Refusal::invalid(mistake.at, mistake.expected, mistake.found),
        })
    });
    if let Some(refusal) = refusal {
        return Err(refusal.into());
    }
    let today = business_date(now);
    let mut incoming = Vec::new();
    for line in lines {
        if let (Some(lot), Some(into)) = (&line.lot, &line.into) {
            let (_, minimum_days) = of(line);
            lot.must_be_fit(&format!("{}.expiry", line.at), minimum_days, today)?;
            incoming.push((&line.sku, into, lot, minimum_days));
        }
    }
    let ids = incoming
        .iter()
        .filter_map(|(sku, into, lot, _)| lot::lot_id(sku, into, lot));
    let ids: Vec<String> = ids.collect();
    let known = store.load_many_consistently::<StockLot>(&ids).await?;
    let mut opened = plan;
    let mut writes = lines.len().saturating_mul(2);
    for (sku, into, lot, minimum_days) in incoming {
        let id = lot::lot_id(sku, into, lot);
        let known = known
            .iter()
            .find(|known| Some(lot_id_of(&known.state)) == id);
        let state = known.map(|known| &known.state);
        if let Some(decision) = lot::open_lot(state, sku, into, lot, minimum_days) {
            opened = opened.begin_or_carry_out(known, decision)?;
            writes = writes.saturating_add(2);
        }
    }
    if lines.iter().any(|line| line.lot.is_some()) && writes > MOST_WRITES {
        return Err(Refusal::new(
            RefusalClass::Unacceptable,
            "too_many_lots",
            "单据批次过多，请拆分为多张单据",
            "the paper names too many lots for one transaction: divide it into several",
        )
        .because(domain::refusal::Evidence::new(
            "lines",
            format!("at most {MOST_WRITES} items to write"),
            writes.to_string(),
        ))
        .into());
    }
    Ok(opened)
}

fn lot_id_of(lot: &StockLot) -> String {
    domain::aggregate::Aggregate::id(lot)
}

/// How the products of the lines are kept at `now`; those that are not in the catalogue are left out.
async fn kept(
    store: &Store,
    lines: &[Line],
    now: Timestamp,
) -> Result<HashMap<Sku, Kept>, StoreError> {
    let skus: BTreeSet<String> = lines.iter().map(|line| line.sku.to_string()).collect();
    let skus: Vec<String> = skus.into_iter().collect();
    let products = store
        .load_many_consistently::<Dated<Product>>(&skus)
        .await?;
    let kept = products.into_iter().map(|loaded| {
        let product = loaded.state.at_or_first(now).value;
        let kept = (product.lot_control, product.minimum_shelf_life_days);
        (product.sku.clone(), kept)
    });
    Ok(kept.collect())
}

/// `GET /v1/stock/{sku}/lots?warehouse=&cursor=&limit=`
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["warehouse", "cursor", "limit"])?;
    let sku = sku(&request)?;
    let warehouse = request.query("warehouse").unwrap_or(MAIN_WAREHOUSE);
    if !is_warehouse_code(warehouse) {
        return Err(Refusal::invalid(
            "query.warehouse",
            "the code of a warehouse",
            domain::refusal::quote(warehouse),
        )
        .into());
    }
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app.store.lots(&sku, warehouse, None, cursor, limit).await?;
    Response::ok(&LotsView::of(&sku, warehouse, &page.items, page.next))
}

/// `GET /v1/stock/{sku}/lots/{lot}?cursor=&limit=`: who got it.
pub(crate) async fn issues(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let sku = sku(&request)?;
    let text = request.path("lot");
    let lot_no = LotNo::parse(text).map_err(|_| Refusal::not_found("lot", "批次", text))?;
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app.store.lot_issues(&sku, &lot_no, cursor, limit).await?;
    let ids: Vec<String> = page.items.iter().map(|it| it.order.to_string()).collect();
    let orders = app.store.load_many::<Order>(&ids).await?;
    let got = page.items.iter().filter(|issue| issue.quantity > 0);
    let items = got.filter_map(|issue| {
        let mut orders = orders.iter().map(|loaded| &loaded.state);
        let order = orders.find(|order| order.id == issue.order)?;
        Some(LotIssueView::of(issue, order))
    });
    Response::ok(&LotIssuesView {
        sku: sku.to_string(),
        lot_no: lot_no.to_string(),
        items: items.collect(),
        next_cursor: page.next,
    })
}

fn sku(request: &Request) -> Result<Sku, Refusal> {
    let text = request.path("sku");
    Sku::parse(text).map_err(|_| Refusal::not_found("SKU", "商品", text))
}
