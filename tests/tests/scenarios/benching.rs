//! What measuring itself must be trusted for: copies that are orders, and counts of every scenario.

use std::collections::BTreeSet;

use domain::order::StageName;
use domain::role::Role;
use serde_json::Value;
use yudan_tests::company::Company;

fn run(arguments: &[&str]) {
    let output = crate::program().run(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
}

#[test]
fn copied_orders_are_orders_like_those_they_are_copied_from() {
    let directory = crate::program().room();
    let data = directory.to_str().unwrap();
    run(&[
        "bench",
        "fill",
        "--orders",
        "5",
        "--carried",
        "2",
        "--data",
        data,
    ]);
    let verified = crate::program().run(&["verify", "--data", data]).stdout;
    let verified = String::from_utf8(verified).unwrap();
    assert!(verified.contains("nothing is wrong"), "{verified}");
    let wrong: Vec<_> = verified
        .lines()
        .filter(|line| line.contains(": expected") && !line.starts_with("commit_not_relayed"))
        .collect();
    assert!(
        wrong.is_empty(),
        "nothing but that nobody was told of copies: {wrong:?}"
    );
    let company = Company::with_data(crate::program(), directory);
    let auditor = company.person(Role::Auditor);
    let completed = auditor.orders_in_stage("completed", None).unwrap().items;
    assert_eq!(completed.len(), 5);
    let mut numbers = BTreeSet::new();
    for summary in completed {
        let order = company.order(summary.id);
        assert_eq!(order.summary.stage, StageName::Completed);
        assert_eq!(order.outstanding_fen, 0);
        assert_eq!(order.shipments.len(), 1);
        let timeline = auditor.timeline(summary.id).unwrap();
        let kinds: Vec<_> = timeline
            .entries
            .iter()
            .map(|entry| entry.kind.name())
            .collect();
        for kind in ["order_received", "order_completed", "shipment_booked"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        numbers.insert(order.summary.external_no);
    }
    assert_eq!(numbers.len(), 5, "each has a number of its own");
}

#[test]
fn every_scenario_is_counted_down_to_its_indexes() {
    let room = crate::program().room();
    std::fs::create_dir_all(&room).unwrap();
    let file = room.join("costs.json");
    let (file, room) = (file.to_str().unwrap(), room.to_str().unwrap());
    run(&[
        "bench", "costs", "--orders", "1", "--json", file, "--room", room,
    ]);
    let costs: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    std::fs::remove_dir_all(room).unwrap();
    let scenarios = costs["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), 6);
    for scenario in scenarios {
        let intake = &scenario["tables"]["intake"]["TransactWriteItems"];
        for count in ["table_half_units", "index_half_units"] {
            assert!(intake[count].as_u64().unwrap() > 0, "{count} in {scenario}");
        }
        let intake = &scenario["functions"]["intake"];
        assert!(intake["billed_ms"].as_u64() >= intake["invocations"].as_u64());
        assert!(scenario["stream_records"].as_u64().unwrap() > 0);
        assert!(scenario["http_requests"].as_u64().unwrap() > 0);
    }
}
