//! Goods that are made: what a company does with them, and faults in what is written of it.

use audit::Code;
use contract::production::LineRequest;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::production::{in_days, inspection, line_request};
use yudan_tests::purchase::order_paid_by;

use crate::faults::Fault;
use crate::table::Table;

/// The name of a line on which something is still to be made.
const BUSY: &str = "二号线";

/// A shortage that is made, of which some is reworked and some is lost and made again; and a line with work to do.
pub(crate) fn make_what_is_short(company: &Company) {
    let (sku, _) = company.made_goods();
    let short = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 5));
    let id = short.summary.id;
    let number = company.work_raised(id, 0).number;
    company.make(&number, 1);
    let inspector = company.inspector();
    inspector
        .inspect_work(&number, &inspection(2, 2, 0))
        .unwrap();
    company.make(&number, 1);
    inspector
        .inspect_work(&number, &inspection(1, 0, 0))
        .unwrap();
    company.work_raised(id, 1);

    let (sku, line) = company.made_goods();
    let busy = LineRequest {
        name: BUSY.to_owned(),
        ..line_request()
    };
    let planner = company.person(Role::Planner);
    planner.put_production_line(&line, &busy).unwrap();
    company.raise_work(&sku, 3, in_days(9));
}

/// The work order of which pieces were inspected.
fn inspected(table: &Table) -> String {
    table.partition("WORK_ORDER", &[("stage", json!({"S": "finished"}))])
}

pub(crate) const OF_PRODUCTION: [Fault; 4] = [
    (&[Code::QueueDiffers], |table| {
        let line = table.partition("PRODUCTION_LINE", &[("name", json!({"S": BUSY}))]);
        let (commit, place) = table.event(&line, "replanned");
        table.forge(&line, commit, |body| {
            body["events"][place]["put"][0]["pieces"] = json!(4);
        });
        table.state(&line)["queue"]["L"][0]["M"]["pieces"] = json!({"N": "4"});
    }),
    (&[Code::MovementsDiffer], |table| {
        let order = inspected(table);
        let (commit, place) = table.event(&order, "inspected");
        table.forge(&order, commit, |body| {
            body["events"][place]["inspection"]["warehouse"] = json!("CQ2");
        });
        table.state(&order)["inspections"]["L"][0]["M"]["warehouse"] = json!({"S": "CQ2"});
    }),
    (&[Code::FourEyesMissing], |table| {
        let order = inspected(table);
        let made_by = table.state(&order)["started_by"].clone();
        let (commit, place) = table.event(&order, "inspected");
        table.forge(&order, commit, |body| {
            body["events"][place]["inspection"]["by"] = made_by["S"].clone();
        });
        table.state(&order)["inspections"]["L"][0]["M"]["by"] = made_by;
    }),
    (&[Code::AmountWrong], |table| {
        let order = inspected(table);
        let (commit, place) = table.event(&order, "inspected");
        table.forge(&order, commit, |body| {
            body["events"][place]["inspection"]["sample"] = json!(1);
        });
        table.state(&order)["inspections"]["L"][0]["M"]["sample"] = json!({"N": "1"});
    }),
];
