//! Requesting waybills for the parcels of a consignment.

use contract::waybill::{WantedParcel, WantedWaybills, WaybillView, WaybillsRequest, WaybillsView};
use domain::aggregate::Decision;
use domain::carrier::{self, CarrierComparison, Load, Packed, Parcel, Quote};
use domain::contact_disclosure::{ContactDisclosure, ContactDisclosureEvent, DisclosurePurpose};
use domain::dated::Dated;
use domain::order::{self, Consignment, Facts, Order, OrderWaybill};
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stock::Pieces;
use domain::waybill::{Waybill, WaybillEvent, WaybillId, WaybillStage};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Loaded, Plan, Written};

use super::{of_order, view};
use crate::App;
use crate::agreements::Agreements;
use crate::carrier_api::{shipper_code, takes_requests};

/// `GET /v1/orders/{id}/waybills`
pub(super) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    let live = loaded.state.waybills.live.iter();
    let waybills = of_order(&app.store, &loaded.state, live).await?;
    Response::ok(&WaybillsView {
        items: waybills.iter().map(view).collect(),
    })
}

/// `POST /v1/orders/{id}/waybills`: 201 with the waybills, or 200 when all pieces have theirs.
pub(super) async fn request(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let wanted = request.json::<WaybillsRequest>()?.into_wanted()?;
    if let Some(carrier) = &wanted.carrier {
        takes_requests(carrier)?;
    }
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let agreements = app.agreements.open(&app.store).await?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            let order = &loaded.state;
            let consignment = order::ready_consignment(order, wanted.consignment)?;
            if order.unlabelled(&consignment).is_empty() {
                let known = of_order(&app.store, order, order.waybills.of(consignment.no)).await?;
                same(&known, &wanted)?;
                let items = known.iter().map(view).collect();
                return Ok::<_, Failure>(Plan::new((false, items)));
            }
            // Refused before anything is asked for: a carrier could not fetch it.
            facts.policy.shipping.sender(&consignment.warehouse)?;
            let spread = spread(app, order, &consignment, &wanted, &agreements, &facts).await?;
            let by = &request.caller.subject;
            let disclosed = app.store.load::<ContactDisclosure>(&id.to_string()).await?;
            plan(
                &loaded,
                &consignment,
                spread,
                disclosed.as_ref(),
                by,
                &facts,
            )
        })
        .await?;
    match written {
        Written::Done {
            output: (new, items),
            ..
        } => Response::json(if new { 201 } else { 200 }, &WaybillsView { items }),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "requesting waybills met a bound: {unmet:?}"
        ))),
    }
}

/// The parcels, each with what it costs.
async fn spread(
    app: &App,
    order: &Order,
    consignment: &Consignment,
    wanted: &WantedWaybills,
    agreements: &Agreements,
    facts: &Facts<'_>,
) -> Result<carrier::Spread, Failure> {
    let open = order.unlabelled(consignment);
    let said: Vec<Vec<Pieces>> = wanted.parcels.iter().map(|it| it.pieces.clone()).collect();
    if !said.is_empty() {
        order::request_waybills(order, consignment, &said, facts)?;
    }
    let skus: Vec<String> = open.iter().map(|it| it.sku.to_string()).collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    let products: Vec<&Product> = products
        .iter()
        .map(|product| product.state.at_or_first(facts.now).value)
        .collect();
    let measure = |pieces: &[Pieces]| measured(order, consignment, pieces, &products, facts);
    let pack = |said: &WantedParcel| {
        let parcel = measure(&said.pieces);
        Packed {
            pieces: said.pieces.clone(),
            parcel: Parcel {
                weight_g: said.weight_g.unwrap_or(parcel.weight_g),
                volume_cm3: said.volume_cm3.unwrap_or(parcel.volume_cm3),
                ..parcel
            },
        }
    };
    let given: Vec<Packed> = wanted.parcels.iter().map(pack).collect();
    let load = Load {
        warehouse: &consignment.warehouse,
        pieces: &open,
        given: (!given.is_empty()).then_some(given.as_slice()),
        measure: &measure,
        ready_at: facts.now,
        required_by: order.requested_delivery,
        calendar: facts.calendar,
    };
    let asked = agreements.at(facts.now);
    let asked = asked.filter(|it| shipper_code(&it.value.carrier).is_some());
    let named = (wanted.carrier.as_ref(), wanted.service.as_ref());
    Ok(carrier::spread(asked, &load, named)?)
}

/// Pieces as a parcel, by the catalogue. What is worth more than the policy's threshold is insured (8.2.2).
fn measured(
    order: &Order,
    consignment: &Consignment,
    pieces: &[Pieces],
    products: &[&Product],
    facts: &Facts<'_>,
) -> Parcel {
    let worth = order.value_of_pieces(consignment, pieces);
    let mut parcel = Parcel {
        to: order.ship_to_region,
        insured: facts.policy.insurance.insured(worth),
        ..Parcel::default()
    };
    for goods in pieces {
        let product = products.iter().find(|product| product.sku == goods.sku);
        if let Some(product) = product {
            parcel.pack(product, goods.quantity);
        }
    }
    parcel
}

