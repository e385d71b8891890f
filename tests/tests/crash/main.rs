//! The power fails and functions die while several people work; afterwards everything that was
//! answered is there once, everything on its way arrives, and `yudan verify` finds nothing.
//!
//! `YUDAN_CRASH_ORDERS` (default 16) is how many orders are placed, `YUDAN_CRASH_SEED` what
//! chooses their stories and the moments of the crashes, `YUDAN_CRASH_ROWS` (default 300) how many rows an
//! imported file has; the seed of a run is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

mod chance;
mod crashes;
mod import;
mod insistence;
mod story;

use std::sync::Mutex;

use domain::role::Role;
use yudan::verify::directory;
use yudan_tests::company::Company;
use yudan_tests::server::Program;

use chance::Chance;
use insistence::Site;
use story::Outcome;

/// People who work at the same time.
const CLERKS: u64 = 4;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// The program under test, built with this test.
fn program() -> Program {
    Program::new(
        env!("CARGO_BIN_EXE_yudan-under-test"),
        env!("CARGO_TARGET_TMPDIR"),
    )
}

#[test]
fn whatever_crashes_whenever_nothing_is_lost_and_nothing_happens_twice() {
    let (orders, seed) = (
        number("YUDAN_CRASH_ORDERS", 16),
        number("YUDAN_CRASH_SEED", 1),
    );
    println!("YUDAN_CRASH_SEED={seed} YUDAN_CRASH_ORDERS={orders}");
    let company = Company::open(program());
    let sku = company.goods();
    company.stock(&sku, u32::try_from(orders).unwrap() * 3);
    let site = Site::new(company);
    let outcomes = Mutex::new(Vec::new());
    let crashes = std::thread::scope(|scope| {
        let (site, sku, outcomes) = (&site, &sku, &outcomes);
        let clerks: Vec<_> = (0..CLERKS)
            .map(|clerk| {
                scope.spawn(move || {
                    let mut chance = Chance::new(seed * 1_000 + clerk);
                    for _ in 0..orders / CLERKS {
                        let outcome = story::live(site, sku, &mut chance);
                        outcomes.lock().unwrap().push(outcome);
                    }
                })
            })
            .collect();
        let crashing = scope.spawn(move || crashes::crash_until_done(site, &mut Chance::new(seed)));
        let worked: Vec<_> = clerks.into_iter().map(|clerk| clerk.join()).collect();
        site.done();
        let crashes = crashing.join().unwrap();
        worked.into_iter().for_each(|clerk| clerk.unwrap());
        crashes
    });
    println!("{crashes:?}");
    assert!(crashes.of_everything > 0 && crashes.of_functions > 0);
    let company = site.close();
    for outcome in outcomes.into_inner().unwrap() {
        arrived(&company, outcome);
    }
    nothing_is_wrong(company, orders);
}

/// Everything on its way arrives, and `yudan verify` finds so many orders and nothing else.
fn nothing_is_wrong(mut company: Company, orders: u64) {
    let idle = company
        .nobody()
        .wait_until_idle(yudan_tests::waiting::LIMIT)
        .unwrap();
    assert!(idle, "everything on its way arrives");
    assert!(company.server.terminate().success());
    let verdict = directory::verify(company.server.directory(), &mut |_| {}).unwrap();
    assert!(verdict.is_clean(), "{verdict}");
    let delivery = verdict.delivery.unwrap();
    assert!(delivery.queues.is_empty(), "{delivery}");
    assert_eq!(verdict.audit.seen["order"], orders, "{}", verdict.audit);
}

/// The order is there once and stands where its story left it, with what was paid.
fn arrived(company: &Company, outcome: Outcome) {
    let Outcome {
        request,
        placed,
        stage,
        paid_fen,
    } = outcome;
    let again = company.person(Role::Sales).place_order(&request).unwrap();
    let id = again.view.summary.id;
    if let Some(placed) = placed {
        assert_eq!((id, again.new), (placed, false), "the number is known");
    }
    let order = company.comes_to(id, stage);
    assert_eq!(order.summary.paid_fen, paid_fen, "{order:?}");
    let customer = request.customer.id.unwrap();
    let listed = company
        .person(Role::Auditor)
        .orders_of(&customer, None)
        .unwrap();
    let listed: Vec<_> = listed.items.into_iter().map(|order| order.id).collect();
    assert_eq!(listed, [id], "once");
}
