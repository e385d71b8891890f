//! Stock that is counted: what a company does with it, and faults in what is written of it.

use audit::Code;
use contract::stocktake::{
    ApprovalRequest, CountLineRequest, CountRequest, StocktakeRequest, StorageZoneRequest,
};
use domain::role::Role;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::purchase::unique;

use crate::faults::Fault;
use crate::table::Table;

/// A sheet that is counted twice and approved, and one that is being counted.
pub(crate) fn take_stock(company: &Company) {
    let (planner, finance) = (company.person(Role::Planner), company.person(Role::Finance));
    for approved in [true, false] {
        let sku = company.goods();
        company.stock(&sku, 9);
        let place = StorageZoneRequest {
            zone: "A".to_owned(),
        };
        planner.put_zone(&sku, "CQ1", &place).unwrap();
        let wanted = StocktakeRequest {
            number: unique("PD"),
            skus: Some(vec![sku.clone()]),
            ..StocktakeRequest::default()
        };
        planner.plan_stocktake(&wanted).unwrap();
        let counts = CountRequest {
            lines: vec![CountLineRequest { sku, counted: 4 }],
        };
        let counted = |by: &str| {
            let counter = company.named(by, "warehouse");
            counter.record_counts(&wanted.number, &counts).unwrap();
        };
        counted("w-first");
        if approved {
            counted("w-second");
            let approval = ApprovalRequest {
                reason: "拣货短少".to_owned(),
            };
            finance
                .approve_stocktake(&wanted.number, &approval)
                .unwrap();
        }
    }
}

fn stocktake(table: &Table, stage: &str) -> String {
    table.partition("STOCKTAKE", &[("stage", json!({"S": stage}))])
}

pub(crate) const OF_STOCKTAKES: [Fault; 4] = [
    (&[Code::CountMarkDiffers], |table| {
        let sheet = stocktake(table, "recounting");
        let sku = table.state(&sheet)["lines"]["L"][0]["M"]["sku"]["S"].clone();
        let level = format!("STOCK#{}", sku.as_str().unwrap());
        table.at(&level, "LEVEL#CQ1").remove("stocktake");
    }),
    (&[Code::FourEyesMissing], |table| {
        let sheet = stocktake(table, "approved");
        let (commit, place) = table.event(&sheet, "approved");
        table.forge(&sheet, commit, |body| {
            body["events"][place]["by"] = json!("w-first");
        });
        table.state(&sheet)["approval"]["M"]["by"] = json!({"S": "w-first"});
    }),
    (&[Code::FourEyesMissing], |table| {
        let sheet = stocktake(table, "approved");
        table.forge(&sheet, 3, |body| {
            body["events"][0]["by"] = json!("w-first");
        });
        let counts = &mut table.state(&sheet)["lines"]["L"][0]["M"]["counts"]["L"];
        counts[1]["M"]["by"] = json!({"S": "w-first"});
    }),
    (&[Code::MovementsDiffer], |table| {
        let sheet = stocktake(table, "approved");
        table.forge(&sheet, 3, |body| {
            body["events"][0]["lines"][0]["counted"] = json!(5);
        });
        let counts = &mut table.state(&sheet)["lines"]["L"][0]["M"]["counts"]["L"];
        counts[1]["M"]["counted"] = json!({"N": "5"});
    }),
];
