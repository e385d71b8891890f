//! Waybills and manifests: what a company does with them, and faults in what is written of them.

use audit::Code;
use contract::handover_manifest::ManifestRequest;
use contract::waybill::{HandoverRequest, ParcelBody, PiecesBody, WaybillsRequest};
use domain::calendar::business_date;
use domain::payment_terms::PaymentMethod;
use domain::region::RegionCode;
use domain::role::Role;
use domain::shipping_policy::ShipFrom;
use jiff::Timestamp;
use serde_json::{Value, json};
use yudan_tests::company::Company;
use yudan_tests::purchase::order_paid_by;
use yudan_tests::waiting::until;

use crate::faults::Fault;
use crate::table::Table;

/// Two parcels of an order get their numbers, leave, and are put on a manifest.
pub(crate) fn label_parcels(company: &Company) {
    let manager = company.person(Role::Manager);
    let seen = manager.policy().unwrap();
    let mut policy = seen.policy;
    let sender = ShipFrom {
        name: "重庆主仓".to_owned(),
        phone: "02361234567".to_owned(),
        region: RegionCode::parse("500112").unwrap(),
        address: "示范路1号".to_owned(),
    };
    policy.shipping.ship_from.insert("CQ1".to_owned(), sender);
    manager.revise_policy(seen.version, &policy).unwrap();
    let sku = company.goods();
    company.stock(&sku, 2);
    let order = company.reserved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 2));
    let id = order.summary.id;
    let parcel = ParcelBody {
        pieces: vec![PiecesBody { sku, quantity: 1 }],
        weight_g: None,
        volume_cm3: None,
    };
    let two = WaybillsRequest {
        parcels: vec![parcel.clone(), parcel],
        ..WaybillsRequest::default()
    };
    let logistics = company.person(Role::Logistics);
    // A function that has read the policy goes by it for some seconds.
    until("the sender to be known", || {
        logistics.request_waybills(id, &two).ok()
    });
    let waybills = until("the numbers", || {
        let waybills = logistics.waybills(id).unwrap().items;
        let issued = waybills.iter().all(|it| it.stage == "issued");
        issued.then_some(waybills)
    });
    logistics.dispatch(id, &HandoverRequest::default()).unwrap();
    let manifest = ManifestRequest {
        number: "JJ-1".to_owned(),
        carrier: waybills[0].carrier.clone(),
        warehouse: "CQ1".to_owned(),
        date: business_date(Timestamp::now()),
    };
    let closed = logistics.close_manifest(&manifest).unwrap();
    assert_eq!(closed.view.parcels.len(), 2);
}

pub(crate) const OF_WAYBILLS: [Fault; 3] = [
    (&[Code::WaybillDiffers], |table| {
        let waybill = table.partition("WAYBILL", &[]);
        let cod = collected(table, &waybill) + 1;
        table.forge(&waybill, 1, |body| {
            body["events"][0]["waybill"]["cod"] = json!(cod);
        });
        table.set_number(&waybill, "cod", cod);
    }),
    (&[Code::ManifestDiffers], |table| {
        table.forge("HANDOVER_MANIFEST#JJ-1", 1, |body| {
            let parcels = &mut body["events"][0]["manifest"]["parcels"];
            parcels.as_array_mut().unwrap().truncate(1);
        });
        let parcels = &mut table.state("HANDOVER_MANIFEST#JJ-1")["parcels"]["L"];
        parcels.as_array_mut().unwrap().truncate(1);
    }),
    (
        &[
            Code::TransitionIllegal,
            Code::StateDiffers,
            Code::WaybillDiffers,
        ],
        |table| {
            let waybill = table.partition("WAYBILL", &[]);
            let (commit, place) = table.event(&waybill, "left");
            table.forge(&waybill, commit, |body| {
                body["events"][place]["event"] = json!("voided");
            });
        },
    ),
];

fn collected(table: &mut Table, waybill: &str) -> i64 {
    let cod: &Value = &table.state(waybill)["cod"]["N"];
    cod.as_str().unwrap().parse().unwrap()
}
