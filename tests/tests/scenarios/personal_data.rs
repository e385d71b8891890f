//! Who sees whose names and numbers, and that looking is written down (R21–R26).

use domain::contact_disclosure::DisclosurePurpose;
use domain::role::Role;
use serde_json::json;
use uuid::Uuid;
use yudan_tests::purchase::order;
use yudan_tests::refused::{problem, refused};

use crate::company;

/// Roles whose work needs names, phones and addresses.
const NEED_CONTACT: [Role; 5] = [
    Role::Sales,
    Role::Reviewer,
    Role::Warehouse,
    Role::Logistics,
    Role::Service,
];

#[test]
fn staff_sees_contacts_masked_and_customers_their_own_as_it_is() {
    let company = company();
    let placed = company.reviewed(&order(&company.goods(), 1)).summary;
    for role in Role::ALL.into_iter().filter(|role| role.is_staff()) {
        let contact = company.person(role).order(placed.id).unwrap().contact;
        let contact = contact.unwrap();
        assert_eq!(
            contact.ship_to_mobile.as_deref(),
            Some("139****9000"),
            "{role}"
        );
        let shown = serde_json::to_string(&contact).unwrap();
        for hidden in ["13900139000", "李四", "人民南路四段1号"] {
            assert!(!shown.contains(hidden), "{role}: {shown}");
        }
    }
    let own = company.customer(&placed.customer).order(placed.id).unwrap();
    assert_eq!(own.contact.unwrap().ship_to_name.as_deref(), Some("李四"));
}

#[test]
fn whoever_needs_a_contact_is_shown_it_and_written_down() {
    let company = company();
    let placed = company.reviewed(&order(&company.goods(), 1)).summary;
    for role in NEED_CONTACT {
        let shown = company
            .person(role)
            .contact(placed.id, DisclosurePurpose::Delivery)
            .unwrap();
        assert_eq!(
            shown.ship_to_mobile.as_deref(),
            Some("13900139000"),
            "{role}"
        );
    }
    let seen_again = company.person(Role::Sales).order(placed.id).unwrap();
    assert_eq!(
        seen_again.summary.version, placed.version,
        "looking makes no other version of the order"
    );
    let page = company
        .person(Role::Auditor)
        .disclosures(placed.id, None)
        .unwrap();
    let told: Vec<_> = page
        .items
        .iter()
        .map(|item| (item.to.as_str(), item.purpose))
        .collect();
    let expected = NEED_CONTACT.map(|role| format!("test-{role}"));
    let expected: Vec<_> = expected
        .iter()
        .map(|name| (name.as_str(), DisclosurePurpose::Delivery))
        .collect();
    assert_eq!(told, expected);
    assert_eq!(page.next_cursor, None);
}

#[test]
fn disclosures_are_listed_page_by_page() {
    let company = company();
    let placed = company.reviewed(&order(&company.goods(), 1)).summary;
    let sales = company.person(Role::Sales);
    for purpose in DisclosurePurpose::ALL {
        sales.contact(placed.id, purpose).unwrap();
    }
    let auditor = company.person(Role::Auditor);
    let page = |cursor: &str| {
        let path = format!("/v1/orders/{}/disclosures?limit=2{cursor}", placed.id);
        let answer = auditor.call("GET", &path, &[], None).unwrap();
        answer.json::<serde_json::Value>().unwrap()
    };
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = page(&cursor);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|item| item["purpose"].clone()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(json!(seen), json!(DisclosurePurpose::ALL));
    let path = format!("/v1/orders/{}/disclosures?cursor=x", placed.id);
    let answer = auditor.call("GET", &path, &[], None).unwrap();
    assert_eq!(problem(&answer).status, 422);
}

#[test]
fn a_contact_is_not_shown_without_a_purpose_or_of_an_order_that_is_not_there() {
    let company = company();
    let placed = company.reviewed(&order(&company.goods(), 1)).summary;
    let sales = company.person(Role::Sales);
    refused(
        sales.contact(Uuid::nil(), DisclosurePurpose::Review),
        404,
        "not_found",
    );
    let path = format!("/v1/orders/{}/contact", placed.id);
    for body in [json!({}), json!({ "purpose": "curiosity" })] {
        let body = serde_json::to_vec(&body).unwrap();
        let answer = sales.call("POST", &path, &[], Some(&body)).unwrap();
        assert_eq!(
            (answer.status, problem(&answer).code.as_str()),
            (422, "invalid_body")
        );
    }
    let page = company
        .person(Role::Manager)
        .disclosures(placed.id, None)
        .unwrap();
    assert!(page.items.is_empty(), "nothing was shown");
}
