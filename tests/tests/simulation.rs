//! A bounded number of seeds of the simulation. Any number of others:
//! `cargo run -p yudan-tests --bin simulate -- --seeds 200`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at what they do not expect"
)]

use std::path::Path;

use yudan_tests::mutations::mutations;
use yudan_tests::simulation::{Plan, run, run_late_review};

/// Orders of a run.
const ORDERS: u32 = 4;

fn all_is_well(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let run = run(&Plan::of(seed, ORDERS));
        let findings: Vec<String> = run.findings.iter().map(ToString::to_string).collect();
        assert!(
            findings.is_empty(),
            "seed {seed}: {findings:#?}\n{}\nAgain: cargo run -p yudan-tests --bin simulate -- --seed {seed} --orders {ORDERS}",
            run.explanation.join("\n")
        );
        assert!(run.acknowledged > 20, "seed {seed} did next to nothing");
    }
}

#[test]
fn whatever_fails_nothing_is_lost_or_done_twice() {
    all_is_well(1..4);
}

#[test]
fn whatever_else_fails_nothing_is_lost_or_done_twice() {
    all_is_well(4..7);
}

#[test]
fn a_seed_goes_the_same_way_every_time() {
    let plan = Plan::of(11, 3);
    assert_eq!(run(&plan).fingerprint, run(&plan).fingerprint);
}

#[test]
fn a_late_review_is_brought_to_the_team_lead_and_then_to_the_manager() {
    let run = run_late_review(1);
    assert_eq!(run.findings, [], "{}", run.log.join("\n"));
}

#[test]
fn every_mutation_has_its_place_in_the_code_once() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for mutation in mutations() {
        let text = std::fs::read_to_string(workspace.join(mutation.file)).unwrap();
        let places = text.matches(mutation.find).count();
        assert_eq!(
            places, 1,
            "{}: its text in {}",
            mutation.name, mutation.file
        );
    }
}
