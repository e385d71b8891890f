//! The auditor finds each planted fault, and nothing where nothing is planted.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use audit::Code;
use serde_json::{Value, json};
use yudan::verify::Verification;

use crate::closed_company;
use crate::table::Table;

fn clean() -> Table {
    static ITEMS: LazyLock<Table> = LazyLock::new(|| Table(closed_company().items()));
    ITEMS.clone()
}

fn stage(name: &str) -> (&'static str, Value) {
    ("stage", json!({"S": name}))
}

/// What is broken, and the codes that this and nothing else must lead to.
type Fault = (&'static [Code], fn(&mut Table));

#[test]
fn nothing_is_found_where_everything_is_right() {
    let report = clean().audited();
    assert!(report.is_clean(), "{report}");
    for kind in [
        "order",
        "payment",
        "shipment",
        "receivable",
        "account",
        "stock_receipt",
        "product",
        "policy",
        "contact",
        "stock_level",
        "backorder",
        "credit_balance",
        "external_number",
        "refund_number",
    ] {
        assert!(report.seen.contains_key(kind), "{kind}: {:?}", report.seen);
    }
    let stages: Vec<&str> = report.stages.keys().map(String::as_str).collect();
    assert_eq!(
        stages,
        [
            "awaiting_payment",
            "awaiting_review",
            "cancelled",
            "completed",
            "delivered",
            "dispatched",
            "preparing",
            "ready",
            "rejected"
        ]
    );
    assert_eq!(report.money["wechat"].received, 13_300);
    assert_eq!(report.money["wechat"].counted, 12_800);
    assert_eq!(report.money["wechat"].refunded, 600);
}

#[test]
fn each_fault_is_found_and_named() {
    let clean = clean();
    let mut named = BTreeSet::new();
    for (place, (expected, plant)) in FAULTS.iter().enumerate() {
        let mut table = clean.clone();
        plant(&mut table);
        let (found, report) = table.codes();
        assert_eq!(found, *expected, "fault {place}\n{report}");
        named.extend(found);
    }
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    assert_eq!(named, all, "a fault for every code");
}

#[test]
fn the_code_itself_does_not_agree_with_a_forged_state() {
    let mut table = clean();
    let product = table.partition("PRODUCT", &[]);
    table
        .state(&product)
        .insert("name".to_owned(), json!({"S": "another"}));
    let mut verification = Verification::begin().unwrap();
    for item in table.0 {
        verification.item(item).unwrap();
    }
    let verdict = verification.finish(None).unwrap();
    assert_eq!(verdict.disagreements_total, 1);
    assert_eq!(verdict.disagreements[0].code, "refold_differs");
    assert_eq!(verdict.disagreements[0].key, product);
    assert!(!verdict.is_clean());
}

fn order(table: &Table, name: &str) -> String {
    table.partition("ORDER", &[stage(name)])
}

fn product(table: &Table) -> String {
    table.partition("PRODUCT", &[])
}

fn payment_of_completed_order(table: &mut Table) -> String {
    let order = order(table, "completed");
    let payments = &table.state(&order)["payments"]["L"];
    let payment = payments[0]["M"]["payment"]["S"].as_str().unwrap();
    format!("PAYMENT#{payment}")
}

/// A cancelled order and its payment, of which so much went back.
fn cancelled(table: &mut Table, refunded: i64) -> (String, String) {
    let amount = |number: i64| json!({"N": number.to_string()});
    let payment = if refunded == 0 {
        let due = [("refund_due", amount(12_800)), ("amount", amount(12_800))];
        table.partition("PAYMENT", &due)
    } else {
        table.partition(
            "PAYMENT",
            &[
                ("refunded", amount(refunded)),
                ("refund_due", amount(12_800)),
            ],
        )
    };
    let order = table.state(&payment)["order"]["S"].as_str().unwrap();
    (format!("ORDER#{order}"), payment)
}

/// The account that has a limit, and the partition of its balance.
fn account(table: &Table) -> (String, String) {
    let account = table.partition("ACCOUNT", &[("grade", json!({"S": "A"}))]);
    let balance = account.replacen("ACCOUNT", "CREDIT", 1);
    (account, balance)
}

fn level_of(table: &mut Table, order: &str) -> String {
    let lines = &table.state(order)["lines"]["L"];
    format!("STOCK#{}", lines[0]["M"]["sku"]["S"].as_str().unwrap())
}

const FAULTS: [Fault; 38] = [
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
    (&[Code::AllocationDiffers], |table| {
        let payment = payment_of_completed_order(table);
        table.forge(&payment, 1, |body| {
            let payment = &mut body["events"][0]["payment"];
            for name in ["amount", "allocated"] {
                payment[name] = json!(payment[name].as_i64().unwrap() + 1);
            }
        });
        for name in ["amount", "allocated"] {
            let number = table.state(&payment)[name]["N"].as_str().unwrap();
            let number: i64 = number.parse().unwrap();
            table.set_number(&payment, name, number + 1);
        }
    }),
    (&[Code::RefundDiffers], |table| {
        let (order, _) = cancelled(table, 12_800);
        let (commit, place) = table.event(&order, "refunded");
        table.forge(&order, commit, |body| {
            body["events"][place]["amount"] = json!(12_799);
        });
        table.set_number(&order, "refunded", 12_799);
    }),
    (&[Code::RefundNotRequested], |table| {
        let (_, payment) = cancelled(table, 0);
        let (commit, place) = table.event(&payment, "refund_requested");
        table.forge(&payment, commit, |body| {
            body["events"][place]["amount"] = json!(12_799);
        });
        table.set_number(&payment, "refund_due", 12_799);
    }),
    (&[Code::ReceivableDiffers], |table| {
        let receivable = table.partition(
            "RECEIVABLE",
            &[
                ("outstanding", json!({"N": "12800"})),
                ("amount", json!({"N": "12800"})),
            ],
        );
        table.forge(&receivable, 1, |body| {
            let receivable = &mut body["events"][0]["receivable"];
            receivable["amount"] = json!(1);
            receivable["outstanding"] = json!(1);
        });
        table.set_number(&receivable, "amount", 1);
        table.set_number(&receivable, "outstanding", 1);
    }),
    (&[Code::ParcelDiffers], |table| {
        let parcel = table.partition("SHIPMENT", &[("status", json!({"S": "signed"}))]);
        let other = order(table, "ready").replacen("ORDER#", "", 1);
        table.forge(&parcel, 1, |body| {
            body["events"][0]["shipment"]["order"] = json!(other);
        });
        table.state(&parcel)["order"] = json!({"S": other});
    }),
    (&[Code::StockLevelDiffers], |table| {
        let order = order(table, "ready");
        let level = level_of(table, &order);
        table.add_to(&level, "LEVEL#CQ1", "available", 1);
    }),
    (&[Code::StockLevelDiffers, Code::StockNegative], |table| {
        let level = json!({"available": {"N": "-1"}, "reserved": {"N": "0"}});
        table.add("STOCK#NEW", "LEVEL#CQ1", level);
    }),
    (
        &[Code::MovementsDiffer, Code::StockReservedDiffers],
        |table| {
            let order = order(table, "ready");
            let (commit, _) = table.event(&order, "reserved");
            table.forge(&order, commit, |body| {
                let moved = &mut body["adjustments"][0]["quantity"];
                *moved = json!(moved.as_i64().unwrap() + 1);
            });
            let level = level_of(table, &order);
            table.add_to(&level, "LEVEL#CQ1", "available", -1);
            table.add_to(&level, "LEVEL#CQ1", "reserved", 1);
        },
    ),
    (&[Code::BackorderMissing], |table| {
        let place = table.first("STOCK#", "BACKORDER#").clone();
        let key = |name: &str| place[name]["S"].as_str().unwrap();
        table.remove(key("pk"), key("sk"));
    }),
    (&[Code::BackorderStray], |table| {
        let place = table.first("STOCK#", "BACKORDER#").clone();
        let sk = place["sk"]["S"].as_str().unwrap();
        table.add("STOCK#NEW", sk, json!({}));
    }),
    (&[Code::CreditBalanceDiffers], |table| {
        let (_, balance) = account(table);
        table.add_to(&balance, "BALANCE", "headroom", 1);
    }),
    (
        &[Code::MovementsDiffer, Code::CreditExposureDiffers],
        |table| {
            let order = table.partition(
                "ORDER",
                &[stage("ready"), ("exposure", json!({"N": "25600"}))],
            );
            let (commit, _) = table.event(&order, "approved");
            table.forge(&order, commit, |body| {
                body["adjustments"][0]["amount"] = json!(25_601);
            });
            let (_, balance) = account(table);
            table.add_to(&balance, "BALANCE", "headroom", -1);
        },
    ),
    (
        &[Code::MovementsDiffer, Code::CreditLimitDiffers],
        |table| {
            let (account, balance) = account(table);
            let (commit, _) = table.event(&account, "assessed");
            table.forge(&account, commit, |body| {
                let to = &mut body["adjustments"][0]["to"];
                *to = json!(to.as_i64().unwrap() + 1);
            });
            table.add_to(&balance, "BALANCE", "limit", 1);
            table.add_to(&balance, "BALANCE", "headroom", 1);
        },
    ),
    (&[Code::CreditOverLimit], |table| {
        let (account, balance) = account(table);
        let (commit, place) = table.event(&account, "assessed");
        let mut limit = 0;
        table.forge(&account, commit, |body| {
            let assessed = &mut body["events"][place]["assessment"]["limit"];
            limit = assessed.as_i64().unwrap();
            *assessed = json!(1);
            body["adjustments"][0]["to"] = json!(1);
        });
        table.set_number(&account, "limit", 1);
        table.state(&account)["assessment"]["M"]["limit"] = json!({"N": "1"});
        table.add_to(&balance, "BALANCE", "limit", 1 - limit);
        table.add_to(&balance, "BALANCE", "headroom", 1 - limit);
    }),
    (&[Code::RegistrationMissing], |table| {
        let number = table.first("EXTERNAL#", "REGISTRATION").clone();
        table.remove(number["pk"]["S"].as_str().unwrap(), "REGISTRATION");
    }),
    (
        &[Code::RegistrationStray, Code::ExternalNoShared],
        |table| {
            let (one, other) = (order(table, "ready"), order(table, "completed"));
            let number = table.state(&other)["external_no"].clone();
            table.forge(&one, 1, |body| {
                body["events"][0]["order"]["external_no"] = number["S"].clone();
            });
            table.state(&one)["external_no"] = number;
        },
    ),
    (&[Code::RefundUnregistered], |table| {
        let number = table.first("REFUND#", "REGISTRATION").clone();
        table.remove(number["pk"]["S"].as_str().unwrap(), "REGISTRATION");
    }),
];
