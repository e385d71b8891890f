//! Stock that is disposed of: what a company does with it, and faults in what is written of it.

use audit::Code;
use contract::disposal::{DisposalDecisionRequest, DisposalProposalRequest};
use domain::calendar::business_date;
use domain::role::Role;
use jiff::Timestamp;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::waiting::until;

use crate::faults::Fault;
use crate::table::Table;

/// Of what is kept apart, a piece is thrown away.
pub(crate) fn dispose_of_some(company: &Company, sku: &str) {
    company.run_job("disposals", business_date(Timestamp::now()));
    let auditor = company.person(Role::Auditor);
    let found = until("what is kept apart to be found", || {
        auditor.disposal("CQ1", sku, "damaged").ok()
    });
    let proposal = DisposalProposalRequest {
        quantity: 1,
        reason: "包装破损".to_owned(),
        scrap: true,
        ..DisposalProposalRequest::default()
    };
    let planner = company.person(Role::Planner);
    planner.propose_disposal(&found, &proposal).unwrap();
    let decision = DisposalDecisionRequest {
        approve: true,
        reason: None,
    };
    let manager = company.person(Role::Manager);
    manager.decide_disposal(&found, &decision).unwrap();
}

fn disposed(table: &Table) -> String {
    table.partition("DISPOSAL#", &[("stage", json!({"S": "disposed"}))])
}

pub(crate) const OF_DISPOSALS: [Fault; 2] = [
    (&[Code::FourEyesMissing], |table| {
        let disposal = disposed(table);
        let (commit, place) = table.event(&disposal, "approved");
        table.forge(&disposal, commit, |body| {
            body["events"][place]["by"] = json!("test-planner");
        });
        table.state(&disposal)["decided_by"] = json!({"S": "test-planner"});
    }),
    (&[Code::MovementsDiffer], |table| {
        let disposal = disposed(table);
        let (commit, place) = table.event(&disposal, "proposed");
        table.forge(&disposal, commit, |body| {
            body["events"][place]["proposal"]["quantity"] = json!(2);
        });
        table.state(&disposal)["proposal"]["M"]["quantity"] = json!({"N": "2"});
    }),
];
