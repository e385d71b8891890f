//! Stock that falls below its reorder point: what a company does with it, and faults in what is written of it.

use audit::Code;
use contract::reorder_point::ReorderPointRequest;
use domain::calendar::business_date;
use domain::role::Role;
use jiff::Timestamp;
use serde_json::json;
use yudan_tests::company::Company;
use yudan_tests::waiting::until;

use crate::faults::Fault;
use crate::table::Table;

/// Of goods that somebody offers there are too few: they are ordered for stock.
pub(crate) fn order_for_stock(company: &Company, sku: &str) {
    let planner = company.person(Role::Planner);
    let levels = ReorderPointRequest {
        reorder_point: 500,
        order_up_to: 600,
        safety_stock: Some(100),
    };
    planner
        .put_reorder_point(sku, "CQ1", None, &levels)
        .unwrap();
    company.run_job("reorder", business_date(Timestamp::now()));
    until("the order for stock", || {
        let point = planner.reorder_point(sku, "CQ1").unwrap();
        (!point.supplies.is_empty()).then_some(())
    });
}

fn low(table: &Table) -> String {
    table.partition("REORDER_POINT#", &[])
}

pub(crate) const OF_REORDER_POINTS: [Fault; 3] = [
    // Told twice in one fall.
    (&[Code::TransitionIllegal], |table| {
        let point = low(table);
        let (commit, place) = table.event(&point, "low_stock_found");
        table.forge(&point, commit, |body| {
            let events = body["events"].as_array_mut().unwrap();
            let again = events[place].clone();
            events.insert(place, again);
        });
        table.state(&point)["falls"] = json!({"N": "2"});
    }),
    // Told though there is enough.
    (&[Code::AmountWrong], |table| {
        let point = low(table);
        let (commit, place) = table.event(&point, "low_stock_found");
        table.forge(&point, commit, |body| {
            body["events"][place]["on_order"] = json!(500);
        });
        table.state(&point)["low"]["M"]["on_order"] = json!({"N": "500"});
    }),
    // Ordered, and not counted.
    (&[Code::StateDiffers], |table| {
        let point = low(table);
        table.state(&point)["supplies"] = json!({"L": []});
    }),
];
