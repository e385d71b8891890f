//! What carriers report, in whatever order and however often (5.3.3).

use contract::carrier_events::{CarrierEventBody, CarrierEventsRequest};
use contract::shipment::{ShipmentRequest, ShipmentView};
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::refused;

use crate::company;

/// A parcel that was just handed over.
fn parcel(company: &Company) -> ShipmentView {
    let sku = company.goods();
    company.stock(&sku, 1);
    company.ship(company.reserved(&order(&sku, 1)).summary.id)
}

/// Whether the parcel stands on the list of what a person must look at.
fn is_exception(company: &Company, parcel: &ShipmentView) -> bool {
    let list = company
        .person(Role::Logistics)
        .work("exceptions", None)
        .unwrap();
    assert!(list.next_cursor.is_none());
    let id = format!("{}:{}", parcel.carrier, parcel.waybill_no);
    list.items.iter().any(|item| item.id == id)
}

fn count(company: &Company, order: Uuid, kind: EventKind) -> usize {
    let timeline = company.person(Role::Service).timeline(order).unwrap();
    timeline
        .entries
        .iter()
        .filter(|entry| entry.kind == kind)
        .count()
}

/// Codes that a carrier reports together, and where the parcel stands after them.
type Report = (&'static [&'static str], &'static str);

/// Reports of one parcel, and where it stands after each.
const STORIES: [(&str, &[Report]); 5] = [
    (
        "repeated",
        &[
            (&["103"], "picked_up"),
            (&["103", "103"], "picked_up"),
            (&["0"], "in_transit"),
        ],
    ),
    (
        "out of order",
        &[
            (&["5"], "out_for_delivery"),
            (&["103"], "out_for_delivery"),
            (&["0", "101"], "out_for_delivery"),
        ],
    ),
    (
        "after the signature",
        &[
            (&["3"], "signed"),
            (&["5", "0"], "signed"),
            (&["3", "301"], "signed"),
        ],
    ),
    (
        "unknown code",
        &[
            (&["103"], "picked_up"),
            (&["99999"], "picked_up"),
            (&["0"], "in_transit"),
        ],
    ),
    (
        "trouble",
        &[
            (&["0"], "in_transit"),
            (&["206"], "in_transit"),
            (&["3"], "signed"),
        ],
    ),
];

#[test]
fn a_parcel_never_goes_backwards() {
    let company = company();
    for (story, reports) in STORIES {
        let parcel = parcel(company);
        for (codes, status) in reports {
            assert_eq!(
                company.report(&parcel, codes),
                *status,
                "{story}: {codes:?}"
            );
        }
        let signed = reports.last().unwrap().1 == "signed";
        if signed {
            company.comes_to(parcel.order_id, StageName::Completed);
            assert_eq!(
                count(company, parcel.order_id, EventKind::OrderDelivered),
                1,
                "{story}"
            );
        } else {
            assert_eq!(
                company.order(parcel.order_id).summary.stage,
                StageName::Dispatched
            );
        }
        assert_eq!(
            is_exception(company, &parcel),
            story == "unknown code",
            "{story}"
        );
    }
}

#[test]
fn an_unknown_code_goes_to_a_person_once() {
    let company = company();
    let parcel = parcel(company);
    company.report(&parcel, &["99999", "99999"]);
    company.report(&parcel, &["99999"]);
    assert!(is_exception(company, &parcel));
    assert_eq!(
        count(company, parcel.order_id, EventKind::ShipmentExceptionRaised),
        1
    );
    company.report(&parcel, &["3"]);
    assert!(
        !is_exception(company, &parcel),
        "the recipient's signature settles it"
    );
}

#[test]
fn a_proxys_signature_is_no_delivery() {
    let company = company();
    let parcel = parcel(company);
    company.report(&parcel, &["5", "303"]);
    assert_eq!(
        company.order(parcel.order_id).summary.stage,
        StageName::Dispatched
    );
    assert!(is_exception(company, &parcel));
    company.report(&parcel, &["301"]);
    company.comes_to(parcel.order_id, StageName::Completed);
}

#[test]
fn a_code_is_read_in_the_vocabulary_of_its_source() {
    let company = company();
    let report = |parcel: &ShipmentView, source: &str, code: &str| {
        let events = vec![CarrierEventBody {
            code: code.to_owned(),
            at: Timestamp::now(),
            text: Some("张三已签收".to_owned()),
            location: None,
        }];
        let source = Some(source.to_owned());
        let body = CarrierEventsRequest {
            waybill_no: parcel.waybill_no.clone(),
            source,
            events,
        };
        let secret = company.access().carrier_secret();
        company
            .nobody()
            .report_carrier_events(secret, &parcel.carrier, &body)
    };
    let (one, other) = (parcel(company), parcel(company));
    assert_eq!(report(&one, "kdniao", "201").unwrap().status, "in_transit");
    assert_eq!(
        report(&other, "kuaidi100", "201").unwrap().status,
        "created"
    );
    assert_eq!(
        (is_exception(company, &one), is_exception(company, &other)),
        (false, true)
    );
    refused(report(&one, "dhl", "1"), 422, "invalid_value");
    let elsewhere = ShipmentView {
        carrier: "shunfeng".to_owned(),
        ..one
    };
    refused(report(&elsewhere, "kuaidi100", "1"), 404, "not_found");
}

#[test]
fn an_order_leaves_once_under_a_number_of_its_own() {
    let company = company();
    let first = parcel(company);
    let logistics = company.person(Role::Logistics);
    let under = |waybill_no: &str| ShipmentRequest {
        consignment: None,
        carrier: None,
        waybill_no: waybill_no.to_owned(),
    };
    let again = logistics
        .ship(first.order_id, &under(&first.waybill_no))
        .unwrap();
    assert_eq!((again.new, again.view), (false, first.clone()));
    let second = logistics.ship(first.order_id, &under(&unique("WAYBILL")));
    refused(second, 409, "order_not_ready");

    let sku = company.goods();
    company.stock(&sku, 1);
    let next = company.reserved(&order(&sku, 1)).summary.id;
    refused(
        logistics.ship(next, &under(&first.waybill_no)),
        409,
        "waybill_no_taken",
    );
    let named = ShipmentRequest {
        consignment: None,
        carrier: Some("nobody".to_owned()),
        ..under(&unique("WAYBILL"))
    };
    refused(logistics.ship(next, &named), 422, "no_carrier_available");
    let named = ShipmentRequest {
        consignment: None,
        carrier: Some("shunfeng".to_owned()),
        ..named
    };
    assert_eq!(
        logistics
            .ship(next, &named)
            .unwrap()
            .view
            .chosen
            .freight_fen,
        1_400
    );
}

#[test]
fn a_report_from_the_future_is_refused() {
    let company = company();
    let parcel = parcel(company);
    let at = Timestamp::now() + SignedDuration::from_mins(11);
    let events = vec![CarrierEventBody {
        code: "3".to_owned(),
        at,
        text: None,
        location: None,
    }];
    let body = CarrierEventsRequest {
        waybill_no: parcel.waybill_no.clone(),
        source: None,
        events,
    };
    let secret = company.access().carrier_secret();
    let reported = company
        .nobody()
        .report_carrier_events(secret, &parcel.carrier, &body);
    assert_eq!(
        refused(reported, 422, "invalid_value").errors[0].at,
        "events[0].at"
    );
    assert_eq!(
        company.order(parcel.order_id).summary.stage,
        StageName::Dispatched
    );
}
