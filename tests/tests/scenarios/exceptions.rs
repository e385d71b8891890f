//! What goes wrong on the way is found, looked after and settled (5.3.3).

use contract::shipment::ShipmentView;
use contract::shipment_exception::{ExceptionRequest, ExceptionView};
use domain::event_kind::EventKind;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::{company, program};

fn parcel(company: &Company) -> ShipmentView {
    let sku = company.goods();
    company.stock(&sku, 1);
    company.ship(company.reserved(&order(&sku, 1)).summary.id)
}

fn told(kind: &str, note: &str) -> ExceptionRequest {
    ExceptionRequest {
        waybill_no: None,
        kind: kind.to_owned(),
        note: note.to_owned(),
    }
}

fn all(company: &Company, parcel: &ShipmentView) -> Vec<ExceptionView> {
    let service = company.person(Role::Service);
    service.exceptions(parcel.order_id).unwrap().items
}

/// The kinds of the exceptions, and how each ended.
fn kinds(company: &Company, parcel: &ShipmentView) -> Vec<(String, Option<String>)> {
    let end = |it: ExceptionView| (it.kind, it.resolution.map(|end| end.kind));
    all(company, parcel).into_iter().map(end).collect()
}

#[test]
fn a_damaged_parcel_is_reported_looked_after_and_settled() {
    let company = company();
    let parcel = parcel(company);
    let id = parcel.order_id;
    let service = company.person(Role::Service);
    let first = service
        .report_exception(id, &told("damaged", "外箱破损"))
        .unwrap();
    assert!(first.new);
    let exception = first.view;
    assert_eq!(exception.id, format!("{}-1", parcel.waybill_no));
    assert_eq!(
        (exception.severity.as_str(), exception.origin.as_str()),
        ("high", "person")
    );
    assert!(exception.claim.declared_fen.unwrap() > 0);
    assert!(exception.claim.claim_until.is_some());
    let again = service
        .report_exception(id, &told("damaged", "又报一次"))
        .unwrap();
    assert_eq!((again.new, again.view), (false, exception.clone()));

    let logistics = company.person(Role::Logistics);
    let claimed = logistics.claim_exception(id, &exception.id).unwrap();
    assert_eq!(claimed.owner.as_deref(), Some("test-logistics"));
    refused(
        service.claim_exception(id, &exception.id),
        409,
        "exception_claimed",
    );
    let treated = logistics
        .take_measure(id, &exception.id, "已向承运商报案")
        .unwrap();
    assert_eq!(treated.measures.len(), 1);
    company.report(&parcel, &["3"]);
    assert_eq!(kinds(company, &parcel), [("damaged".to_owned(), None)]);
    let settled = logistics
        .resolve_exception(id, &exception.id, "已补发")
        .unwrap();
    let again = logistics
        .resolve_exception(id, &exception.id, "已补发")
        .unwrap();
    assert_eq!(settled, again);
    refused(
        logistics.resolve_exception(id, &exception.id, "另有说法"),
        409,
        "exception_resolved",
    );
    refused(
        logistics.take_measure(id, &exception.id, "再议"),
        409,
        "exception_resolved",
    );

    let told_of = || {
        let notices = company.notices("CustomerTopic", id);
        notices
            .iter()
            .filter(|it| *it == "shipment_customer_informed")
            .count()
    };
    until("the customer is told", || (told_of() > 0).then_some(()));
    let timeline = service.timeline(id).unwrap();
    let count = |kind| timeline.entries.iter().filter(|it| it.kind == kind).count();
    assert_eq!(count(EventKind::ShipmentExceptionRaised), 1);
    assert_eq!(count(EventKind::ShipmentCustomerInformed), 1);
    assert_eq!(count(EventKind::ShipmentExceptionResolved), 1);
}

#[test]
fn what_is_no_exception_of_the_order_is_refused() {
    let company = company();
    let parcel = parcel(company);
    let id = parcel.order_id;
    let service = company.person(Role::Service);
    refused(
        service.report_exception(id, &told("unknown_code", "无")),
        422,
        "invalid_value",
    );
    refused(
        service.report_exception(id, &told("lost", " ")),
        422,
        "invalid_value",
    );
    for none in [
        "1",
        "X-1",
        &format!("{}-1", parcel.waybill_no),
        &format!("{}-x", parcel.waybill_no),
    ] {
        refused(service.claim_exception(id, none), 404, "not_found");
    }
    let elsewhere = ExceptionRequest {
        waybill_no: Some(unique("WAYBILL")),
        ..told("lost", "查无此件")
    };
    refused(
        service.report_exception(id, &elsewhere),
        409,
        "parcel_not_named",
    );
    company.report(&parcel, &["3"]);
    refused(
        service.report_exception(id, &told("stalled", "不动了")),
        409,
        "exception_out_of_place",
    );
    let planner = company.person(Role::Planner);
    refused(
        planner.report_exception(id, &told("lost", "无")),
        403,
        "forbidden",
    );
}

#[test]
fn exceptions_that_the_way_settles_end_by_themselves() {
    let company = company();
    let parcel = parcel(company);
    company.report(&parcel, &["5", "206", "501", "无法签收"]);
    let open = |kind: &str| (kind.to_owned(), None);
    let found = kinds(company, &parcel);
    assert_eq!(
        found,
        [
            open("unreachable"),
            open("unconsented"),
            open("unknown_code")
        ]
    );
    assert_eq!(all(company, &parcel)[2].said, ["kuaidi100/无法签收"]);
    company.report(&parcel, &["206", "3"]);
    let ends = kinds(company, &parcel)
        .into_iter()
        .map(|(_, end)| end.unwrap());
    assert_eq!(
        ends.collect::<Vec<_>>(),
        ["superseded", "superseded", "superseded"]
    );
}

#[test]
fn a_silent_parcel_is_found_escalated_and_forgotten_when_it_is_heard_of() {
    let company = Company::open(program());
    let parcel = parcel(&company);
    let in_days = |days: i64| {
        let then = Timestamp::now() + SignedDuration::from_hours(24 * days);
        domain::calendar::business_date(then)
    };
    company.run_job("silence", in_days(0));
    assert_eq!(kinds(&company, &parcel), []);
    company.run_job("silence", in_days(10));
    let silent = kinds(&company, &parcel);
    let open = |kind: &str| (kind.to_owned(), None);
    assert_eq!(silent, [open("not_picked_up"), open("delayed")]);
    company.run_job("silence", in_days(10));
    company.run_job("silence", in_days(9));
    assert_eq!(kinds(&company, &parcel), silent, "once");
    company.run_job("silence", in_days(20));
    assert!(
        all(&company, &parcel)
            .iter()
            .all(|it| it.escalated_at.is_some())
    );
    let logistics = company.person(Role::Logistics);
    assert_eq!(logistics.work("exceptions", None).unwrap().items.len(), 1);
    company.report(&parcel, &["103"]);
    assert_eq!(kinds(&company, &parcel)[0].1.as_deref(), Some("superseded"));
    company.report(&parcel, &["3"]);
    assert_eq!(kinds(&company, &parcel)[1].1.as_deref(), Some("superseded"));
    assert!(logistics.work("exceptions", None).unwrap().items.is_empty());
}
