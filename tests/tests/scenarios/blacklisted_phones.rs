//! Phones on the blacklist (4.2.4).

use contract::blacklist::PhoneBlacklistRequest;
use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::review_trial::ReviewTrialRequest;
use domain::order::StageName;
use domain::review_rules::{RuleCode, Severity};
use domain::role::Role;
use jiff::{Span, Timestamp};
use serde_json::json;
use yudan_tests::order_file::{CHENGDU, CSV, HEADER, finished, row, rows};
use yudan_tests::purchase::{order, rules_hit, unique};
use yudan_tests::refused::{problem, refused};

use crate::marketplace_push::{push, taken, trade};
use crate::negotiation::proposed_for;
use crate::{company, marketplace_push};

const REASON: &str = "多次拒收货到付款订单";

/// A mobile number that no other test uses.
fn number() -> String {
    let name = unique("N");
    let last: u32 = name.trim_start_matches("N-").parse().unwrap();
    format!("177{last:08}")
}

fn entry(phone: &str) -> PhoneBlacklistRequest {
    PhoneBlacklistRequest {
        phone: phone.to_owned(),
        reason: REASON.to_owned(),
        until: None,
    }
}

/// An order whose recipient is reached by this number.
fn order_to(phone: &str) -> OrderRequest {
    let mut order = order(&company().goods(), 1);
    order.ship_to.mobile = Some(phone.to_owned());
    order
}

fn placed(phone: &str) -> OrderView {
    let sales = company().person(Role::Sales);
    sales.place_order(&order_to(phone)).unwrap().view
}

#[test]
fn orders_to_a_blacklisted_phone_are_rejected_until_it_is_lifted() {
    let (company, phone) = (company(), number());
    let manager = company.person(Role::Manager);
    assert_eq!(placed(&phone).summary.stage, StageName::AwaitingReview);

    let first = manager.blacklist_phone(&entry(&phone)).unwrap();
    let listed = first.view;
    assert!(first.new && listed.standing.in_force);
    let again = manager.blacklist_phone(&entry(&phone)).unwrap();
    assert_eq!((again.new, &again.view), (false, &listed));
    let other_spelling = format!("+86 {} {}", &phone[..3], &phone[3..]);
    for client in [&manager, &company.person(Role::Sales)] {
        assert_eq!(client.look_up_phone(&other_spelling).unwrap(), listed);
        assert_eq!(client.blacklisted_phone(&listed.entry).unwrap(), listed);
    }

    let rejected = placed(&phone);
    assert_eq!(rejected.summary.stage, StageName::Rejected);
    assert_eq!(rejected.findings[0].rule, RuleCode::PhoneBlacklisted);
    assert_eq!(rejected.findings[0].found, REASON);
    // Only by a phone does this one reach its recipient: the customer's.
    let mut unnamed = order_to(&phone);
    unnamed.customer.mobile = unnamed.ship_to.mobile.take();
    let sales = company.person(Role::Sales);
    let rejected = sales.place_order(&unnamed).unwrap().view;
    assert_eq!(rules_hit(&rejected.findings), [RuleCode::PhoneBlacklisted]);
    assert_eq!(placed(&number()).summary.stage, StageName::AwaitingReview);

    let lifted = manager.lift_phone_from_blacklist(&listed.entry).unwrap();
    assert!(!lifted.standing.in_force && lifted.standing.lifted_at.is_some());
    let again = manager.lift_phone_from_blacklist(&listed.entry).unwrap();
    assert_eq!(again, lifted);
    assert_eq!(placed(&phone).summary.stage, StageName::AwaitingReview);

    let relisted = manager.blacklist_phone(&entry(&phone)).unwrap();
    assert!(!relisted.new && relisted.view.standing.in_force);
    assert_eq!(placed(&phone).summary.stage, StageName::Rejected);
}

#[test]
fn a_number_is_known_however_it_is_written() {
    let (manager, sales) = (
        company().person(Role::Manager),
        company().person(Role::Sales),
    );
    let phone = number();
    manager
        .blacklist_phone(&entry(&format!("+86-{phone}")))
        .unwrap();
    let landline = format!("0731{}", &phone[3..]);
    manager.blacklist_phone(&entry(&landline)).unwrap();
    for spelling in [
        phone.clone(),
        format!("0{phone}"),
        format!("+86 {phone}"),
        format!("{} {}-{}", &phone[..3], &phone[3..7], &phone[7..]),
        format!("0731-{}", &phone[3..]),
        format!("(0731) {} {}", &phone[3..7], &phone[7..]),
        landline,
    ] {
        let checked = sales.check_order(&order_to(&spelling)).unwrap();
        assert!(!checked.acceptable, "{spelling}");
        let rules = rules_hit(&checked.findings);
        assert!(rules.contains(&RuleCode::PhoneBlacklisted), "{spelling}");
    }
}

#[test]
fn pushed_orders_meet_the_list_as_well() {
    let (company, phone) = (marketplace_push::company(), number());
    let manager = company.person(Role::Manager);
    manager.blacklist_phone(&entry(&phone)).unwrap();
    let mut trade = trade(&company.goods(), &unique("9"));
    trade["trade"]["receiver"]["mobile"] = json!(phone);
    let pushed = taken(&push("lanqiao-tea", &trade), 201);
    assert_eq!(pushed.summary.stage, StageName::Rejected);
    let order = company.order(pushed.summary.id);
    assert_eq!(rules_hit(&order.findings), [RuleCode::PhoneBlacklisted]);
}

