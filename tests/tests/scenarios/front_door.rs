//! Calls that an API Gateway must leave as they are, and what it says when it lets nobody in.
//! Not every imitation of it does, so these are apart from the rest.

use domain::role::Role;
use yudan_tests::purchase::order;
use yudan_tests::refused::refused_in_both_languages;

use crate::company;

#[test]
fn slashes_are_not_merged() {
    let answer = company().nobody().call("GET", "//v1/health", &[], None);
    assert_eq!(answer.unwrap().status, 404);
}

#[test]
fn a_slash_in_a_parameter_does_not_end_it() {
    let admin = company().person(Role::Admin);
    let path = "/v1/orders/..%2Fpolicy";
    let problem = refused_in_both_languages(&admin, "GET", path, &[], None);
    assert_eq!((problem.status, problem.code.as_str()), (404, "not_found"));
}

#[test]
fn a_body_that_is_no_text_is_not_made_one() {
    let sales = company().person(Role::Sales);
    let good = serde_json::to_string(&order("TEA-001", 1)).unwrap();
    let body = [b"{\"remark\":\"\xff\xfe\",", &good.as_bytes()[1..]].concat();
    let problem = refused_in_both_languages(&sales, "POST", "/v1/orders", &[], Some(&body));
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (400, "malformed_json")
    );
    assert_eq!(problem.errors[0].at, "body");
}

#[test]
fn who_shows_no_token_is_told_what_to_show() {
    let answer = company()
        .nobody()
        .call("GET", "/v1/policy", &[], None)
        .unwrap();
    assert_eq!(answer.status, 401);
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Bearer"), "{challenge}");
}
