//! `yudan run-job NAME`.

use serde_json::Value;

use super::{DEFAULT_PORT, Failure};

/// A scheduled job, run now by a running server.
#[derive(Debug, clap::Args)]
pub(super) struct RunJob {
    /// Name of the job, for example `receivables`
    name: String,
    /// The day it runs for; today if not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
    /// Address of the running server
    #[arg(long, default_value_t = format!("http://127.0.0.1:{DEFAULT_PORT}"))]
    url: String,
}

impl RunJob {
    pub(super) fn run(self) -> Result<(), Failure> {
        let url = format!(
            "{}/_yudan/jobs/{}",
            self.url.trim_end_matches('/'),
            self.name
        );
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let mut request = agent.post(&url);
        if let Some(date) = self.date {
            request = request.query("date", date.to_string());
        }
        let mut response = request
            .send_empty()
            .map_err(|error| format!("no answer from {} ({error}); is `yudan` running there? give its address with --url", self.url))?;
        let succeeded = response.status().is_success();
        let answer: Value = response.body_mut().read_json()?;
        let answer = serde_json::to_string_pretty(&answer)?;
        if succeeded {
            println!("{answer}");
            Ok(())
        } else {
            Err(answer.into())
        }
    }
}
