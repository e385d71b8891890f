//! Faults between partitions: money, parcels, stock, credit, numbers that are used once.

use audit::Code;
use serde_json::json;

use crate::faults::Fault;
use crate::faults_within::{order, stage};
use crate::table::Table;

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

pub(crate) const BETWEEN: [Fault; 23] = [
    (&[Code::FourEyesMissing], |table| {
        let order = order(table, "awaiting_payment");
        let entered_by = table.state(&order)["entered_by"]["S"].clone();
        let (commit, _) = table.event(&order, "approved");
        table.forge(&order, commit, |body| body["actor"] = entered_by);
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
    (&[Code::SpreadDiffers], |table| {
        let spread = table.partition("STOCK_SPREAD", &[]);
        let sku = table.state(&spread)["sku"]["S"]
            .as_str()
            .unwrap()
            .to_owned();
        table.add_to(&format!("STOCK#{sku}"), "LEVEL#CQ1", "shards", 1);
    }),
    (&[Code::ShardUnseen], |table| {
        let empty = json!({"available": {"N": "0"}, "reserved": {"N": "0"}});
        table.add("STOCK_SHARD#01#NEW", "LEVEL#CQ1", empty);
    }),
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
    (&[Code::QuotaDiffers], |table| {
        let counter = table.first("PURCHASES#", "SKU#").clone();
        let key = |name: &str| counter[name]["S"].as_str().unwrap();
        table.add_to(key("pk"), key("sk"), "taken", 1);
    }),
    (&[Code::QuotaDiffers], |table| {
        let counter = table.first("PROMOTION#", "TAKEN").clone();
        table.remove(counter["pk"]["S"].as_str().unwrap(), "TAKEN");
    }),
    (&[Code::MovementsDiffer, Code::QuotaHeldDiffers], |table| {
        let counter = table.first("PURCHASES#", "SKU#").clone();
        let key = |name: &str| counter[name]["S"].as_str().unwrap();
        let customer = key("pk").replacen("PURCHASES#", "", 1);
        let waits = [
            stage("awaiting_review"),
            ("customer", json!({"S": customer})),
        ];
        let order = table.partition("ORDER", &waits);
        let (commit, _) = table.event(&order, "quotas_taken");
        table.forge(&order, commit, |body| {
            let taken = &mut body["adjustments"][0]["quantity"];
            *taken = json!(taken.as_i64().unwrap() + 1);
        });
        table.add_to(key("pk"), key("sk"), "taken", 1);
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
