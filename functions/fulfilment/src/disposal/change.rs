//! What people do with stock that may have to be disposed of (5.2.2).

use contract::disposal::{
    DisposalDecisionRequest, DisposalProposalRequest, DisposalView, DisposalsView,
};
use domain::aggregate::{Decision, fold};
use domain::disposal::{
    self, Disposal, DisposalCause, DisposalEvent, DisposalWay, FOUND_LIST, PROPOSED_LIST,
    disposal_id,
};
use domain::identifiers::LotNo;
use domain::lot::Lot;
use domain::order::Facts;
use domain::purchasing::{self, PurchaseOrder, ReturnDraft, ReturnSource, SupplierReturn};
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use jiff::civil::Date;
use lambda::http::{Failure, Request, Response, must_match};
use store::{Loaded, Plan};

use crate::App;
use crate::paper_shards;
use crate::stock::{not_there, stock_short};

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/disposals?stage=&cursor=&limit=`: what was found, or what is proposed.
pub(super) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["stage", "cursor", "limit"])?;
    let list = match request.query("stage") {
        None | Some("found") => FOUND_LIST,
        Some("proposed") => PROPOSED_LIST,
        Some(other) => {
            let expected = "found or proposed";
            return Err(Refusal::invalid("query.stage", expected, quote(other)).into());
        }
    };
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app
        .store
        .work_states::<Disposal>(list, None, cursor, limit)
        .await?;
    let views = page.items.iter();
    let views = views.map(|loaded| DisposalView::of(&loaded.state, loaded.version));
    Response::ok(&DisposalsView {
        items: views.collect(),
        next_cursor: page.next,
    })
}

/// `GET /v1/disposals/{warehouse}/{sku}/{cause}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    let view = DisposalView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal`
pub(super) async fn propose(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<DisposalProposalRequest>()?;
    let proposal = body.into_proposal(&request.caller.subject, request.received_at)?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    change(app, &request, async |loaded| {
        let decision = disposal::propose(&loaded.state, proposal.clone(), &facts)?;
        changed(loaded, decision)
    })
    .await
}

/// `POST /v1/disposals/{warehouse}/{sku}/{cause}/decision`: what is approved is carried out in the same
/// transaction, with the return to the supplier where there is one.
pub(super) async fn decide(app: &App, request: Request) -> Result<Response, Failure> {
    let verdict = request.json::<DisposalDecisionRequest>()?.into_verdict()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |loaded| {
        let decision = disposal::decide(&loaded.state, &verdict, by, &facts)?;
        let approved = decision
            .events
            .iter()
            .any(|event| matches!(event, DisposalEvent::Approved { .. }));
        let decision = paper_shards::name(&app.store, decision, 0, stock_short).await?;
        let plan = changed(loaded, decision)?;
        match approved {
            true => with_return(app, plan, &loaded.state, &facts).await,
            false => Ok(plan),
        }
    })
    .await
}

/// The same plan with the return to the supplier that was proposed, if one was. Who proposed it raises it.
async fn with_return(
    app: &App,
    plan: Plan<DisposalView>,
    disposal: &Disposal,
    facts: &Facts<'_>,
) -> Result<Plan<DisposalView>, Failure> {
    let Some(proposal) = &disposal.proposal else {
        return Ok(plan);
    };
    let DisposalWay::ReturnToSupplier {
        purchase_order,
        return_no,
    } = &proposal.way
    else {
        return Ok(plan);
    };
    if app.store.load::<SupplierReturn>(return_no).await?.is_some() {
        return Err(taken(return_no).into());
    }
    let order = app
        .store
        .load::<PurchaseOrder>(purchase_order.as_str())
        .await?
        .filter(|order| order.state.sku == disposal.sku);
    let order = order.ok_or_else(|| {
        let expected = format!("a purchase order of {}", disposal.sku);
        Refusal::invalid(
            "return_to_supplier.purchase_order",
            expected,
            purchase_order.to_string(),
        )
    })?;
    let draft = ReturnDraft {
        number: return_no.clone(),
        source: ReturnSource::Quarantine {
            warehouse: disposal.warehouse.clone(),
            lot: disposal.lot.clone(),
        },
        quantity: proposal.quantity,
        reason: proposal.reason.clone(),
    };
    let (raised, known) = purchasing::raise_return(&order.state, draft, &proposal.by, facts)?;
    Ok(plan
        .begin::<SupplierReturn>(raised)?
        .carry_out(&order, known)?)
}

/// 409: the number that was proposed for the return was used meanwhile.
fn taken(return_no: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "return_no_reused",
        "该采购退货单号已被使用，请否决后以新单号重新提出",
        "the number of the return was used meanwhile; reject it and have it proposed with another number",
    )
    .because(Evidence::new(
        "return_to_supplier.return_no",
        "a number that no return has",
        return_no,
    ))
}

/// What the path names; if it is not the version that `If-Match` names, 412.
async fn named(app: &App, request: &Request) -> Result<Loaded<Disposal>, Failure> {
    let (warehouse, sku) = (request.path("warehouse"), request.path("sku"));
    let cause = request.path("cause");
    let id = format!("{warehouse}/{sku}/{cause}");
    let unknown = || Refusal::not_found("disposal", "处置", &id);
    let cause = DisposalCause::from_name(cause).ok_or_else(unknown)?;
    let lot = lot(request)?;
    let key = disposal_id(warehouse, sku, cause, lot.as_ref());
    let loaded = app.store.load::<Disposal>(&key).await?;
    let loaded = loaded.ok_or_else(unknown)?;
    if let Some(seen) = request.if_match_optional()? {
        must_match(seen, loaded.version)?;
    }
    Ok(loaded)
}

/// The lot that the query names, if it names one.
fn lot(request: &Request) -> Result<Option<Lot>, Refusal> {
    request.only_query(&["lot_no", "expiry"])?;
    let expiry = request.query("expiry").map(|text| {
        let date = text.parse::<Date>();
        date.map_err(|_| Refusal::invalid("query.expiry", "a date", quote(text)))
    });
    let expiry = expiry.transpose()?;
    match (request.query("lot_no"), expiry) {
        (None, None) => Ok(None),
        (None, Some(expiry)) => {
            let expected = "the lot that expires then";
            Err(Refusal::invalid(
                "query.lot_no",
                expected,
                quote(&expiry.to_string()),
            ))
        }
        (Some(text), expiry) => {
            let lot_no = LotNo::parse(text).map_err(|_| {
                Refusal::invalid("query.lot_no", "the number of a lot", quote(text))
            })?;
            Ok(Some(Lot { expiry, lot_no }))
        }
    }
}

/// It after a decision, and what it is shown as.
fn changed(
    loaded: &Loaded<Disposal>,
    decision: Decision<DisposalEvent>,
) -> Result<Plan<DisposalView>, Failure> {
    let state = fold(Some(loaded.state.clone()), &decision.events).map_err(Failure::broken)?;
    let state = state.ok_or_else(|| Failure::broken("a change led to no disposal"))?;
    let more = u64::from(!decision.events.is_empty());
    let view = DisposalView::of(&state, loaded.version.saturating_add(more));
    Ok(Plan::new(view).carry_out(loaded, decision)?)
}

/// Carries out what `decide` plans for what the path names.
async fn change(
    app: &App,
    request: &Request,
    decide: impl AsyncFn(&Loaded<Disposal>) -> Result<Plan<DisposalView>, Failure>,
) -> Result<Response, Failure> {
    let view = paper_shards::write(app, request, not_there, async || {
        let loaded = named(app, request).await?;
        decide(&loaded).await
    });
    let view = view.await?;
    Ok(Response::ok(&view)?.etag(view.version))
}
