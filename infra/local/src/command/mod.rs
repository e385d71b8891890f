//! The command line.

mod bench;
mod carrier;
mod function;
mod import;
mod openapi;
mod rules;
mod run_job;
mod seed;
mod serve;
mod token;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Where data is kept unless `--data` says otherwise.
pub(crate) const DEFAULT_DATA: &str = ".yudan";
/// The port of the front door unless `--port` says otherwise.
pub(crate) const DEFAULT_PORT: u16 = 8080;

/// What goes wrong in a command, in words for the person who typed it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Out-of-region order management, whole, on this machine.
#[derive(Debug, Parser)]
#[command(name = "yudan", version, about, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start everything (also what `yudan` alone does)
    Serve(serve::Serve),
    /// Run one function as its own process; the host does this itself
    Function(function::Function),
    /// Print a development token
    Token(token::Token),
    /// Run a scheduled job now, as if it were a given day
    RunJob(run_job::RunJob),
    /// Import orders from a platform's export
    Import(import::Import),
    /// Load the demo products, stock and policy
    Seed(seed::Seed),
    /// Stand in for the service that carriers are asked at for waybills; `serve` does so itself where none is configured
    Carrier(carrier::Carrier),
    /// Measure a running server
    Bench(bench::Bench),
    /// Check everything in a data directory or a table; ends with 0 when nothing is wrong, 1 with findings, 2 when it cannot be read
    Verify(verify::Verify),
    /// Print the OpenAPI description
    Openapi,
    /// Print the rules of the automatic review as a page, docs/review-rules.md
    Rules,
}

/// Where the data is; shared by the commands that need to know.
#[derive(Debug, clap::Args)]
pub(crate) struct Data {
    /// Data directory
    #[arg(long = "data", value_name = "DIR", default_value = DEFAULT_DATA)]
    pub(crate) directory: PathBuf,
}

/// Runs the command the program was started with.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    let done = match line.command.unwrap_or(Command::Serve(line.serve)) {
        Command::Serve(serve) => serve.run(),
        Command::Function(function) => function.run(),
        Command::Token(token) => token.run(),
        Command::RunJob(job) => job.run(),
        Command::Import(import) => import.run(),
        Command::Seed(seed) => seed.run(),
        Command::Carrier(carrier) => carrier.run(),
        Command::Bench(bench) => bench.run(),
        Command::Verify(verify) => return verify.run(),
        Command::Openapi => openapi::run(),
        Command::Rules => rules::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("yudan: {failure}");
            ExitCode::FAILURE
        }
    }
}
