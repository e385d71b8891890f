//! Services are carried out by appointment, without stock and without a waybill (5.1, 5.3).

use contract::order_request::OrderLine;
use contract::order_service::{AppointmentRequest, ServiceCompletionRequest};
use contract::product::{PriceRule, ProductRequest};
use domain::event_kind::EventKind;
use domain::goods::SupplyKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::{line, order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::walk::USUAL_WAY;

use crate::company;

const FEE: i64 = 30_000;

/// A service that the catalogue knows.
fn service(company: &Company) -> String {
    let sku = unique("SVC");
    let mut product = ProductRequest::plain("安装调试", PriceRule::Agreed, true, 0);
    product.supply = Some(SupplyKind::Service);
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    sku
}

fn in_hours(from: i64, until: i64) -> AppointmentRequest {
    let at = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
    AppointmentRequest {
        from: at(from),
        until: at(until),
    }
}

fn done() -> ServiceCompletionRequest {
    ServiceCompletionRequest {
        completed_at: Timestamp::now(),
        note: Some("安装调试完成，现场确认".to_owned()),
    }
}

#[test]
fn a_service_is_appointed_carried_out_and_ends_the_order() {
    let company = company();
    let sku = service(company);
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, &sku, 1);
    request.lines = vec![OrderLine::plain(sku.clone(), 1, FEE)];
    let id = company.approved(&request).summary.id;
    let order = company.comes_to(id, StageName::Serving);
    assert!(order.consignments.is_empty());
    assert_eq!(company.stock_of(&sku), (0, 0));
    let clerk = company.person(Role::Service);
    let work = clerk.work("service", None).unwrap();
    let id_text = id.to_string();
    assert!(work.items.iter().any(|item| item.id == id_text));

    refused(
        clerk.complete_service(id, &sku, &done()),
        409,
        "appointment_missing",
    );
    refused(
        clerk.book_service(id, "TEA-404", &in_hours(1, 2)),
        409,
        "service_not_ordered",
    );
    refused(
        clerk.book_service(id, &sku, &in_hours(2, 1)),
        422,
        "invalid_value",
    );
    let appointment = in_hours(24, 26);
    let booked = clerk.book_service(id, &sku, &appointment).unwrap();
    assert_eq!(booked.summary.due, appointment.until);
    let again = clerk.book_service(id, &sku, &appointment).unwrap();
    assert_eq!(again.summary.version, booked.summary.version);
    let logistics = company.person(Role::Logistics);
    refused(
        logistics.complete_service(id, &sku, &done()),
        403,
        "forbidden",
    );
    let mut early = done();
    early.completed_at = Timestamp::now() + SignedDuration::from_hours(1);
    refused(
        clerk.complete_service(id, &sku, &early),
        422,
        "invalid_value",
    );

    clerk.complete_service(id, &sku, &done()).unwrap();
    let order = company.comes_to(id, StageName::Delivered);
    assert!(order.services[0].completed_at.is_some());
    let version = order.summary.version;
    let order = clerk.complete_service(id, &sku, &done()).unwrap();
    assert!(order.summary.version >= version);
    refused(
        company.person(Role::Sales).cancel_order(id, "不再需要"),
        409,
        "order_not_cancellable",
    );
    let timeline = clerk.timeline(id).unwrap();
    let kinds = timeline.entries.iter().map(|entry| entry.kind);
    let kinds: Vec<EventKind> = kinds.collect();
    for kind in [
        EventKind::OrderServicesAwaited,
        EventKind::OrderServiceBooked,
        EventKind::OrderServiceCompleted,
        EventKind::OrderDelivered,
    ] {
        assert!(kinds.contains(&kind), "{kind}");
    }
}

#[test]
fn goods_are_delivered_and_then_installed() {
    let company = company();
    let (goods, sku) = (company.goods(), service(company));
    company.stock(&goods, 2);
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, &goods, 2);
    request.lines = vec![line(&goods, 2), OrderLine::plain(sku.clone(), 1, FEE)];
    let id = company.approved(&request).summary.id;
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&goods), (0, 2));
    let parcel = company.ship(id);
    assert_eq!(parcel.weight_g, 2 * 180, "the service weighs nothing");
    assert_eq!(company.report(&parcel, &USUAL_WAY), "signed");
    company.comes_to(id, StageName::Serving);
    let clerk = company.person(Role::Service);
    clerk.book_service(id, &sku, &in_hours(1, 3)).unwrap();
    clerk.complete_service(id, &sku, &done()).unwrap();
    let order = company.comes_to(id, StageName::Delivered);
    assert!(order.shipments[0].delivered_at.is_some());
}
