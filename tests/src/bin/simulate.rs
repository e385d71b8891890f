//! The simulation: any number of seeds, one of them again, or the proof that it finds faults.

#![allow(
    clippy::unwrap_used,
    reason = "a run that cannot go on may stop by a panic"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use yudan_tests::mutations;
use yudan_tests::simulation::{Fault, Plan, Run, run, shrinking};

/// Runs whole lives of orders through the real functions while everything around them fails, and
/// checks the outcome. Ends with status 1 when something is wrong.
#[derive(Parser)]
#[command(name = "simulate", version)]
struct Simulate {
    /// How many seeds to run
    #[arg(long, default_value_t = 20, value_name = "N")]
    seeds: u64,
    /// The first seed; with this alone, the only one
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Orders of each run
    #[arg(long, default_value_t = 12, value_name = "N")]
    orders: u32,
    /// Kinds of faults that do not happen
    #[arg(long, value_name = "FAULT", value_delimiter = ',')]
    without: Vec<Fault>,
    /// Runs at the same time; one for each processor unless given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Where the whole log of the first run that fails goes; of the last run if none does
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Say what was found in one line, and do not look for a smaller run that shows it
    #[arg(long)]
    brief: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Breaks the code in one place after the other, and shows which seed finds it
    Mutations {
        /// Only those whose name holds this text
        #[arg(long, default_value = "", value_name = "TEXT")]
        only: String,
        /// Seeds that are tried for each
        #[arg(long, default_value_t = 20, value_name = "N")]
        seeds: u64,
    },
}

fn main() -> ExitCode {
    let arguments = Simulate::parse();
    match &arguments.command {
        Some(Command::Mutations { only, seeds }) => mutations::show(only, *seeds),
        None => arguments.run(),
    }
}

impl Simulate {
    fn run(&self) -> ExitCode {
        let first = self.seed.unwrap_or(1);
        let given = std::env::args().any(|argument| argument.starts_with("--seeds"));
        let count = if self.seed.is_some() && !given {
            1
        } else {
            self.seeds
        };
        let failed = self.first_failure(first, count);
        if let (Some(file), Some((_, run))) = (&self.log, &failed) {
            std::fs::write(file, run.log.join("\n")).unwrap();
        }
        match failed {
            Some((plan, run)) if !run.findings.is_empty() => {
                self.tell(&plan, run);
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        }
    }

    fn plan(&self, seed: u64) -> Plan {
        let mut plan = Plan::of(seed, self.orders);
        for fault in &self.without {
            plan.weather.kinds.remove(fault);
        }
        plan
    }

    /// Runs seeds until one fails; that one, or the last.
    fn first_failure(&self, first: u64, count: u64) -> Option<(Plan, Run)> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let bar = match self.brief {
            true => ProgressBar::hidden(),
            false => ProgressBar::new(count),
        };
        let style = "{bar:40} {pos}/{len} seeds, {elapsed}";
        bar.set_style(ProgressStyle::with_template(style).unwrap());
        let next = AtomicU64::new(0);
        let ended = Mutex::new(Ended::default());
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.unwrap_or(processors).max(1) {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return;
                        }
                        let plan = self.plan(first + number);
                        let run = run(&plan);
                        bar.inc(1);
                        if !run.findings.is_empty() {
                            next.store(count, Ordering::Relaxed);
                        }
                        ended.lock().unwrap().take(plan, run);
                    }
                });
            }
        });
        bar.finish();
        let ended = ended.into_inner().unwrap();
        if !self.brief && ended.is_well() {
            let (kept, items) = (ended.acknowledged, ended.items);
            let orders = self.orders;
            println!(
                "{count} seeds of {orders} orders: nothing is wrong; \
                 {kept} acknowledgements kept, {items} items audited"
            );
        }
        ended.told
    }

    fn tell(&self, plan: &Plan, run: Run) {
        if self.brief {
            println!("{}\t{}", plan.seed, run.findings[0]);
            return;
        }
        println!("seed {} fails:", plan.seed);
        for finding in run.findings.iter().take(10) {
            println!("  {finding}");
        }
        println!("looking for a smaller run that shows it …");
        let (smallest, run) = shrinking::shrink(plan, run, |_| {});
        println!("\n{}", run.findings[0]);
        println!("\nWhat happened to it:");
        for line in &run.explanation {
            println!("  {line}");
        }
        println!("\nTo see it again:\n  {}", again(&smallest));
    }
}

/// What has been run.
#[derive(Default)]
struct Ended {
    /// The failed run of the lowest seed; the last run while none has failed.
    told: Option<(Plan, Run)>,
    items: usize,
    acknowledged: usize,
}

impl Ended {
    fn take(&mut self, plan: Plan, run: Run) {
        self.items += run.items;
        self.acknowledged += run.acknowledged;
        let lower = self
            .told
            .as_ref()
            .is_none_or(|(known, _)| plan.seed < known.seed);
        if self.is_well() || (lower && !run.findings.is_empty()) {
            self.told = Some((plan, run));
        }
    }

    fn is_well(&self) -> bool {
        let mut told = self.told.iter();
        told.all(|(_, run)| run.findings.is_empty())
    }
}

/// The command that runs a plan.
fn again(plan: &Plan) -> String {
    let usual = Plan::of(plan.seed, plan.orders);
    let without: Vec<String> = usual
        .weather
        .kinds
        .difference(&plan.weather.kinds)
        .filter_map(clap::ValueEnum::to_possible_value)
        .map(|fault| fault.get_name().to_owned())
        .collect();
    let without = match without.as_slice() {
        [] => String::new(),
        kinds => format!(" --without {}", kinds.join(",")),
    };
    format!(
        "cargo run -p yudan-tests --bin simulate -- --seed {} --orders {}{without}",
        plan.seed, plan.orders
    )
}
