//! Waybills of a carrier: requested, refused, taken back, printed, dispatched with and handed over (5.3.2). The
//! carrier is the stand-in that the local host starts; the recipient's address tells it what goes wrong.

use std::sync::LazyLock;

use contract::handover_manifest::ManifestRequest;
use contract::order_request::OrderRequest;
use contract::shipment::ShipmentRequest;
use contract::waybill::{
    HandoverRequest, ParcelBody, PiecesBody, VoidRequest, WaybillView, WaybillsRequest,
};
use domain::calendar::business_date;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::region::RegionCode;
use domain::role::Role;
use domain::shipping_policy::ShipFrom;
use jiff::Timestamp;
use uuid::Uuid;
use yudan::verify::directory;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::{LIMIT, until};
use yudan_tests::walk::USUAL_WAY;

use crate::program;

mod troubles;

/// A company that sends its parcels from a warehouse with an address.
fn open() -> Company {
    let company = Company::open(program());
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
    company
}

fn company() -> &'static Company {
    static SHARED: LazyLock<Company> = LazyLock::new(open);
    &SHARED
}

/// An order at the door for so many pieces, at an address in Chengdu that ends so.
fn at_the_door(sku: &str, quantity: u32, address: &str) -> OrderRequest {
    let mut order = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    order.ship_to.address = format!("四川省成都市武侯区人民南路四段1号{address}");
    order
}

/// Its goods are reserved.
fn ready(company: &Company, quantity: u32, address: &str) -> (Uuid, String) {
    let sku = company.goods();
    company.stock(&sku, quantity);
    let order = company.reserved(&at_the_door(&sku, quantity, address));
    (order.summary.id, sku)
}

fn requested(company: &Company, id: Uuid) -> Vec<WaybillView> {
    let logistics = company.person(Role::Logistics);
    let request = WaybillsRequest::default();
    logistics.request_waybills(id, &request).unwrap().view.items
}

/// Waits until the waybill stands so.
fn comes_to(company: &Company, waybill: &str, stage: &str) -> WaybillView {
    let auditor = company.person(Role::Auditor);
    until(&format!("{waybill} to be {stage}"), || {
        let seen = auditor.waybill(waybill).unwrap();
        (seen.stage == stage).then_some(seen)
    })
}

fn void(company: &Company, waybill: &str) -> WaybillView {
    let request = VoidRequest {
        reason: "包装已更换".to_owned(),
    };
    let logistics = company.person(Role::Logistics);
    logistics.void_waybill(waybill, &request).unwrap()
}

fn packed(sku: &str, quantity: u32, weight_g: Option<u64>) -> ParcelBody {
    ParcelBody {
        pieces: vec![PiecesBody {
            sku: sku.to_owned(),
            quantity,
        }],
        weight_g,
        volume_cm3: None,
    }
}

fn lists(company: &Company, list: &str, waybill: &str) -> bool {
    let logistics = company.person(Role::Logistics);
    let items = logistics.work(list, None).unwrap().items;
    items.iter().any(|item| item.id == waybill)
}

