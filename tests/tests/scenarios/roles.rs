//! Who may do what, and who sees what.

use contract::route_table::{Access, ROUTES};
use domain::order::StageName;
use domain::role::Role;
use serde_json::json;
use uuid::Uuid;
use yudan::client::Answer;
use yudan::identity::{self, Claims};
use yudan_tests::purchase::{order, order_of, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

/// The route's path with something in every place, and a body where one is taken.
fn call(
    client: &yudan::client::Client,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let id = Uuid::nil().to_string();
    let path = path
        .replace("{id}", &id)
        .replace("{hold}", &id)
        .replace("{list}", "review")
        .replace("{sku}", "NONE")
        .replace("{customer}", "C-NONE")
        .replace("{entry}", "none")
        .replace("{audience}", "grade:D")
        .replace("{year}", "2026");
    let path = path
        .replace("{carrier}", "shunfeng")
        .replace("{provider}", "wechat")
        .replace("{token}", "none");
    let body = (method != "GET").then_some(&b"{}"[..]);
    client.call(method, &path, headers, body).unwrap()
}

#[test]
fn every_route_admits_the_roles_of_the_table_and_no_others() {
    let company = company();
    let customer = unique("C");
    for route in ROUTES {
        let Access::Roles(_) = route.access else {
            continue;
        };
        for role in Role::ALL {
            let client = if role == Role::Customer {
                company.customer(&customer)
            } else {
                company.person(role)
            };
            let answer = call(&client, route.method(), route.path(), &[]);
            let what = format!("{} as {}: {}", route.key, role.name(), answer.status);
            if route.access.admits(&[role]) {
                assert!(
                    ![401, 403].contains(&answer.status) && answer.status < 500,
                    "{what}"
                );
            } else {
                assert_eq!(
                    (answer.status, problem(&answer).code.as_str()),
                    (403, "forbidden"),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn a_route_with_roles_wants_a_token_that_is_valid() {
    let company = company();
    let keys = company.access();
    let good = Claims::new("u-1", "admin", None, 1);
    let tokens = [
        (
            "expired",
            keys.sign(&Claims {
                exp: good.iat - 1,
                ..good.clone()
            }),
        ),
        (
            "not yet valid",
            keys.sign(&Claims {
                nbf: good.iat + 3600,
                ..good.clone()
            }),
        ),
        (
            "of another issuer",
            keys.sign(&Claims {
                iss: "https://elsewhere.test/".to_owned(),
                ..good.clone()
            }),
        ),
        (
            "for another audience",
            keys.sign(&Claims {
                aud: "others".to_owned(),
                ..good.clone()
            }),
        ),
        (
            "with another key",
            identity::sign(b"another key of some length......", &good).unwrap(),
        ),
        (
            "unsigned",
            format!("{}.{}.", "eyJhbGciOiJub25lIn0", "eyJzdWIiOiJ1In0"),
        ),
        ("rubbish", "rubbish".to_owned()),
    ];
    for route in ROUTES {
        let Access::Roles(_) = route.access else {
            continue;
        };
        let answer = call(&company.nobody(), route.method(), route.path(), &[]);
        assert_eq!(answer.status, 401, "{} without a token", route.key);
        assert_eq!(
            answer.json::<serde_json::Value>().unwrap(),
            json!({"message": "Unauthorized"})
        );
    }
    for (story, token) in tokens {
        let client = company.nobody().bearing(token);
        assert_eq!(
            call(&client, "GET", "/v1/policy", &[]).status,
            401,
            "{story}"
        );
    }
    let good = company.nobody().bearing(keys.sign(&good));
    assert_eq!(call(&good, "GET", "/v1/policy", &[]).status, 200);
}

#[test]
fn machines_and_the_public_need_no_token() {
    let company = company();
    for route in ROUTES {
        let answer = call(&company.nobody(), route.method(), route.path(), &[]);
        match route.access {
            Access::Roles(_) => {}
            Access::Signed => {
                assert_eq!(problem(&answer).code, "invalid_signature", "{}", route.key)
            }
            Access::Public => assert!([200, 404].contains(&answer.status), "{}", route.key),
        }
    }
}

#[test]
fn roles_add_up_and_unknown_ones_count_for_nothing() {
    let company = company();
    let status = |roles: &str| {
        company
            .named("u-1", roles)
            .call("GET", "/v1/receivables", &[], None)
            .unwrap()
            .status
    };
    assert_eq!(status("sales,finance"), 200);
    assert_eq!(status("emperor, finance"), 200);
    assert_eq!((status("emperor"), status("")), (403, 403));
}

#[test]
fn a_customer_deals_with_its_own_orders_only() {
    let company = company();
    let (own, other) = (unique("C"), unique("C"));
    let sku = company.goods();
    let theirs = company.reviewed(&order_of(&other, &sku, 1)).summary;
    let customer = company.customer(&own);
    for path in ["", "/timeline"] {
        let path = format!("/v1/orders/{}{path}", theirs.id);
        let answer = customer.call("GET", &path, &[], None).unwrap();
        let hidden = problem(&answer);
        assert_eq!(
            (hidden.status, hidden.code.as_str()),
            (404, "not_found"),
            "{path}"
        );
        let none = customer.call(
            "GET",
            &path.replace(&theirs.id.to_string(), &Uuid::nil().to_string()),
            &[],
            None,
        );
        let none = problem(&none.unwrap());
        let same = none
            .detail
            .replace(&Uuid::nil().to_string(), &theirs.id.to_string());
        assert_eq!(
            hidden.detail, same,
            "it cannot be told from one that is not there"
        );
    }
    refused(customer.cancel_order(theirs.id, "玩笑"), 404, "not_found");
    refused(customer.answer_proposal(theirs.id, true), 404, "not_found");
    refused(customer.orders_of(&other, None), 403, "forbidden");
    refused(customer.account(&other), 404, "not_found");
    refused(
        customer.place_order(&order_of(&other, &sku, 1)),
        403,
        "forbidden",
    );
    assert_eq!(
        company.order(theirs.id).summary.stage,
        StageName::AwaitingReview
    );

    let mut request = order(&sku, 1);
    request.customer.id = None;
    let placed = customer.place_order(&request).unwrap().view.summary;
    assert_eq!(placed.customer, own, "whoever orders is the customer");
    let listed = customer.call("GET", "/v1/orders", &[], None).unwrap();
    let listed: contract::order_summary::OrdersView = listed.json().unwrap();
    assert_eq!(
        listed
            .items
            .iter()
            .map(|order| order.id)
            .collect::<Vec<_>>(),
        [placed.id]
    );
    refused(
        company.person(Role::Customer).place_order(&request),
        403,
        "forbidden",
    );
}
