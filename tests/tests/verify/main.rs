//! Checking everything there is: the auditor finds what is planted, and nothing else; damaged
//! files are refused in words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

mod blacklisting;
mod business;
mod command;
mod damage;
mod disposing;
mod faults;
mod faults_between;
mod faults_within;
mod lots;
mod papers;
mod partly;
mod production;
mod purchases;
mod reordering;
mod returning;
mod stocktaking;
mod table;
mod transport;
mod volume;
mod waybills;

use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use audit::Item;
use yudan::verify::directory;
use yudan_tests::company::Company;
use yudan_tests::server::Program;

/// The program under test, built with this test.
fn program() -> Program {
    Program::new(
        env!("CARGO_BIN_EXE_yudan-under-test"),
        env!("CARGO_TARGET_TMPDIR"),
    )
}

/// A company that has done some of everything and has closed for the day.
struct ClosedCompany {
    company: Company,
    /// A directory has one user at a time.
    turn: Mutex<()>,
}

fn closed_company() -> &'static ClosedCompany {
    static CLOSED: LazyLock<ClosedCompany> = LazyLock::new(|| {
        let mut company = Company::open(program());
        business::do_some_of_everything(&company);
        assert!(company.server.terminate().success());
        ClosedCompany {
            company,
            turn: Mutex::new(()),
        }
    });
    &CLOSED
}

impl ClosedCompany {
    /// Everything in its table.
    fn items(&self) -> Vec<Item> {
        self.alone(|directory| directory::items(directory).unwrap())
    }

    /// Does something with the data directory while nobody else does.
    fn alone<T>(&self, work: impl FnOnce(&Path) -> T) -> T {
        // Whoever failed left the directory as it was.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        work(self.company.server.directory())
    }
}
