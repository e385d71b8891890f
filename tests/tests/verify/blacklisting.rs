//! A customer and a phone on the blacklist, and nothing that gives the number away.

use contract::blacklist::{BlacklistRequest, PhoneBlacklistRequest};
use domain::order::StageName;
use domain::role::Role;
use serde_json::Value;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order, unique};

use crate::closed_company;
use crate::table::Table;

/// The number on the list.
const NUMBER: &str = "13700137999";

/// Puts a customer and a phone on the blacklist, the phone twice, and an order of the phone meets it.
pub(crate) fn sell_no_more_to_some(company: &Company, sku: &str) {
    let manager = company.person(Role::Manager);
    let reason = "多次拒付货款".to_owned();
    let of_customer = BlacklistRequest {
        reason: reason.clone(),
        until: None,
    };
    manager.blacklist(&unique("C"), &of_customer).unwrap();
    let of_phone = PhoneBlacklistRequest {
        phone: NUMBER.to_owned(),
        reason,
        until: None,
    };
    let listed = manager.blacklist_phone(&of_phone).unwrap().view;
    manager.lift_phone_from_blacklist(&listed.entry).unwrap();
    manager.blacklist_phone(&of_phone).unwrap();
    let mut wanted = order(sku, 1);
    wanted.ship_to.mobile = Some(NUMBER.to_owned());
    let rejected = company.reviewed(&wanted);
    assert_eq!(rejected.summary.stage, StageName::Rejected);
}

/// The partition of the phone's entry.
fn entry(table: &Table) -> String {
    table.partition("BLACKLIST_ENTRY#phone:", &[])
}

/// The entry is about a number itself, and everything else of it is right.
pub(crate) fn tell_the_number(table: &mut Table) {
    let entry = entry(table);
    let digest = entry.trim_start_matches("BLACKLIST_ENTRY#phone:");
    for item in &mut table.0 {
        let text = serde_json::to_string(item).unwrap();
        *item = serde_json::from_str(&text.replace(digest, NUMBER)).unwrap();
    }
    table.chain_again();
}

#[test]
fn only_the_contact_of_an_order_knows_a_blacklisted_number() {
    let items = closed_company().items();
    let (contacts, others): (Vec<_>, Vec<_>) =
        items.iter().partition(|item| item["sk"]["S"] == "CONTACT");
    let knows = |item: &&audit::Item| {
        let text = Value::Object((*item).clone()).to_string();
        text.contains(&NUMBER[3..])
    };
    assert_eq!(contacts.iter().filter(|item| knows(item)).count(), 1);
    let place = |item: &&audit::Item| format!("{} {}", item["pk"], item["sk"]);
    let telling: Vec<_> = others
        .iter()
        .filter(|item| knows(item))
        .map(place)
        .collect();
    assert_eq!(telling, Vec::<String>::new());
    entry(&Table(items));
}
