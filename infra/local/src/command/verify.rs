//! `yudan verify`: is everything in a table as it must be?

use std::path::PathBuf;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::DEFAULT_DATA;
use crate::verify::endpoint::Endpoint;
use crate::verify::{Verdict, VerifyError, directory, endpoint, in_full};

/// What the program ends with when something is wrong.
const FINDINGS: u8 = 1;
/// What it ends with when the table cannot be read.
const UNREADABLE: u8 = 2;
/// Items between two signs of life.
const STEP: u64 = 500;

/// Checking everything in a data directory whose server is not running, or in a DynamoDB table.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// Data directory
    #[arg(long = "data", value_name = "DIR", default_value = DEFAULT_DATA, conflicts_with_all = ["endpoint", "table"])]
    directory: PathBuf,
    /// Address of a DynamoDB service; the region's own if only --table is given
    #[arg(long, value_name = "URL", requires = "table")]
    endpoint: Option<String>,
    /// Table; region and credentials come from the environment, as for every AWS program
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Read units that a table may be charged a second
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..), requires = "table")]
    read_units: u32,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(self) -> ExitCode {
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} items, {per_sec}") {
            bar.set_style(style);
        }
        let mut progress = |read: u64| {
            if read.is_multiple_of(STEP) {
                bar.set_position(read);
            }
        };
        let verified = self.verify(&mut progress);
        bar.finish_and_clear();
        let told = verified.and_then(|verdict| self.tell(&verdict));
        match told {
            Ok(code) => code,
            Err(error) => {
                eprintln!("yudan: {}", in_full(&error));
                ExitCode::from(UNREADABLE)
            }
        }
    }

    fn verify(&self, progress: &mut dyn FnMut(u64)) -> Result<Verdict, VerifyError> {
        let Some(table) = self.table.clone() else {
            return directory::verify(&self.directory, progress);
        };
        let endpoint = Endpoint {
            url: self.endpoint.clone(),
            table,
            read_units: self.read_units,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(crate::error::HostError::io("starting to read"))?;
        runtime.block_on(endpoint::verify(&endpoint, progress))
    }

    fn tell(&self, verdict: &Verdict) -> Result<ExitCode, VerifyError> {
        if self.json {
            let text = serde_json::to_string_pretty(verdict)
                .map_err(|error| VerifyError::Scan(error.to_string()))?;
            println!("{text}");
        } else {
            println!("{verdict}");
        }
        Ok(if verdict.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(FINDINGS)
        })
    }
}