#[test]
fn imported_orders_meet_the_list_as_well() {
    let (company, phone) = (company(), number());
    let manager = company.person(Role::Manager);
    manager.blacklist_phone(&entry(&phone)).unwrap();
    let sales = company.person(Role::Sales);
    let row = row(&unique("FILE-P"), "1", CHENGDU).replace("13900139000", &phone);
    let file = format!("{HEADER}\n{row}");
    let begun = sales.import_file("phone", CSV, file.as_bytes()).unwrap();
    let import = finished(&sales, &begun.id);
    let imported = rows(&sales, &import.id, None)[0].order.unwrap();
    let findings = company.order(imported).findings;
    assert!(rules_hit(&findings).contains(&RuleCode::PhoneBlacklisted));
}

#[test]
fn what_was_agreed_on_meets_the_list_as_it_is_then() {
    let (company, phone) = (company(), number());
    let mut wanted = order_to(&phone);
    wanted.lines[0].quantity = 2;
    let proposed = proposed_for(company, &wanted).summary;
    let manager = company.person(Role::Manager);
    manager.blacklist_phone(&entry(&phone)).unwrap();
    let buyer = company.customer(&proposed.customer);
    let answered = buyer.answer_proposal(proposed.id, true).unwrap();
    let told: Vec<_> = answered.findings.iter().map(|found| found.rule).collect();
    assert!(told.contains(&RuleCode::PhoneBlacklisted), "{told:?}");
}

#[test]
fn a_customer_is_not_told_why() {
    let (company, phone) = (company(), number());
    let manager = company.person(Role::Manager);
    let listed = manager.blacklist_phone(&entry(&phone)).unwrap().view;
    let mut wanted = order_to(&phone);
    let buyer = company.customer(wanted.customer.id.as_deref().unwrap());
    let checked = buyer.check_order(&wanted).unwrap();
    wanted.external_no = Some(unique("T"));
    let placed = buyer.place_order(&wanted).unwrap().view;
    for found in [&checked.findings[0], &placed.findings[0]] {
        assert_eq!((found.expected.as_str(), found.found.as_str()), ("", ""));
        assert!(!found.text.contains(REASON) && !found.text.contains("黑名单"));
        assert!(!found.text_en.contains("blacklist"));
    }
    refused(buyer.look_up_phone(&phone), 403, "forbidden");
    refused(buyer.blacklisted_phone(&listed.entry), 403, "forbidden");
    let sales = company.person(Role::Sales);
    refused(sales.blacklist_phone(&entry(&phone)), 403, "forbidden");
    let lifted = sales.lift_phone_from_blacklist(&listed.entry);
    refused(lifted, 403, "forbidden");
}

#[test]
fn a_trial_knows_blacklisted_phones() {
    let (company, phone) = (company(), number());
    let waits = company.reviewed(&order_to(&phone)).summary;
    let manager = company.person(Role::Manager);
    let mut policy = manager.policy().unwrap().policy;
    let severities = &mut policy.review.severities;
    severities.insert(RuleCode::PhoneBlacklisted, Severity::Manual);
    let trial = ReviewTrialRequest {
        policy,
        stage: None,
        customer: Some(waits.customer),
        cursor: None,
        limit: None,
    };
    assert_eq!(manager.simulate_review(&trial).unwrap().changed, 0);
    manager.blacklist_phone(&entry(&phone)).unwrap();
    let told = manager.simulate_review(&trial).unwrap();
    assert_eq!((told.orders, told.changed), (1, 1));
    assert_eq!(told.rules[0].rule, RuleCode::PhoneBlacklisted);
}

#[test]
fn mistakes_are_told_one_by_one_and_without_the_number() {
    let manager = company().person(Role::Manager);
    let post = |path: &str, body: &serde_json::Value| {
        let body = serde_json::to_vec(body).unwrap();
        let answer = manager.call("POST", path, &[], Some(&body)).unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        assert!(!text.contains("1380013"), "{text}");
        problem(&answer)
    };
    let yesterday =
        domain::calendar::business_date(Timestamp::now()).saturating_sub(Span::new().days(1));
    let phone = number();
    for (body, code, place) in [
        (
            json!({ "phone": "1380013800", "reason": REASON }),
            "invalid_value",
            "phone",
        ),
        (
            json!({ "phone": "+1 1380013800", "reason": REASON }),
            "invalid_value",
            "phone",
        ),
        (
            json!({ "phone": phone, "reason": " " }),
            "invalid_value",
            "reason",
        ),
        (
            json!({ "phone": "13800138000", "reason": "拒收 138 0013-8000" }),
            "invalid_value",
            "reason",
        ),
        (
            json!({ "phone": phone, "reason": REASON, "until": yesterday }),
            "invalid_value",
            "until",
        ),
        (
            json!({ "phone": phone, "reason": REASON, "since": 1 }),
            "invalid_body",
            "since",
        ),
        (json!({ "reason": REASON }), "invalid_body", "phone"),
    ] {
        let wrong = post("/v1/blacklist/phones", &body);
        assert_eq!((wrong.status, wrong.code.as_str()), (422, code), "{body}");
        assert_eq!(wrong.errors[0].at, place, "{body}");
    }
    let wrong = post(
        "/v1/blacklist/phones/lookup",
        &json!({ "phone": "1380013" }),
    );
    assert_eq!((wrong.status, wrong.errors[0].at.as_str()), (422, "phone"));

    let nobody = "0".repeat(64);
    refused(manager.look_up_phone(&phone), 404, "not_found");
    refused(manager.blacklisted_phone(&nobody), 404, "not_found");
    refused(manager.lift_phone_from_blacklist(&nobody), 404, "not_found");
    let told = refused(manager.blacklisted_phone(&phone), 404, "not_found");
    assert!(!told.to_string().contains(&phone), "{told}");
}
