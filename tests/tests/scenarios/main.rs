//! The whole system as one process on a free port, driven by HTTP as people and machines drive
//! it. Nothing is replaced: the real store, real queues, real processes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

mod agreed_prices;
mod bad_bodies;
mod bad_requests;
mod bad_values;
mod benching;
mod blacklist;
mod blacklisted_phones;
mod calendar;
mod cancellation;
mod carrier_events;
mod carrier_pushes;
mod carriers;
mod catalogue;
mod chain;
mod claims;
mod contract;
mod credit;
mod credit_override;
mod disposals;
mod exceptions;
mod file_import;
mod front_door;
mod holds;
mod likely_duplicates;
mod lots;
mod manual_review;
mod marketplace_import;
mod marketplace_push;
mod master_data_lists;
mod negotiation;
mod notices;
mod payments;
mod personal_data;
mod product_lists;
mod production;
mod promotions;
mod purchase_limits;
mod purchasing;
mod reallocation;
mod receivables;
mod refunds;
mod rejection;
mod reorder;
mod replay;
mod restart;
mod review_trial;
mod roles;
mod scope;
mod services;
mod shortage;
mod split_shipments;
mod stock_adjustments;
mod stock_shards;
mod stocktakes;
mod supplier_returns;
mod tracking_link;
mod tracking_page;
mod waybills;

use std::sync::LazyLock;

use yudan_tests::company::Company;
use yudan_tests::server::Program;

/// The program under test, built with this test.
fn program() -> Program {
    Program::new(
        env!("CARGO_BIN_EXE_yudan-under-test"),
        env!("CARGO_TARGET_TMPDIR"),
    )
}

/// One company for all tests that keep to their own customers, goods and numbers. What changes
/// the policy, the day or the processes opens its own.
fn company() -> &'static Company {
    static SHARED: LazyLock<Company> = LazyLock::new(|| Company::open(program()));
    &SHARED
}
