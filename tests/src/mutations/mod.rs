//! Proof that the simulation finds faults: places of the real code, each broken in one way.
//!
//! Each mutation is applied to a copy of the workspace below `target/`, the simulation is built
//! there, and seeds are run until one of them finds something. A mutation that no seed finds says
//! that a check is missing.

mod goods;
mod orders;
mod workplace;
mod write_path;

use std::process::ExitCode;

use workplace::Workplace;

/// One way to break the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mutation {
    /// Its name.
    pub name: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The file, from the root of the workspace.
    pub file: &'static str,
    /// The text to find in it, once.
    pub find: &'static str,
    /// What stands there instead.
    pub replace: &'static str,
}

/// Every mutation.
pub fn mutations() -> impl Iterator<Item = &'static Mutation> {
    [write_path::MUTATIONS, orders::MUTATIONS, goods::MUTATIONS]
        .into_iter()
        .flatten()
}

/// Breaks the code by every mutation whose name holds `only`, runs up to `seeds` seeds on each,
/// and prints what they found. Fails when one is not found.
pub fn show(only: &str, seeds: u64) -> ExitCode {
    let workplace = Workplace::prepare();
    let mut missed = 0;
    println!("| mutation | seed | finding |\n|---|---|---|");
    for mutation in mutations().filter(|mutation| mutation.name.contains(only)) {
        let found = workplace.try_out(mutation, seeds);
        missed += usize::from(found.is_none());
        let (seed, finding) = found.unwrap_or_else(|| ("–".to_owned(), "not found".to_owned()));
        let finding: String = finding.chars().take(160).collect();
        println!(
            "| {} | {seed} | {} |",
            mutation.name,
            finding.replace('|', "/")
        );
    }
    if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
