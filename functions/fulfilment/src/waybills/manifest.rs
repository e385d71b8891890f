//! Closing and reading handover manifests.

use contract::handover_manifest::{ManifestRequest, ManifestView, WantedManifest};
use domain::aggregate::Decision;
use domain::calendar::{self, business_date};
use domain::handover_manifest::{
    HandoverManifest, HandoverManifestEvent, MOST_ON_A_MANIFEST, ManifestParcel,
};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::waybill::{self, Waybill, WaybillStage, handover_list};
use jiff::Timestamp;
use jiff::civil::Date;
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Loaded, Plan, Written};

use super::no_manifest;
use crate::App;

/// `GET /v1/manifests/{number}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let manifest = named(app, request.path("number")).await?;
    Response::ok(&ManifestView::of(&manifest))
}

/// A manifest by its number.
pub(super) async fn named(app: &App, number: &str) -> Result<HandoverManifest, Failure> {
    let loaded = app.store.load::<HandoverManifest>(number).await?;
    Ok(loaded.ok_or_else(|| no_manifest(number))?.state)
}

/// `POST /v1/manifests`: 201 with the manifest, or 200 when the same was closed before.
pub(super) async fn close(app: &App, request: Request) -> Result<Response, Failure> {
    let wanted = request.json::<ManifestRequest>()?.into_wanted()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let number = wanted.number.as_str();
            if let Some(known) = app.store.load::<HandoverManifest>(number).await? {
                same(&known.state, &wanted)?;
                return Ok::<_, Failure>(Plan::new((false, ManifestView::of(&known.state))));
            }
            let waybills = left_on(app, &wanted).await?;
            if waybills.is_empty() {
                return Err(nothing_left(&wanted).into());
            }
            plan(&wanted, &waybills, by, now)
        })
        .await?;
    match written {
        Written::Done {
            output: (new, view),
            ..
        } => Response::json(if new { 201 } else { 200 }, &view),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "closing a manifest met a bound: {unmet:?}"
        ))),
    }
}

/// The parcels of that carrier, warehouse and day that are on no manifest, as many as fit on one.
async fn left_on(app: &App, wanted: &WantedManifest) -> Result<Vec<Loaded<Waybill>>, Failure> {
    let list = handover_list(&wanted.carrier, &wanted.warehouse);
    let until = end_of(wanted.date)?;
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = app
            .store
            .work(&list, Some(until), cursor.as_deref(), MOST_ON_A_MANIFEST)
            .await?;
        let ids: Vec<String> = page.items.into_iter().map(|entry| entry.id).collect();
        let mut waybills = app.store.load_many_consistently::<Waybill>(&ids).await?;
        waybills.retain(|loaded| is_open(&loaded.state, wanted.date));
        found.extend(waybills);
        cursor = page.next;
        let full = u32::try_from(found.len()).unwrap_or(u32::MAX) >= MOST_ON_A_MANIFEST;
        if full || cursor.is_none() {
            break;
        }
    }
    found.sort_by_key(|loaded| (loaded.state.stage.at(), loaded.state.id));
    found.truncate(usize::try_from(MOST_ON_A_MANIFEST).unwrap_or_default());
    Ok(found)
}

fn is_open(waybill: &Waybill, date: Date) -> bool {
    let left = matches!(waybill.stage, WaybillStage::Left { at } if business_date(at) == date);
    left && waybill.manifest.is_none()
}

/// The last instant of a business date.
fn end_of(date: Date) -> Result<Timestamp, Refusal> {
    let next = date.tomorrow().ok();
    let end = next.and_then(|next| calendar::at(next, 0, 0).ok());
    end.ok_or_else(|| Refusal::invalid("date", "a date that has an end", date.to_string()))
}

fn plan(
    wanted: &WantedManifest,
    waybills: &[Loaded<Waybill>],
    by: &str,
    now: Timestamp,
) -> Result<Plan<(bool, ManifestView)>, Failure> {
    let parcel = |loaded: &Loaded<Waybill>| {
        Some(ManifestParcel {
            waybill: loaded.state.id,
            waybill_no: loaded.state.waybill_no()?.clone(),
            weight_g: loaded.state.weight_g,
            cod: loaded.state.cod,
        })
    };
    let manifest = HandoverManifest {
        number: wanted.number.clone(),
        carrier: wanted.carrier.clone(),
        warehouse: wanted.warehouse.clone(),
        date: wanted.date,
        parcels: waybills.iter().filter_map(parcel).collect(),
        closed_at: now,
        closed_by: by.to_owned(),
    };
    let view = ManifestView::of(&manifest);
    let closed = HandoverManifestEvent::Closed {
        manifest: Box::new(manifest),
    };
    let mut plan = Plan::new((true, view)).begin::<HandoverManifest>(Decision::of(vec![closed]))?;
    for waybill in waybills {
        let on_it = waybill::hand_over(&waybill.state, &wanted.number, now);
        plan = plan.carry_out(waybill, on_it)?;
    }
    Ok(plan)
}

fn nothing_left(wanted: &WantedManifest) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "nothing_to_hand_over",
        "该承运商当日没有未列入交接单的已交运包裹",
        "no parcel left with this carrier on that day that is on no manifest yet",
    )
    .because(Evidence::new(
        "carrier",
        format!("parcels of {} from {}", wanted.carrier, wanted.warehouse),
        "none",
    ))
}

/// A manifest that is closed again must be the same.
fn same(known: &HandoverManifest, wanted: &WantedManifest) -> Result<(), Refusal> {
    let known_as = (&known.carrier, &known.warehouse, known.date);
    if known_as == (&wanted.carrier, &wanted.warehouse, wanted.date) {
        return Ok(());
    }
    let was = format!("{} {} {}", known.carrier, known.warehouse, known.date);
    let is = format!("{} {} {}", wanted.carrier, wanted.warehouse, wanted.date);
    Err(Refusal::new(
        RefusalClass::Conflict,
        "manifest_no_reused",
        "该交接单号已用于其他交接单",
        "the number was used for another manifest",
    )
    .because(Evidence::new("number", was, is)))
}
