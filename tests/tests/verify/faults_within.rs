//! Faults within one partition: journals, states, events, places in the indexes, contacts.

use audit::Code;
use serde_json::{Value, json};

use crate::blacklisting::tell_the_number;
use crate::faults::Fault;
use crate::table::Table;

pub(crate) fn stage(name: &str) -> (&'static str, Value) {
    ("stage", json!({"S": name}))
}

/// An order in this stage, of goods that are not kept by lot.
pub(crate) fn order(table: &Table, name: &str) -> String {
    let plain = table.0.iter().filter(|item| {
        let body = item.get("body").and_then(|body| body.get("M"));
        body.is_none_or(|body| body.get("picks").is_none())
    });
    let plain = Table(plain.cloned().collect());
    plain.partition("ORDER", &[stage(name)])
}

fn product(table: &Table) -> String {
    table.partition("PRODUCT", &[])
}

/// What became of a row of the first chunk of the import, changed.
fn change_result(table: &mut Table, outcome: &str, change: impl FnOnce(&mut Value)) {
    let import = table.partition("ORDER_IMPORT", &[]);
    let item = table.at(&import, "RESULTS#000000");
    let mut results: Value = serde_json::from_str(item["body"]["S"].as_str().unwrap()).unwrap();
    let mut rows = results.as_array_mut().unwrap().iter_mut();
    change(rows.find(|row| row["outcome"] == outcome).unwrap());
    item["body"] = json!({"S": results.to_string()});
}

pub(crate) const WITHIN: [Fault; 28] = [
    (&[Code::ImportRowsDiffer], |table| {
        change_result(table, "refused", |row| row["problems"] = json!([]));
    }),
    (&[Code::ImportRowsDiffer], |table| {
        change_result(table, "refused", |row| row["row"] = json!(2));
    }),
    (&[Code::ImportedOrderDiffers], |table| {
        change_result(table, "accepted", |row| row["order"] = json!("another"));
    }),
    (&[Code::TransitionIllegal], |table| {
        let order = order(table, "rejected");
        let (commit, place) = table.event(&order, "review_claimed");
        table.forge(&order, commit, |body| {
            body["actor"] = json!("another");
            body["events"][place]["claim"]["by"] = json!("another");
        });
    }),
    (&[Code::StateDiffers, Code::ImportRowsDiffer], |table| {
        let import = table.partition("ORDER_IMPORT", &[]);
        table.at(&import, "RESULTS#000000")["body"] = json!({"S": "[]"});
    }),
    (&[Code::WrongShape], |table| {
        let import = table.partition("ORDER_IMPORT", &[]);
        table.at(&import, "ROWS#000000").remove("expires_at");
    }),
    (&[Code::StateDiffers], tell_the_number),
    (&[Code::UnknownKey], |table| {
        table.add("SOMETHING#1", "STATE", json!({}));
    }),
    (&[Code::UnknownKey], |table| {
        let product = product(table);
        table.add(&product, "COMMIT#1", json!({}));
    }),
    (&[Code::WrongShape], |table| {
        let product = product(table);
        table
            .at(&product, "STATE")
            .insert("colour".to_owned(), json!({"S": "red"}));
    }),
    (&[Code::StateMissing], |table| {
        let product = product(table);
        table.remove(&product, "STATE");
    }),
    (&[Code::CommitMissing], |table| {
        let product = product(table);
        table.remove(&product, "COMMIT#00000001");
    }),
    (&[Code::CommitMissing], |table| {
        let order = order(table, "awaiting_payment");
        table.remove(&order, "COMMIT#00000001");
    }),
    (&[Code::VersionDiffers], |table| {
        let product = product(table);
        table.at(&product, "STATE")["version"] = json!({"N": "0"});
    }),
    (&[Code::DigestDiffers], |table| {
        let order = order(table, "completed");
        table.scribble(&order, 2, |body| body["actor"] = json!("somebody else"));
    }),
    (&[Code::HeadDiffers], |table| {
        let other = table.at(&order(table, "ready"), "STATE")["head"].clone();
        let order = order(table, "completed");
        table.at(&order, "STATE")["head"] = other;
    }),
    (&[Code::EventUnknown], |table| {
        let product = product(table);
        table.forge(&product, 1, |body| {
            body["events"][0]["event"] = json!("renamed");
        });
    }),
    (&[Code::TransitionIllegal], |table| {
        let parcel = table.partition("SHIPMENT", &[("status", json!({"S": "signed"}))]);
        let (commit, _) = table.event(&parcel, "progressed");
        table.forge(&parcel, commit, |body| {
            body["events"][1]["status"] = json!("picked_up");
        });
    }),
    (&[Code::AmountWrong], |table| {
        let order = order(table, "completed");
        table.forge(&order, 1, |body| {
            body["events"][0]["order"]["lines"][0]["unit_price"] = json!(1);
        });
        table.state(&order)["lines"]["L"][0]["M"]["unit_price"] = json!({"N": "1"});
    }),
    (&[Code::StateDiffers], |table| {
        let order = order(table, "completed");
        table.set_number(&order, "refunded", 1);
    }),
    (&[Code::StateDiffers], |table| {
        let order = order(table, "completed");
        let other = json!({"S": "somebody else"});
        table.state(&order).insert("entered_by".to_owned(), other);
    }),
    (&[Code::MovementsDiffer], |table| {
        let receipt = table.partition("STOCK_RECEIPT", &[]);
        let mut sku = String::new();
        table.forge(&receipt, 1, |body| {
            let moved = &mut body["adjustments"][0];
            sku = moved["sku"].as_str().unwrap().to_owned();
            moved["quantity"] = json!(moved["quantity"].as_i64().unwrap() + 1);
        });
        table.add_to(&format!("STOCK#{sku}"), "LEVEL#CQ1", "available", 1);
    }),
    (&[Code::IndexDiffers], |table| {
        let order = order(table, "awaiting_payment");
        table.at(&order, "STATE")["work_pk"] = json!({"S": "WORK#order:ready"});
    }),
    (&[Code::IndexDiffers], |table| {
        let order = order(table, "preparing");
        table.at(&order, "STATE").remove("work_pk");
    }),
    (&[Code::RestsNowhere], |table| {
        let order = order(table, "awaiting_payment");
        let (commit, place) = table.event(&order, "approved");
        let mut at = String::new();
        table.forge(&order, commit, |body| {
            at = body["events"][place]["at"].as_str().unwrap().to_owned();
            body["events"].as_array_mut().unwrap().pop();
        });
        let state = table.state(&order);
        state["stage"] = json!({"S": "approved"});
        state["due"] = json!({"S": at});
        let due: jiff::Timestamp = at.parse().unwrap();
        let item = table.at(&order, "STATE");
        item["work_pk"] = json!({"S": "WORK#order:approved"});
        item["work_sk"] = json!({"S": format!("{due:.3}#{order}")});
    }),
    (&[Code::ContactMissing], |table| {
        let order = order(table, "completed");
        table.remove(&order, "CONTACT");
    }),
    (&[Code::ContactStray], |table| {
        let order = order(table, "completed");
        let body = table.at(&order, "CONTACT")["body"].clone();
        table.add("ORDER#nobody's", "CONTACT", json!({"body": body}));
    }),
    (&[Code::PersonalData], |table| {
        let order = order(table, "completed");
        table.forge(&order, 2, |body| {
            body["actor"] = json!("reached at 13900139000");
        });
    }),
];