#[test]
fn a_waybill_is_requested_issued_printed_and_dispatched_with() {
    let company = company();
    let (id, _) = ready(company, 2, "");
    let logistics = company.person(Role::Logistics);
    let early = logistics.dispatch(id, &HandoverRequest::default());
    refused(early, 409, "consignment_not_labelled");
    let first = requested(company, id);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].id, format!("{id}.1"));
    assert_eq!(first[0].cod_fen, 2 * LIST_PRICE);
    assert_eq!(
        (first[0].weight_g, first[0].stage.as_str()),
        (360, "requested")
    );
    let again = logistics
        .request_waybills(id, &WaybillsRequest::default())
        .unwrap();
    assert_eq!((again.new, again.view.items.len()), (false, 1));
    let other = WaybillsRequest {
        carrier: Some("ems".to_owned()),
        ..WaybillsRequest::default()
    };
    refused(
        logistics.request_waybills(id, &other),
        409,
        "waybills_reused",
    );

    let issued = comes_to(company, &first[0].id, "issued");
    let number = issued.waybill_no.clone().unwrap();
    assert_eq!(issued.routing.as_deref(), Some("成都市-A1"));
    let typed = ShipmentRequest {
        carrier: None,
        waybill_no: unique("WAYBILL"),
        consignment: None,
    };
    refused(logistics.ship(id, &typed), 409, "consignment_has_waybills");

    let path = format!("/v1/waybills/{}/label", issued.id);
    for prints in 1..=2 {
        let label = logistics.call("POST", &path, &[], None).unwrap();
        assert_eq!(label.status, 200);
        let svg = String::from_utf8(label.body).unwrap();
        for part in [
            &number,
            "139****9000",
            "人民南路四段1号",
            "￥256.00",
            "第 1 件 / 共 1 件",
        ] {
            assert!(svg.contains(part), "{part}");
        }
        assert!(!svg.contains("13900139000") && !svg.contains("李四"));
        assert_eq!(comes_to(company, &issued.id, "issued").prints, prints);
    }
    let path = format!("/v1/waybills/{}/packing-list", issued.id);
    let list = logistics.call("GET", &path, &[], None).unwrap();
    assert!(String::from_utf8(list.body).unwrap().contains("永川秀芽"));

    let left = logistics.dispatch(id, &HandoverRequest::default()).unwrap();
    assert!(left.new);
    assert_eq!(left.view.shipments[0].waybill_no, number);
    let again = logistics.dispatch(id, &HandoverRequest::default()).unwrap();
    assert_eq!((again.new, &again.view), (false, &left.view));
    let order = company.comes_to(id, StageName::Dispatched);
    assert_eq!(order.shipments[0].waybill_no, number);
    let late = VoidRequest {
        reason: "晚了".to_owned(),
    };
    refused(
        logistics.void_waybill(&issued.id, &late),
        409,
        "waybill_left",
    );
    assert_eq!(
        company.report(&left.view.shipments[0], &USUAL_WAY),
        "signed"
    );
    company.comes_to(id, StageName::Delivered);

    // Who was told: the carrier once, whoever printed twice.
    let told = company
        .person(Role::Auditor)
        .disclosures(id, None)
        .unwrap()
        .items;
    let told: Vec<_> = told.iter().map(|it| it.to.as_str()).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(
        told.iter().filter(|to| to.starts_with("carrier:")).count(),
        1
    );
}

#[test]
fn several_parcels_collect_what_is_due_leave_at_once_and_arrive_one_by_one() {
    let company = company();
    let (id, sku) = ready(company, 3, "");
    let logistics = company.person(Role::Logistics);
    let short = WaybillsRequest {
        parcels: vec![packed(&sku, 2, None)],
        ..WaybillsRequest::default()
    };
    let refusal = refused(
        logistics.request_waybills(id, &short),
        422,
        "parcels_do_not_add_up",
    );
    assert_eq!(refusal.errors[0].expected, "3");
    let nothing = WaybillsRequest {
        parcels: vec![packed(&sku, 3, Some(0))],
        ..WaybillsRequest::default()
    };
    refused(
        logistics.request_waybills(id, &nothing),
        422,
        "invalid_value",
    );
    let unknown = WaybillsRequest {
        consignment: Some(7),
        ..WaybillsRequest::default()
    };
    refused(
        logistics.request_waybills(id, &unknown),
        409,
        "consignment_not_waiting",
    );

    let two = WaybillsRequest {
        parcels: vec![packed(&sku, 1, Some(1_000)), packed(&sku, 2, None)],
        ..WaybillsRequest::default()
    };
    let waybills = logistics.request_waybills(id, &two).unwrap().view.items;
    let collects: Vec<_> = waybills.iter().map(|it| it.cod_fen).collect();
    assert_eq!(collects, [LIST_PRICE, 2 * LIST_PRICE]);
    assert_eq!(waybills[0].weight_g, 1_000);
    for waybill in &waybills {
        comes_to(company, &waybill.id, "issued");
    }
    let left = logistics.dispatch(id, &HandoverRequest::default()).unwrap();
    let parcels = left.view.shipments;
    assert_eq!(parcels.len(), 2);
    company.comes_to(id, StageName::Dispatched);
    assert_eq!(company.stock_of(&sku), (0, 0));
    assert_eq!(company.report(&parcels[1], &USUAL_WAY), "signed");
    assert_eq!(company.order(id).summary.stage, StageName::Dispatched);
    assert_eq!(company.report(&parcels[0], &USUAL_WAY), "signed");
    company.comes_to(id, StageName::Delivered);
}

