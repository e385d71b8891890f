//! The same request again, after a lost answer or at the same time (4.1.3).

use contract::order_request::OrderRequest;
use domain::order::Channel;
use domain::role::Role;
use serde_json::Value;
use uuid::Uuid;
use yudan::client::{Answer, Client};
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

fn place(client: &Client, body: &OrderRequest, headers: &[(&str, &str)]) -> Answer {
    let body = serde_json::to_vec(body).unwrap();
    client
        .call("POST", "/v1/orders", headers, Some(&body))
        .unwrap()
}

fn id(answer: &Answer) -> Uuid {
    let body: Value = answer.json().unwrap();
    let id = body["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        answer.header("location"),
        Some(format!("/v1/orders/{id}").as_str())
    );
    id
}

#[test]
fn the_same_number_with_the_same_content_is_the_same_order() {
    let company = company();
    let request = order(&company.goods(), 1);
    let sales = company.person(Role::Sales);
    let first = place(&sales, &request, &[]);
    assert_eq!((first.status, first.version()), (201, Some(1)));
    let again = place(&company.named("another-clerk", "sales"), &request, &[]);
    assert_eq!((again.status, id(&again)), (200, id(&first)));

    // The order of fields and blanks between them are no content.
    let mut fields: Vec<_> = serde_json::to_value(&request)
        .unwrap()
        .as_object()
        .unwrap()
        .clone()
        .into_iter()
        .collect();
    fields.reverse();
    let parts: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!(" \"{name}\" :\n{value}"))
        .collect();
    let shuffled = format!("{{{}}}", parts.join(","));
    let again = sales
        .call("POST", "/v1/orders", &[], Some(shuffled.as_bytes()))
        .unwrap();
    assert_eq!((again.status, id(&again)), (200, id(&first)));

    let customer = request.customer.id.as_deref().unwrap();
    assert_eq!(sales.orders_of(customer, None).unwrap().items.len(), 1);
}

#[test]
fn the_same_number_with_other_content_is_refused_with_both_digests() {
    let company = company();
    let request = order(&company.goods(), 1);
    let sales = company.person(Role::Sales);
    assert!(sales.place_order(&request).unwrap().new);
    let mut other = request.clone();
    other.lines[0].quantity = 2;
    let refusal = refused(sales.place_order(&other), 409, "external_no_reused");
    let (held, given) = (&refusal.errors[0].expected, &refusal.errors[0].found);
    for digest in [held, given] {
        let hexadecimal = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(digest.len() == 64 && hexadecimal, "{refusal}");
    }
    assert_ne!(held, given);

    other.channel = Channel::Website;
    assert!(
        sales.place_order(&other).unwrap().new,
        "numbers are those of their channel"
    );
}

#[test]
fn a_number_that_is_somebody_elses_tells_nothing_of_its_order() {
    let company = company();
    let mut request = order(&company.goods(), 1);
    request.customer.id = None;
    let placed = place(&company.customer(&unique("C")), &request, &[]);
    assert_eq!(placed.status, 201);
    let answer = place(&company.customer(&unique("C")), &request, &[]);
    assert_eq!(problem(&answer).code, "external_no_reused");
    assert!(!String::from_utf8_lossy(&answer.body).contains(&id(&placed).to_string()));
}

#[test]
fn an_idempotency_key_stands_for_one_order_of_its_caller() {
    let company = company();
    let mut request = order(&company.goods(), 1);
    request.external_no = None;
    let key = unique("key");
    let keyed = [("idempotency-key", key.as_str())];
    let sales = company.person(Role::Sales);
    let first = place(&sales, &request, &keyed);
    let again = place(&sales, &request, &keyed);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(id(&again), id(&first));

    let elsewhere = place(&company.named("another-clerk", "sales"), &request, &keyed);
    assert_eq!(elsewhere.status, 201, "another caller's key is another key");
    assert_eq!(
        place(&sales, &request, &[]).status,
        201,
        "without a key it is a new order"
    );
    request.remark = Some("另一单".to_owned());
    let other = place(&sales, &request, &keyed);
    assert_eq!(
        (other.status, problem(&other).code.as_str()),
        (409, "idempotency_key_reused")
    );
}

#[test]
fn identical_requests_at_the_same_time_become_one_order() {
    let company = company();
    let sku = company.goods();
    for _ in 0..3 {
        let request = order(&sku, 1);
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let callers: Vec<_> = (0..4)
                .map(|_| {
                    let sales = company.person(Role::Sales).apart();
                    let request = &request;
                    scope.spawn(move || place(&sales, request, &[]))
                })
                .collect();
            callers
                .into_iter()
                .map(|caller| caller.join().unwrap())
                .collect()
        });
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 200, 201]);
        assert!(answers.iter().all(|answer| id(answer) == id(&answers[0])));
    }
}
