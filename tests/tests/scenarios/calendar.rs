//! Years of the working calendar, entered without a release (4.3.2).

use contract::calendar::CalendarYearRequest;
use domain::order::StageName;
use domain::role::Role;
use jiff::Span;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;
use yudan_tests::refused::{problem, refused};

use crate::{company, program};

#[test]
fn a_year_that_is_entered_is_read_back_and_an_unknown_one_is_not_there() {
    let company = Company::open(program());
    let manager = company.person(Role::Manager);
    refused(manager.calendar_year(2031), 404, "not_found");
    let built_in = manager.calendar_year(2026).unwrap();
    assert!(built_in.built_in && built_in.holidays.len() > 20);
    let year = CalendarYearRequest {
        holidays: vec!["2031-01-01".parse().unwrap()],
        make_up_workdays: vec!["2031-01-04".parse().unwrap()],
    };
    let entered = manager.publish_calendar_year(2031, &year).unwrap();
    assert_eq!(manager.publish_calendar_year(2031, &year).unwrap(), entered);
    let seen = company.person(Role::Sales).calendar_year(2031).unwrap();
    assert_eq!(seen, entered);
    assert_eq!(
        (seen.holidays, seen.make_up_workdays, seen.built_in),
        (year.holidays, year.make_up_workdays, false)
    );
}

#[test]
fn reviews_are_due_by_the_corrected_calendar() {
    let company = Company::open(program());
    let sku = company.goods();
    let usual = company.reviewed(&order(&sku, 1)).summary;
    let today = domain::calendar::business_date(usual.received_at);
    let closed = CalendarYearRequest {
        holidays: (1..=5)
            .map(|days| today.saturating_add(Span::new().days(days)))
            .filter(|date| date.year() == today.year())
            .collect(),
        make_up_workdays: Vec::new(),
    };
    company
        .person(Role::Manager)
        .publish_calendar_year(today.year(), &closed)
        .unwrap();
    yudan_tests::waiting::until("a later due time", || {
        let placed = company.reviewed(&order(&sku, 1)).summary;
        assert_eq!(placed.stage, StageName::AwaitingReview);
        (placed.due > usual.due).then_some(())
    });
}

#[test]
fn mistakes_in_a_year_are_told_one_by_one() {
    let company = company();
    let manager = company.person(Role::Manager);
    let put = |year: &str, body: serde_json::Value| {
        let body = serde_json::to_vec(&body).unwrap();
        let path = format!("/v1/calendar/{year}");
        problem(&manager.call("PUT", &path, &[], Some(&body)).unwrap())
    };
    let wrong = put(
        "2031",
        json!({
            "holidays": ["2031-01-01", "2031-01-01", "2030-12-31"],
            "make_up_workdays": ["2031-01-06"],
        }),
    );
    let places: Vec<_> = wrong.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!((wrong.status, wrong.code.as_str()), (422, "invalid_value"));
    assert_eq!(
        places,
        ["special_days[1]", "special_days[2]", "special_days[3]"]
    );
    let empty = json!({ "holidays": [], "make_up_workdays": [] });
    assert_eq!(put("1999", empty.clone()).errors[0].at, "year");
    assert_eq!(put("next", empty).status, 404);
    assert_eq!(put("2031", json!({ "holidays": [] })).code, "invalid_body");
}