#[test]
fn ten_people_at_once_get_the_same_waybill() {
    let company = company();
    let (id, _) = ready(company, 1, "");
    let new = std::thread::scope(|scope| {
        let ask = || {
            let logistics = company.person(Role::Logistics);
            logistics.request_waybills(id, &WaybillsRequest::default())
        };
        let asking: Vec<_> = (0..10).map(|_| scope.spawn(ask)).collect();
        let answers = asking.into_iter().map(|asks| asks.join().unwrap());
        answers
            .filter_map(Result::ok)
            .map(|answer| {
                assert_eq!(answer.view.items[0].id, format!("{id}.1"));
                usize::from(answer.new)
            })
            .sum::<usize>()
    });
    assert_eq!(new, 1);
    let waybills = company.person(Role::Logistics).waybills(id).unwrap().items;
    assert_eq!(waybills.len(), 1);
}

#[test]
fn parcels_are_put_on_one_manifest_that_is_closed_once_and_power_cuts_lose_nothing() {
    let mut company = open();
    let (first, _) = ready(&company, 1, "");
    let (second, _) = ready(&company, 1, "");
    let (third, _) = ready(&company, 1, "");
    for id in [first, second, third] {
        requested(&company, id);
    }
    // Some carriers have answered by now, and some have not.
    company.server.kill();
    company.server.start_again();
    let logistics = company.person(Role::Logistics);
    let mut carrier = String::new();
    for id in [first, second] {
        let waybill = comes_to(&company, &format!("{id}.1"), "issued");
        carrier = waybill.carrier;
        logistics.dispatch(id, &HandoverRequest::default()).unwrap();
    }
    comes_to(&company, &format!("{third}.1"), "issued");
    let manifest = |number: &str, warehouse: &str| ManifestRequest {
        number: number.to_owned(),
        carrier: carrier.clone(),
        warehouse: warehouse.to_owned(),
        date: business_date(Timestamp::now()),
    };
    let (closed, other) = (manifest("JJ-1", "CQ1"), manifest("JJ-2", "CQ1"));
    let made = logistics.close_manifest(&closed).unwrap();
    let on_it = made.view.parcels.len();
    assert!(made.new && (1..=2).contains(&on_it));
    let again = logistics.close_manifest(&closed).unwrap();
    assert_eq!((again.new, &again.view), (false, &made.view));
    let reused = logistics.close_manifest(&manifest("JJ-1", "CD1"));
    refused(reused, 409, "manifest_no_reused");
    if on_it == 2 {
        refused(
            logistics.close_manifest(&other),
            409,
            "nothing_to_hand_over",
        );
    }
    assert_eq!(
        made.view.cod_fen,
        i64::try_from(on_it).unwrap() * LIST_PRICE
    );
    assert_eq!(logistics.manifest("JJ-1").unwrap(), made.view);
    let sheet = logistics.call("GET", "/v1/manifests/JJ-1/sheet", &[], None);
    let sheet = String::from_utf8(sheet.unwrap().body).unwrap();
    assert!(sheet.contains(&made.view.parcels[0].waybill_no));
    void(&company, &format!("{third}.1"));
    assert!(company.nobody().wait_until_idle(LIMIT).unwrap());
    assert!(company.server.terminate().success());
    let verdict = directory::verify(company.server.directory(), &mut |_| {}).unwrap();
    assert!(verdict.is_clean(), "{verdict}");
    assert_eq!(verdict.audit.seen["waybill"], 3, "{}", verdict.audit);
}