/// Whether new ones were requested, and the waybills.
type Output = (bool, Vec<WaybillView>);

/// The order knows of the parcels, each has its waybill, and the carrier is noted as somebody who is told whom they
/// are for, in one transaction.
fn plan(
    loaded: &Loaded<Order>,
    consignment: &Consignment,
    spread: carrier::Spread,
    disclosed: Option<&Loaded<ContactDisclosure>>,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Plan<Output>, Failure> {
    let order = &loaded.state;
    let pieces: Vec<Vec<Pieces>> = spread
        .parcels
        .iter()
        .map(|(packed, _)| packed.pieces.clone())
        .collect();
    let (known, decision) = order::request_waybills(order, consignment, &pieces, facts)?;
    let mut comparison = Some(Box::new(spread.comparison.abridged()));
    let (mut items, mut told, mut begun) = (Vec::new(), Vec::new(), Vec::new());
    for (known, (packed, quote)) in known.iter().zip(spread.parcels) {
        weighs_something(known, &packed)?;
        told.push(ContactDisclosureEvent::Disclosed {
            order: order.id,
            at: facts.now,
            to: format!("carrier:{}", quote.carrier),
            purpose: DisclosurePurpose::Delivery,
        });
        let waybill = waybill(order, consignment, known, (packed, quote), by, facts);
        items.push(WaybillView::of(&waybill, 1));
        begun.push(requested(waybill, comparison.take()));
    }
    let mut plan = Plan::new((true, items)).carry_out(loaded, decision)?;
    for event in begun {
        plan = plan.begin::<Waybill>(Decision::of(vec![event]))?;
    }
    Ok(plan.begin_or_carry_out(disclosed, Decision::of(told))?)
}

fn requested(waybill: Waybill, comparison: Option<Box<CarrierComparison>>) -> WaybillEvent {
    WaybillEvent::Requested {
        waybill: Box::new(waybill),
        comparison,
    }
}

fn waybill(
    order: &Order,
    consignment: &Consignment,
    known: &OrderWaybill,
    (packed, quote): (Packed, Quote),
    by: &str,
    facts: &Facts<'_>,
) -> Waybill {
    Waybill {
        id: WaybillId {
            order: order.id,
            no: known.no,
        },
        consignment: consignment.no,
        quote,
        warehouse: consignment.warehouse.clone(),
        to: packed.parcel.to,
        declared: order.value_of_pieces(consignment, &packed.pieces),
        pieces: packed.pieces,
        weight_g: packed.parcel.weight_g,
        volume_cm3: packed.parcel.volume_cm3,
        insured: packed.parcel.insured,
        cod: known.cod,
        requested_at: facts.now,
        requested_by: by.to_owned(),
        stage: WaybillStage::Requested { at: facts.now },
        issued: None,
        void_asked: false,
        void_refused: None,
        prints: 0,
        manifest: None,
    }
}

/// Refuses a parcel of which the catalogue does not know the weight and nobody said it.
fn weighs_something(known: &OrderWaybill, packed: &Packed) -> Result<(), Refusal> {
    if packed.parcel.weight_g > 0 {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Unacceptable,
        "parcel_without_weight",
        "包裹重量为零：请在商品资料中填写重量，或在请求中给出称重",
        "the parcel weighs nothing: enter the weight in the catalogue, or say what the scales say",
    )
    .because(Evidence::new(
        format!("parcels: {}", known.no),
        "1 g or more",
        "0",
    )))
}

/// Waybills that are asked for again must be what was asked for.
fn same(known: &[Loaded<Waybill>], wanted: &WantedWaybills) -> Result<(), Refusal> {
    let quotes = || known.iter().map(|loaded| &loaded.state.quote);
    let carrier = |it: &Quote| {
        wanted
            .carrier
            .as_ref()
            .is_none_or(|said| *said == it.carrier)
    };
    let service = |it: &Quote| wanted.service.is_none() || wanted.service == it.service;
    let parcels = |loaded: &Loaded<Waybill>| {
        let weighs = |said: Option<u64>, known| said.is_none_or(|said| said == known);
        wanted.parcels.iter().any(|said| {
            said.pieces == loaded.state.pieces
                && weighs(said.weight_g, loaded.state.weight_g)
                && weighs(said.volume_cm3, loaded.state.volume_cm3)
        })
    };
    let packed_so = wanted.parcels.is_empty()
        || (wanted.parcels.len() == known.len() && known.iter().all(parcels));
    if packed_so && quotes().all(carrier) && quotes().all(service) {
        return Ok(());
    }
    let numbers: Vec<String> = known.iter().map(|it| it.state.id.to_string()).collect();
    Err(Refusal::new(
        RefusalClass::Conflict,
        "waybills_reused",
        "该发货单的货物已申请了内容不同的面单，请先作废",
        "the pieces of the consignment have waybills of other content: void them first",
    )
    .because(Evidence::new(
        "parcels",
        numbers.join(", "),
        "other content",
    )))
}
