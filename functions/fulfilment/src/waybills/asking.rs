//! Asking the carrier, after the transaction that wants it and never inside one.

use domain::contact::Contact;
use domain::dated::Dated;
use domain::hold_policy::BlockedStep;
use domain::order::{self, Consignment, Order, Stage};
use domain::product::Product;
use domain::waybill::{self, CarrierAnswer, VoidAnswer, Waybill, WaybillEvent, WaybillStage};
use lambda::Fault;
use store::{CommitMeta, Plan, Written};

use super::of_order;
use crate::App;
use crate::carrier_api::Consigned;

/// Why the waybills of what will not leave are void.
const WILL_NOT_LEAVE: &str = "包裹不再发出：订单或其余部分已取消，或货物不再为其保留";

/// An order or the rest of it was cancelled, or a consignment lost its goods: the waybills of what will not leave are to
/// be voided, each once. Or a hold of it was released: what was requested is asked for.
pub(super) async fn follow_order(app: &App, id: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let Some(loaded) = app.store.load::<Order>(id).await? else {
        return Ok(());
    };
    let order = loaded.state;
    if order.waybills.live.is_empty() {
        return Ok(());
    }
    for loaded in of_order(&app.store, &order, order.waybills.live.iter()).await? {
        let id = loaded.state.id.to_string();
        if is_for_nothing(&order, &loaded.state) {
            ask_void(app, &id, meta).await?;
        }
        ask(app, &id, meta).await?;
    }
    Ok(())
}

/// Whether the parcel of a waybill will not leave: its pieces are no longer in a consignment of the order.
fn is_for_nothing(order: &Order, waybill: &Waybill) -> bool {
    if matches!(order.stage, Stage::Cancelled { .. }) {
        return true;
    }
    let consignments = order.consignments();
    let of_it =
        |it: &&Consignment| it.no == waybill.consignment && it.warehouse == waybill.warehouse;
    let Some(consignment) = consignments.iter().find(of_it) else {
        return true;
    };
    !waybill.pieces.iter().all(|packed| {
        let mut pieces = consignment.pieces.iter();
        pieces.any(|it| it.sku == packed.sku && it.quantity >= packed.quantity)
    })
}

/// Asks the carrier for a number, or to take it back, as long as that is what the waybill waits for.
pub(super) async fn ask(app: &App, id: &str, meta: &CommitMeta) -> Result<(), Fault> {
    // A number that is given when the waybill is to be void is taken back at once; then nothing is left.
    for _ in 0..2 {
        let Some(loaded) = app.store.load::<Waybill>(id).await? else {
            return Ok(());
        };
        let waybill = loaded.state;
        match waybill.stage {
            WaybillStage::Requested { .. } => {
                let Some(answer) = requested(app, &waybill, meta).await? else {
                    return Ok(());
                };
                take_down(app, id, meta, |waybill| {
                    waybill::answer_request(waybill, &answer, meta.at).events
                })
                .await?;
            }
            WaybillStage::Voiding { .. } => {
                let answer: VoidAnswer = app.carriers.void(&waybill).await?;
                take_down(app, id, meta, |waybill| {
                    waybill::answer_void(waybill, &answer, meta.at).events
                })
                .await?;
            }
            WaybillStage::Issued { .. }
            | WaybillStage::Refused { .. }
            | WaybillStage::Voided { .. }
            | WaybillStage::Left { .. } => return Ok(()),
        }
    }
    Ok(())
}

/// What the carrier answers to a request; nothing while a hold keeps the order from leaving. Once it is to be
/// void the carrier is asked all the same: it may have given a number whose answer was lost.
async fn requested(
    app: &App,
    waybill: &Waybill,
    meta: &CommitMeta,
) -> Result<Option<CarrierAnswer>, Fault> {
    let order = waybill.id.order;
    let loaded = app.store.load::<Order>(&order.to_string()).await?;
    let held = loaded.is_some_and(|it| it.state.is_on_hold(BlockedStep::Dispatch));
    if held && !waybill.void_asked {
        return Ok(None);
    }
    let Some(contact) = app.store.contact(order).await? else {
        return Ok(Some(refused("收件人信息已删除 the recipient was erased")));
    };
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let Ok(sender) = facts.policy.shipping.sender(&waybill.warehouse) else {
        return Ok(Some(refused(
            "发货地址已删除 the sender was taken out of the policy",
        )));
    };
    let consigned = Consigned {
        sender,
        contact: &contact,
        products: &products(app, waybill, meta).await?,
    };
    Ok(Some(answered(app, waybill, &consigned).await?))
}

async fn answered(
    app: &App,
    waybill: &Waybill,
    consigned: &Consigned<'_>,
) -> Result<CarrierAnswer, Fault> {
    let answer = app.carriers.request(waybill, consigned).await?;
    let (id, carrier) = (waybill.id.to_string(), waybill.carrier().as_str());
    let issued = matches!(answer, CarrierAnswer::Issued { .. });
    tracing::info!(waybill = id, carrier, issued, "the carrier answered");
    Ok(answer)
}

fn refused(reason: &str) -> CarrierAnswer {
    CarrierAnswer::Refused {
        reason: reason.to_owned(),
    }
}

async fn products(app: &App, waybill: &Waybill, meta: &CommitMeta) -> Result<Vec<Product>, Fault> {
    let skus: Vec<String> = waybill.pieces.iter().map(|it| it.sku.to_string()).collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    let products = products.iter();
    Ok(products
        .map(|product| product.state.at_or_first(meta.at).value.clone())
        .collect())
}

/// Asks for a waybill of a cancelled order to be voided; one that left stays, and the carrier is not asked again
/// once it said no.
async fn ask_void(app: &App, id: &str, meta: &CommitMeta) -> Result<(), Fault> {
    take_down(app, id, meta, |waybill| {
        if waybill.void_refused.is_some() {
            return Vec::new();
        }
        let asked = waybill::ask_void(waybill, &meta.actor, WILL_NOT_LEAVE, meta.at);
        asked.map_or_else(|_| Vec::new(), |decision| decision.events)
    })
    .await
}

/// Writes what follows for a waybill; its order learns in the same transaction that it is void.
async fn take_down(
    app: &App,
    id: &str,
    meta: &CommitMeta,
    decide: impl Fn(&Waybill) -> Vec<WaybillEvent>,
) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<Waybill>(id).await? else {
                return Ok::<_, Fault>(plan);
            };
            let events = decide(&loaded.state);
            let plan = plan.change(&loaded, &events)?;
            if !is_void(&events) {
                return Ok(plan);
            }
            let id = loaded.state.id;
            let order = app.store.load::<Order>(&id.order.to_string()).await?;
            let order = order.ok_or_else(|| Fault::poison("a waybill has no order"))?;
            let knows = order::void_waybill(&order.state, id.no, &facts);
            Ok(plan.carry_out(&order, knows)?)
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "taking down a carrier's answer met a bound: {unmet:?}"
        ))),
    }
}

/// Whether the events make a waybill void.
pub(super) fn is_void(events: &[WaybillEvent]) -> bool {
    let mut events = events.iter();
    events.any(|event| matches!(event, WaybillEvent::Voided { .. }))
}

/// The recipient as a label shows it: name and phone masked, the address as it is.
pub(super) fn on_label(contact: &Contact) -> (String, String, String) {
    let masked = contact.masked();
    let phone = masked.recipient_phone().unwrap_or_default().to_owned();
    let name = masked.ship_to_name.unwrap_or(masked.name);
    (name, phone, contact.address.clone())
}
